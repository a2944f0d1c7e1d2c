#include "checker/discovery/nginx_conf.hpp"

#include "checker/discovery/nginx_lexer.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <set>

namespace pinko::discovery {
namespace {

constexpr std::size_t kMostConfBytes = 2 * 1024 * 1024;
constexpr std::size_t kMostDirectives = 20'000;
constexpr std::size_t kMostArgs = 500;
constexpr std::size_t kMostConfProblems = 50;
constexpr std::size_t kDeepestBlock = 32;

/// Names that students use: what looks like one of them inside another's arguments was swallowed.
const std::set<std::string, std::less<>>& directive_names() {
  static const std::set<std::string, std::less<>> names = {"listen",
                                                           "server_name",
                                                           "root",
                                                           "alias",
                                                           "index",
                                                           "location",
                                                           "proxy_pass",
                                                           "try_files",
                                                           "proxy_set_header",
                                                           "proxy_http_version",
                                                           "proxy_redirect",
                                                           "add_header",
                                                           "return",
                                                           "error_page",
                                                           "resolver",
                                                           "set",
                                                           "upstream",
                                                           "access_log",
                                                           "error_log",
                                                           "autoindex",
                                                           "default_type",
                                                           "ip_hash",
                                                           "least_conn",
                                                           "include",
                                                           "expires",
                                                           "keepalive",
                                                           "rewrite"};
  return names;
}

/// Builds the tree of directives without recursion, so that no text can nest too deeply for it.
class Parser {
 public:
  Parser(std::string_view text, std::string_view path, NginxConf& conf)
      : lexer_(text),
        index_(text, path),
        conf_(conf),
        stack_{&conf.directives} {}

  void parse() {
    NginxToken token;
    bool open_quote = false;
    while (lexer_.next(token, open_quote)) {
      if (count_ == kMostDirectives) {
        conf_.truncated = true;
        return;
      }
      if (open_quote) problem(token.begin, token.end, "a quote is opened and never closed");
      take(std::move(token));
    }
    if (!words_.empty()) {
      missing_semicolon();
      finish(words_.back().end);
    }
    if (!opened_.empty()) {
      problem(opened_.back(), opened_.back() + 1, "this { is never closed");
    }
  }

 private:
  void take(NginxToken token) {
    switch (token.kind) {
      case NginxToken::Kind::word:
        if (words_.size() < kMostArgs) words_.push_back(std::move(token));
        break;
      case NginxToken::Kind::semicolon:
        end_directive(token);
        break;
      case NginxToken::Kind::open:
        open(token);
        break;
      case NginxToken::Kind::close:
        close(token);
        break;
    }
  }

  void end_directive(const NginxToken& token) {
    if (words_.empty()) {
      problem(token.begin, token.end, "a ; stands where a directive should begin");
    } else {
      finish(token.end);
    }
  }

  void problem(std::size_t begin, std::size_t end, std::string message) {
    if (conf_.problems.size() == kMostConfProblems) return;
    conf_.problems.push_back({.where = index_.span(begin, end), .message = std::move(message)});
  }

  void missing_semicolon() {
    const NginxToken& last = words_.back();
    problem(last.begin, last.end, "no ; ends the directive " + in_quotes(words_.front().text));
  }

  /// A known name at the start of a later line among the arguments: a `;` is missing before it.
  void find_swallowed() {
    const int first = index_.at(words_.front().begin).line;
    for (std::size_t i = 1; i < words_.size(); ++i) {
      const NginxToken& word = words_[i];
      if (word.quoted || !directive_names().contains(word.text)) continue;
      const int line = index_.at(word.begin).line;
      const NginxToken& before = words_[i - 1];
      if (line == first || line == index_.at(before.begin).line) continue;
      problem(before.begin,
              before.end,
              "no ; ends the line before " + in_quotes(word.text) +
                  ": it counts as an argument of " + in_quotes(words_.front().text));
      return;
    }
  }

  NginxDirective& finish(std::size_t end) {
    find_swallowed();
    ++count_;
    NginxDirective directive;
    directive.name = words_.front().text;
    for (std::size_t i = 1; i < words_.size(); ++i) {
      directive.args.push_back(words_[i].text);
    }
    directive.where = index_.span(words_.front().begin, end);
    words_.clear();
    check_place(directive);
    stack_.back()->push_back(std::move(directive));
    return stack_.back()->back();
  }

  void open(const NginxToken& token) {
    if (words_.empty()) {
      problem(token.begin, token.end, "a { without a name before it");
      NginxToken nameless = token;
      nameless.text.clear();
      words_.push_back(nameless);
    }
    if (opened_.size() == kDeepestBlock) {
      problem(token.begin, token.end, "blocks nest deeper than in any configuration");
      words_.clear();
      ++too_deep_;
      return;
    }
    NginxDirective& directive = finish(token.end);
    directive.has_block = true;
    opened_.push_back(token.begin);
    names_.push_back(directive.name);
    stack_.push_back(&directive.block);
  }

  void close(const NginxToken& token) {
    if (!words_.empty()) {
      missing_semicolon();
      finish(words_.back().end);
    }
    if (too_deep_ > 0) {
      --too_deep_;
    } else if (opened_.empty()) {
      problem(token.begin, token.end, "this } closes nothing");
    } else {
      opened_.pop_back();
      names_.pop_back();
      stack_.pop_back();
    }
  }

  void check_place(const NginxDirective& directive) {
    const std::string& name = directive.name;
    const std::string within = names_.empty() ? "" : names_.back();
    std::string wanted;
    if ((name == "listen" || name == "server_name") && within != "server" &&
        !(name == "listen" && within == "mail")) {
      wanted = "server";
    }
    if (name == "location" && within != "server" && within != "location") wanted = "server";
    if ((name == "proxy_pass" || name == "alias") && within != "location" && within != "if" &&
        within != "limit_except") {
      wanted = "location";
    }
    if (name.starts_with("//")) {
      if (conf_.problems.size() == kMostConfProblems) return;
      conf_.problems.push_back(
          {.where = directive.where, .message = "a comment begins with # here, not with //"});
    }
    if (wanted.empty() || conf_.problems.size() == kMostConfProblems) return;
    conf_.problems.push_back(
        {.where = directive.where, .message = name + " stands outside of a " + wanted + " block"});
  }

  NginxLexer lexer_;
  LineIndex index_;
  NginxConf& conf_;
  std::vector<std::vector<NginxDirective>*> stack_;
  std::vector<NginxToken> words_;
  std::vector<std::size_t> opened_;
  std::vector<std::string> names_;
  std::size_t count_ = 0;
  std::size_t too_deep_ = 0;
};

}  // namespace

NginxConf parse_nginx(std::string_view bytes, std::string_view path) {
  NginxConf conf;
  conf.truncated = bytes.size() > kMostConfBytes;
  bytes = bytes.substr(0, kMostConfBytes);
  conf.text = facts_of(bytes);
  const std::string decoded = conf.text.utf16 ? decode_utf16(bytes) : std::string();
  Parser(conf.text.utf16 ? std::string_view(decoded) : bytes, path, conf).parse();
  return conf;
}

}  // namespace pinko::discovery

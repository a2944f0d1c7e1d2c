#include "checker/discovery/script_tokens.hpp"

#include <algorithm>

namespace pinko::discovery {
namespace {

constexpr std::size_t kMostTokens = 400'000;

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text)
      : text_(text) {}

  std::vector<ScriptToken> read() {
    while (at_ < text_.size() && tokens_.size() < kMostTokens)
      read_next();
    return std::move(tokens_);
  }

 private:
  /// Takes one token, comment or blank.
  void read_next() {
    const char c = text_[at_];
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("//") || rest.starts_with("<!--")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
    } else if (c == '"' || c == '\'' || c == '`') {
      read_text(c);
    } else if (is_name_start(c)) {
      read_while(ScriptToken::Kind::name, [](char x) { return is_name_start(x) || is_digit(x); });
    } else if (is_digit(c)) {
      read_while(ScriptToken::Kind::number,
                 [](char x) { return is_name_start(x) || is_digit(x) || x == '.'; });
    } else if (c == '/' && may_begin_expression()) {
      skip_regular_expression();
    } else if (static_cast<unsigned char>(c) <= ' ') {
      ++at_;
    } else {
      const std::size_t length = rest.starts_with("=>") || rest.starts_with("==") ? 2 : 1;
      add(ScriptToken::Kind::sign, std::string(rest.substr(0, length)), at_);
      at_ += length;
    }
  }

  ScriptToken& add(ScriptToken::Kind kind, std::string value, std::size_t offset) {
    tokens_.push_back({.kind = kind, .value = std::move(value), .offset = offset});
    return tokens_.back();
  }

  template <class Belongs>
  void read_while(ScriptToken::Kind kind, Belongs belongs) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && belongs(text_[at_])) {
      ++at_;
    }
    add(kind, std::string(text_.substr(begin, at_ - begin)), begin);
  }

  void read_text(char quote) {
    const std::size_t begin = at_++;
    std::string value;
    bool plain = true;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (quote != '`' && text_[at_] == '\n') break;
      if (text_[at_] == '$' && quote == '`' && text_.substr(at_).starts_with("${")) plain = false;
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value += text_[at_++];
    }
    if (at_ < text_.size()) ++at_;
    add(ScriptToken::Kind::text, std::move(value), begin).plain = plain;
  }

  /// A slash divides behind a value, and begins a regular expression elsewhere.
  [[nodiscard]] bool may_begin_expression() const {
    if (tokens_.empty()) return true;
    const ScriptToken& last = tokens_.back();
    if (last.kind == ScriptToken::Kind::sign) {
      return !last.is(")") && !last.is("]") && !last.is("}");
    }
    return last.is("return") || last.is("typeof") || last.is("case") || last.is("in");
  }

  void skip_regular_expression() {
    bool in_class = false;
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      const char c = text_[at_];
      if (c == '\\') {
        ++at_;
      } else if (c == '[' || c == ']') {
        in_class = c == '[';
      } else if (c == '/' && !in_class) {
        ++at_;
        return;
      }
    }
    at_ = std::min(at_, text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<ScriptToken> tokens_;
};

/// Marks what stands in the bodies of functions: `function … {}`, `… => {}` and `… => expression`.
void mark_nested(std::vector<ScriptToken>& tokens) {
  std::vector<bool> braces;         // for each open brace, whether it is a function's
  std::vector<std::size_t> arrows;  // depths of the brackets around bare arrow bodies
  std::size_t functions = 0;
  std::size_t brackets = 0;
  bool body_next = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    ScriptToken& token = tokens[i];
    const bool closes = token.is(")") || token.is("]") || token.is("}");
    const bool ends = closes || token.is(",") || token.is(";");
    while (!arrows.empty() && ends && brackets <= arrows.back()) {
      arrows.pop_back();
    }
    if (token.is("{")) {
      braces.push_back(body_next);
      functions += body_next ? 1 : 0;
      body_next = false;
    }
    if (token.is("}") && !braces.empty()) {
      functions -= braces.back() ? 1 : 0;
      braces.pop_back();
    }
    if (token.is("(") || token.is("[") || token.is("{")) ++brackets;
    if (closes && brackets > 0) --brackets;
    token.nested = functions > 0 || !arrows.empty();
    if (token.is("function")) body_next = true;
    if (!token.is("=>")) continue;
    const bool block = i + 1 < tokens.size() && tokens[i + 1].is("{");
    if (block) {
      body_next = true;
    } else {
      arrows.push_back(brackets);
    }
  }
}

}  // namespace

std::vector<ScriptToken> script_tokens(std::string_view script) {
  std::vector<ScriptToken> tokens = Lexer(script).read();
  mark_nested(tokens);
  return tokens;
}

}  // namespace pinko::discovery

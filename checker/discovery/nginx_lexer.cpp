#include "checker/discovery/nginx_lexer.hpp"

#include "checker/discovery/source_text.hpp"

#include <algorithm>

namespace pinko::discovery {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

NginxLexer::NginxLexer(std::string_view text)
    : text_(text),
      at_(text.size() - without_bom(text).size()) {}

bool NginxLexer::next(NginxToken& token, bool& open_quote) {
  skip();
  if (at_ == text_.size()) return false;
  token = NginxToken{
      .kind = NginxToken::Kind::word, .text = {}, .quoted = false, .begin = at_, .end = at_};
  const char c = text_[at_];
  if (c == ';' || c == '{' || c == '}') {
    token.kind = c == ';'   ? NginxToken::Kind::semicolon
                 : c == '{' ? NginxToken::Kind::open
                            : NginxToken::Kind::close;
    ++at_;
  } else if (c == '"' || c == '\'') {
    open_quote = !read_quoted(token);
  } else {
    read_plain(token);
  }
  token.end = at_;
  return true;
}

void NginxLexer::skip() {
  while (at_ < text_.size()) {
    if (text_[at_] == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (is_blank(text_[at_])) {
      ++at_;
    } else {
      return;
    }
  }
}

bool NginxLexer::read_quoted(NginxToken& token) {
  const char quote = text_[at_++];
  token.quoted = true;
  while (at_ < text_.size() && text_[at_] != quote) {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
    token.text += text_[at_++];
  }
  if (at_ == text_.size()) return false;
  ++at_;
  return true;
}

void NginxLexer::read_plain(NginxToken& token) {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '$' && at_ + 1 < text_.size() && text_[at_ + 1] == '{') {
      token.text += "${";
      at_ += 2;
      continue;
    }
    if (is_blank(c) || c == ';' || c == '{') return;
    if (c == '\\' && at_ + 1 < text_.size()) token.text += text_[at_++];
    token.text += text_[at_++];
  }
}

}  // namespace pinko::discovery

#include "checker/discovery/shell_lexer.hpp"

#include <algorithm>

namespace pinko::discovery {
namespace {

/// The inside of '…' from its first quote on; false when it is never closed.
bool read_single_quoted(std::string_view text, std::size_t& at, Word& word) {
  const std::size_t close = text.find('\'', at + 1);
  word.text += text.substr(at + 1, std::min(close, text.size()) - at - 1);
  at = close == std::string_view::npos ? text.size() : close + 1;
  return close != std::string_view::npos;
}

/// The inside of "…" from its first quote on; false when it is never closed.
bool read_double_quoted(std::string_view text, std::size_t& at, Word& word) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    const bool escapes = text[at] == '\\' && at + 1 < text.size() &&
                         std::string_view("\"\\$`").find(text[at + 1]) != std::string_view::npos;
    if (escapes) ++at;
    word.text += text[at];
  }
  if (at >= text.size()) return false;
  ++at;
  return true;
}

/// $(…) as it is written, brackets within it included.
void read_substitution(std::string_view text, std::size_t& at, Word& word) {
  int open = 0;
  do {
    open += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
    word.text += text[at++];
  } while (at < text.size() && (open > 0 || text[at - 1] == '$'));
}

}  // namespace

bool read_shell_word(std::string_view text, std::size_t& at, std::string_view ends, Word& word) {
  word = Word{.text = {}, .offset = at, .quoted = false};
  while (at < text.size() && ends.find(text[at]) == std::string_view::npos) {
    const char c = text[at];
    if (c == '\\') {
      word.quoted = true;
      if (++at < text.size()) word.text += text[at++];
    } else if (c == '\'') {
      word.quoted = true;
      if (!read_single_quoted(text, at, word)) return false;
    } else if (c == '"') {
      word.quoted = true;
      if (!read_double_quoted(text, at, word)) return false;
    } else if (c == '$' && at + 1 < text.size() && text[at + 1] == '(') {
      read_substitution(text, at, word);
    } else {
      word.text += c;
      ++at;
    }
  }
  return true;
}

std::optional<std::vector<Word>> split_words(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<Word> words;
  std::size_t at = line.find_first_not_of(kBlanks);
  while (at < line.size()) {
    Word word;
    if (!read_shell_word(line, at, kBlanks, word)) return std::nullopt;
    words.push_back(std::move(word));
    at = line.find_first_not_of(kBlanks, at);
  }
  return words;
}

}  // namespace pinko::discovery

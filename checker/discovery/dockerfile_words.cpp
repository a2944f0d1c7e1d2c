#include "checker/discovery/dockerfile_parse.hpp"
#include "checker/util/text.hpp"

#include <cstdint>

namespace pinko::discovery {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

void append_code(std::string& out, std::uint32_t code) {
  // A surrogate pair is not joined: no exercise's command holds one.
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

/// Reads JSON strings out of a text.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text)
      : text_(text) {}

  void skip_space() { at_ = std::min(text_.find_first_not_of(kSpace, at_), text_.size()); }
  [[nodiscard]] bool done() const { return at_ == text_.size(); }

  bool take(char c) {
    skip_space();
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::optional<std::string> take_string() {
    if (!take('"')) return std::nullopt;
    std::string out;
    while (!done()) {
      const char c = text_[at_++];
      if (c == '"') return out;
      if (static_cast<unsigned char>(c) < 0x20) return std::nullopt;
      if (c != '\\') {
        out += c;
      } else if (!take_escape(out)) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

 private:
  bool take_escape(std::string& out) {
    if (done()) return false;
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
    const char c = text_[at_++];
    if (c == 'u') return take_hex(out);
    const std::size_t which = kNames.find(c);
    if (which == std::string_view::npos) return false;
    out += kValues[which];
    return true;
  }

  bool take_hex(std::string& out) {
    if (text_.size() - at_ < 4) return false;
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const std::string_view digits = "0123456789abcdef";
      const std::size_t digit = digits.find(to_lower(text_.substr(at_++, 1)));
      if (digit == std::string_view::npos) return false;
      code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    append_code(out, code);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `[n]<<[-]name`, as a word of its own; the name may be quoted.
std::optional<HeredocStart> heredoc_start(std::string_view word) {
  while (!word.empty() && is_digit(word.front())) {
    word.remove_prefix(1);
  }
  if (!word.starts_with("<<")) return std::nullopt;
  word.remove_prefix(2);
  HeredocStart start;
  if (word.starts_with('-')) {
    start.strip_tabs = true;
    word.remove_prefix(1);
  }
  if (word.find('<') != std::string_view::npos) return std::nullopt;
  for (const char c : word) {
    if (c == '"' || c == '\'' || c == '\\') {
      start.expand = false;
    } else {
      start.name += c;
    }
  }
  if (start.name.empty()) return std::nullopt;
  return start;
}

}  // namespace

std::optional<std::vector<std::string>> parse_exec_form(std::string_view text) {
  JsonCursor cursor(text);
  std::vector<std::string> words;
  if (!cursor.take('[')) return std::nullopt;
  if (!cursor.take(']')) {
    do {
      std::optional<std::string> word = cursor.take_string();
      if (!word) return std::nullopt;
      words.push_back(std::move(*word));
    } while (cursor.take(','));
    if (!cursor.take(']')) return std::nullopt;
  }
  cursor.skip_space();
  if (!cursor.done()) return std::nullopt;
  return words;
}

std::vector<HeredocStart> heredoc_starts(std::string_view arguments) {
  std::vector<HeredocStart> starts;
  char quote = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= arguments.size(); ++i) {
    const char c = i < arguments.size() ? arguments[i] : ' ';
    const bool inside = quote != 0 && i < arguments.size();
    if (inside) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '"' || c == '\'') quote = c;
    // A redirection may follow the name without a blank.
    if (kSpace.find(c) == std::string_view::npos && c != '>' && c != ';' && c != '|' && c != '&') {
      continue;
    }
    if (const auto start = heredoc_start(arguments.substr(begin, i - begin))) {
      starts.push_back(*start);
    }
    begin = i + 1;
  }
  return starts;
}

}  // namespace pinko::discovery

#include "checker/util/text.hpp"

#include <array>
#include <cstdint>

namespace pinko {
namespace {

/// One character of a text, or one byte that is none.
struct Decoded {
  std::uint32_t code = 0;
  std::size_t size = 1;
  bool valid = false;
};

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Decodes the character at the start of `text` (RFC 3629: shortest form, no surrogates, up to
/// U+10FFFF).
Decoded decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80U) return {lead, 1, true};
  const std::size_t size = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  if (lead < 0xC2U || lead > 0xF4U || text.size() < size) return {};
  constexpr std::array<std::uint32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  std::uint32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(text[i])) return {};
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kLeast[size] || code > 0x10FFFF || surrogate) return {};
  return {code, size, true};
}

bool is_hidden(std::uint32_t code) {
  const bool control =
      (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7F && code < 0xA0);
  const bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                         code == 0x200E || code == 0x200F;
  const bool never_in_xml = code == 0xFFFE || code == 0xFFFF;
  return control || direction || never_in_xml || code == 0xFEFF;
}

/// The length of a terminal's escape sequence at the start of `text` (ECMA-48: CSI, OSC, DCS … and
/// two-byte forms).
std::size_t escape_size(std::string_view text) {
  if (text.size() < 2) return text.size();
  std::size_t at = 2;
  if (text[1] == '[') {
    while (at < text.size() && text[at] >= 0x20 && text[at] < 0x40)
      ++at;
    return at < text.size() && text[at] >= 0x40 && text[at] < 0x7F ? at + 1 : at;
  }
  if (text[1] == ']' || text[1] == 'P' || text[1] == '_' || text[1] == '^' || text[1] == 'X') {
    constexpr std::size_t kLongest = 4096;
    for (; at < text.size() && at < kLongest; ++at) {
      if (text[at] == '\a') return at + 1;
      if (text[at] == '\x1b' && at + 1 < text.size() && text[at + 1] == '\\') return at + 2;
      if (text[at] == '\n') return at;
    }
    return at;
  }
  return text[1] >= 0x20 && text[1] < 0x7F ? 2 : 1;
}

void append_byte(std::string& words, char byte) {
  constexpr std::string_view kHex = "0123456789abcdef";
  words += "\\x";
  words += kHex[static_cast<unsigned char>(byte) >> 4U];
  words += kHex[static_cast<unsigned char>(byte) & 0xFU];
}

}  // namespace

std::string printable(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    if (text[0] == '\x1b') {
      text.remove_prefix(escape_size(text));
      continue;
    }
    const Decoded next = decode(text);
    if (!next.valid) {
      clean += "\xEF\xBF\xBD";
    } else if (!is_hidden(next.code)) {
      clean += text.substr(0, next.size);
    }
    text.remove_prefix(next.size);
  }
  return clean;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (!next.valid) return false;
    text.remove_prefix(next.size);
  }
  return true;
}

std::string in_quotes(std::string_view text) {
  std::string words = "\"";
  while (!text.empty()) {
    const Decoded next = decode(text);
    const std::string_view character = text.substr(0, next.size);
    if (character == "\n") {
      words += "\\n";
    } else if (character == "\r") {
      words += "\\r";
    } else if (character == "\t") {
      words += "\\t";
    } else if (character == "\"" || character == "\\") {
      words += '\\';
      words += character;
    } else if (next.valid && !is_hidden(next.code)) {
      words += character;
    } else {
      for (const char byte : character)
        append_byte(words, byte);
    }
    text.remove_prefix(next.size);
  }
  return words + '"';
}

}  // namespace pinko

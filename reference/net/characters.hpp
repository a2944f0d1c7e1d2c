#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace reference::net {

namespace detail {

enum : std::uint8_t { token_bit = 1, target_bit = 2, host_bit = 4, field_bit = 8 };

constexpr bool is_alphanumeric(unsigned c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// What each octet may be part of.
constexpr std::array<std::uint8_t, 256> make_character_table() {
  constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";
  constexpr std::string_view kHostMarks = "-._~%!$&'()*+,;=:[]";
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0; c < table.size(); ++c) {
    const char mark = static_cast<char>(c);
    unsigned bits = 0;
    if (is_alphanumeric(c) || kTokenMarks.find(mark) != std::string_view::npos) bits |= token_bit;
    if (is_alphanumeric(c) || kHostMarks.find(mark) != std::string_view::npos) bits |= host_bit;
    if (c > ' ' && c != 0x7f && c != '#') bits |= target_bit;
    if ((c >= ' ' && c != 0x7f) || c == '\t') bits |= field_bit;
    table[c] = static_cast<std::uint8_t>(bits);
  }
  return table;
}

inline constexpr std::array<std::uint8_t, 256> kCharacters = make_character_table();

constexpr bool has_bit(char c, std::uint8_t bit) {
  return (kCharacters[static_cast<unsigned char>(c)] & bit) != 0;
}

}  // namespace detail

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// Of a method or a header's name (RFC 9110, 5.6.2).
constexpr bool is_token(char c) {
  return detail::has_bit(c, detail::token_bit);
}

/// Of a request's target. Octets beyond ASCII are let through, as browsers of old send them.
constexpr bool is_target(char c) {
  return detail::has_bit(c, detail::target_bit);
}

/// Of a host and port (RFC 3986, 3.2).
constexpr bool is_host(char c) {
  return detail::has_bit(c, detail::host_bit);
}

/// No control characters but the tab: nothing that could end a line (RFC 9110, 5.5).
constexpr bool is_field_text(std::string_view text) {
  std::uint8_t common = detail::field_bit;
  for (const char c : text)
    common &= detail::kCharacters[static_cast<unsigned char>(c)];
  return common != 0;
}

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace reference::net

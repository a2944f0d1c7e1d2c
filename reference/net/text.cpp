#include "reference/net/text.hpp"

#include <charconv>
#include <string>

namespace reference::net {
namespace {

constexpr std::uint64_t kMost = 1'000'000'000;

/// Splits `10s` into 10 and `s`.
bool split_unit(std::string_view text, std::uint64_t& number, std::string_view& unit) {
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  unit = {parsed.ptr, static_cast<std::size_t>(end - parsed.ptr)};
  return parsed.ec == std::errc() && number <= kMost;
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t begin = line.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    words.push_back(line.substr(0, line.find_first_of(kBlanks)));
    line.remove_prefix(words.back().size());
  }
}

Result<std::uint64_t> parse_number(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  std::string_view unit;
  if (!split_unit(text, number, unit) || !unit.empty() || number < least || number > most) {
    return Problem{"a number from " + std::to_string(least) + " to " + std::to_string(most) +
                   " is wanted, not \"" + std::string(text) + "\""};
  }
  return number;
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  std::uint64_t number = 0;
  std::string_view unit;
  if (split_unit(text, number, unit)) {
    const auto count = static_cast<std::int64_t>(number);
    if (unit == "ms") return std::chrono::milliseconds(count);
    if (unit == "s") return std::chrono::milliseconds(std::chrono::seconds(count));
    if (unit == "m") return std::chrono::milliseconds(std::chrono::minutes(count));
  }
  return Problem{"a time is written 500ms, 10s or 2m, not \"" + std::string(text) + "\""};
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  std::string_view unit;
  if (split_unit(text, number, unit)) {
    if (unit.empty()) return number;
    if (unit == "k") return number << 10U;
    if (unit == "m") return number << 20U;
    if (unit == "g") return number << 30U;
  }
  return Problem{"a size is written 4096, 64k, 64m or 1g, not \"" + std::string(text) + "\""};
}

}  // namespace reference::net

// What a submission wrote or printed, on its way into a report: afterwards it is safe to show
// anywhere.

#include "checker/util/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace pinko;

void demand(bool holds) {
  if (!holds) std::abort();
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

void check_shown(std::string_view text) {
  const std::string shown = printable(text);
  demand(is_utf8(shown));
  demand(std::none_of(
      shown.begin(), shown.end(), [](char c) { return is_control(c) && c != '\t' && c != '\n'; }));
  demand(printable(shown) == shown);
}

void check_quoted(std::string_view text) {
  const std::string words = quoted(text);
  demand(is_utf8(words) && std::none_of(words.begin(), words.end(), is_control));
  demand(words.size() >= 2 && words.front() == '"' && words.back() == '"');
}

void check_cuts(std::string_view text) {
  constexpr std::size_t kWords = 64;  // about what was left out
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, text.size(), text.size() + 1}) {
    demand(head(text, size).size() <= std::min(size, text.size()) + kWords);
    demand(tail(text, size).size() <= std::min(size, text.size()) + kWords);
  }
  std::vector<std::string> parts;
  for (const std::string_view part : split(text, ','))
    parts.emplace_back(part);
  demand(join(parts, ",") == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_shown(text);
  check_quoted(text);
  check_cuts(text);
  return 0;
}

// What a submission wrote or printed, on its way into a report: afterwards it is safe to show
// anywhere.

#include "checker/util/dockerignore.hpp"
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
  const std::string words = in_quotes(text);
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

/// As many places are replaced as there are, and none twice.
void check_replacing(std::string_view text) {
  const std::string doubled = replace_all(std::string(text), ",", ",,");
  const auto count = static_cast<std::size_t>(std::count(text.begin(), text.end(), ','));
  demand(doubled.size() == text.size() + count);
  demand(replace_all(doubled, ",,", ",") == text);
}

/// The first line is a path, the others are a `.dockerignore`.
void read_ignore_list(std::string_view text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view list = text.substr(end);
  const auto line = line_that_ignores(list, text.substr(0, end));
  demand(!line || (*line > 0 && static_cast<std::size_t>(*line) <= split_lines(list).size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_shown(text);
  check_quoted(text);
  check_cuts(text);
  check_replacing(text);
  read_ignore_list(text);
  return 0;
}

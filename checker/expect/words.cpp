#include "checker/expect/words.hpp"

#include "checker/discovery/source_text.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace pinko::expect {
namespace {

constexpr std::size_t kMostCompared = 60;  ///< longer texts are no near misses of a greeting
constexpr std::size_t kFewSigns =
    3;  ///< quotes, a bracket: what may stand around a text by mistake
constexpr std::size_t kMostShown = 160;
constexpr int kFarthestLine = 1'000'000;  ///< no file that is read has more

std::string in_place(std::string_view wanted, std::size_t prefix) {
  if (prefix == 0) return " at the start";
  return " behind " + in_quotes(wanted.substr(0, prefix));
}

/// Where nothing but some signs of `wanted` is missing: all of them, each with its place.
std::string missing_signs(std::string_view wanted, std::string_view got) {
  constexpr std::size_t kMostGaps = 3;
  std::vector<std::string> gaps;
  std::size_t at = 0;
  for (std::size_t i = 0; i < wanted.size();) {
    if (at < got.size() && wanted[i] == got[at]) {
      ++i;
      ++at;
      continue;
    }
    std::size_t end = i;
    while (end < wanted.size() && (at == got.size() || wanted[end] != got[at]))
      ++end;
    gaps.push_back(in_quotes(wanted.substr(i, end - i)) + in_place(wanted, i));
    i = end;
  }
  if (at < got.size() || gaps.size() < 2 || gaps.size() > kMostGaps) return {};
  return join(gaps, " and ") + " are missing";
}

}  // namespace

std::string difference(std::string_view wanted, std::string_view got) {
  if (wanted == got || got.empty() || got.size() > kMostCompared) return {};
  if (std::string signs = missing_signs(wanted, got);
      2 * got.size() > wanted.size() && !signs.empty())
    return signs;
  if (const std::size_t at = got.find(wanted); at != std::string_view::npos && at > 0) {
    const std::string_view behind = got.substr(at + wanted.size());
    if (!behind.empty() && at <= kFewSigns && behind.size() <= kFewSigns) {
      return in_quotes(got.substr(0, at)) + " in front of it and " + in_quotes(behind) +
             " behind it do not belong there";
    }
  }
  const std::size_t shorter = std::min(wanted.size(), got.size());
  std::size_t prefix = 0;
  while (prefix < shorter && wanted[prefix] == got[prefix])
    ++prefix;
  std::size_t suffix = 0;
  while (suffix < shorter - prefix &&
         wanted[wanted.size() - 1 - suffix] == got[got.size() - 1 - suffix])
    ++suffix;
  if (2 * (prefix + suffix) < wanted.size()) {
    return equal_ignoring_case(wanted, got) ? "only capital letters differ" : std::string();
  }
  const std::string_view lost = wanted.substr(prefix, wanted.size() - prefix - suffix);
  const std::string_view found = got.substr(prefix, got.size() - prefix - suffix);
  if (found.empty()) return in_quotes(lost) + " is missing" + in_place(wanted, prefix);
  if (lost.empty()) {
    const bool again = prefix > 0 && wanted[prefix - 1] == ' ';
    const std::string blank = again ? "another blank" : "a blank";
    return (found == " " ? blank : in_quotes(found)) + " does not belong" +
           in_place(wanted, prefix);
  }
  return in_quotes(found) + " stands where " + in_quotes(lost) + " should be" +
         in_place(wanted, prefix);
}

std::string shown(std::string_view text) {
  if (text.empty()) return "nothing";
  if (text.size() <= kMostShown) return in_quotes(text);
  return in_quotes(text.substr(0, kMostShown)) + " and so on, " + std::to_string(text.size()) +
         " bytes in all";
}

std::optional<Location> find_place(const Sources& task,
                                   std::string_view path,
                                   std::string_view needle) {
  const std::string* text = task.find(path);
  if (text == nullptr || needle.empty()) return std::nullopt;
  const std::size_t at = text->find(needle);
  if (at == std::string::npos) return std::nullopt;
  const std::string shown_path = task.from_top(path);
  return discovery::LineIndex(*text, shown_path).span(at, at + needle.size());
}

std::vector<Location> find_first(const Sources& task,
                                 std::string_view path,
                                 const std::vector<std::string_view>& needles) {
  for (const std::string_view needle : needles) {
    if (const auto place = find_place(task, path, needle)) return {*place};
  }
  return whole_file(task, path);
}

std::vector<Location> whole_file(const Sources& task, std::string_view path) {
  if (task.find(path) == nullptr) return {};
  return {Location{.path = task.from_top(path)}};
}

int number_of_line(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number < 1 || number > kFarthestLine ? 0 : number;
}

Location line_of_file(std::string path, int number) {
  return {.path = std::move(path), .line = number, .column = number > 0 ? 1 : 0};
}

std::string line_with(std::string_view text, std::string_view needle) {
  std::string_view last;
  for (const std::string_view line : split_lines(text)) {
    if (line.find(needle) != std::string_view::npos) last = line;
  }
  return std::string(trim(last));
}

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}

std::string from_task(const Sources& task, std::string_view path) {
  const std::string top = task.folder + '/';
  if (!task.folder.empty() && path.starts_with(top)) path.remove_prefix(top.size());
  return std::string(path);
}

}  // namespace pinko::expect

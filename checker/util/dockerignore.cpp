#include "checker/util/dockerignore.hpp"

#include "checker/util/text.hpp"

#include <fnmatch.h>
#include <span>
#include <string>
#include <vector>

namespace pinko {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";  ///< a byte order mark, which Docker passes over

using Names = std::span<const std::string_view>;

/// "./a//b/" and "/a/b" are a, b; of several `**` in a row one says it all.
std::vector<std::string_view> names_in(std::string_view path) {
  std::vector<std::string_view> names;
  for (const std::string_view name : split(path, '/')) {
    const bool again = name == "**" && !names.empty() && names.back() == "**";
    if (!name.empty() && name != "." && !again) names.push_back(name);
  }
  return names;
}

bool same_name(std::string_view pattern, std::string_view name) {
  return fnmatch(std::string(pattern).c_str(), std::string(name).c_str(), 0) == 0;
}

/// The pattern fits the path, or a folder that it is in: the first that is found will do, so that
/// only what the last `**` stands for has ever to grow.
bool fits(Names pattern, Names path) {
  std::size_t at = 0;
  std::size_t name = 0;
  std::optional<std::size_t> any;  // the place of the last `**`
  std::size_t from = 0;            // the first name that it does not stand for
  while (at < pattern.size()) {
    if (pattern[at] == "**") {
      if (at + 1 == pattern.size()) return name < path.size();
      any = at++;
      from = name;
    } else if (name < path.size() && same_name(pattern[at], path[name])) {
      ++at;
      ++name;
    } else {
      if (!any || from == path.size()) return false;
      at = *any + 1;
      name = ++from;
    }
  }
  return true;
}

}  // namespace

std::optional<int> line_that_ignores(std::string_view dockerignore, std::string_view path) {
  const std::vector<std::string_view> file = names_in(path);
  std::optional<int> ignored;
  int number = 0;
  if (dockerignore.starts_with(kMark)) dockerignore.remove_prefix(kMark.size());
  for (std::string_view line : split_lines(dockerignore)) {
    ++number;
    if (line.starts_with('#')) continue;
    line = trim(line);
    const bool taken_in = line.starts_with('!');
    if (taken_in) line = trim(line.substr(1));
    const std::vector<std::string_view> pattern = names_in(line);
    if (pattern.empty() || !fits(pattern, file)) continue;
    ignored = taken_in ? std::nullopt : std::optional(number);
  }
  return ignored;
}

}  // namespace pinko

#include "checker/discovery/dockerignore.hpp"

#include "checker/util/text.hpp"

#include <fnmatch.h>
#include <span>
#include <string>
#include <vector>

namespace pinko::discovery {
namespace {

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

/// The pattern fits the path, or a folder that it is in.
bool fits(Names pattern, Names path) {
  if (pattern.empty()) return true;
  if (pattern.front() == "**") {
    for (std::size_t skipped = 0; skipped <= path.size(); ++skipped)
      if (fits(pattern.subspan(1), path.subspan(skipped)))
        return pattern.size() > 1 || !path.empty();
    return false;
  }
  if (path.empty()) return false;
  const std::string one(pattern.front());
  const std::string name(path.front());
  return fnmatch(one.c_str(), name.c_str(), 0) == 0 && fits(pattern.subspan(1), path.subspan(1));
}

}  // namespace

std::optional<int> line_that_ignores(std::string_view dockerignore, std::string_view path) {
  const std::vector<std::string_view> file = names_in(path);
  std::optional<int> ignored;
  int number = 0;
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

}  // namespace pinko::discovery

#include "tests/mutants/mend.hpp"

#include "checker/util/text.hpp"
#include "tests/mutants/recording.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <vector>

namespace pinko::mutants {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[entry.path().lexically_relative(folder).string()] = read_whole(entry.path());
  }
  return files;
}

}  // namespace

std::string mend(const Verdict& verdict, const fs::path& submission) {
  const Location& at = verdict.placement.at;
  if (at.path.empty() || at.line < 1) return "corrected lines have no place";
  const fs::path file = submission / at.path;
  if (!fs::is_regular_file(file)) return "there is no file " + at.path;
  std::vector<std::string> lines;
  const std::string text = read_whole(file);
  for (const std::string_view line : split(text, '\n'))
    lines.emplace_back(line);
  const bool replaces = verdict.placement.how == Placing::replace;
  const int begin = at.line - (verdict.placement.how == Placing::below ? 0 : 1);
  const int end = replaces ? std::max(at.line, at.end_line) : begin;
  if (end > static_cast<int>(lines.size())) return at.path + " has no such line";
  std::vector<std::string> corrected;
  for (const std::string_view line : split(verdict.corrected, '\n'))
    corrected.emplace_back(line);
  const bool said =
      std::equal(lines.begin() + begin, lines.begin() + end, corrected.begin(), corrected.end());
  if (said) return at.path + " says so already";
  lines.erase(lines.begin() + begin, lines.begin() + end);
  lines.insert(lines.begin() + begin, corrected.begin(), corrected.end());
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << join(lines, "\n");
  return {};
}

bool hold_the_same(const fs::path& one, const fs::path& other) {
  return files_of(one) == files_of(other);
}

}  // namespace pinko::mutants

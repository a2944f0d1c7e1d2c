#include "tests/architecture/tree.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace pinko::test {

namespace fs = std::filesystem;

fs::path repository() {
  const char* top = std::getenv("PINKO_SOURCE_DIR");
  if (top == nullptr) throw std::runtime_error("PINKO_SOURCE_DIR is not set; run it by ctest");
  return top;
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream stream(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

std::vector<SourceFile> sources_below(std::string_view folder,
                                      const std::vector<std::string>& endings) {
  std::vector<SourceFile> files;
  const fs::path top = repository();
  if (!fs::exists(top / folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
    const std::string ending = entry.path().extension().string();
    if (!entry.is_regular_file() || std::ranges::find(endings, ending) == endings.end()) continue;
    files.push_back({.path = entry.path().lexically_relative(top).generic_string(),
                     .lines = lines_of(entry.path())});
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

}  // namespace pinko::test

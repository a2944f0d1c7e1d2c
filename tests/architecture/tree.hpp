#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// The repository's own sources, for tests that hold its rules.
namespace pinko::test {

struct SourceFile {
  std::string path;  ///< from the repository's top, with '/'
  std::vector<std::string> lines;
};

/// The top of the repository. Throws when the test was not started by ctest.
[[nodiscard]] std::filesystem::path repository();

/// All files below a folder of the repository that end in one of the endings, by path.
[[nodiscard]] std::vector<SourceFile> sources_below(std::string_view folder,
                                                    const std::vector<std::string>& endings);

[[nodiscard]] std::vector<std::string> lines_of(const std::filesystem::path& path);

}  // namespace pinko::test

#include "tests/architecture/tree.hpp"
#include "tests/support/catch.hpp"

using namespace pinko::test;

namespace {

constexpr std::size_t kMostLines = 300;
constexpr std::size_t kMostTestLines = 500;

}  // namespace

TEST_CASE("no source is longer than 300 lines, no test longer than 500") {
  for (const char* folder : {"checker", "tasks", "reference", "tests"}) {
    const std::size_t most = std::string_view(folder) == "tests" ? kMostTestLines : kMostLines;
    for (const SourceFile& file : sources_below(folder, {".cpp", ".hpp"})) {
      INFO(file.path << " has " << file.lines.size() << " lines");
      CHECK(file.lines.size() <= most);
    }
  }
}

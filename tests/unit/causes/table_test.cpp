#include "checker/causes/causes.hpp"
#include "checker/causes/pages.hpp"
#include "tests/support/approved.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

using namespace pinko;
using namespace pinko::test;

namespace {

namespace fs = std::filesystem;

/// Every file below a folder of the repository with this ending, as one text.
std::string texts_below(const char* folder, std::string_view ending) {
  const char* top = std::getenv("PINKO_SOURCE_DIR");
  REQUIRE(top != nullptr);
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(top) / folder)) {
    if (entry.path().extension() != ending) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(stream), {});
  }
  return all;
}

bool is_kebab(std::string_view id) {
  return !id.empty() &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

TEST_CASE("every cause has an id of its own, a sentence and two hints") {
  std::set<std::string_view> ids;
  for (const Cause& cause : causes::all_causes()) {
    INFO(cause.id);
    CHECK(is_kebab(cause.id));
    CHECK(ids.insert(cause.id).second);
    CHECK_FALSE(cause.title.empty());
    CHECK(cause.title.back() != '.');
    CHECK(std::string_view(".?!").find(cause.direction.back()) != std::string_view::npos);
    CHECK(std::string_view(".?!").find(cause.step.back()) != std::string_view::npos);
    CHECK(cause.recognise != nullptr);
    CHECK(causes::find_cause(cause.id) == &cause);
  }
  CHECK(ids.size() >= 200);
  CHECK(causes::find_cause("nothing-of-that-name") == nullptr);
}

TEST_CASE("no id of a cause is that of a check") {
  for (const Cause& cause : causes::all_causes()) {
    INFO(cause.id);
    CHECK_FALSE((cause.id[0] == 't' && cause.id.size() > 2 && cause.id[2] == '-'));
  }
}

TEST_CASE("every cause has a test that names it") {
  const std::string tests = texts_below("tests/unit/causes", ".cpp");
  for (const Cause& cause : causes::all_causes()) {
    INFO(cause.id);
    CHECK(tests.find('"' + std::string(cause.id) + '"') != std::string::npos);
  }
}

TEST_CASE("every cause that a judgement names is in the table") {
  const std::string sources =
      texts_below("checker/expect", ".cpp") + texts_below("checker/causes", ".cpp");
  std::size_t found = 0;
  for (const std::string_view mark : {"cause_id = \"", ".id = \""}) {
    for (std::size_t at = sources.find(mark); at != std::string::npos;
         at = sources.find(mark, at + 1)) {
      const std::size_t begin = at + mark.size();
      const std::string id = sources.substr(begin, sources.find('"', begin) - begin);
      if (id.ends_with('-')) continue;  // the rest of it is put together there
      INFO(id);
      CHECK(causes::find_cause(id) != nullptr);
      ++found;
    }
  }
  CHECK(found > 150);
}

TEST_CASE("tasks/causes.md is what the table says") {
  const Approval page = approve("../../tasks/causes.md", causes::handbook());
  INFO(page.message);
  CHECK(page.equal);
}

TEST_CASE("a cause's page has its heading, where to look and what to do") {
  for (const Cause& cause : causes::all_causes()) {
    const std::string page = causes::page_of(cause);
    INFO(page);
    CHECK(page.starts_with("## " + std::string(cause.id) + "\n\n"));
    CHECK(page.find("### Where to look\n\n" + std::string(cause.direction)) != std::string::npos);
    CHECK(page.find("### What to do\n\n" + std::string(cause.step)) != std::string::npos);
  }
  CHECK(causes::page_of(*causes::find_cause("yaml-tab")).find("found character") !=
        std::string::npos);
}

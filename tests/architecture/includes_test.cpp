#include "tests/architecture/tree.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <map>
#include <set>

using namespace pinko::test;

namespace {

using Folders = std::set<std::string>;

/// Who may include whom; checker/README.md says why. A folder may always include itself.
const std::map<std::string, Folders>& table() {
  static const std::map<std::string, Folders> allowed{
      {"checker/util", {}},
      {"checker/core", {"checker/util"}},
      {"checker/discovery", {"checker/util", "checker/core"}},
      {"checker/repair", {"checker/util", "checker/core", "checker/discovery"}},
      {"checker/plan", {"checker/util", "checker/core", "checker/discovery"}},
      {"checker/engine", {"checker/util", "checker/core", "checker/discovery"}},
      {"checker/browser", {"checker/util", "checker/core", "checker/engine"}},
      {"checker/probe", {"checker/util", "checker/core", "checker/engine", "checker/browser"}},
      {"checker/run",
       {"checker/util",
        "checker/core",
        "checker/discovery",
        "checker/plan",
        "checker/engine",
        "checker/browser",
        "checker/probe",
        "reference"}},
      {"checker/expect", {"checker/util", "checker/core", "checker/discovery"}},
      {"checker/causes", {"checker/util", "checker/core", "checker/discovery", "checker/expect"}},
      {"checker/grade", {"checker/util", "checker/core", "checker/plan"}},
      {"checker/report", {"checker/util", "checker/core"}},
      {"tasks", {"checker/core", "checker/expect"}},
      {"reference", {"reference/net", "reference/proxy", "reference/web", "reference/api"}},
      {"reference/net", {}},
      {"reference/proxy", {"reference/net"}},
      {"reference/web", {"reference/net"}},
      {"reference/api", {"reference/net"}},
  };
  return allowed;
}

/// Third parties that may be named in one folder alone, by how their headers begin.
const std::map<std::string, Folders>& third_parties() {
  static const std::map<std::string, Folders> allowed{
      {"boost/", {"checker/engine", "checker/browser"}},
      {"curl/", {"checker/engine", "checker/probe"}},
      {"nlohmann/", {"checker/engine", "checker/browser", "checker/report", "checker/app"}},
      {"pugixml", {"checker/report"}},
      {"yaml-cpp/", {"checker/discovery"}},
      {"git2", {"checker/discovery"}},
      {"gumbo", {"checker/discovery"}},
      {"CLI/", {"checker/app"}},
  };
  return allowed;
}

/// "checker/core" of "checker/core/check.hpp", "tasks" of "tasks/task0/checks.cpp", "reference" of
/// "reference/stack.hpp".
std::string folder_of(const std::string& path) {
  if (path.starts_with("tasks/")) return "tasks";
  const std::size_t first = path.find('/');
  const std::size_t second = path.find('/', first + 1);
  return path.substr(0, second == std::string::npos ? first : second);
}

/// What stands behind #include, with its first mark: `"checker/x.hpp` or `<vector`.
std::string included(const std::string& line) {
  if (!line.starts_with("#include ")) return {};
  const std::size_t begin = line.find_first_of("\"<");
  const std::size_t end = line.find_first_of("\">", begin + 1);
  if (begin == std::string::npos || end == std::string::npos) return {};
  return line.substr(begin, end - begin);
}

std::vector<SourceFile> all_sources() {
  std::vector<SourceFile> files;
  for (const char* folder : {"checker", "tasks", "reference"}) {
    for (SourceFile& file : sources_below(folder, {".cpp", ".hpp"}))
      files.push_back(std::move(file));
  }
  return files;
}

bool may_include(const std::string& folder, const std::string& other) {
  const auto row = table().find(folder);
  return folder == other || row == table().end() || row->second.contains(other);
}

/// Is a header, as included() gives it, our own, or a third party's that the file's folder may
/// name?
bool may_name(const SourceFile& file, const std::string& header) {
  if (file.path.starts_with("reference/")) return true;
  const auto& parties = third_parties();
  return std::none_of(parties.begin(), parties.end(), [&](const auto& party) {
    return header.starts_with('<' + party.first) && !party.second.contains(folder_of(file.path));
  });
}

}  // namespace

TEST_CASE("no folder includes another that the include table does not allow") {
  const std::vector<SourceFile> files = all_sources();
  REQUIRE(files.size() > 50);
  for (const SourceFile& file : files) {
    for (const std::string& line : file.lines) {
      const std::string header = included(line);
      if (!header.starts_with('"')) continue;
      INFO(file.path << ": " << line);
      CHECK(may_include(folder_of(file.path), folder_of(header.substr(1))));
    }
  }
}

TEST_CASE("our own headers are included from the root, and every folder is in the table") {
  for (const SourceFile& file : all_sources()) {
    INFO(file.path);
    const std::string folder = folder_of(file.path);
    if (folder != "checker/app" && !folder.empty() && !folder.ends_with(".cpp") &&
        !folder.starts_with("tasks/") && !file.path.starts_with("reference/")) {
      CHECK(table().contains(folder));
    }
    for (const std::string& line : file.lines) {
      const std::string header = included(line);
      if (!header.starts_with('"')) continue;
      INFO(line);
      const bool from_root = header.starts_with("\"checker/") || header.starts_with("\"tasks/") ||
                             header.starts_with("\"reference/");
      CHECK(from_root);
    }
  }
}

TEST_CASE("third parties stay in the folders that need them") {
  for (const SourceFile& file : all_sources()) {
    for (const std::string& line : file.lines) {
      INFO(file.path << ": " << line);
      CHECK(may_name(file, included(line)));
    }
  }
}

TEST_CASE("the judging side knows neither containers nor the network") {
  for (const char* folder :
       {"checker/expect", "checker/causes", "checker/grade", "checker/report", "tasks"}) {
    for (const char* forbidden :
         {"checker/engine", "checker/probe", "checker/browser", "checker/run"}) {
      CHECK_FALSE(may_include(folder, forbidden));
    }
  }
}

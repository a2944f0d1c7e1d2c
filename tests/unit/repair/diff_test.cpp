#include "checker/repair/diff.hpp"

#include "tests/support/catch.hpp"

using namespace pinko::repair;

namespace {

FileRepair change(std::string before, std::string after) {
  return {.path = "task0/Dockerfile",
          .new_path = "task0/Dockerfile",
          .before = std::move(before),
          .after = std::move(after)};
}

/// What follows the two lines with names.
std::string hunks(const FileRepair& repair) {
  const std::string diff = unified_diff(repair);
  return diff.substr(diff.find("@@"));
}

}  // namespace

TEST_CASE("a change has three lines of context and counts its lines") {
  CHECK(hunks(change("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n")) ==
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("changes that are far apart have hunks of their own") {
  std::string before;
  std::string after;
  for (int i = 0; i < 20; ++i) {
    before += std::to_string(i) + "\n";
    after += (i == 2 || i == 17 ? "x" : std::to_string(i)) + "\n";
  }
  CHECK(hunks(change(before, after)) ==
        "@@ -1,6 +1,6 @@\n 0\n 1\n-2\n+x\n 3\n 4\n 5\n"
        "@@ -15,6 +15,6 @@\n 14\n 15\n 16\n-17\n+x\n 18\n 19\n");
}

TEST_CASE("a missing last newline is said in the way of diff") {
  CHECK(hunks(change("a\nb", "a\nb\n")) ==
        "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
}

TEST_CASE("an inserted line is one line of the diff") {
  CHECK(hunks(change("a\nb\n", "a\nx\nb\n")) == "@@ -1,2 +1,3 @@\n a\n+x\n b\n");
  CHECK(hunks(change("a\n", "")) == "@@ -1,1 +0,0 @@\n-a\n");
}

TEST_CASE("a new name without another change needs no hunk") {
  CHECK(unified_diff({.path = "task0/DockerFile",
                      .new_path = "task0/Dockerfile",
                      .before = "FROM ubuntu\n",
                      .after = "FROM ubuntu\n"}) ==
        "diff --git a/task0/DockerFile b/task0/Dockerfile\nsimilarity index 100%\n"
        "rename from task0/DockerFile\nrename to task0/Dockerfile\n");
}

TEST_CASE("names with odd bytes are quoted as git quotes them") {
  FileRepair repair = change("a\n", "b\n");
  repair.path = repair.new_path = "p\xC3\xA4th \"x\"/task0/Dockerfile";
  const std::string diff = unified_diff(repair);
  CHECK(diff.find("--- \"a/p\\303\\244th \\\"x\\\"/task0/Dockerfile\"") != std::string::npos);
}

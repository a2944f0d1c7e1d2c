#include "checker/repair/workshop.hpp"

#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <sstream>
#include <sys/stat.h>

using namespace pinko;
using namespace pinko::repair;
namespace fs = std::filesystem;

namespace {

/// A repository with task0 in it, on disk.
class Bench {
 public:
  Bench() { fs::create_directories(root() / "task0"); }
  [[nodiscard]] fs::path root() const { return folder_.path() / "repository"; }
  [[nodiscard]] fs::path outside() const { return folder_.path(); }
  void write(const std::string& path, const std::string& bytes) const {
    std::ofstream(root() / path, std::ios::binary) << bytes;
  }
  [[nodiscard]] std::string read(const std::string& path) const {
    std::ifstream stream(root() / path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }
  [[nodiscard]] Submission submission() const {
    Submission submission{.root = root()};
    submission.tasks[0] = {.present = true, .path = "task0", .other = {}};
    return submission;
  }
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(root() / "task0"), fs::directory_iterator()));
  }

 private:
  TempDir folder_{"repair-test"};
};

FileRepair change(const std::string& path, const std::string& to = {}) {
  return {.path = path, .new_path = to.empty() ? path : to, .before = "old\r\n", .after = "new\n"};
}

constexpr int kTask0[] = {0};

}  // namespace

TEST_CASE("a repair writes the new bytes and keeps the mode") {
  const Bench bench;
  bench.write("task0/Dockerfile", "old\r\n");
  chmod((bench.root() / "task0/Dockerfile").c_str(), 0751);
  REQUIRE(apply(bench.root(), change("task0/Dockerfile")));
  CHECK(bench.read("task0/Dockerfile") == "new\n");
  struct stat facts {};
  REQUIRE(stat((bench.root() / "task0/Dockerfile").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 07777) == 0751);
  CHECK(bench.entries() == 1);
}

TEST_CASE("a repair gives a file its new name") {
  const Bench bench;
  bench.write("task0/DockerFile", "old\r\n");
  REQUIRE(apply(bench.root(), change("task0/DockerFile", "task0/Dockerfile")));
  CHECK(bench.read("task0/Dockerfile") == "new\n");
  CHECK(bench.entries() == 1);
}

TEST_CASE("a file that changed since it was read is not overwritten") {
  const Bench bench;
  bench.write("task0/Dockerfile", "edited meanwhile\n");
  CHECK_FALSE(apply(bench.root(), change("task0/Dockerfile")));
  CHECK(bench.read("task0/Dockerfile") == "edited meanwhile\n");
}

TEST_CASE("no other file is overwritten by a new name") {
  const Bench bench;
  bench.write("task0/DockerFile", "old\r\n");
  bench.write("task0/Dockerfile", "another\n");
  CHECK_FALSE(apply(bench.root(), change("task0/DockerFile", "task0/Dockerfile")));
  CHECK(bench.read("task0/DockerFile") == "old\r\n");
  CHECK(bench.read("task0/Dockerfile") == "another\n");
}

TEST_CASE("links are followed neither to a file nor to a folder") {
  const Bench bench;
  std::ofstream(bench.outside() / "Dockerfile", std::ios::binary) << "old\r\n";
  fs::create_symlink(bench.outside() / "Dockerfile", bench.root() / "task0/Dockerfile");
  fs::create_symlink(bench.outside(), bench.root() / "task1");
  CHECK(read_desk(bench.submission(), kTask0).files.empty());
  CHECK_FALSE(apply(bench.root(), change("task0/Dockerfile")));
  CHECK_FALSE(apply(bench.root(), change("task1/Dockerfile")));
  CHECK_FALSE(apply(bench.root(), change("task0/../../Dockerfile")));
  std::ostringstream text;
  text << std::ifstream(bench.outside() / "Dockerfile", std::ios::binary).rdbuf();
  CHECK(text.str() == "old\r\n");
}

TEST_CASE("pipes, folders and what is too large are not read") {
  const Bench bench;
  mkfifo((bench.root() / "task0/Dockerfile").c_str(), 0600);
  CHECK(read_desk(bench.submission(), kTask0).files.empty());
  fs::remove(bench.root() / "task0/Dockerfile");
  fs::create_directory(bench.root() / "task0/Dockerfile");
  CHECK(read_desk(bench.submission(), kTask0).files.empty());
  fs::remove(bench.root() / "task0/Dockerfile");
  bench.write("task0/Dockerfile", std::string(2 * 1024 * 1024, '\n'));
  CHECK(read_desk(bench.submission(), kTask0).files.empty());
}

TEST_CASE("files of the exercise are read in any letter case, and scripts; others are not") {
  const Bench bench;
  bench.write("task0/dockerFILE", "FROM ubuntu\n");
  bench.write("task0/start.sh", "#!/bin/sh\r\n");
  bench.write("task0/notes.txt", "secret\r\n");
  const Desk desk = read_desk(bench.submission(), kTask0);
  REQUIRE(desk.files.size() == 2);
  CHECK(desk.files.begin()->first == "task0/dockerFILE");
  CHECK(desk.files.contains("task0/start.sh"));
}

#include "checker/discovery/submission.hpp"

#include "checker/discovery/task_folders.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/discovery/repository_fixture.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace pinko;
using namespace pinko::discovery;
namespace fs = std::filesystem;

namespace {

bool says(const Error& error, std::string_view words) {
  return error.message.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("task folders are found at the top") {
  const RepositoryFixture folder;
  folder.write("task0/Dockerfile");
  folder.write("task6/2-api-servers.txt");
  const auto found = discover(folder.root());
  REQUIRE(found);
  CHECK(found->tasks[0].present);
  CHECK(found->tasks[0].path == "task0");
  CHECK_FALSE(found->tasks[1].present);
  CHECK(found->tasks[6].present);
  CHECK(found->nested_in.empty());
  CHECK(found->root.is_absolute());
  CHECK_FALSE(found->git.is_repository);
}

TEST_CASE("task folders one level down are found, two candidates are not guessed at") {
  const RepositoryFixture folder;
  folder.write("project/task1/Dockerfile");
  const auto found = discover(folder.root());
  REQUIRE(found);
  CHECK(found->nested_in == "project");
  CHECK(found->tasks[1].path == "project/task1");
  folder.write("copy/task1/Dockerfile");
  const auto two = discover(folder.root());
  REQUIRE_FALSE(two);
  CHECK(two.error().code == ErrorCode::usage);
}

TEST_CASE("near misses of a folder's name are noted") {
  for (const char* name :
       {"Task3", "task_3", "task 3", "task-3", "TASK3", "task03", "t3", "3-task"}) {
    CAPTURE(name);
    CHECK(near_miss(name) == 3);
  }
  for (const char* name : {"task3", "task7", "task33", "task", "3", "other3", "task3b"}) {
    CAPTURE(name);
    CHECK(near_miss(name) == -1);
  }
  const RepositoryFixture folder;
  folder.write("task0/Dockerfile");
  folder.write("Task3/Dockerfile");
  const auto found = discover(folder.root());
  REQUIRE(found);
  CHECK_FALSE(found->tasks[3].present);
  CHECK(found->tasks[3].other == "Task3");
}

TEST_CASE("a folder that cannot be graded says what to type") {
  const RepositoryFixture folder;
  fs::create_directories(folder.root());
  SECTION("no such folder") {
    const auto found = discover(folder.root() / "nowhere");
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ErrorCode::usage);
    CHECK(says(found.error(), "--repo"));
  }
  SECTION("a file") {
    folder.write("file");
    const auto found = discover(folder.root() / "file");
    REQUIRE_FALSE(found);
    CHECK(says(found.error(), "is a file"));
  }
  SECTION("empty") {
    const auto found = discover(folder.root());
    REQUIRE_FALSE(found);
    CHECK(says(found.error(), "empty"));
  }
  SECTION("misnamed") {
    folder.write("Task 0/Dockerfile");
    const auto found = discover(folder.root());
    REQUIRE_FALSE(found);
    CHECK(says(found.error(), "git mv 'Task 0' task0"));
  }
  SECTION("a task's own folder") {
    folder.write("task0/Dockerfile");
    const auto found = discover(folder.root() / "task0");
    REQUIRE_FALSE(found);
    CHECK(says(found.error(), "they are in \"" + folder.root().string() + '"'));
  }
  SECTION("a link that leads out") {
    fs::create_directory_symlink("/etc", folder.root() / "task0");
    CHECK_FALSE(discover(folder.root()));
  }
}

TEST_CASE("the nearest folder upwards is the root") {
  const RepositoryFixture folder;
  folder.write("task2/front-end/Dockerfile");
  CHECK(find_root(folder.root() / "task2/front-end").value() == folder.root());
  CHECK(find_root(folder.root()).value() == folder.root());
  const fs::path empty = folder.other("empty");
  const auto none = find_root(empty);
  REQUIRE_FALSE(none);
  CHECK(says(none.error(), "--repo"));
  CHECK(find_root(folder.root().parent_path()).value() == folder.root().parent_path());
}

TEST_CASE("a bare repository is graded by its commits alone") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile");
  repository.init();
  repository.stage("task0/Dockerfile");
  repository.commit();
  const fs::path bare = repository.other("bare") / "copy.git";
  fs::copy(repository.root() / ".git", bare, fs::copy_options::recursive);
  CHECK(find_root(bare).value() == bare);
  const auto tree = discover(bare);
  REQUIRE_FALSE(tree);
  CHECK(says(tree.error(), "--commit HEAD"));
  const auto commit = discover(bare, {.commit = "HEAD", .work_dir = repository.other("scratch")});
  REQUIRE(commit);
  CHECK(commit->tasks[0].present);
}

TEST_CASE("a commit is graded from a clean export") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile");
  repository.init();
  repository.stage("task0/Dockerfile");
  const std::string commit = repository.commit();
  repository.write("task1/Dockerfile");
  const auto found =
      discover(repository.root(), {.commit = "HEAD", .work_dir = repository.other("scratch")});
  REQUIRE(found);
  CHECK(found->exported);
  CHECK(found->git.commit == commit);
  CHECK(found->root != repository.root());
  CHECK_FALSE(found->tasks[1].present);
  const auto tree = discover(repository.root());
  REQUIRE(tree);
  CHECK(tree->git.unseen == std::vector<std::string>{"task1/Dockerfile"});
}

TEST_CASE("a template fills only what is missing, in a copy") {
  const RepositoryFixture folder;
  folder.write("task2/front-end/Dockerfile");
  folder.write("task3/front-end/softy-pinko-front-end/index.html", "mine");
  folder.write("task4/front-end/index.html", "mine");
  const fs::path site = folder.other("site");
  const auto wrong =
      discover(folder.root(), {.template_dir = site, .work_dir = folder.other("scratch")});
  REQUIRE_FALSE(wrong);
  CHECK(says(wrong.error(), "index.html"));
  std::ofstream(site / "index.html") << "template";
  ::mkfifo((folder.root() / "task2/pipe").c_str(), 0600);
  const auto found =
      discover(folder.root(), {.template_dir = site, .work_dir = folder.other("scratch")});
  REQUIRE(found);
  CHECK(found->from_template == std::vector<std::string>{"task2/front-end/softy-pinko-front-end"});
  CHECK(fs::exists(found->root / "task2/front-end/softy-pinko-front-end/index.html"));
  CHECK(fs::exists(found->root / "task4/front-end/index.html"));
  CHECK(fs::is_fifo(found->root / "task2/pipe"));
  CHECK_FALSE(fs::exists(folder.root() / "task2/front-end/softy-pinko-front-end"));
}

TEST_CASE("what stands where the template goes stays, and what cannot be copied is told") {
  const RepositoryFixture folder;
  const std::string site = "task2/front-end/softy-pinko-front-end/";
  folder.write(site + "style.css", "mine");
  folder.write(site + "assets", "a file where the template has a folder");
  const fs::path source = folder.other("site");
  fs::create_directories(source / "assets");
  std::ofstream(source / "index.html") << std::string(100'000, 'x');
  std::ofstream(source / "style.css") << "template";
  std::ofstream(source / "assets/logo.svg") << "template";
  const auto found =
      discover(folder.root(), {.template_dir = source, .work_dir = folder.other("one")});
  REQUIRE(found);
  CHECK(fs::file_size(found->root / site / "index.html") == 100'000);
  CHECK(fs::file_size(found->root / site / "style.css") == 4);
  CHECK(fs::is_regular_file(found->root / site / "assets"));

  // A file that may not grow to its size is as a disk that is full.
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{.rlim_cur = 4096, .rlim_max = before.rlim_max};
  const fs::path scratch = folder.other("two");
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto full = discover(folder.root(), {.template_dir = source, .work_dir = scratch});
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  REQUIRE_FALSE(full);
  CHECK(full.error().code == ErrorCode::disk_full);
}

#include "checker/app/file_watch.hpp"
#include "checker/app/task_prints.hpp"
#include "checker/discovery/submission.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <future>
#include <thread>

using namespace pinko;
using namespace pinko::app;
using namespace std::chrono_literals;

namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

/// True when the change made by `act` wakes the watch; what is noise is followed by a stop.
template <class Act>
bool wakes(const fs::path& root, Act act) {
  Result<FileWatch> watch = FileWatch::below(root);
  REQUIRE(watch);
  act();
  std::stop_source stop;
  auto awaited =
      std::async(std::launch::async, [&] { return watch->await_change(stop.get_token(), 20ms); });
  // Nothing tells that nothing happens, so that a wait without an event has to end by the clock.
  if (awaited.wait_for(300ms) != std::future_status::ready) stop.request_stop();
  return awaited.get();
}

Submission submission(const fs::path& root) {
  Result<Submission> found = discovery::discover(root);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("names that editors and builds leave are noise, files of students are not") {
  for (const char* name : {".git",
                           "__pycache__",
                           "api.pyc",
                           "api.py~",
                           ".api.py.swp",
                           ".api.py.swx",
                           "#api.py#",
                           ".#api.py",
                           "4913",
                           ".DS_Store",
                           "node_modules",
                           ".goutputstream-A1B2C3"}) {
    INFO(name);
    CHECK(is_noise(name));
  }
  for (const char* name : {"api.py",
                           "Dockerfile",
                           ".dockerignore",
                           ".env",
                           "index.html",
                           "2-api-servers.txt",
                           ".gitignore",
                           "a.swap",
                           ".swp"}) {
    INFO(name);
    CHECK_FALSE(is_noise(name));
  }
}

TEST_CASE("a file that is written, moved or removed wakes the watch") {
  const TempDir folder("watch");
  const fs::path& root = folder.path();
  write(root / "task1/api.py", "a");
  CHECK(wakes(root, [&] { write(root / "task1/api.py", "b"); }));
  CHECK(wakes(root, [&] { fs::rename(root / "task1/api.py", root / "task1/app.py"); }));
  CHECK(wakes(root, [&] { fs::remove(root / "task1/app.py"); }));
  CHECK(wakes(root, [&] { fs::create_directory(root / "task2"); }));
}

TEST_CASE("noise does not wake the watch") {
  const TempDir folder("watch");
  const fs::path& root = folder.path();
  fs::create_directories(root / ".git");
  fs::create_directories(root / "task1");
  CHECK_FALSE(wakes(root, [&] {
    write(root / ".git/index", "x");
    write(root / "task1/.api.py.swp", "x");
    write(root / "task1/__pycache__/api.pyc", "x");
  }));
}

TEST_CASE("a folder that was made while it was watched is watched too") {
  const TempDir folder("watch");
  Result<FileWatch> watch = FileWatch::below(folder.path());
  REQUIRE(watch);
  fs::create_directories(folder.path() / "task1/deep");
  const std::stop_source stop;
  REQUIRE(watch->await_change(stop.get_token(), 20ms));
  auto awaited =
      std::async(std::launch::async, [&] { return watch->await_change(stop.get_token(), 20ms); });
  write(folder.path() / "task1/deep/file", "x");
  CHECK(awaited.get());
}

TEST_CASE("a watch that is stopped ends at once") {
  const TempDir folder("watch");
  Result<FileWatch> watch = FileWatch::below(folder.path());
  REQUIRE(watch);
  std::stop_source stop;
  auto awaited =
      std::async(std::launch::async, [&] { return watch->await_change(stop.get_token(), 20ms); });
  stop.request_stop();
  CHECK_FALSE(awaited.get());
}

TEST_CASE("a task's print changes with what it holds, and only with that") {
  const TempDir folder("prints");
  const fs::path& root = folder.path();
  write(root / "task1/api.py", "a");
  write(root / "task2/back-end/api.py", "a");
  TaskPrints prints({root / "task1/report.html"});
  const TaskPrint one = prints.take(submission(root), 1);
  const TaskPrint two = prints.take(submission(root), 2);

  fs::last_write_time(root / "task1/api.py", fs::file_time_type::clock::now() + 1h);
  write(root / "task1/.api.py.swp", "noise");
  write(root / "task1/report.html", "ours");
  CHECK(differences(one, prints.take(submission(root), 1)).empty());

  write(root / "task1/api.py", "b");
  CHECK(differences(one, prints.take(submission(root), 1)) ==
        std::vector<std::string>{"task1/api.py"});
  CHECK(differences(two, prints.take(submission(root), 2)).empty());

  fs::remove_all(root / "task1");
  CHECK(prints.take(submission(root), 1).empty());
}

TEST_CASE("what is executable or leads elsewhere is another print") {
  const TempDir folder("prints");
  const fs::path& root = folder.path();
  write(root / "task0/run", "a");
  TaskPrints prints({});
  const TaskPrint before = prints.take(submission(root), 0);
  fs::permissions(root / "task0/run", fs::perms::owner_all);
  const TaskPrint executable = prints.take(submission(root), 0);
  CHECK(before != executable);
  fs::rename(root / "task0/run", root / "task0/real");
  fs::create_symlink("real", root / "task0/run");
  CHECK(executable != prints.take(submission(root), 0));
}

TEST_CASE("a task that builds from another's folder, or links to it, changes with it") {
  const TempDir folder("prints");
  const fs::path& root = folder.path();
  write(root / "task3/back-end/api.py", "a");
  write(root / "task4/docker-compose.yml", "services: {a: {build: ../task3/back-end}}\n");
  write(root / "task5/docker-compose.yml", "services: {a: {build: ./back-end}}\n");
  fs::create_directory_symlink("../task3/back-end", root / "task5/back-end");
  write(root / "task6/docker-compose.yml", "services: {a: {build: ./back-end}}\n");
  TaskPrints prints({});
  std::vector<TaskPrint> before;
  for (const int task : {4, 5, 6})
    before.push_back(prints.take(submission(root), task));
  std::string long_way = "x: ";
  for (int i = 0; i < 100'000; ++i)
    long_way += "..//";
  write(root / "task1/docker-compose.yml", long_way + "task3_old, ../task3");
  write(root / "task2/docker-compose.yml", "x: ../task3x, .../task9, ../../task3/back-end");
  const TaskPrint anywhere = prints.take(submission(root), 1);
  const TaskPrint any_too = prints.take(submission(root), 2);
  CHECK(anywhere.contains("task6/docker-compose.yml"));
  CHECK(any_too.contains("task6/docker-compose.yml"));
  CHECK_FALSE(before[0].contains("task6/docker-compose.yml"));
  write(root / "task3/back-end/api.py", "b");
  CHECK(before[0] != prints.take(submission(root), 4));
  CHECK(before[1] != prints.take(submission(root), 5));
  CHECK(before[2] == prints.take(submission(root), 6));
}

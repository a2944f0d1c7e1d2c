#include "checker/repair/repair.hpp"

#include "tests/support/catch.hpp"

#include <numeric>

using namespace pinko;
using namespace pinko::repair;

namespace {

Submission submission_of(std::initializer_list<int> tasks) {
  Submission submission;
  for (const int task : tasks) {
    submission.tasks.at(static_cast<std::size_t>(task)) = {
        .present = true, .path = "task" + std::to_string(task), .other = {}};
  }
  return submission;
}

Repairs repairs_of(const Submission& submission, const Desk& desk) {
  std::vector<int> all(kTaskCount);
  std::iota(all.begin(), all.end(), 0);
  return find_repairs(submission, all, desk);
}

/// The desk after all repairs.
Desk after(Desk desk, const Repairs& repairs) {
  for (const FileRepair& one : repairs.files) {
    desk.files.erase(one.path);
    desk.files[one.new_path] = one.after;
  }
  return desk;
}

const char* const kPinned =
    "FROM ubuntu:22.04\r\nRUN apt-get update && apt-get install -y python3-pip\r\n"
    "RUN pip3 install flask";

}  // namespace

TEST_CASE("a file of another letter case gets its name") {
  const Desk desk{.files = {{"task0/DockerFile", "FROM ubuntu\n"}}, .folders = {"task0"}};
  const Repairs repairs = repairs_of(submission_of({0}), desk);
  REQUIRE(repairs.files.size() == 1);
  CHECK(repairs.files[0].path == "task0/DockerFile");
  CHECK(repairs.files[0].new_path == "task0/Dockerfile");
  CHECK(repairs.files[0].before == repairs.files[0].after);
}

TEST_CASE("nothing is renamed where the right name is taken, or two names could be meant") {
  const Desk taken{.files = {{"task0/DockerFile", "a\n"}, {"task0/Dockerfile", "b\n"}}};
  CHECK(repairs_of(submission_of({0}), taken).files.empty());
  const Desk two{.files = {{"task0/DockerFile", "a\n"}, {"task0/dockerfile", "b\n"}}};
  CHECK(repairs_of(submission_of({0}), two).files.empty());
}

TEST_CASE("all that is wrong with one file is mended at once, and each change is said") {
  const Desk desk{.files = {{"task1/DOCKERFILE", kPinned}}, .folders = {"task1"}};
  const Repairs repairs = repairs_of(submission_of({1}), desk);
  REQUIRE(repairs.files.size() == 1);
  CHECK(repairs.files[0].after ==
        "FROM ubuntu:latest\nRUN apt-get update && apt-get install -y python3-pip\n"
        "RUN rm -f /usr/lib/python3*/EXTERNALLY-MANAGED\nRUN pip3 install flask\n");
  CHECK(repairs.files[0].reasons.size() == 5);
}

TEST_CASE("a script of the student's own gets the line ends that its interpreter needs") {
  const Desk desk{.files = {{"task2/back-end/start.sh", "#!/bin/sh\r\npython3 api.py\r\n"},
                            {"task20/start.sh", "#!/bin/sh\r\n"}},
                  .folders = {"task2", "task2/back-end"}};
  const Repairs repairs = repairs_of(submission_of({2}), desk);
  REQUIRE(repairs.files.size() == 1);
  CHECK(repairs.files[0].after == "#!/bin/sh\npython3 api.py\n");
  CHECK(repairs_of(submission_of({2}), after(desk, repairs)).files.empty());
}

TEST_CASE("what was mended has nothing left to mend") {
  const Desk desk{
      .files = {{"task1/DOCKERFILE", kPinned},
                {"task5/docker-compose.yml",
                 "services:\n  back-end:\n    build: back-end\n    ports: ['5252:5252']"},
                {"task6/2-api-servers.txt", "docker-compose up --scale back-end=2"}}};
  const Submission submission = submission_of({1, 5, 6});
  const Repairs first = repairs_of(submission, desk);
  CHECK(first.files.size() == 3);
  CHECK(repairs_of(submission, after(desk, first)).files.empty());
}

TEST_CASE("ports belong into task 4, and go in tasks 5 and 6 alone") {
  const std::string compose =
      "services:\n  back-end:\n    build: back-end\n    ports: ['5252:5252']\n";
  const Desk desk{
      .files = {{"task4/docker-compose.yml", compose}, {"task6/docker-compose.yml", compose}}};
  const Repairs repairs = repairs_of(submission_of({4, 6}), desk);
  REQUIRE(repairs.files.size() == 1);
  CHECK(repairs.files[0].path == "task6/docker-compose.yml");
}

TEST_CASE("folders of other names and links to repositories are commands to type") {
  Submission submission = submission_of({2});
  submission.tasks[3].other = "Task3";
  submission.git.gitlinks = {{.path = "task2/front-end/softy pinko", .commit = "1"},
                             {.path = "elsewhere/site", .commit = "2"}};
  const Desk desk{.folders = {"task2", "task2/Back-End", "task2/front-end/softy pinko"}};
  const Repairs repairs = repairs_of(submission, desk);
  REQUIRE(repairs.chores.size() == 3);
  CHECK(repairs.chores[0].commands ==
        std::vector<std::string>{"git mv task2/Back-End task2/back-end"});
  CHECK(repairs.chores[1].commands ==
        std::vector<std::string>{"git rm --cached 'task2/front-end/softy pinko'",
                                 "rm -rf 'task2/front-end/softy pinko/.git'",
                                 "git add 'task2/front-end/softy pinko'"});
  CHECK(repairs.chores[2].commands == std::vector<std::string>{"git mv Task3 task3"});
}

TEST_CASE("a link without files on this disk is not to be removed") {
  Submission submission = submission_of({2});
  submission.git.gitlinks = {{.path = "task2/front-end/site", .commit = "1"}};
  const Repairs repairs = repairs_of(submission, Desk{});
  CHECK(repairs.chores.empty());
  REQUIRE(repairs.left.size() == 1);
  CHECK(repairs.left[0].find("clone the site again") != std::string::npos);
}

TEST_CASE("texts and programs are what the student learns: they stay") {
  const Desk desk{
      .files = {{"task0/Dockerfile", "FROM ubuntu\nCMD [\"echo\", \"Hello World\"]\n"},
                {"task1/api.py", "app.run(host='127.0.0.1', port=5000)\n"},
                {"task2/front-end/softy-pinko-front-end.conf", "server { listen 80 }\n"},
                {"task6/2-api-servers.txt", "docker-compose up\n"}}};
  CHECK(repairs_of(submission_of({0, 1, 2, 6}), desk).files.empty());
}

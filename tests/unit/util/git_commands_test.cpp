#include "checker/util/git_commands.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using Commands = std::vector<std::string>;

TEST_CASE("names are quoted where a shell would take them apart") {
  CHECK(git_move("Task1", "task1") == "git mv Task1 task1");
  CHECK(git_move("my site/site", "my site") == "git mv 'my site/site'/* 'my site'/");
  CHECK(git_move("my task", "task's") == "git mv 'my task' 'task'\\''s'");
  CHECK(git_take_in("task2/a b") ==
        Commands{"git rm --cached 'task2/a b'", "rm -rf 'task2/a b/.git'", "git add 'task2/a b'"});
}

TEST_CASE("no name is taken for an option") {
  CHECK(git_move("-f/Task1", "-f/task1") == "git mv ./-f/Task1 ./-f/task1");
  CHECK(git_take_in("-rf") ==
        Commands{"git rm --cached ./-rf", "rm -rf ./-rf/.git", "git add ./-rf"});
  CHECK(git_add_tops({"-A", "task1/x"}) == "git add ./-A task1");
}

TEST_CASE("of many files the uppermost folders are added, each once") {
  CHECK(git_add_tops({"task1/a", "task2/b", "task1/c", "README.md"}) ==
        "git add task1 task2 README.md");
}

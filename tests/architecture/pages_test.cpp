#include "tasks/tasks.hpp"
#include "tests/architecture/tree.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <set>

using namespace pinko;
using namespace pinko::test;

namespace {

std::vector<std::string> page_of(const Task& task) {
  return lines_of(repository() / "tasks" / ("task" + std::to_string(task.number)) / "README.md");
}

/// The headings of the third level below a heading of the second.
std::vector<std::string> headings_below(const std::vector<std::string>& page,
                                        const std::string& heading) {
  std::vector<std::string> found;
  auto line = std::ranges::find(page, "## " + heading);
  if (line == page.end()) return found;
  for (++line; line != page.end() && !line->starts_with("## "); ++line) {
    if (line->starts_with("### ")) found.push_back(line->substr(4));
  }
  return found;
}

}  // namespace

TEST_CASE(
    "every check has its heading on the student's page, with why, how to fix and an example") {
  for (const Task& task : tasks::all_tasks()) {
    const std::vector<std::string> page = page_of(task);
    REQUIRE_FALSE(page.empty());
    for (const Check& check : task.checks) {
      INFO(check.text.id);
      const std::vector<std::string> expected{"Why", "How to fix", "Example"};
      CHECK(headings_below(page, std::string(check.text.id)) == expected);
    }
  }
}

TEST_CASE("no student's page explains a check that is not there") {
  for (const Task& task : tasks::all_tasks()) {
    const std::string prefix = "## t" + std::to_string(task.number) + '-';
    for (const std::string& line : page_of(task)) {
      if (!line.starts_with(prefix)) continue;
      INFO(line);
      const std::string id = line.substr(3);
      const bool known =
          std::ranges::any_of(task.checks, [&](const Check& check) { return check.text.id == id; });
      CHECK(known);
    }
  }
}

TEST_CASE("the tables are seven, in order, with 100 points and ids of their own") {
  const auto tasks = tasks::all_tasks();
  REQUIRE(tasks.size() == 7);
  int points = 0;
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    CHECK(tasks[i].number == static_cast<int>(i));
    const std::string prefix = "t" + std::to_string(i) + '-';
    CHECK(well_formed(tasks[i].checks, prefix, tasks[i].points));
    points += tasks[i].points;
    for (const Check& check : tasks[i].checks)
      CHECK(ids.insert(check.text.id).second);
  }
  CHECK(points == 100);
}

TEST_CASE("every check has a test of its own that names it") {
  for (const Task& task : tasks::all_tasks()) {
    const std::string name = "task" + std::to_string(task.number) + "_test.cpp";
    std::string text;
    for (const std::string& line : lines_of(repository() / "tests/tasks" / name))
      text += line + '\n';
    for (const Check& check : task.checks) {
      INFO(check.text.id);
      CHECK(text.find('"' + std::string(check.text.id) + '"') != std::string::npos);
    }
  }
}

TEST_CASE("words for students are sentences, and commands are on one line") {
  for (const Task& task : tasks::all_tasks()) {
    for (const Check& check : task.checks) {
      INFO(check.text.id);
      CHECK(check.text.title.back() != '.');
      CHECK(check.text.why.back() == '.');
      CHECK(check.text.hint.back() == '.');
      CHECK(check.text.by_hand.find('\n') == std::string_view::npos);
      CHECK_FALSE(check.text.by_hand.empty());
    }
  }
}

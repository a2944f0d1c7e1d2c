#include "checker/plan/plan.hpp"

#include "tests/support/catch.hpp"

#include <array>

using namespace pinko;
using plan::make_plan;

namespace {

Finding always(const FileSeen&) {
  return passed();
}

constexpr auto kAlways = [](const FileSeen& seen) { return always(seen); };

constexpr auto kPage = [](const PageSeen&) { return passed(); };

constexpr CheckText text(std::string_view id,
                         std::string_view needs,
                         std::string_view refuter = {}) {
  return {.id = id,
          .points = 1,
          .title = "it is there",
          .why = "because",
          .hint = "put it there",
          .needs = needs,
          .by_hand = {},
          .refuter = refuter};
}

constexpr std::array kFirst{
    check(text("t0-file", ""), ReadFile{"Dockerfile"}, kAlways),
    check(text("t0-same", "t0-file"), ReadFile{"Dockerfile"}, kAlways),
    check(text("t0-other", ""), ReadFile{"api.py"}, kAlways),
};
// What is read of a file, and what shows that it was read wrongly.
constexpr std::array kThird{
    check(text("t2-read", "", "t2-seen"), ReadFile{"api.py"}, kAlways),
    check(text("t2-base", ""), ReadFile{"Dockerfile"}, kAlways),
    check(text("t2-seen", "t2-base"), LoadPage{}, kPage),
    check(text("t2-other", ""), ReadFile{"other"}, kAlways),
};
static_assert(well_formed(kThird, "t2-", 4));
static_assert(!well_formed(std::span(kThird).first(2), "t2-", 2));
static_assert(well_formed(kFirst, "t0-", 3));
static_assert(!well_formed(kFirst, "t1-", 3));
static_assert(!well_formed(kFirst, "t0-", 4));

constexpr std::array kSecond{check(text("t1-file", ""), ReadFile{"Dockerfile"}, kAlways)};

const std::array kTasks{
    Task{.number = 0, .title = "first", .points = 3, .fixture = {}, .checks = kFirst},
    Task{.number = 1, .title = "second", .points = 1, .fixture = {}, .checks = kSecond},
};

}  // namespace

TEST_CASE("two checks that look at the same thing share one probe") {
  const auto plan = make_plan(kTasks, {});
  REQUIRE(plan.has_value());
  REQUIRE(plan->tasks.size() == 2);
  CHECK(plan->tasks[0].checks.size() == 3);
  CHECK(plan->tasks[0].probes.size() == 2);
}

TEST_CASE("a check brings with it what it needs, and nothing else") {
  const auto plan = make_plan(kTasks, {.tasks = {}, .checks = {"t0-same"}});
  REQUIRE(plan.has_value());
  REQUIRE(plan->tasks.size() == 1);
  REQUIRE(plan->tasks[0].checks.size() == 2);
  CHECK(plan->tasks[0].checks[0]->text.id == "t0-file");
}

TEST_CASE("a check that is read from files brings with it what shows that it was read wrongly") {
  const Task task{.number = 2, .title = "third", .points = 4, .fixture = {}, .checks = kThird};
  const auto plan = make_plan(std::array{task}, {.tasks = {}, .checks = {"t2-read"}});
  REQUIRE(plan.has_value());
  REQUIRE(plan->tasks.size() == 1);
  CHECK(plan->tasks[0].checks.size() == 3);
  CHECK(plan->tasks[0].wants(kThird[2].probe));
}

TEST_CASE("only the tasks asked for are planned") {
  const auto plan = make_plan(kTasks, {.tasks = {1}, .checks = {}});
  REQUIRE(plan.has_value());
  REQUIRE(plan->tasks.size() == 1);
  CHECK(plan->tasks[0].task->number == 1);
}

TEST_CASE("an unknown check is a usage error that names the nearest one") {
  const auto plan = make_plan(kTasks, {.tasks = {}, .checks = {"t0-flie"}});
  REQUIRE_FALSE(plan.has_value());
  CHECK(plan.error().code == ErrorCode::usage);
  CHECK(plan.error().message.find("'t0-file'") != std::string::npos);
}

TEST_CASE("an unknown task is a usage error") {
  CHECK(make_plan(kTasks, {.tasks = {9}, .checks = {}}).error().code == ErrorCode::usage);
}

TEST_CASE("a check outside the tasks asked for leaves nothing to do, and that is said") {
  CHECK(make_plan(kTasks, {.tasks = {1}, .checks = {"t0-file"}}).error().code == ErrorCode::usage);
}

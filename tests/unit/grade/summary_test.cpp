#include "checker/grade/summary.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using grade::notes_of;
using grade::summarise;

namespace {

TaskReport task(Outcome outcome, int points, int max_points) {
  TaskReport report;
  report.outcome = outcome;
  report.points = points;
  report.max_points = max_points;
  return report;
}

Report summed(std::vector<TaskReport> tasks) {
  return summarise(Evidence{}, std::move(tasks));
}

}  // namespace

TEST_CASE("points are those of the tasks that were graded") {
  const Report report = summed(
      {task(Outcome::passed, 10, 10), task(Outcome::failed, 4, 15), task(Outcome::errored, 3, 9)});
  CHECK(report.points == 14);
  CHECK(report.max_points == 25);
}

TEST_CASE("a run's outcome is the worst: refused, errored, failed, passed") {
  const TaskReport good = task(Outcome::passed, 1, 1);
  const TaskReport bad = task(Outcome::failed, 0, 1);
  const TaskReport unseen = task(Outcome::errored, 0, 0);
  const TaskReport refused = task(Outcome::refused, 0, 1);
  const TaskReport shaky = task(Outcome::unstable, 0, 0);
  CHECK(exit_code(summed({good})) == 0);
  CHECK(exit_code(summed({good, bad})) == 1);
  CHECK(exit_code(summed({bad, unseen})) == 3);
  CHECK(exit_code(summed({good, shaky})) == 3);
  CHECK(exit_code(summed({unseen, refused, bad})) == 4);
  CHECK(exit_code(summed({})) == 3);
}

TEST_CASE("stand-ins are named once, wherever they were seen") {
  Evidence evidence;
  evidence.environment.stand_ins = {"ubuntu:latest"};
  BuildSeen build;
  build.stand_ins = {"ubuntu:latest"};
  ProjectBuildSeen project;
  project.images = {build};
  project.images[0].stand_ins = {"nginx:latest"};
  evidence.tasks[1].sights["build app"] = Observation(build);
  evidence.tasks[4].sights["build project"] = Observation(project);
  const auto notes = notes_of(evidence);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].find("nginx:latest, ubuntu:latest") != std::string::npos);
}

TEST_CASE("nesting and leftovers are worth a word") {
  Evidence evidence;
  CHECK(notes_of(evidence).empty());
  evidence.submission.nested_in = "project";
  evidence.leftovers.containers = 1;
  evidence.leftovers.networks = 2;
  const auto notes = notes_of(evidence);
  REQUIRE(notes.size() == 2);
  CHECK(notes[0].find("project") != std::string::npos);
  CHECK(notes[1].find("1 container, 2 networks") != std::string::npos);
}

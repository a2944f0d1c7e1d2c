#include "checker/grade/grade_task.hpp"

#include "checker/grade/grade.hpp"
#include "tests/support/catch.hpp"

#include <array>

using namespace pinko;
using grade::grade_task;

namespace {

/// A file's first letter says what its check finds: + passed, - failed, ~ unstable, b blocked,
/// e errored, f failed and following from t7-first, p passed likewise, r failed unless t7-third
/// shows otherwise.
Finding by_letter(const FileSeen& seen) {
  switch (seen.bytes.empty() ? '-' : seen.bytes.front()) {
    case '+':
      return passed("fine", {"a word"});
    case '~':
      return unstable("one thing", "two things");
    case 'b':
      return blocked("it is not there");
    case 'e':
      return errored(ErrorCode::browser, "the page needs the internet");
    case 'f': {
      Finding finding = failed("a", "b");
      finding.follows = {"unheard-of", "first"};
      return finding;
    }
    case 'p': {
      Finding finding = passed("as far as it was seen");
      finding.follows = {"first"};
      return finding;
    }
    case 'r': {
      Finding finding = failed("a", "b");
      finding.refutable = true;
      return finding;
    }
    case 's': {
      Finding finding = failed("a", "b");
      finding.refutes = true;
      return finding;
    }
    default:
      return failed("+", seen.bytes, {{.path = seen.path, .line = 3}});
  }
}

constexpr auto kByLetter = [](const FileSeen& seen) { return by_letter(seen); };

constexpr CheckText text(std::string_view id, std::string_view needs) {
  return {.id = id,
          .points = 2,
          .title = "it is there",
          .why = "because",
          .hint = "put it there",
          .needs = needs,
          .by_hand = "ls docker-compose.yml && docker-compose ps"};
}

constexpr CheckText refutable(CheckText text) {
  text.refuter = "t7-third";
  return text;
}

constexpr std::array kChecks{
    check(refutable(text("t7-first", "")), ReadFile{"first"}, kByLetter),
    check(text("t7-second", "t7-first"), ReadFile{"second"}, kByLetter),
    check(text("t7-third", "t7-second"), ReadFile{"third"}, kByLetter),
    check(text("t7-other", ""), ReadFile{"other"}, kByLetter),
    check(text("t7-same", ""), ReadFile{"other"}, kByLetter),
};
const Task kTask{.number = 7, .title = "seventh", .points = 10, .fixture = {}, .checks = kChecks};

Sight file(std::string bytes) {
  FileSeen seen;
  seen.state = FileState::present;
  seen.path = "task7/file";
  seen.bytes = std::move(bytes);
  return Observation(seen);
}

/// Evidence by the letters of first, second, third and other.
TaskEvidence evidence_of(const std::string& letters) {
  TaskEvidence evidence;
  const std::array names{"file first", "file second", "file third", "file other"};
  for (std::size_t i = 0; i < names.size(); ++i)
    evidence.sights[names.at(i)] = file(std::string(1, letters.at(i)));
  return evidence;
}

TaskReport graded(const TaskEvidence& evidence) {
  std::vector<const Check*> checks;
  checks.reserve(std::size(kChecks));
  for (const Check& check : kChecks)
    checks.push_back(&check);
  return grade_task(kTask, checks, evidence);
}

}  // namespace

TEST_CASE("all that passes earns all points") {
  const TaskReport report = graded(evidence_of("++++"));
  CHECK(report.outcome == Outcome::passed);
  CHECK(report.points == 10);
  CHECK(report.max_points == 10);
  CHECK(report.cause.empty());
  CHECK(report.checks[0].notes.size() == 1);
}

TEST_CASE("a failed check carries no points, and says what, where and what next") {
  const TaskReport report = graded(evidence_of("++-+"));
  const Verdict& verdict = report.checks[2];
  CHECK(verdict.outcome == Outcome::failed);
  CHECK(verdict.points == 0);
  CHECK(verdict.expected == "+");
  CHECK(verdict.where.front().line == 3);
  CHECK(verdict.hint == "put it there");
  CHECK(report.points == 8);
  CHECK(report.max_points == 10);
  CHECK(report.cause == "t7-third");
}

TEST_CASE("a command to paste calls Compose as it is called there") {
  const plan::Plan plan{{{.task = &kTask, .checks = {kChecks.data()}, .probes = {}}}};
  Evidence evidence;
  evidence.tasks[7] = evidence_of("----");
  const auto command = [&](const std::string& compose) {
    evidence.environment.compose = compose;
    return grade::grade(plan, evidence, {}).tasks.front().checks.front().by_hand;
  };
  CHECK(command("docker compose") == "ls docker-compose.yml && docker compose ps");
  CHECK(command("docker-compose") == "ls docker-compose.yml && docker-compose ps");
}

TEST_CASE("what was misread in the files passes where a later look shows that it is so") {
  const TaskReport right = graded(evidence_of("r+++"));
  CHECK(right.checks[0].outcome == Outcome::passed);
  CHECK(right.checks[0].notes.size() == 1);
  CHECK(right.points == 10);
  CHECK(graded(evidence_of("r+-+")).checks[0].outcome == Outcome::failed);
  const TaskReport other = graded(evidence_of("r+s+"));
  CHECK(other.checks[0].outcome == Outcome::passed);
  CHECK(other.checks[2].outcome == Outcome::failed);
  TaskEvidence unseen = evidence_of("r+++");
  unseen.sights["file third"] = NotReached{.reason = "nothing to see"};
  CHECK(graded(unseen).checks[0].outcome == Outcome::failed);
}

TEST_CASE("a skipped check names the root of its chain") {
  const TaskReport report = graded(evidence_of("-+++"));
  CHECK(report.checks[1].outcome == Outcome::skipped);
  CHECK(report.checks[1].waits_for == "t7-first");
  CHECK(report.checks[2].outcome == Outcome::skipped);
  CHECK(report.checks[2].waits_for == "t7-first");
  CHECK(report.outcome == Outcome::failed);
  CHECK(report.max_points == 10);
}

TEST_CASE("the failure for which most others wait leads the story") {
  CHECK(graded(evidence_of("+-+-")).cause == "t7-second");
  CHECK(graded(evidence_of("++--")).cause == "t7-third");
}

TEST_CASE("what the checker could not see counts neither way, with all that waits for it") {
  TaskEvidence evidence = evidence_of("++++");
  evidence.sights["file first"] =
      Error{.code = ErrorCode::registry, .message = "pull ubuntu: no answer"};
  const TaskReport report = graded(evidence);
  CHECK(report.outcome == Outcome::errored);
  CHECK(report.checks[0].outcome == Outcome::errored);
  CHECK(report.checks[0].error_code == "registry");
  CHECK(report.checks[0].cause == "pull ubuntu: no answer");
  CHECK(report.checks[1].outcome == Outcome::skipped);
  CHECK(report.max_points == 4);
  CHECK(report.points == 4);
  CHECK(report.cause == "t7-first");
}

TEST_CASE("could not look outweighs looked and failed; refused outweighs both") {
  TaskEvidence evidence = evidence_of("+++-");
  evidence.sights["file third"] = Error{.code = ErrorCode::engine, .message = "gone"};
  CHECK(graded(evidence).outcome == Outcome::errored);
  evidence.sights["file second"] = Error{.code = ErrorCode::refused, .message = "privileged"};
  const TaskReport report = graded(evidence);
  CHECK(report.outcome == Outcome::refused);
  CHECK(report.checks[1].outcome == Outcome::refused);
  CHECK(report.checks[1].hint.starts_with("Take out what the cause names"));
  CHECK(report.checks[1].points == 0);
}

TEST_CASE("an unstable check is not a failure") {
  const TaskReport report = graded(evidence_of("++~+"));
  CHECK(report.outcome == Outcome::unstable);
  CHECK(report.points == 8);
  CHECK(report.max_points == 8);
  CHECK(graded(evidence_of("++~-")).outcome == Outcome::failed);
}

TEST_CASE("an errored finding says nothing of the student") {
  const TaskReport report = graded(evidence_of("++e+"));
  CHECK(report.outcome == Outcome::errored);
  CHECK(report.checks[2].error_code == "browser");
  CHECK(report.max_points == 8);
}

TEST_CASE("what nobody could reach waits for the check that saw why") {
  TaskEvidence evidence = evidence_of("+++-");
  evidence.sights["file third"] = NotReached{.reason = "no other", .because = "file other"};
  TaskReport report = graded(evidence);
  CHECK(report.checks[2].outcome == Outcome::skipped);
  CHECK(report.checks[2].waits_for == "t7-other");
  evidence = evidence_of("-+++");
  evidence.sights["file other"] = NotReached{.reason = "no first", .because = "file first"};
  report = graded(evidence);
  CHECK(report.checks[3].outcome == Outcome::skipped);
  CHECK(report.checks[3].waits_for == "t7-first");
  CHECK(report.checks[3].cause == "no first");
}

TEST_CASE("what nobody could reach fails where no check of its own says why") {
  TaskEvidence evidence = evidence_of("++++");
  evidence.sights["file third"] =
      NotReached{.reason = "there is no Dockerfile", .because = "file Dockerfile"};
  const TaskReport report = graded(evidence);
  CHECK(report.checks[2].outcome == Outcome::failed);
  CHECK(report.checks[2].actual == "there is no Dockerfile");
}

TEST_CASE("what nobody could reach for an error's sake is that error") {
  TaskEvidence evidence = evidence_of("++++");
  evidence.sights["up"] = Error{.code = ErrorCode::port_owner, .message = "port 80 is taken"};
  evidence.sights["file third"] = NotReached{.reason = "the stack is down", .because = "up"};
  const TaskReport report = graded(evidence);
  CHECK(report.checks[2].outcome == Outcome::errored);
  CHECK(report.checks[2].error_code == "port_owner");
}

TEST_CASE("what was never looked at is our own fault") {
  TaskEvidence evidence = evidence_of("++++");
  evidence.sights.erase("file third");
  const TaskReport report = graded(evidence);
  CHECK(report.checks[2].outcome == Outcome::errored);
  CHECK(report.checks[2].error_code == "internal");
  evidence.sights["file third"] = NotReached{.reason = "no first", .because = "file first"};
  CHECK(graded(evidence).checks[2].error_code == "internal");
}

TEST_CASE("a failure that follows from another is skipped only where that one did not pass") {
  CHECK(graded(evidence_of("++f+")).checks[2].outcome == Outcome::failed);
  const TaskReport report = graded(evidence_of("-++f"));
  CHECK(report.checks[3].outcome == Outcome::skipped);
  CHECK(report.checks[3].waits_for == "t7-first");
}

TEST_CASE("what passed by what little was seen waits where the rest failed") {
  CHECK(graded(evidence_of("++p+")).points == 10);
  const TaskReport report = graded(evidence_of("-+p+"));
  CHECK(report.checks[2].outcome == Outcome::skipped);
  CHECK(report.checks[2].waits_for == "t7-first");
}

TEST_CASE("a blocked finding waits for the check on the same probe") {
  TaskEvidence evidence = evidence_of("+++b");
  const TaskReport report = graded(evidence);
  // The first check on the probe is blocked itself: nobody says why.
  CHECK(report.checks[3].outcome == Outcome::errored);
}

TEST_CASE("a missing folder is one failure") {
  TaskEvidence evidence = evidence_of("---+");
  evidence.sources.folder = "task7";
  evidence.sources.exists = false;
  evidence.sources.meant = "Task7";
  const TaskReport report = graded(evidence);
  CHECK(report.points == 0);
  CHECK(report.max_points == 10);
  CHECK(report.outcome == Outcome::failed);
  CHECK(report.cause == "t7-first");
  CHECK(report.checks[0].outcome == Outcome::failed);
  CHECK(report.checks[0].hint.find("git mv Task7 task7") != std::string::npos);
  for (std::size_t i = 1; i < report.checks.size(); ++i) {
    CHECK(report.checks[i].outcome == Outcome::skipped);
    CHECK(report.checks[i].waits_for == "t7-first");
  }
}

TEST_CASE("a check that was not asked for is still the one to mend") {
  TaskEvidence evidence = evidence_of("++++");
  evidence.sights["file other"] = NotReached{.reason = "no first", .because = "file first"};
  const std::array<const Check*, 1> only{&kChecks[3]};
  const TaskReport report = grade_task(kTask, only, evidence);
  CHECK(report.checks[0].outcome == Outcome::skipped);
  CHECK(report.checks[0].waits_for == "t7-first");
}

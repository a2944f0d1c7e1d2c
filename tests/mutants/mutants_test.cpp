#include "checker/causes/causes.hpp"
#include "checker/util/temp_dir.hpp"
#include "tasks/tasks.hpp"
#include "tests/mutants/judge.hpp"
#include "tests/mutants/mend.hpp"
#include "tests/mutants/recording.hpp"
#include "tests/mutants/trial.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

using namespace pinko;
using namespace pinko::mutants;

namespace {

const Places& places() {
  static const Places all = Places::below(std::getenv("PINKO_SOURCE_DIR"));
  return all;
}

const std::vector<Mutant>& all_mutants() {
  static const Result<std::vector<Mutant>> read = read_mutants(places().tables);
  if (!read) throw std::runtime_error(read.error().message);
  return *read;
}

/// A cause that no mutant can show here, and why. tests/unit/causes has an example of each.
struct Excuse {
  std::string_view cause;
  std::string_view reason;
};

constexpr std::string_view kRegistry = "asks a registry for what is not there";
constexpr std::string_view kOther = "another release of Compose or of the builder says so";
constexpr std::string_view kLuck = "who comes first differs from start to start";
constexpr std::string_view kExact = "the judgement names a more exact cause of the same sight";
constexpr std::string_view kAtDesk = "what students see at their desk: the checker calls otherwise";

constexpr Excuse kWithoutMutant[] = {
    {"image-unknown", kRegistry},
    {"pip-package-unknown", kRegistry},
    {"service-image-unknown", kRegistry},
    {"compose-port-no-number", kOther},
    {"copy-target-no-folder", kOther},
    {"expose-pair", "Docker 29 refuses it, and older ones take it"},
    {"service-command-not-found", kOther},
    {"yaml-key-twice", kOther},
    {"not-all-servers-asked", kLuck},
    {"proxy-closes-connections", kLuck},
    {"proxy-starts-first", kLuck},
    {"upstream-listed-twice", kLuck},
    {"nginx-address-in-use", kLuck},
    {"browser-connection-refused", kExact},
    {"browser-jquery-not-there", kExact},
    {"browser-name-not-resolved", kExact},
    {"nginx-file-not-there", kExact},
    {"compose-file-not-found", kAtDesk},
    {"compose-no-such-service", kAtDesk},
    {"compose-version-refused", "the checker leaves the version out and goes on"},
    {"balance-weight", "a service's name gives each of its containers the same weight"},
    {"build-waits", "takes the ten minutes that a build has"},
    {"file-too-large", "needs a file of many megabytes"},
    {"file-unreadable", "root may read everything, and tests may run as root"},
    {"page-gets-no-answer", "needs a server that answers programs and hangs up on browsers"},
    {"proxy-reaches-nobody", "needs a network that swallows packets"},
};

/// The check that comes first in its task's table among those that a mutant fails.
std::string first_failed(const Mutant& mutant) {
  for (const Check& check : tasks::all_tasks()[static_cast<std::size_t>(mutant.task)].checks) {
    if (std::ranges::find(mutant.fails, check.text.id) != mutant.fails.end()) {
      return std::string(check.text.id);
    }
  }
  return {};
}

/// Puts corrected lines where the report says. True where the submission then is the model's.
bool follow(const Mutant& mutant, const Verdict& verdict) {
  const TempDir folder("mend");
  const auto submission = folder.path() / "repository";
  REQUIRE(make_submission(mutant, places().model, submission).has_value());
  INFO(verdict.id << ": " << verdict.corrected);
  const std::string problem = mend(verdict, submission);
  CHECK(problem.empty());
  const std::string task = "task" + std::to_string(mutant.task);
  return problem.empty() && hold_the_same(submission / task, places().model / task);
}

}  // namespace

TEST_CASE("every mutant fails the checks that it has to fail, loses their points and no others") {
  int mended = 0;
  int whole_again = 0;
  for (const Mutant& mutant : all_mutants()) {
    INFO("mutant " << mutant.name << " of task " << mutant.task << ": " << mutant.what);
    const Result<Report> report = try_recorded(mutant, places());
    if (!report) {
      FAIL_CHECK(report.error().message);
      continue;
    }
    for (const std::string& complaint : complaints_about(mutant, report->tasks.front())) {
      FAIL_CHECK(complaint);
    }
    for (const Verdict& verdict : report->tasks.front().checks) {
      if (verdict.corrected.empty()) continue;
      ++mended;
      whole_again += follow(mutant, verdict) ? 1 : 0;
    }
  }
  // The others' lines are right as well, and written in another way than the model's, or one of
  // several mistakes.
  CHECK(mended > 280);
  CHECK(whole_again > 180);
}

TEST_CASE("the model, as it was recorded, has all points") {
  for (const Task& task : tasks::all_tasks()) {
    const Mutant model{
        .name = "model", .what = "no mistake", .task = task.number, .outcome = "passed"};
    const Result<Report> report = try_recorded(model, places());
    INFO("task " << task.number);
    REQUIRE(report.has_value());
    for (const std::string& complaint : complaints_about(model, report->tasks.front())) {
      FAIL_CHECK(complaint);
    }
  }
}

TEST_CASE("every check has a mutant that fails it and nothing before it") {
  std::set<std::string> covered;
  for (const Mutant& mutant : all_mutants())
    covered.insert(first_failed(mutant));
  for (const Task& task : tasks::all_tasks()) {
    for (const Check& check : task.checks) {
      INFO(check.text.id);
      CHECK(covered.contains(std::string(check.text.id)));
    }
  }
}

TEST_CASE("every cause has a mutant that has it, or a reason why none can") {
  std::set<std::string> named;
  for (const Mutant& mutant : all_mutants())
    named.insert(mutant.cause);
  for (const Cause& cause : causes::all_causes()) {
    INFO(cause.id);
    const auto* excused = std::ranges::find(kWithoutMutant, cause.id, &Excuse::cause);
    const bool has_excuse = excused != std::ranges::end(kWithoutMutant);
    // A cause that has a mutant by now needs its excuse no more.
    CHECK(named.contains(std::string(cause.id)) != has_excuse);
  }
  for (const Excuse& excuse : kWithoutMutant) {
    INFO(excuse.cause);
    CHECK(causes::find_cause(excuse.cause) != nullptr);
  }
}

TEST_CASE("there are at least 120 mutants, each with a recording or seen in files alone") {
  CHECK(all_mutants().size() >= 120);
  std::set<std::string> known;
  for (const Mutant& mutant : all_mutants())
    known.insert(recording_of(mutant.task, mutant.files_only ? "" : mutant.name).string());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(places().recordings)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().lexically_relative(places().recordings).string();
    if (path.ends_with("model.json")) continue;
    INFO(path << " belongs to no mutant that needs it");
    CHECK(known.contains(path));
  }
}

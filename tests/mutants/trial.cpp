#include "tests/mutants/trial.hpp"

#include "checker/causes/causes.hpp"
#include "checker/discovery/submission.hpp"
#include "checker/grade/grade.hpp"
#include "checker/plan/plan.hpp"
#include "checker/report/evidence_json.hpp"
#include "checker/util/temp_dir.hpp"
#include "tasks/tasks.hpp"
#include "tests/mutants/recording.hpp"

namespace pinko::mutants {
namespace {

namespace fs = std::filesystem;

Result<plan::Plan> plan_of(const Mutant& mutant) {
  return plan::make_plan(tasks::all_tasks(), {.tasks = {mutant.task}, .checks = {}});
}

}  // namespace

Places Places::below(const fs::path& top) {
  return {.tables = top / "tests/mutants/table",
          .recordings = top / "tests/mutants/evidence",
          .model = top / "tasks/solution",
          .site = top / "tasks/solution/task2/front-end/softy-pinko-front-end"};
}

Result<Report> try_recorded(const Mutant& mutant, const Places& places) {
  const TempDir folder("mutant");
  std::filesystem::create_directory(folder.path() / "work");
  PINKO_TRY(make_submission(mutant, places.model, folder.path() / "repository"));
  PINKO_TRY_ASSIGN(
      const Submission submission,
      discovery::discover(folder.path() / "repository",
                          {.commit = mutant.commit ? "HEAD" : "",
                           .template_dir = mutant.site_template ? places.site : fs::path(),
                           .work_dir = folder.path() / "work"}));
  PINKO_TRY_ASSIGN(const plan::Plan plan, plan_of(mutant));
  PINKO_TRY_ASSIGN(const Evidence evidence,
                   evidence_of(mutant, plan, places.recordings, submission));
  return grade::grade(plan, evidence, causes::knowledge());
}

Result<Report> try_seen(const Mutant& mutant, const std::string& evidence) {
  PINKO_TRY_ASSIGN(const plan::Plan plan, plan_of(mutant));
  PINKO_TRY_ASSIGN(const Evidence seen, report::evidence_from_json(evidence));
  return grade::grade(plan, seen, causes::knowledge());
}

}  // namespace pinko::mutants

#include "checker/grade/grade.hpp"

#include "checker/grade/grade_task.hpp"
#include "checker/grade/summary.hpp"
#include "checker/util/text.hpp"

namespace pinko::grade {
namespace {

/// Commands are written with the older name, which is the statement's; where Compose goes by the
/// newer one alone, those to paste do too.
void name_compose(TaskReport& task, const Environment& environment) {
  if (environment.compose != "docker compose") return;
  for (Verdict& verdict : task.checks)
    verdict.by_hand = replace_all(verdict.by_hand, "docker-compose ", "docker compose ");
}

}  // namespace

Report grade(const plan::Plan& plan, const Evidence& evidence, const Knowledge& knowledge) {
  const TaskEvidence nothing;
  std::vector<TaskReport> tasks;
  for (const plan::TaskPlan& one : plan.tasks) {
    const int number = one.task->number;
    const auto seen = evidence.tasks.find(number);
    const TaskEvidence& task = seen == evidence.tasks.end() ? nothing : seen->second;
    const auto earlier = evidence.tasks.find(number - 1);
    const Sources& before = earlier == evidence.tasks.end() ? task.before : earlier->second.sources;
    tasks.push_back(
        grade_task(*one.task,
                   one.checks,
                   task,
                   {.knowledge = knowledge, .before = before.texts.empty() ? nullptr : &before}));
    name_compose(tasks.back(), evidence.environment);
  }
  return summarise(evidence, std::move(tasks));
}

}  // namespace pinko::grade

#include "checker/plan/plan.hpp"

#include "checker/util/nearest.hpp"

#include <algorithm>
#include <set>

namespace pinko::plan {
namespace {

const Check* find_check(std::span<const Task> all, std::string_view id) {
  for (const Task& task : all) {
    for (const Check& check : task.checks) {
      if (check.text.id == id) return &check;
    }
  }
  return nullptr;
}

std::string nearest_id(std::span<const Task> all, std::string_view id) {
  std::string_view best;
  std::size_t best_distance = id.size() + 1;
  for (const Task& task : all) {
    for (const Check& check : task.checks) {
      const std::size_t distance = edit_distance(check.text.id, id, best_distance);
      if (distance >= best_distance) continue;
      best = check.text.id;
      best_distance = distance;
    }
  }
  return std::string(best);
}

/// The ids asked for, all that they need, and what else shows whether they were judged rightly.
Result<std::set<std::string_view>> with_needs(std::span<const Task> all,
                                              const std::vector<std::string>& ids) {
  std::set<std::string_view> wanted;
  for (const std::string& id : ids) {
    const Check* found = find_check(all, id);
    if (found == nullptr) {
      return fail(ErrorCode::usage,
                  "there is no check '" + id + "'; did you mean '" + nearest_id(all, id) +
                      "'? `pinko-check list` shows them all");
    }
    std::vector<const Check*> left{found};
    while (!left.empty()) {
      const Check* one = left.back();
      left.pop_back();
      if (one == nullptr || !wanted.insert(one->text.id).second) continue;
      left.push_back(find_check(all, one->text.needs));
      left.push_back(find_check(all, one->text.refuter));
    }
  }
  return wanted;
}

TaskPlan plan_task(const Task& task, const std::set<std::string_view>& wanted) {
  TaskPlan plan{.task = &task, .checks = {}, .probes = {}};
  for (const Check& check : task.checks) {
    if (!wanted.empty() && !wanted.contains(check.text.id)) continue;
    plan.checks.push_back(&check);
    if (!plan.wants(check.probe)) plan.probes.push_back(check.probe);
  }
  return plan;
}

}  // namespace

bool TaskPlan::wants(const Probe& probe) const {
  return std::find(probes.begin(), probes.end(), probe) != probes.end();
}

Result<Plan> make_plan(std::span<const Task> all, const Selection& selection) {
  for (const int number : selection.tasks) {
    const auto is_it = [number](const Task& task) { return task.number == number; };
    if (std::none_of(all.begin(), all.end(), is_it)) {
      return fail(ErrorCode::usage,
                  "there is no task" + std::to_string(number) + "; the exercise has task0 to task" +
                      std::to_string(all.size() - 1));
    }
  }
  PINKO_TRY_ASSIGN(const std::set<std::string_view> wanted, with_needs(all, selection.checks));
  Plan plan;
  for (const Task& task : all) {
    const std::vector<int>& numbers = selection.tasks;
    const bool chosen = std::find(numbers.begin(), numbers.end(), task.number) != numbers.end();
    if (!numbers.empty() && !chosen) continue;
    TaskPlan one = plan_task(task, wanted);
    if (!one.checks.empty()) plan.tasks.push_back(std::move(one));
  }
  if (plan.tasks.empty()) {
    return fail(ErrorCode::usage, "none of the checks asked for belongs to the tasks asked for");
  }
  return plan;
}

}  // namespace pinko::plan

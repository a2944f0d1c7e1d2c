#include "checker/grade/summary.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace pinko::grade {
namespace {

Outcome outcome_of(const std::vector<TaskReport>& tasks) {
  const auto any = [&](Outcome outcome) {
    return std::ranges::find(tasks, outcome, &TaskReport::outcome) != tasks.end();
  };
  if (tasks.empty()) return Outcome::errored;
  if (any(Outcome::refused)) return Outcome::refused;
  if (any(Outcome::errored) || any(Outcome::unstable)) return Outcome::errored;
  return any(Outcome::failed) ? Outcome::failed : Outcome::passed;
}

void add_stand_ins(std::set<std::string>& names, const Sight& sight) {
  const auto* observation = std::get_if<Observation>(&sight);
  if (observation == nullptr) return;
  const auto add = [&](const BuildSeen& build) {
    names.insert(build.stand_ins.begin(), build.stand_ins.end());
  };
  if (const auto* build = std::get_if<BuildSeen>(observation)) add(*build);
  if (const auto* project = std::get_if<ProjectBuildSeen>(observation)) {
    std::ranges::for_each(project->images, add);
  }
}

std::string counted(int count, std::string_view what) {
  return std::to_string(count) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}

std::string leftovers_of(const Evidence& evidence) {
  const auto& left = evidence.leftovers;
  std::vector<std::string> parts;
  if (left.containers > 0) parts.push_back(counted(left.containers, "container"));
  if (left.networks > 0) parts.push_back(counted(left.networks, "network"));
  if (left.volumes > 0) parts.push_back(counted(left.volumes, "volume"));
  if (left.images > 0) parts.push_back(counted(left.images, "image"));
  if (parts.empty()) return {};
  const bool one = left.containers + left.networks + left.volumes + left.images == 1;
  return "Not all could be removed: " + join(parts, ", ") +
         (one ? " remains. `pinko-check sweep` removes it."
              : " remain. `pinko-check sweep` removes them.");
}

}  // namespace

std::vector<std::string> notes_of(const Evidence& evidence) {
  std::vector<std::string> notes;
  const SubmissionFacts& facts = evidence.submission;
  if (!facts.nested_in.empty()) {
    notes.push_back("The task folders stand one level down, in " + facts.nested_in +
                    "; the exercise wants them at the repository's top.");
  }
  std::set<std::string> names(evidence.environment.stand_ins.begin(),
                              evidence.environment.stand_ins.end());
  for (const auto& [number, task] : evidence.tasks) {
    for (const auto& [probe, sight] : task.sights)
      add_stand_ins(names, sight);
  }
  if (!names.empty()) {
    notes.push_back("Stand-ins took the place of these base images: " +
                    join({names.begin(), names.end()}, ", ") + ".");
  }
  if (std::string left = leftovers_of(evidence); !left.empty()) notes.push_back(std::move(left));
  return notes;
}

Report summarise(const Evidence& evidence, std::vector<TaskReport> tasks) {
  Report report;
  report.submission = evidence.submission;
  report.environment = evidence.environment;
  report.started = evidence.started;
  report.finished = evidence.finished;
  report.infrastructure = evidence.infrastructure;
  report.leftovers = evidence.leftovers;
  report.notes = notes_of(evidence);
  report.outcome = outcome_of(tasks);
  for (const TaskReport& task : tasks) {
    if (task.outcome == Outcome::errored || task.outcome == Outcome::unstable) continue;
    report.points += task.points;
    report.max_points += task.max_points;
  }
  report.tasks = std::move(tasks);
  return report;
}

}  // namespace pinko::grade

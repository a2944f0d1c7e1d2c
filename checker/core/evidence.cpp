#include "checker/core/evidence.hpp"

#include <algorithm>

namespace pinko {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;  // clang needs to be told until version 17

int retries_of(const Observation& observation) {
  if (const auto* build = std::get_if<BuildSeen>(&observation)) return build->retried;
  const auto* project = std::get_if<ProjectBuildSeen>(&observation);
  int most = 0;
  if (project == nullptr) return most;
  for (const BuildSeen& image : project->images)
    most = std::max(most, image.retried);
  return most;
}

/// True when the submission could not be brought to where the next phase begins.
bool came_to_nothing(const Observation& observation) {
  return std::visit(Overloaded{[](const BuildSeen& seen) { return !seen.ok; },
                               [](const ProjectBuildSeen& seen) { return !seen.ok; },
                               [](const ComposeSeen& seen) { return !seen.accepted; },
                               [](const ProjectSeen& seen) { return !seen.ok; },
                               [](const auto& /*seen*/) { return false; }},
                    observation);
}

}  // namespace

const Sight& look_up(const TaskEvidence& evidence, const Probe& probe) {
  static const Sight never = NotReached{.reason = "it was never looked at", .because = {}};
  const auto found = evidence.sights.find(describe(probe));
  return found == evidence.sights.end() ? never : found->second;
}

int attempts_of(const Sight& sight) {
  return std::visit(
      Overloaded{[](const NotReached& /*sight*/) { return 0; },
                 [](const Error& error) { return error.retried + 1; },
                 [](const Observation& observation) { return retries_of(observation) + 1; }},
      sight);
}

PhaseStatus status_of(const Sight& sight) {
  return std::visit(Overloaded{[](const NotReached& /*sight*/) { return PhaseStatus::done; },
                               [](const Error& error) {
                                 return error.code == ErrorCode::refused ? PhaseStatus::failed
                                                                         : PhaseStatus::errored;
                               },
                               [](const Observation& observation) {
                                 return came_to_nothing(observation) ? PhaseStatus::failed
                                                                     : PhaseStatus::done;
                               }},
                    sight);
}

}  // namespace pinko

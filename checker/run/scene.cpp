#include "checker/run/scene.hpp"

#include "checker/probe/files.hpp"

#include <algorithm>
#include <iterator>
#include <thread>
#include <utility>

namespace pinko::run {
namespace {

/// Files are read without any clock.
bool is_in_files(const Probe& probe) {
  return std::holds_alternative<ReadFile>(probe) || std::holds_alternative<ReadSite>(probe);
}

}  // namespace

Scene::Scene(const Shell& the_shell,
             const Submission& the_submission,
             const plan::TaskPlan& the_plan,
             std::string the_address)
    : shell(the_shell),
      submission(the_submission),
      plan(the_plan),
      task(the_plan.task->number),
      address(std::move(the_address)),
      origin_folder(probe::in_task(the_submission, the_plan.task->number, "")),
      phase_began_(seconds()) {}

Error time_is_over() {
  return {.code = ErrorCode::timeout,
          .message = "the time for the whole run was over; --timeout gives it more"};
}

void Scene::put(const Probe& probe, Sight sight, std::optional<double> since) {
  // What was seen by then may be the end of our patience and not the student's doing.
  if (shell.clock.over() && std::holds_alternative<Observation>(sight) && !is_in_files(probe)) {
    sight = time_is_over();
  }
  const std::lock_guard lock(mutex_);
  note(sight);
  if (const int attempts = attempts_of(sight); attempts > 0) {
    evidence_.looks[describe(probe)] = {
        .start = since.value_or(phase_began_), .end = seconds(), .attempts = attempts};
  }
  evidence_.sights.insert_or_assign(describe(probe), std::move(sight));
}

void Scene::put_rest(const Sight& sight) {
  for (const Probe& probe : plan.probes) {
    const std::lock_guard lock(mutex_);
    if (evidence_.sights.try_emplace(describe(probe), sight).second) note(sight);
  }
}

bool Scene::has(const Probe& probe) const {
  const std::lock_guard lock(mutex_);
  return evidence_.sights.contains(describe(probe));
}

std::string Scene::container_of(const std::string& role) const {
  const auto part = parts.find(role);
  return part == parts.end() ? std::string() : part->second.container;
}

bool Scene::robbed() const {
  if (was_up && up.empty()) return true;
  std::vector<std::string> made = up;
  for (const engine::Resource& container : containers)
    made.push_back(container.id());
  if (made.empty()) return false;
  const auto there = shell.engine->list(engine::ObjectKind::container,
                                        engine::kRunLabel,
                                        shell.identity.id,
                                        within(std::chrono::seconds(10)));
  return there && std::ranges::any_of(made, [&there](const std::string& id) {
           return std::ranges::find(*there, id, &engine::EngineObject::id) == there->end();
         });
}

void Scene::clear() {
  if (shell.keep) {
    if (project) project->release();
    for (auto* kind : {&containers, &networks, &images}) {
      for (engine::Resource& resource : *kind)
        resource.release();
    }
  }
  {
    const std::jthread others([this] { engine::remove_all(std::exchange(containers, {})); });
    project.reset();
  }
  std::vector<engine::Resource> rest = std::exchange(networks, {});
  std::ranges::move(std::exchange(images, {}), std::back_inserter(rest));
  engine::remove_all(std::move(rest));
  own_subnets.reset();
}

TaskEvidence Scene::take() {
  const std::lock_guard lock(mutex_);
  return std::move(evidence_);
}

double Scene::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - shell.began).count();
}

Scene::PhaseTimer::PhaseTimer(Scene& scene, std::string name)
    : scene_(scene) {
  phase_.name = std::move(name);
  phase_.start = scene.seconds();
  const std::lock_guard lock(scene.mutex_);
  scene.phase_began_ = phase_.start;
  scene.status_ = PhaseStatus::done;
}

Scene::PhaseTimer::~PhaseTimer() {
  phase_.end = scene_.seconds();
  const std::lock_guard lock(scene_.mutex_);
  phase_.status = scene_.status_;
  scene_.evidence_.phases.push_back(phase_);
}

}  // namespace pinko::run

#pragma once

#include "checker/core/evidence.hpp"
#include "checker/core/submission.hpp"
#include "checker/engine/resources.hpp"
#include "checker/plan/plan.hpp"
#include "checker/run/shell.hpp"
#include "checker/util/temp_dir.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pinko::run {

/// An image of a task and what became of it.
struct Part {
  std::string image;       ///< our name for it, once it is built
  std::string container;   ///< id, once one was made
  std::uint16_t port = 0;  ///< that it should listen on; 0: none
  std::string refusal;     ///< why its server could not even be started, in the engine's words
};

/// What a task has up while it is looked at, and where the sights go. Everything that it made is
/// removed with it. `put` and the readers may be called from several threads; the rest belongs to
/// the task's own thread.
class Scene {
 public:
  Scene(const Shell& shell,
        const Submission& submission,
        const plan::TaskPlan& plan,
        std::string address);

  const Shell& shell;
  const Submission& submission;
  const plan::TaskPlan& plan;
  const int task;
  const std::string address;        ///< the run's own: answers for localhost
  const std::string origin_folder;  ///< the task's folder, from the submission's root

  std::map<std::string, Part> parts;             ///< by role
  std::set<std::string, std::less<>> not_built;  ///< the roles without an image

  /// Why nothing can be asked of the whole stack: it is not up.
  std::optional<NotReached> no_stack;

  /// Why nothing can be asked of the API through a proxy: its servers have all ended, and a proxy
  /// that knows their addresses would wait for each.
  std::optional<NotReached> no_api;

  /// Why no published port leads to its server: the engine publishes them elsewhere.
  std::optional<Error> unreachable;

  /// Containers of ours start until then, and with them networks of the machine change, which
  /// breaks off what a browser loads: pages wait for it. Not valid while nothing of the kind goes
  /// on.
  std::shared_future<void> settled;

  // Containers are removed first, for the rest is used by them.
  OwnSubnets::Turn own_subnets;  ///< held while networks with the student's addresses are up
  std::vector<engine::Resource> images;
  std::vector<engine::Resource> networks;
  std::vector<engine::Resource> containers;
  std::optional<engine::ComposeProject> project;
  std::vector<std::string> up;  ///< ids of the containers that Compose made; none: they were gone
                                ///< before they could be listed
  bool was_up = false;          ///< Compose said that it made them

  /// Keeps what looking at a probe gave, and since when it was looked at: in seconds(), else since
  /// the phase began.
  void put(const Probe& probe, Sight sight, std::optional<double> since = {});
  /// Keeps one sight for every probe that has none yet.
  void put_rest(const Sight& sight);
  [[nodiscard]] bool has(const Probe& probe) const;

  /// The observation of a probe, or nothing when it was not seen.
  template <class P>
  [[nodiscard]] const typename P::Seen* seen(const P& probe) const {
    const std::lock_guard lock(mutex_);
    const auto* observation = std::get_if<Observation>(&look_up(evidence_, probe));
    return observation == nullptr ? nullptr : std::get_if<typename P::Seen>(observation);
  }

  /// The id of the container that plays a role; empty where there is none.
  [[nodiscard]] std::string container_of(const std::string& role) const;

  /// Runs a phase and notes when it began and ended.
  template <class Function>
  auto timed(std::string name, Function function) {
    const PhaseTimer timer(*this, std::move(name));
    return function();
  }

  /// Seconds since the run began.
  [[nodiscard]] double seconds() const;

  /// True when a container is gone that nobody but the scene should remove: what was seen since
  /// then says nothing about a student. False also where the engine does not tell.
  [[nodiscard]] bool robbed() const;
  /// Removes all that was made, unless it is to be kept.
  void clear();
  [[nodiscard]] TaskEvidence take();

  /// A deadline of one phase, never beyond the run's own.
  [[nodiscard]] Deadline within(std::chrono::seconds span) const {
    return shell.clock.within(span);
  }

 private:
  class PhaseTimer {
   public:
    PhaseTimer(Scene& scene, std::string name);
    ~PhaseTimer();
    PhaseTimer(const PhaseTimer&) = delete;
    PhaseTimer& operator=(const PhaseTimer&) = delete;

   private:
    Scene& scene_;
    Phase phase_;
  };

  /// Needs the lock.
  void note(const Sight& sight) { status_ = std::max(status_, status_of(sight)); }

  mutable std::mutex mutex_;
  TaskEvidence evidence_;
  double phase_began_ = 0;
  PhaseStatus status_ = PhaseStatus::done;  ///< of the phase so far
};

/// What is put in the place of a look that the run's clock cut short.
[[nodiscard]] Error time_is_over();

/// Turns what a probe gave into a sight.
template <class Seen>
[[nodiscard]] Sight sight_of(Result<Seen> result) {
  if (!result) return std::move(result).error();
  return Observation(*std::move(result));
}

}  // namespace pinko::run

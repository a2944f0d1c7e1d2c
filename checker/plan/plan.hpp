#pragma once

#include "checker/core/probe.hpp"
#include "checker/core/result.hpp"
#include "checker/core/task.hpp"

#include <span>
#include <string>
#include <vector>

namespace pinko::plan {

/// What the user asked for. Both empty: everything.
struct Selection {
  std::vector<int> tasks;           ///< numbers
  std::vector<std::string> checks;  ///< ids; what they need comes with them
};

/// One task of a run: its checks in the table's order, and what to look at, each thing once.
struct TaskPlan {
  const Task* task = nullptr;
  std::vector<const Check*> checks;
  std::vector<Probe> probes;

  [[nodiscard]] bool wants(const Probe& probe) const;
};

struct Plan {
  std::vector<TaskPlan> tasks;  ///< by number
};

/// Chooses tasks and checks and merges equal probes.
/// Error usage: a task or a check that does not exist; the message names the nearest one that does.
[[nodiscard]] Result<Plan> make_plan(std::span<const Task> all, const Selection& selection);

}  // namespace pinko::plan

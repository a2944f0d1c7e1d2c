#pragma once

#include "checker/core/probe.hpp"
#include "checker/core/task.hpp"

namespace pinko::run {

/// When a probe can look: each stage needs what the stages before it made.
enum class Stage {
  files,
  images,
  turns,  ///< who answers: before others ask the same servers
  stack,
  more_replicas,
};

[[nodiscard]] Stage stage_of(const Probe& probe, const Fixture& fixture);

}  // namespace pinko::run

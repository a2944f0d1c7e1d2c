#pragma once

#include "checker/engine/containment.hpp"
#include "checker/run/scene.hpp"

#include <optional>

namespace pinko::run {

/// A task's Compose file as Compose reads it, and what may be brought up of it.
struct ComposeReading {
  ComposeSeen seen;
  std::optional<engine::ContainedProject> contained;  ///< nothing: Compose or containment refused
  std::optional<Error> refusal;                       ///< containment's words
};

/// Finds the task's Compose file under any of the names that Compose looks for. Errors: no Compose
/// on this machine, or it did not answer.
[[nodiscard]] Result<ComposeReading> read_compose(const Scene& scene);

/// The ports of all services, each with its service's name.
[[nodiscard]] std::vector<PublishedPort> published_ports(const ComposeSeen& compose);

}  // namespace pinko::run

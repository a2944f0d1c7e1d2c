#pragma once

#include "checker/engine/container_engine.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pinko::probe {

/// The process ids, on this machine, of the workers of a container's nginx. Nothing when its first
/// process is no nginx, or its processes cannot be seen from here.
[[nodiscard]] std::optional<std::vector<int>> nginx_workers(const engine::ContainerState& state);

/// How many workers the nginx of a container has, whether it is its first process or not; 0 when it
/// cannot be told.
[[nodiscard]] int count_nginx_workers(engine::ContainerEngine& engine,
                                      const std::string& container,
                                      bool on_this_machine,
                                      Deadline deadline);

}  // namespace pinko::probe

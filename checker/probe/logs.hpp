#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/container_engine.hpp"

#include <string>

namespace pinko::probe {

/// The end of what a container printed, both streams in order; at most 8 KiB.
[[nodiscard]] Result<std::string> log_tail(engine::ContainerEngine& engine,
                                           const std::string& container,
                                           Deadline deadline);

}  // namespace pinko::probe

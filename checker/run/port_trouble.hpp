#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/result.hpp"

#include <optional>

namespace pinko::run {

/// Who of this machine kept a stack from getting its ports; nothing when that was not the trouble.
[[nodiscard]] std::optional<Error> foreign_port_owner(const ComposeSeen& file,
                                                      const ProjectSeen& seen);

}  // namespace pinko::run

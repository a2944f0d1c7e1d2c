#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/result.hpp"

#include <cstdint>
#include <optional>

namespace pinko::run {

/// Who of this machine kept a stack from getting its ports; nothing when that was not the trouble.
[[nodiscard]] std::optional<Error> foreign_port_owner(const ComposeSeen& file,
                                                      const ProjectSeen& seen);

/// True where the file gives a service that port of the host.
[[nodiscard]] bool publishes(const ComposeSeen& file, std::uint16_t port);

/// Who would answer in place of the stack on a port of the run's address that the file publishes
/// nothing on: a program of this machine that listens on all addresses. Error `port_owner`.
[[nodiscard]] std::optional<Error> stranger_on(const ComposeSeen& file, std::uint16_t port);

}  // namespace pinko::run

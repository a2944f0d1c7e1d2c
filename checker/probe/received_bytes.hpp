#pragma once

#include "checker/engine/container_engine.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace pinko::probe {

/// What came in by all interfaces but the loopback, in bytes, out of the text of /proc/net/dev
/// (proc(5)). Nothing when the text lists no interface.
[[nodiscard]] std::optional<std::uint64_t> parse_received_bytes(std::string_view proc_net_dev);

/// What came to a running container since it started: from this machine's /proc where
/// `on_this_machine` says that the container's processes are there, else from inside, else as the
/// engine counts. The engine is asked last, as it looks at its counters once a second only.
[[nodiscard]] Result<std::uint64_t> received_bytes(engine::ContainerEngine& engine,
                                                   const engine::ContainerState& state,
                                                   bool on_this_machine,
                                                   Deadline deadline);

}  // namespace pinko::probe

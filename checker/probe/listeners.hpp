#pragma once

#include "checker/core/observation.hpp"
#include "checker/engine/container_engine.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::probe {

/// The sockets that listen, out of the text of /proc/net/tcp and /proc/net/tcp6 (proc(5)). The
/// engine's own name server on 127.0.0.11 is left out.
[[nodiscard]] std::vector<Listener> parse_listeners(std::string_view proc_net_tcp);

/// What the processes of a running container listen on: from this machine's /proc where
/// `on_this_machine` says that the container's processes are there, else from inside. Nothing when
/// neither tells.
[[nodiscard]] std::optional<std::vector<Listener>> listeners_of(engine::ContainerEngine& engine,
                                                                const engine::ContainerState& state,
                                                                bool on_this_machine,
                                                                Deadline deadline);

/// Of the texts of /proc/net/sockstat and sockstat6, one behind the other (proc(5)).
[[nodiscard]] int parse_socket_count(std::string_view sockstat);

/// How many sockets of TCP a process's network holds; nothing when it has ended or the system does
/// not tell. Costs next to nothing, while the kernel goes through the whole machine's connections
/// for a list of who listens.
[[nodiscard]] std::optional<int> count_sockets(int pid);

/// True when a socket on `port` can be reached from outside the container.
[[nodiscard]] bool listens_outside(const std::vector<Listener>& listeners, std::uint16_t port);

/// The whole observation of one container: whether it runs, what it printed, what it listens on.
[[nodiscard]] Result<ListenSeen> see_listeners(engine::ContainerEngine& engine,
                                               const std::string& container,
                                               bool on_this_machine,
                                               Deadline deadline);

}  // namespace pinko::probe

#include "checker/probe/listeners.hpp"

#include "checker/probe/logs.hpp"
#include "checker/util/proc_file.hpp"
#include "checker/util/tcp_table.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace pinko::probe {
namespace {

constexpr std::string_view kNameServer = "127.0.0.11";  ///< the engine's own

/// The kernel looks through all connections of the machine for each of the two lists: milliseconds.
/// How many sockets there are it knows at once.
std::string read_six(const std::string& folder) {
  const auto counts = read_proc(folder + "sockstat6");
  if (counts && counts->find("TCP6: inuse 0\n") != std::string::npos) return {};
  return read_proc_table(folder + "tcp6").value_or("");
}

}  // namespace

std::vector<Listener> parse_listeners(std::string_view proc_net_tcp) {
  std::vector<Listener> listeners;
  for (ListeningSocket& socket : listening_sockets(proc_net_tcp)) {
    if (socket.address == kNameServer) continue;
    listeners.push_back({.address = std::move(socket.address), .port = socket.port});
  }
  return listeners;
}

std::optional<std::vector<Listener>> listeners_of(engine::ContainerEngine& engine,
                                                  const engine::ContainerState& state,
                                                  bool on_this_machine,
                                                  Deadline deadline) {
  if (on_this_machine && state.pid > 0) {
    const std::string folder = "/proc/" + std::to_string(state.pid) + "/net/";
    const auto four = read_proc_table(folder + "tcp");
    if (four) return parse_listeners(*four + read_six(folder));
  }
  const auto inside = engine.exec({.container = state.id,
                                   .argv = {"cat", "/proc/net/tcp", "/proc/net/tcp6"},
                                   .user = {},
                                   .deadline = deadline});
  if (!inside || inside->out.empty()) return std::nullopt;
  return parse_listeners(inside->out);
}

int parse_socket_count(std::string_view sockstat) {
  int sum = 0;
  for (const std::string_view line : split_lines(sockstat)) {
    for (const std::string_view key : {"TCP: inuse ", "TCP6: inuse "}) {
      if (!line.starts_with(key)) continue;
      int count = 0;
      std::from_chars(line.data() + key.size(), line.data() + line.size(), count);
      sum += count;
    }
  }
  return sum;
}

std::optional<int> count_sockets(int pid) {
  if (pid <= 0) return std::nullopt;
  const std::string folder = "/proc/" + std::to_string(pid) + "/net/";
  const auto four = read_proc(folder + "sockstat");
  if (!four) return std::nullopt;
  return parse_socket_count(*four + read_proc(folder + "sockstat6").value_or(""));
}

bool listens_outside(const std::vector<Listener>& listeners, std::uint16_t port) {
  return std::any_of(listeners.begin(), listeners.end(), [port](const Listener& listener) {
    return listener.port == port && listener.address != "::1" &&
           !listener.address.starts_with("127.");
  });
}

Result<ListenSeen> see_listeners(engine::ContainerEngine& engine,
                                 const std::string& container,
                                 bool on_this_machine,
                                 Deadline deadline) {
  PINKO_TRY_ASSIGN(const auto state, engine.state(container, deadline));
  ListenSeen seen;
  PINKO_TRY_ASSIGN(seen.log, log_tail(engine, container, deadline));
  if (!state) return seen;
  seen.running = state->running;
  seen.exit_code = state->exit_code;
  seen.out_of_memory = state->out_of_memory;
  // A command that cannot be started prints nothing; the engine says why.
  if (!state->error.empty()) seen.log += state->error + '\n';
  if (!state->running) return seen;
  auto listeners = listeners_of(engine, *state, on_this_machine, deadline);
  if (listeners) {
    seen.listeners = *std::move(listeners);
    return seen;
  }
  PINKO_TRY_ASSIGN(const auto now, engine.state(container, deadline));
  if (now && now->running) {
    return fail(ErrorCode::engine,
                "look at who listens in a container: its /proc/net/tcp could not be read");
  }
  seen.running = false;
  if (now) seen.exit_code = now->exit_code;
  return seen;
}

}  // namespace pinko::probe

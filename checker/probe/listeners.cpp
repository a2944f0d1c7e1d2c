#include "checker/probe/listeners.hpp"

#include "checker/probe/logs.hpp"
#include "checker/util/proc_file.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstring>
#include <sstream>

namespace pinko::probe {
namespace {

constexpr std::string_view kListening = "0A";

std::optional<std::uint32_t> parse_hex(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// "0100007F" is 127.0.0.1: words of 32 bits in the machine's own byte order.
std::optional<std::string> parse_address(std::string_view hex) {
  std::array<std::uint32_t, 4> words{};
  const std::size_t count = hex.size() / 8;
  if (hex.size() % 8 != 0 || (count != 1 && count != 4)) return std::nullopt;
  for (std::size_t i = 0; i < count; ++i) {
    const auto word = parse_hex(hex.substr(i * 8, 8));
    if (!word) return std::nullopt;
    words.at(i) = *word;
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(count == 1 ? AF_INET : AF_INET6, words.data(), text.data(), text.size());
  return std::string(text.data());
}

std::optional<Listener> parse_line(std::string_view line) {
  std::istringstream words{std::string(line)};
  std::string number;
  std::string local;
  std::string remote;
  std::string state;
  words >> number >> local >> remote >> state;
  const std::size_t colon = local.find(':');
  if (state != kListening || colon == std::string::npos) return std::nullopt;
  const auto address = parse_address(std::string_view(local).substr(0, colon));
  const auto port = parse_hex(std::string_view(local).substr(colon + 1));
  if (!address || !port || *address == "127.0.0.11") return std::nullopt;
  return Listener{.address = *address, .port = static_cast<std::uint16_t>(*port)};
}

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
  for (const std::string_view line : split_lines(proc_net_tcp)) {
    if (auto listener = parse_line(line)) listeners.push_back(std::move(*listener));
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
  if (state->running) {
    seen.listeners =
        listeners_of(engine, *state, on_this_machine, deadline).value_or(std::vector<Listener>{});
  }
  return seen;
}

}  // namespace pinko::probe

#include "checker/probe/received_bytes.hpp"

#include "checker/util/proc_file.hpp"
#include "checker/util/text.hpp"

#include <charconv>
#include <string>

namespace pinko::probe {

std::optional<std::uint64_t> parse_received_bytes(std::string_view proc_net_dev) {
  std::optional<std::uint64_t> sum;
  for (const std::string_view line : split_lines(proc_net_dev)) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || trim(line.substr(0, colon)) == "lo") continue;
    const std::string_view numbers = trim(line.substr(colon + 1));
    std::uint64_t bytes = 0;
    const auto [end, error] =
        std::from_chars(numbers.data(), numbers.data() + numbers.size(), bytes);
    if (error == std::errc{}) sum = sum.value_or(0) + bytes;
  }
  return sum;
}

Result<std::uint64_t> received_bytes(engine::ContainerEngine& engine,
                                     const engine::ContainerState& state,
                                     bool on_this_machine,
                                     Deadline deadline) {
  if (on_this_machine && state.pid > 0) {
    const auto here = read_proc("/proc/" + std::to_string(state.pid) + "/net/dev");
    if (const auto bytes = parse_received_bytes(here.value_or(""))) return *bytes;
  }
  const auto inside = engine.exec(
      {.container = state.id, .argv = {"cat", "/proc/net/dev"}, .user = {}, .deadline = deadline});
  if (inside) {
    if (const auto bytes = parse_received_bytes(inside->out)) return *bytes;
  }
  PINKO_TRY_ASSIGN(const engine::NetworkCounters counted, engine.counters(state.id, deadline));
  return counted.received_bytes;
}

}  // namespace pinko::probe

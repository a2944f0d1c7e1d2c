#include "checker/probe/nginx_workers.hpp"

#include "checker/util/proc_file.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>

namespace pinko::probe {
namespace {

constexpr std::string_view kMaster = "nginx: master process";
constexpr std::string_view kWorker = "nginx: worker process";  // also one that is shutting down

/// Empty once the process has ended.
std::string command_line(int pid) {
  return read_proc("/proc/" + std::to_string(pid) + "/cmdline").value_or("");
}

}  // namespace

std::optional<std::vector<int>> nginx_workers(const engine::ContainerState& state) {
  if (state.pid <= 0 || !command_line(state.pid).starts_with(kMaster)) return std::nullopt;
  const std::string pid = std::to_string(state.pid);
  const auto listed = read_proc("/proc/" + pid + "/task/" + pid + "/children");
  if (!listed) return std::nullopt;
  std::istringstream children(*listed);
  std::vector<int> workers;
  for (int child = 0; children >> child;) {
    if (command_line(child).starts_with(kWorker)) workers.push_back(child);
  }
  return workers;
}

int count_nginx_workers(engine::ContainerEngine& engine,
                        const std::string& container,
                        bool on_this_machine,
                        Deadline deadline) {
  if (on_this_machine) {
    const auto state = engine.state(container, deadline);
    const auto workers = state && *state ? nginx_workers(**state) : std::nullopt;
    if (workers && !workers->empty()) return static_cast<int>(workers->size());
  }
  const auto answer =
      engine.exec({.container = container,
                   .argv = {"/bin/sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\000' '\\n'"},
                   .user = {},
                   .deadline = deadline});
  if (!answer) return 0;
  const auto lines = split_lines(answer->out);
  return static_cast<int>(std::count_if(
      lines.begin(), lines.end(), [](std::string_view line) { return line.starts_with(kWorker); }));
}

}  // namespace pinko::probe

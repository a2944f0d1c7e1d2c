#include "checker/run/scene_logs.hpp"

#include "checker/probe/logs.hpp"
#include "checker/util/text.hpp"

#include <thread>

namespace pinko::run {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// "exited with code 1", as docker-compose says it below a log; empty while it runs.
std::string how_it_ended(const Scene& scene, const std::string& container) {
  const auto state = scene.shell.engine->state(container, scene.within(seconds(10)));
  if (!state || !*state || (*state)->running || (*state)->never_started) return {};
  return "exited with code " + std::to_string((*state)->exit_code) + "\n";
}

}  // namespace

std::string logs_of(const Scene& scene) {
  std::string text;
  for (const auto& [role, part] : scene.parts) {
    if (part.container.empty()) continue;
    const auto log =
        probe::log_tail(*scene.shell.engine, part.container, scene.within(seconds(10)));
    const std::string end = how_it_ended(scene, part.container);
    if ((!log || log->empty()) && end.empty()) continue;
    text += "[" + role + "]\n";
    if (log) text += tail(*log, 2048);
    text += end + "\n";
  }
  return text;
}

std::string logs_about(const Scene& scene, std::string_view target) {
  const Deadline patience = Deadline::in(seconds(1));
  std::string text = logs_of(scene);
  while (text.find(target) == std::string::npos && !patience.passed()) {
    std::this_thread::sleep_for(milliseconds(20));
    text = logs_of(scene);
  }
  return text;
}

}  // namespace pinko::run

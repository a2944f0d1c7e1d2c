#include "checker/run/scene_logs.hpp"

#include "checker/probe/logs.hpp"
#include "checker/util/text.hpp"

#include <thread>

namespace pinko::run {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::string logs_of(const Scene& scene) {
  std::string text;
  for (const auto& [role, part] : scene.parts) {
    if (part.container.empty()) continue;
    const auto log =
        probe::log_tail(*scene.shell.engine, part.container, scene.within(seconds(10)));
    if (log && !log->empty()) text += "[" + role + "]\n" + tail(*log, 2048) + "\n";
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

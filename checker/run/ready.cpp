#include "checker/run/ready.hpp"

#include "checker/probe/listeners.hpp"

#include <algorithm>
#include <thread>

namespace pinko::run {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kStartTime{30};
constexpr milliseconds kReadyLook{15};  ///< between two looks
constexpr int kFewSkipped = 10;         ///< looks where no socket came or went
constexpr int kMostSkipped = 60;        ///< where none did for long
constexpr milliseconds kSettled{3000};  ///< a server that listens elsewhere for so long means it

/// An engine that does not answer has not said that it ended.
bool has_ended(const Result<std::optional<engine::ContainerState>>& state) {
  return state && (!*state || !(*state)->running);
}

void nap() {
  std::this_thread::sleep_for(kReadyLook);
}

}  // namespace

bool await_listening(Scene& scene, const std::string& container, std::uint16_t port) {
  const Deadline deadline = scene.within(kStartTime);
  std::optional<Deadline> settled;
  std::optional<int> sockets;  // as many as there were at the last look
  int pid = 0;
  int to_skip = kFewSkipped;
  int skipped = 0;
  for (; !deadline.passed() && !scene.shell.stop.stop_requested(); nap()) {
    const auto now = probe::count_sockets(pid);
    const bool quiet = now && now == sockets;
    if (quiet && skipped++ < to_skip) continue;
    to_skip = quiet ? std::min(2 * to_skip, kMostSkipped) : kFewSkipped;
    sockets = now;
    skipped = 0;
    const auto state = scene.shell.engine->state(container, deadline);
    if (has_ended(state)) return false;
    if (!state) continue;
    if (scene.shell.on_this_machine) pid = (*state)->pid;
    const auto listeners =
        probe::listeners_of(*scene.shell.engine, **state, scene.shell.on_this_machine, deadline);
    if (!listeners || probe::listens_outside(*listeners, port)) return true;
    if (!listeners->empty() && !settled) settled = deadline.at_most(kSettled);
    if (settled && settled->passed()) return false;
  }
  return false;
}

void await_answer(Scene& scene, const std::string& container, std::uint16_t port) {
  const Deadline deadline = scene.within(kStartTime);
  const auto session = scene.shell.http.open();
  while (!deadline.passed() && !scene.shell.stop.stop_requested()) {
    const probe::HttpRequest request{.address = scene.address, .port = port, .timeout = kStartTime};
    if (session->send(request).seen.answered) return;
    if (has_ended(scene.shell.engine->state(container, deadline))) return;
    nap();
  }
}

}  // namespace pinko::run

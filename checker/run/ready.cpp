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

/// The engine's name server has a socket in a container before its server has any.
bool is_alone(const std::optional<int>& sockets) {
  return sockets && *sockets <= 1;
}

void nap() {
  std::this_thread::sleep_for(kReadyLook);
}

bool is_refused(const Scene& scene, std::uint16_t port) {
  const probe::HttpRequest knock{.address = scene.address, .port = port, .connect_only = true};
  return scene.shell.http.open()->send(knock).refused;
}

/// True where a container runs and listens for everybody.
bool listens_for_all(const Scene& scene, const std::string& container, std::uint16_t port) {
  const Deadline deadline = scene.within(std::chrono::seconds(10));
  const auto state = scene.shell.engine->state(container, deadline);
  if (!state || has_ended(state)) return false;
  const auto listeners =
      probe::listeners_of(*scene.shell.engine, **state, scene.shell.on_this_machine, deadline);
  return listeners && std::ranges::any_of(*listeners, [port](const Listener& one) {
           return one.port == port && one.address == "0.0.0.0";
         });
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
    const bool quiet = is_alone(now) || (now && now == sockets);
    if (quiet && skipped++ < to_skip) continue;
    to_skip = quiet ? std::min(2 * to_skip, kMostSkipped) : kFewSkipped;
    sockets = now;
    skipped = 0;
    const auto state = scene.shell.engine->state(container, deadline);
    if (has_ended(state)) return false;
    if (!state) continue;
    if (scene.shell.on_this_machine && pid != (*state)->pid) {
      pid = (*state)->pid;
      sockets = probe::count_sockets(pid);
      if (is_alone(sockets)) continue;
    }
    const auto listeners =
        probe::listeners_of(*scene.shell.engine, **state, scene.shell.on_this_machine, deadline);
    if (!listeners) return !has_ended(scene.shell.engine->state(container, deadline));
    if (probe::listens_outside(*listeners, port)) return true;
    if (!listeners->empty() && !settled) settled = deadline.at_most(kSettled);
    if (settled && settled->passed()) return false;
  }
  return false;
}

void knock(Scene& scene, const std::string& container, std::uint16_t port) {
  if (scene.unreachable || !is_refused(scene, port)) return;
  // A server that just ended, or came back, is the student's.
  if (!listens_for_all(scene, container, port) || !is_refused(scene, port)) return;
  scene.unreachable =
      Error{.code = ErrorCode::engine,
            .message = "port " + std::to_string(port) + " of a container is open, and " +
                       scene.address + ':' + std::to_string(port) +
                       ", where the engine publishes it, is not: the engine's ports are on "
                       "another machine than this one, or in another network namespace; run the "
                       "checker where the engine runs"};
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

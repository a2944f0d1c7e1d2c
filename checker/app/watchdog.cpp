#include "checker/app/watchdog.hpp"

#include "checker/app/exit_codes.hpp"
#include "checker/engine/docker_engine.hpp"
#include "checker/engine/orphans.hpp"
#include "checker/engine/owner.hpp"
#include "checker/engine/resources.hpp"
#include "checker/util/run_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pinko::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 3min;  ///< with an engine that is away
constexpr auto kEngineQuiet =
    2500ms;  ///< so long nothing new may appear: engines end what they began

class Silence final : public Log {
 public:
  void write(LogLevel /*level*/, std::string_view /*line*/) override {}
};

/// A dead run and what is known of it.
struct DeadRun {
  std::string id;
  std::string owner;
  std::filesystem::path folder;
};

void end_processes_and_files(const DeadRun& run) {
  engine::end_children_of(run.owner, Deadline::in(5s));
  remove_run_folder(run.folder);
}

/// True once nothing of the run appeared for a while; false when the engine did not answer.
bool remove_objects(const DeadRun& run, Log& log, Deadline deadline) {
  engine::ProcessRunner runner;
  const auto engine = engine::connect_engine(runner, log, {}, deadline.at_most(10s));
  if (!engine) return false;
  Deadline quiet = Deadline::in(kEngineQuiet);
  while (!quiet.passed()) {
    const auto removed = engine::remove_run(**engine, log, run.id, deadline.at_most(30s));
    if (!removed) return false;
    if (removed->total() + removed->refused > 0) quiet = Deadline::in(kEngineQuiet);
    std::this_thread::sleep_for(100ms);  // the engine tells nobody what it begins
  }
  return true;
}

void wait_for_end(int descriptor) {
  std::array<char, 64> buffer{};
  for (;;) {
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got == 0 || (got < 0 && errno != EINTR)) return;
  }
}

std::vector<std::string> watchdog_environment() {
  std::vector<std::string> environment = engine::child_environment();
  const std::string mark = engine::kOwnerVariable + std::string("=");
  std::erase_if(environment, [&](const std::string& one) { return one.starts_with(mark); });
  return environment;
}

}  // namespace

Watchdog::Watchdog(const engine::RunIdentity& identity, const std::filesystem::path& folder) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return;
  for (const int end : ends)
    fcntl(end, F_SETFD, FD_CLOEXEC);
  auto started = engine::Process::spawn({.argv = {"/proc/self/exe",
                                                  std::string(kWatchdogWord),
                                                  identity.id,
                                                  identity.owner,
                                                  folder.string()},
                                         .cwd = "/",
                                         .environment = watchdog_environment(),
                                         .descriptors = {{.child = 0, .ours = ends[0]}},
                                         .own_session = true});
  close(ends[0]);
  alive_ = ends[1];
  if (started) process_ = std::move(*started);
}

Watchdog::~Watchdog() {
  if (to_look_ && process_) process_->detach();
  process_.reset();
  if (alive_ >= 0) close(alive_);
}

int be_watchdog(int argc, char** argv) {
  constexpr int kWords = 5;
  if (argc != kWords) return kUsage;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE})
    std::signal(signal, SIG_IGN);
  const DeadRun run{.id = argv[2], .owner = argv[3], .folder = argv[4]};
  wait_for_end(STDIN_FILENO);
  const Deadline deadline = Deadline::in(kPatience);
  Silence silence;
  for (auto pause = 500ms; !deadline.passed(); pause = std::min(2 * pause, 5000ms)) {
    end_processes_and_files(run);
    if (remove_objects(run, silence, deadline)) break;
    std::this_thread::sleep_for(pause);
  }
  end_processes_and_files(run);
  return 0;
}

}  // namespace pinko::app

#include "checker/engine/orphans.hpp"

#include "checker/engine/owner.hpp"
#include "checker/util/proc_file.hpp"
#include "checker/util/text.hpp"

#include <charconv>
#include <csignal>
#include <filesystem>
#include <functional>
#include <set>
#include <string_view>
#include <sys/types.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace pinko::engine {
namespace {

namespace fs = std::filesystem;

/// The owner that a process carries; empty when it carries none, may not be asked, or has ended.
std::string owner_carried_by(pid_t pid) {
  const auto all = read_proc("/proc/" + std::to_string(pid) + "/environ");
  if (!all) return {};
  const std::string key = kOwnerVariable + std::string("=");
  for (const std::string_view variable : split(*all, '\0')) {
    if (variable.starts_with(key)) return std::string(variable.substr(key.size()));
  }
  return {};
}

std::set<pid_t> processes_of(const std::function<bool(const std::string&)>& wanted) {
  std::set<pid_t> found;
  if (this_place().processes.empty()) return found;  // numbers of another namespace
  std::error_code error;
  fs::directory_iterator at("/proc", error);
  for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    pid_t pid = 0;
    std::from_chars(name.data(), name.data() + name.size(), pid);
    if (pid <= 0 || pid == getpid()) continue;
    const std::string owner = owner_carried_by(pid);
    if (!owner.empty() && wanted(owner)) found.insert(pid);
  }
  return found;
}

int end_all(const std::function<bool(const std::string&)>& wanted, Deadline deadline) {
  std::set<pid_t> ended;
  for (;;) {
    const std::set<pid_t> alive = processes_of(wanted);
    if (alive.empty()) break;
    for (const pid_t pid : alive)
      ::kill(pid, SIGKILL);
    ended.insert(alive.begin(), alive.end());
    if (deadline.passed()) break;
    // The kernel tells nobody but a parent when a process has gone.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return static_cast<int>(ended.size());
}

}  // namespace

int end_children_of(const std::string& owner, Deadline deadline) {
  return end_all([&owner](const std::string& carried) { return carried == owner; }, deadline);
}

int end_orphans(Deadline deadline) {
  return end_all([](const std::string& carried) { return state_of(carried) == OwnerState::ended; },
                 deadline);
}

}  // namespace pinko::engine

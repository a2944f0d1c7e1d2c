#include "checker/engine/orphans.hpp"

#include "checker/engine/owner.hpp"
#include "checker/engine/process.hpp"
#include "checker/util/proc_file.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;

namespace {

/// A child that lives for long and carries `owner`, who must live: the sweep of a run beside this
/// test ends what a dead one left.
Process sleeper(const std::string& owner) {
  auto child =
      Process::spawn({.argv = {"sleep", "600"}, .environment = {kOwnerVariable + ("=" + owner)}});
  REQUIRE(child);
  // posix_spawn() returns a moment before the kernel shows what the child carries.
  const std::string carried = "/proc/" + std::to_string(child->pid()) + "/environ";
  for (auto shown = read_proc(carried); shown && shown->empty(); shown = read_proc(carried))
    std::this_thread::yield();
  return *std::move(child);
}

bool is_killed(Process& child) {
  const auto ended = child.wait(Deadline::in(5s));
  return ended && ended->signal == SIGKILL;
}

}  // namespace

TEST_CASE("every child of ours carries who started it") {
  const std::string mark = kOwnerVariable + ("=" + owner_of_this_process());
  const std::vector<std::string> environment = child_environment();
  CHECK(std::find(environment.begin(), environment.end(), mark) != environment.end());
  CHECK(state_of(owner_of_this_process()) == OwnerState::alive);
}

TEST_CASE("the processes of one owner are ended, and nobody else's") {
  if (!std::filesystem::exists("/proc/self/environ")) return;
  const std::string here = owner_of_this_process();
  Process owner = sleeper(here);
  const std::string there = owner_of(owner.pid());
  REQUIRE(state_of(there) == OwnerState::alive);
  Process theirs = sleeper(here);
  Process ours = sleeper(there);
  CHECK(end_children_of(there, Deadline::in(5s)) == 1);
  CHECK(is_killed(ours));
  CHECK_FALSE(theirs.poll());
}

TEST_CASE("what has ended does not live, also before its parent has collected it") {
  if (!std::filesystem::exists("/proc/self/stat")) return;
  Process child = sleeper(owner_of_this_process());
  const std::string owner = owner_of(child.pid());
  CHECK(state_of(owner) == OwnerState::alive);
  child.signal_group(SIGKILL);
  siginfo_t seen{};
  REQUIRE(waitid(P_PID, static_cast<id_t>(child.pid()), &seen, WEXITED | WNOWAIT) == 0);
  CHECK(state_of(owner) == OwnerState::ended);
  CHECK(is_killed(child));
}

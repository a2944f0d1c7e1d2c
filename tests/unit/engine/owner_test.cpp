#include "checker/engine/owner.hpp"

#include "checker/engine/orphans.hpp"
#include "checker/engine/process.hpp"
#include "checker/engine/run_identity.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kNow = 1'800'000'000;
constexpr std::int64_t kDay = 86400;

/// A place beside this one: another boot, container or machine.
Place beside(const std::string& boot, const std::string& processes, const std::string& machine) {
  Place place = this_place();
  if (!boot.empty()) place.boot = boot;
  if (!processes.empty()) place.processes = processes;
  place.machine = machine;
  place.booted = kNow - kDay;
  return place;
}

/// An owner with the number and start time of `process` in another place.
std::string owner_in(const Place& place, const std::string& process = "1:1") {
  return process + "@" + place.boot + "." + place.processes +
         (place.machine.empty() ? "" : "." + place.machine);
}

bool is_removed(const std::string& owner, const Place& here, std::int64_t age, bool own_socket) {
  const Labels labels = {{kOwnerLabel, owner}, {kMadeLabel, std::to_string(kNow - age)}};
  return is_left_over(labels, {.here = here, .own_socket = own_socket, .now = kNow});
}

}  // namespace

TEST_CASE("an owner lives as long as its process, and no longer") {
  const std::string mine = owner_of_this_process();
  CHECK(state_of(mine) == OwnerState::alive);
  const std::string place = mine.substr(mine.find('@'));
  CHECK(state_of("0:1" + place) == OwnerState::ended);
  CHECK(state_of("what" + place) == OwnerState::ended);
#if defined(__linux__)
  std::string earlier = mine;
  earlier.replace(earlier.find(':') + 1, 1, "x");  // same number, another start
  CHECK(state_of(earlier) == OwnerState::ended);
#endif
}

TEST_CASE("an owner in another container or on another machine cannot be judged from here") {
  const Place here = beside("boot", "1", "machine");
  CHECK(state_of(owner_in(beside("boot", "2", ""))) == OwnerState::elsewhere);
  CHECK(state_of(owner_in(beside("boot", "2", "")), here) == OwnerState::elsewhere);
  CHECK(state_of(owner_in(beside("later", "1", "")), here) == OwnerState::elsewhere);
  CHECK(state_of(owner_in(beside("later", "1", "other")), here) == OwnerState::elsewhere);
  CHECK(state_of(owner_in(beside("boot", "1", "machine")), here) == OwnerState::ended);
  for (const char* unknown : {"", "nobody", "1:1@", "1:1@boot", "@", "."})
    CHECK(state_of(unknown, here) == OwnerState::elsewhere);
}

TEST_CASE("containers are not told apart by what their host gave them") {
  const Place container = beside("boot", "1", "");
  CHECK(state_of(owner_in(beside("later", "1", "")), container) == OwnerState::elsewhere);
}

TEST_CASE("where the system does not tell where we are, nobody is judged") {
  CHECK(state_of(owner_of_this_process(), Place{}) == OwnerState::elsewhere);
  CHECK(state_of("1:1@.", Place{}) == OwnerState::elsewhere);
}

TEST_CASE("what a dead run made is removed, and what a living one made is not") {
  const Place here = this_place();
  CHECK_FALSE(is_removed(owner_of_this_process(), here, 100 * kDay, true));
  CHECK(is_removed("0:1@" + here.boot + "." + here.processes, here, 0, false));
  CHECK_FALSE(is_left_over({}, {.here = here, .now = kNow}));
}

TEST_CASE("what cannot be judged is removed once no run can be that old") {
  const Place here = beside("boot", "1", "machine");
  const std::string there = owner_in(beside("boot", "2", ""));
  CHECK_FALSE(is_removed(there, here, 0, true));
  CHECK_FALSE(is_removed(there, here, kDay + kDay / 2, true));
  CHECK(is_removed(there, here, 3 * kDay, true));
  CHECK_FALSE(is_removed(there, here, -3 * kDay, true));
  CHECK_FALSE(is_left_over({{kOwnerLabel, there}}, {.here = here, .now = kNow}));
}

TEST_CASE("what was made before the machine restarted is removed, where the engine is on it") {
  const Place here = beside("boot", "1", "machine");
  const std::string before = owner_in(beside("earlier", "1", "machine"));
  CHECK(state_of(before, here) == OwnerState::restarted);
  CHECK(is_removed(before, here, kDay + 1, true));
  CHECK_FALSE(is_removed(before, here, kDay + 1, false));
  // A copy of this machine, at work right now.
  CHECK_FALSE(is_removed(before, here, kDay - 1, true));
}

TEST_CASE("a run's objects say when they were made") {
  const Labels labels = RunIdentity::of_this_process().labels();
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  REQUIRE(labels.contains(kMadeLabel));
  CHECK(std::stoll(labels.at(kMadeLabel)) <= now);
  CHECK(std::stoll(labels.at(kMadeLabel)) > now - 600);
}

TEST_CASE("a process of an owner elsewhere is left alone") {
  if (!std::filesystem::exists("/proc/self/environ")) return;
  auto child = Process::spawn({.argv = {"sleep", "600"},
                               .environment = {kOwnerVariable + std::string("=1:1@other.other")}});
  REQUIRE(child);
  end_orphans(Deadline::in(5s));
  CHECK_FALSE(child->poll());
  child->signal_group(SIGKILL);
  const auto ended = child->wait(Deadline::in(60s));
  REQUIRE(ended);
}

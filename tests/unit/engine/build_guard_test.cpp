#include "checker/engine/build_guard.hpp"

#include "tests/support/catch.hpp"

#include <filesystem>

using namespace pinko;
using namespace pinko::engine;

namespace {

constexpr BuildBounds kBounds{
    .output_bytes = 1000, .processes = 100, .least_memory = 50, .least_room = 70};
constexpr MachineState kCalm{.processes = 200, .memory = 5000, .room = 5000};

}  // namespace

TEST_CASE("a calm machine lets a build go on, and one that tells nothing as well") {
  CHECK_FALSE(excess(kBounds, kCalm, kCalm, 1000));
  CHECK_FALSE(excess(kBounds, {}, {}, 0));
}

TEST_CASE("a build that prints too much has itself to thank") {
  const auto found = excess(kBounds, kCalm, kCalm, 1001);
  REQUIRE(found);
  CHECK_FALSE(found->ours);
}

TEST_CASE("a machine that runs short is nobody's mistake") {
  CHECK(excess(kBounds, kCalm, {.processes = 301, .memory = 5000, .room = 5000}, 0)->ours ==
        ErrorCode::host_memory);
  CHECK(excess(kBounds, kCalm, {.processes = 200, .memory = 49, .room = 5000}, 0)->ours ==
        ErrorCode::host_memory);
  CHECK(excess(kBounds, kCalm, {.processes = 200, .memory = 5000, .room = 69}, 0)->ours ==
        ErrorCode::disk_full);
}

TEST_CASE("the watch ends a build that prints without end") {
  BuildGuard guard({}, {});
  guard.printed(1U << 20U);
  CHECK_FALSE(guard.token().stop_requested());
  guard.printed(1U << 30U);
  CHECK(guard.token().stop_requested());
  CHECK(guard.reason());
}

TEST_CASE("the watch passes on a stop from outside without a reason of its own") {
  std::stop_source outer;
  const BuildGuard guard({}, outer.get_token());
  outer.request_stop();
  CHECK(guard.token().stop_requested());
  CHECK_FALSE(guard.reason());
}

TEST_CASE("this machine tells what it has") {
  if (!std::filesystem::exists("/proc/meminfo")) return;
  const MachineState state = look_at_machine(".");
  CHECK(state.processes.value_or(0) > 0);
  CHECK(state.memory.value_or(0) > 0);
  CHECK(state.room.value_or(0) > 0);
}

#include "checker/run/own_subnets.hpp"

#include "tests/support/catch.hpp"

#include <chrono>
#include <future>

using namespace pinko;
using namespace std::chrono_literals;

TEST_CASE("one task at a time has networks with addresses of its own choice") {
  run::OwnSubnets subnets;
  run::OwnSubnets::Turn first = subnets.take(Deadline::in(60s));
  REQUIRE(first);
  CHECK_FALSE(subnets.take(Deadline::in(0s)));
  auto second = std::async(std::launch::async, [&] { return subnets.take(Deadline::in(60s)); });
  first.reset();
  CHECK(second.get());
  CHECK(subnets.take(Deadline::in(60s)));
}

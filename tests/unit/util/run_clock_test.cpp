#include "checker/util/run_clock.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using namespace std::chrono_literals;

TEST_CASE("a run's clock cuts nothing until it begins") {
  const RunClock clock(0s);
  CHECK_FALSE(clock.over());
  CHECK(clock.within(1h).left() > 50min);
}

TEST_CASE("once begun, no phase goes beyond the run") {
  RunClock clock(2h);
  clock.begin();
  CHECK_FALSE(clock.over());
  CHECK(clock.within(1h).left() > 50min);
  CHECK(clock.within(1h).left() <= 1h);
  CHECK(clock.within(24h).left() <= 2h);
  RunClock spent(0s);
  spent.begin();
  CHECK(spent.over());
  CHECK(spent.within(1h).passed());
}

TEST_CASE("a clock begins once") {
  RunClock clock(0s);
  clock.begin();
  clock.begin();
  CHECK(clock.over());
}

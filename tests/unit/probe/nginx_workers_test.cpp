#include "checker/probe/nginx_workers.hpp"

#include "tests/support/catch.hpp"

#include <unistd.h>

using namespace pinko;

TEST_CASE("a process that is no nginx, or is gone, has no workers of nginx") {
  engine::ContainerState state;
  CHECK_FALSE(probe::nginx_workers(state));
  state.pid = getpid();
  CHECK_FALSE(probe::nginx_workers(state));
}

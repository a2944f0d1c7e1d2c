#include "checker/util/proc_file.hpp"

#include "tests/support/catch.hpp"

#include <unistd.h>

using namespace pinko;

TEST_CASE("a file of /proc is read whole, though it has no size") {
  const auto status = read_proc("/proc/self/status");
  REQUIRE(status);
  CHECK(status->find("Pid:\t" + std::to_string(getpid()) + "\n") != std::string::npos);
}

TEST_CASE("what is not there, or fails while it is read, gives nothing and throws nothing") {
  CHECK_FALSE(read_proc("/proc/self/no-such-file"));
  CHECK_FALSE(read_proc("/proc/self/mem"));  // opens, but nothing is mapped where it begins
  CHECK_FALSE(read_proc("/proc/self"));
}

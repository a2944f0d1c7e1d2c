#include "checker/probe/received_bytes.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using probe::parse_received_bytes;

namespace {

constexpr std::string_view kHead =
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs\n";

}  // namespace

TEST_CASE("what came in is summed up over all interfaces but the loopback") {
  const std::string text =
      std::string(kHead) +
      "    lo:     999       9    0    0    0     0          0         0  999\n"
      "  eth0:     806       9    0    0    0     0          0         0    0\n"
      "  eth1:1000000000000 3    0    0    0     0          0         0    7\n";
  CHECK(parse_received_bytes(text) == 1000000000806U);
}

TEST_CASE("a text without an interface tells nothing") {
  CHECK_FALSE(parse_received_bytes(""));
  CHECK_FALSE(parse_received_bytes(kHead));
  CHECK_FALSE(parse_received_bytes(std::string(kHead) + "    lo: 999 9\n"));
  CHECK_FALSE(parse_received_bytes("cat: /proc/net/dev: No such file or directory\n"));
}

#include "checker/probe/listeners.hpp"

#include "tests/support/catch.hpp"

#include <unistd.h>

using namespace pinko;
using probe::count_sockets;
using probe::listens_outside;
using probe::parse_listeners;
using probe::parse_socket_count;

namespace {

constexpr const char* kHeader =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout\n";

std::string line(const std::string& local, const std::string& state) {
  return "   0: " + local + " 00000000:0000 " + state + " 00000000:00000000 00:00000000\n";
}

}  // namespace

TEST_CASE("listening sockets are read with address and port") {
  const auto listeners = parse_listeners(kHeader + line("00000000:1484", "0A"));
  REQUIRE(listeners.size() == 1);
  CHECK(listeners[0].address == "0.0.0.0");
  CHECK(listeners[0].port == 5252);
  CHECK(listens_outside(listeners, 5252));
}

TEST_CASE("a server on 127.0.0.1 cannot be reached from outside") {
  const auto listeners = parse_listeners(line("0100007F:1484", "0A"));
  REQUIRE(listeners.size() == 1);
  CHECK(listeners[0].address == "127.0.0.1");
  CHECK_FALSE(listens_outside(listeners, 5252));
}

TEST_CASE("connections and the engine's own name server are left out") {
  CHECK(parse_listeners(line("0200A8C0:1484", "01")).empty());
  CHECK(parse_listeners(line("0B00007F:A1B2", "0A")).empty());
}

TEST_CASE("an address of version 6 is read, and any-address counts as outside") {
  const auto listeners = parse_listeners(line("00000000000000000000000000000000:2328", "0A"));
  REQUIRE(listeners.size() == 1);
  CHECK(listeners[0].address == "::");
  CHECK(listens_outside(listeners, 9000));
}

TEST_CASE("lines that are no sockets are passed over") {
  CHECK(parse_listeners("garbage\n\n 1: zz:yy x 0A\n 2: 00000000 x 0A\n").empty());
}

TEST_CASE("sockets of TCP are counted, of both versions, and no others") {
  CHECK(parse_socket_count("sockets: used 117\nTCP: inuse 3 orphan 0 tw 789 alloc 10 mem 44\n"
                           "UDP: inuse 5 mem 0\nTCP6: inuse 1\nUDP6: inuse 7\n") == 4);
  CHECK(parse_socket_count("garbage\nTCP: inuse\n") == 0);
}

TEST_CASE("where there is no process, no sockets are counted") {
  CHECK(count_sockets(getpid()));
  CHECK_FALSE(count_sockets(0));
  CHECK_FALSE(count_sockets(-1));
}

#include "reference/net/endpoint.hpp"

#include "reference/net/listener.hpp"
#include "tests/support/catch.hpp"

#include <unistd.h>

namespace reference::net {
namespace {

TEST_CASE("an address is a host and a port") {
  const auto name = parse_host_port("back-end:5252");
  REQUIRE(name);
  CHECK(name->host == "back-end");
  CHECK(name->port == 5252);
  const auto v6 = parse_host_port("[::1]:80");
  REQUIRE(v6);
  CHECK(v6->host == "::1");
}

TEST_CASE("what is not an address says why") {
  for (const char* text : {"", "a", ":80", "a:", "a:0", "a:65536", "a:x", "a:80x", "::1:80"}) {
    INFO(text);
    CHECK_FALSE(parse_host_port(text));
  }
  CHECK(parse_host_port("a:70000").problem() ==
        "a port is a number from 1 to 65535, not \"70000\"");
}

TEST_CASE("where to listen, any port will do") {
  CHECK(parse_listen_address("127.0.0.1:0")->port == 0);
  CHECK(parse_listen_address("127.0.0.1:80")->port == 80);
  CHECK_FALSE(parse_listen_address(":0"));
  CHECK_FALSE(parse_listen_address("a:00x"));
}

TEST_CASE("endpoints are shown as they are written") {
  for (const char* address : {"127.0.0.1", "0.0.0.0", "192.0.2.10", "255.255.255.255"}) {
    CHECK(resolve({.host = address, .port = 80})->front().host() == address);
  }
  CHECK(resolve({.host = "127.0.0.1", .port = 80})->front().text() == "127.0.0.1:80");
  const auto v6 = resolve({.host = "::1", .port = 80});
  if (v6) CHECK(v6->front().text() == "[::1]:80");
}

TEST_CASE("a host without an address is named") {
  const auto nothing = resolve({.host = "no-such-host.invalid", .port = 80});
  REQUIRE_FALSE(nothing);
  CHECK(nothing.problem().find("no-such-host.invalid") != std::string::npos);
}

TEST_CASE("a port in use is named with its owner") {
  const Endpoint any = resolve({.host = "127.0.0.1", .port = 0})->front();
  const auto first = Listener::open(any);
  REQUIRE(first);
  const auto second = Listener::open(first->endpoint());
  REQUIRE_FALSE(second);
  const std::string port = std::to_string(first->endpoint().port());
  CHECK(second.problem().find("port " + port + " is in use") != std::string::npos);
  CHECK(second.problem().find("process " + std::to_string(getpid())) != std::string::npos);
}

}  // namespace
}  // namespace reference::net

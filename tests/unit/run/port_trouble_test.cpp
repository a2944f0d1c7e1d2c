#include "checker/run/port_trouble.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/tiny_server.hpp"

#include <string>

using namespace pinko;

namespace {

ComposeSeen publishing(std::uint16_t port) {
  ComposeSeen seen;
  ComposeService proxy;
  proxy.name = "proxy";
  proxy.ports = {{.service = {}, .container_port = 80, .host_port = port}};
  seen.services = {proxy};
  return seen;
}

}  // namespace

TEST_CASE("who answers for the stack on a port that it does not publish is named") {
  constexpr std::uint16_t kPort = 25252;
  const ComposeSeen file = publishing(80);
  CHECK_FALSE(run::publishes(file, kPort));
  CHECK_FALSE(run::stranger_on(file, kPort));
  const test::TinyServer stranger("0.0.0.0", kPort, [](auto, auto) { return test::TinyAnswer{}; });
  const auto error = run::stranger_on(file, kPort);
  REQUIRE(error);
  CHECK(error->code == ErrorCode::port_owner);
  CHECK(error->message.find("port 25252 of this machine is taken by ") == 0);
  // Where the stack publishes it the engine would have been refused.
  CHECK(run::publishes(publishing(kPort), kPort));
  CHECK_FALSE(run::stranger_on(publishing(kPort), kPort));
}

TEST_CASE("a server on another address of this machine is no stranger") {
  constexpr std::uint16_t kPort = 25253;
  const test::TinyServer other("127.0.0.1", kPort, [](auto, auto) { return test::TinyAnswer{}; });
  CHECK_FALSE(run::stranger_on(publishing(80), kPort));
}

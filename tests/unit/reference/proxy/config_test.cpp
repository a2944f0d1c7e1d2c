#include "reference/proxy/config.hpp"

#include "tests/support/catch.hpp"

#include <string>

namespace reference::proxy {
namespace {

constexpr std::string_view kSound = R"(
# the proxy of the exercise
listen 127.0.0.1:80
listen [::1]:80
threads 2

upstream front-end
  peer front-end:9000
upstream back-end          # two replicas
  peer 127.0.0.1:5252 weight=2 max_fails=3 fail_timeout=500ms
  peer 127.0.0.1:5253

route /    front-end
route /api back-end
head_timeout 5s
answer_timeout 2m
max_body 1m
access_log off
)";

std::string problem(const std::string& text) {
  const auto config = parse_config(text, "proxy.conf");
  REQUIRE_FALSE(config);
  return config.problem();
}

TEST_CASE("a sound file is read whole") {
  const auto config = parse_config(kSound, "proxy.conf");
  INFO((config ? "" : config.problem()));
  REQUIRE(config);
  CHECK(config->listen.size() == 2);
  CHECK(config->listen[1].host == "::1");
  CHECK(config->threads == 2);
  REQUIRE(config->upstreams.size() == 2);
  const PeerConfig& peer = config->upstreams[1].peers[0];
  CHECK(peer.host.port == 5252);
  CHECK(peer.weight == 2);
  CHECK(peer.max_fails == 3);
  CHECK(peer.fail_timeout == net::milliseconds(500));
  CHECK(config->upstreams[1].peers[1].weight == 1);
  CHECK(config->routes[1].prefix == "/api");
  CHECK(config->client.head == net::milliseconds(5'000));
  CHECK(config->answer_timeout == net::milliseconds(120'000));
  CHECK(config->max_body == 1'048'576);
  CHECK_FALSE(config->access_log);
}

TEST_CASE("a mistake is named with file, line and reason") {
  CHECK(problem("\n\nliste 80\n") == "proxy.conf:3: there is no word \"liste\"");
  CHECK(problem("listen 80\n") == "proxy.conf:1: an address is HOST:PORT, not \"80\"");
  CHECK(problem("listen a:99999\n") ==
        "proxy.conf:1: a port is a number from 1 to 65535, not \"99999\"");
  CHECK(problem("listen\n") == "proxy.conf:1: this line is written `listen ADDRESS:PORT`");
  CHECK(problem("peer a:1\n") == "proxy.conf:1: a peer belongs below a line `upstream NAME`");
  CHECK(problem("upstream a\npeer a:1 weight=0\n") ==
        "proxy.conf:2: a number from 1 to 100 is wanted, not \"0\"");
  CHECK(problem("upstream a\npeer a:1 colour=red\n") ==
        "proxy.conf:2: a peer has weight=, max_fails= and fail_timeout=, not \"colour=red\"");
  CHECK(problem("upstream a\nupstream a\n") == "proxy.conf:2: there is an upstream a already");
  CHECK(problem("route api a\n") == "proxy.conf:1: a prefix begins with a slash");
  CHECK(problem("route / a\nroute / b\n") == "proxy.conf:2: there is a route for / already");
  CHECK(problem("head_timeout 5\n") ==
        "proxy.conf:1: a time is written 500ms, 10s or 2m, not \"5\"");
  CHECK(problem("access_log maybe\n") == "proxy.conf:1: access_log is on or off");
  CHECK(problem("threads 0\n") == "proxy.conf:1: a number from 1 to 64 is wanted, not \"0\"");
  CHECK(problem("max_body much\n") ==
        "proxy.conf:1: a size is written 4096, 64k, 64m or 1g, not \"much\"");
}

TEST_CASE("what no single line shows is named too") {
  const std::string listen = "listen a:1\n";
  CHECK(problem("") == "proxy.conf: nothing says where to listen");
  CHECK(problem(listen) == "proxy.conf: there is no route");
  CHECK(problem(listen + "upstream a\nroute / a\n") == "proxy.conf: the upstream a has no peer");
  CHECK(problem(listen + "route / a\n") ==
        "proxy.conf: the route / leads to a, and there is no upstream of that name");
}

TEST_CASE("a route can be given in one word") {
  const auto config = add_route({}, "/api=back-end:5252,127.0.0.1:5253");
  REQUIRE(config);
  REQUIRE(config->upstreams.size() == 1);
  CHECK(config->upstreams[0].peers.size() == 2);
  CHECK(config->routes[0].prefix == "/api");
  CHECK(config->routes[0].upstream == config->upstreams[0].name);
  const auto two = add_route(*config, "/v2=back-end:5252");
  REQUIRE(two);
  CHECK(two->upstreams[0].name == "back-end");
  CHECK(two->upstreams[1].name == "back-end-2");
  CHECK_FALSE(add_route({}, "/api"));
  CHECK_FALSE(add_route({}, "/api=x"));
  CHECK_FALSE(add_route({}, "api=x:1"));
}

}  // namespace
}  // namespace reference::proxy

#include "reference/proxy/routes.hpp"

#include "tests/support/catch.hpp"

namespace reference::proxy {
namespace {

ProxyConfig config() {
  ProxyConfig config;
  config.upstreams = {
      {.name = "front", .peers = {}}, {.name = "api", .peers = {}}, {.name = "v2", .peers = {}}};
  config.routes = {{"/", "front"}, {"/api", "api"}, {"/api/v2/", "v2"}};
  return config;
}

TEST_CASE("the longest prefix wins") {
  const Routes routes(config());
  CHECK(routes.find("/")->name() == "front");
  CHECK(routes.find("/index.html")->name() == "front");
  CHECK(routes.find("/api")->name() == "api");
  CHECK(routes.find("/api/hello")->name() == "api");
  CHECK(routes.find("/api/v2")->name() == "api");
  CHECK(routes.find("/api/v2/hello")->name() == "v2");
  CHECK(routes.find("/API")->name() == "front");
}

TEST_CASE("a path without a route leads nowhere") {
  ProxyConfig only_api = config();
  only_api.routes.erase(only_api.routes.begin());
  CHECK(Routes(only_api).find("/index.html") == nullptr);
}

}  // namespace
}  // namespace reference::proxy

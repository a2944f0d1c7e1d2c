#include "checker/probe/http.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/tiny_server.hpp"

using namespace pinko;
using namespace pinko::probe;

TEST_CASE("a fresh connection is one of its own, and leaves the kept one as it is") {
  const test::TinyServer server(
      "127.77.9.7", 18081, [](std::string_view, std::string_view) { return test::TinyAnswer{}; });
  const auto session = make_http_client()->open();
  const HttpRequest kept{.address = "127.77.9.7", .port = 18081};
  HttpRequest fresh = kept;
  fresh.fresh_connection = true;
  CHECK(session->send(kept).new_connection);
  CHECK_FALSE(session->send(kept).new_connection);
  CHECK(session->send(fresh).new_connection);
  CHECK(session->send(fresh).new_connection);
  CHECK_FALSE(session->send(kept).new_connection);
}

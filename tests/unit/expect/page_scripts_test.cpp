#include "checker/expect/page_scripts.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using namespace pinko::expect;

TEST_CASE("addresses are taken apart as a browser does") {
  CHECK(parse_url("/api/hello").path == "/api/hello");
  CHECK(parse_url("/api/hello").host.empty());
  CHECK(parse_url("http://LocalHost:5252/api/hello?x=1#y").host == "localhost");
  CHECK(parse_url("http://localhost:5252/api/hello?x=1#y").port == "5252");
  CHECK(parse_url("http://localhost:5252/api/hello?x=1#y").path == "/api/hello");
  CHECK(parse_url("//localhost/api").host == "localhost");
  CHECK(parse_url("http://localhost").path == "/");
  CHECK(parse_url("http://[::1]:80/a").host == "[::1]");
  CHECK(parse_url("http://[::1]/a").port.empty());
  CHECK(parse_url("").path.empty());
}

TEST_CASE("the API's path, and this computer's names") {
  CHECK(is_api_path("/api/hello"));
  CHECK(is_api_path("./api/hello"));
  CHECK_FALSE(is_api_path("/api/hello/"));
  CHECK_FALSE(is_api_path("/hello"));
  CHECK(is_this_computer("localhost"));
  CHECK_FALSE(is_this_computer("back-end"));
}

TEST_CASE("scripts of the site are looked into") {
  Sources task;
  task.folder = "task3";
  task.texts["front-end/softy-pinko-front-end/index.html"] =
      "<body><script src=\"assets/js/app.js\"></script></body>";
  task.texts["front-end/softy-pinko-front-end/assets/js/app.js"] =
      "\nfetch('http://localhost:5252/api/hello');\n";
  const auto calls = read_scripts(task).calls();
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].url == "http://localhost:5252/api/hello");
  CHECK(calls[0].where.path == "task3/front-end/softy-pinko-front-end/assets/js/app.js");
  CHECK(calls[0].where.line == 2);
  CHECK(read_scripts(Sources{}).calls().empty());
}

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

TEST_CASE("modules that scripts import are looked into as well") {
  Sources task;
  task.folder = "task3";
  const std::string site = "front-end/softy-pinko-front-end/";
  task.texts[site + "index.html"] =
      "<script type=module src=./assets/js/main.js></script>"
      "<script type=module>import '/top.js'; import x from 'https://cdn.example/x.js';</script>";
  task.texts[site + "assets/js/main.js"] =
      "import {a} from './lib/a.js';\nimport './main.js';\nconst b = await import('../b.js');\n";
  task.texts[site + "assets/js/lib/a.js"] = "export {c} from './../../c.js';\nfetch('/a');";
  task.texts[site + "assets/b.js"] = "fetch('/b');";
  task.texts[site + "assets/c.js"] = "fetch('/c');";
  task.texts[site + "top.js"] = "fetch('/top');";
  task.texts[site + "alone.js"] = "fetch('/alone');";
  std::vector<std::string> asked;
  for (const auto& call : read_scripts(task).calls())
    asked.push_back(call.url + ' ' + call.where.path);
  const std::string top = "task3/" + site;
  CHECK(asked == std::vector<std::string>{"/a " + top + "assets/js/lib/a.js",
                                          "/b " + top + "assets/b.js",
                                          "/top " + top + "top.js",
                                          "/c " + top + "assets/c.js"});
}

TEST_CASE("a script that another one loads is looked into as well") {
  Sources task;
  task.folder = "task3";
  const std::string site = "front-end/softy-pinko-front-end/";
  task.texts[site + "index.html"] = "<script src=\"js/main.js\"></script>";
  task.texts[site + "js/main.js"] =
      "const s = document.createElement('script'); s.src = 'js/hello.js'; document.body.append(s);";
  task.texts[site + "js/hello.js"] = "$.get('/api/hello');";
  const auto calls = read_scripts(task).calls();
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].where.path == "task3/" + site + "js/hello.js");
}

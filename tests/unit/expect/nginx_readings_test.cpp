#include "checker/expect/nginx_causes.hpp"
#include "tests/support/catch.hpp"

using namespace pinko;
using namespace pinko::expect;

namespace {

constexpr const char* kConf = "proxy/proxy.conf";

Sources task_with(const std::string& conf) {
  Sources task;
  task.folder = "task6";
  task.texts[kConf] = conf;
  task.texts["docker-compose.yml"] =
      "services:\n  back-end:\n    build: back-end\n  front-end:\n    build: front-end\n"
      "  proxy:\n    build: proxy\n";
  return task;
}

std::string api(const std::string& location) {
  return read_proxy_for_api(kConf, task_with("server {\n listen 80;\n" + location + "\n}\n")).cause;
}

std::string balance(const std::string& conf) {
  return read_balance(kConf, task_with(conf)).cause;
}

}  // namespace

TEST_CASE("every way of keeping the path is fine") {
  CHECK(api("location /api { proxy_pass http://back-end:5252; }").empty());
  CHECK(api("location /api/ { proxy_pass http://back-end:5252; }").empty());
  CHECK(api("location /api { proxy_pass http://back-end:5252/api; }").empty());
  CHECK(api("location /api/ { proxy_pass http://back-end:5252/api/; }").empty());
  CHECK(api("location = /api/hello { proxy_pass http://back-end:5252; }").empty());
  CHECK(api("location ~ ^/api { proxy_pass http://back-end:5252; }").empty());
  CHECK(api("location /api { set $up back-end; proxy_pass http://$up:5252; }").empty());
}

TEST_CASE("what loses the path is told") {
  CHECK(api("location /api { proxy_pass http://back-end:5252/; }").find("\"//hello\"") !=
        std::string::npos);
  CHECK(api("location /api/ { proxy_pass http://back-end:5252/; }").find("\"/hello\"") !=
        std::string::npos);
  CHECK(api("location /api { }").find("no proxy_pass") != std::string::npos);
  CHECK(api("location / { proxy_pass http://front-end:9000; }").find("no location") !=
        std::string::npos);
}

TEST_CASE("an upstream block is read through") {
  const std::string server = "server { listen 80; location /api { proxy_pass http://api; } }\n";
  const auto read = [&](const std::string& upstream) {
    return read_proxy_for_api(kConf, task_with(upstream + server)).cause;
  };
  CHECK(read("upstream api { server back-end:5252; }\n").empty());
  CHECK(read("upstream api { server back-end; }\n").find("5252") != std::string::npos);
}

TEST_CASE("what is not round robin is named") {
  CHECK(balance("upstream api { server back-end:5252; }\n").empty());
  CHECK(balance("upstream api { least_conn; server back-end:5252; }\n").find("least_conn") == 0);
  CHECK(balance("upstream api { random; server back-end:5252; }\n").find("random") == 0);
  CHECK(balance("upstream api { server back-end:5252; server back-end:5252; }\n").find("twice") !=
        std::string::npos);
  CHECK(balance("upstream api { server a:5252 weight=3; server b:5252; }\n").find("weight") !=
        std::string::npos);
  CHECK(balance("server { location /api { set $b back-end; proxy_pass http://$b:5252; } }\n")
            .find("variable") != std::string::npos);
}

TEST_CASE("what other servers have, and names that nginx does not look up anew, keep turns") {
  const std::string plain = "upstream api { server back-end:5252; }\n";
  const std::string location = "server { location /api { set $b api; proxy_pass http://$b; } }\n";
  CHECK(balance(plain + location).empty());
  CHECK(
      balance(plain + "server { location /api { proxy_pass http://api$request_uri; } }\n").empty());
  CHECK(balance("upstream web { least_conn; server front-end:9000 weight=5; }\n" + plain).empty());
  CHECK(balance("server { set $f front-end; location / { proxy_pass http://${f}:9000; } }\n")
            .empty());
  CHECK(balance("server { location /a { proxy_pass http://back-end:5252$uri; }\n"
                "location /b { proxy_pass http://back-end:5252; } }\n")
            .empty());

  const std::string chosen = "server { location / { proxy_pass http://$pool; } }\n";
  CHECK(balance(plain + "map $uri $pool { default api; ~^/x api; }\n" + chosen).empty());
  CHECK(balance("upstream unused { least_conn; server back-end:5252; }\n"
                "server { location /api { proxy_pass http://back-end:5252; } }\n")
            .empty());

  CHECK_FALSE(balance(plain + "map $uri $pool { default back-end:5252; }\n" + chosen).empty());
  CHECK_FALSE(balance("upstream api { ip_hash; server back-end:5252; }\n" + location).empty());
  CHECK_FALSE(balance(location).empty());  // no such block: the name is looked up
  CHECK_FALSE(
      balance(plain + "server { location /api { set $b back-end; proxy_pass http://$b:5252; } }\n")
          .empty());
  CHECK_FALSE(
      balance("upstream mixed { least_conn; server front-end:9000; server back-end:5252; }\n")
          .empty());
  CHECK_FALSE(balance(plain + "server { if ($arg_x) { set $b api; } set $b back-end:5252;\n"
                              "location /api { proxy_pass http://$b; } }\n")
                  .empty());
}

TEST_CASE("the servers of a back end that is called otherwise have to take turns as well") {
  Sources task =
      task_with("server { location /api { set $b backend:5252; proxy_pass http://$b; } }\n");
  task.texts["docker-compose.yml"] = "services:\n  backend:\n    build: back-end\n";
  CHECK(read_balance(kConf, task).id == "proxy-pass-variable");
}

TEST_CASE("who writes a name in place of a variable is told to let the proxy wait for it") {
  const auto hint = [](const std::string& waits) {
    Sources task =
        task_with("server { location /api { set $b back-end:5252; proxy_pass http://$b; } }\n");
    task.texts["docker-compose.yml"] =
        "services:\n  back-end:\n    build: back-end\n  front-end:\n    build: front-end\n"
        "    depends_on: [back-end]\n  proxy:\n    build: proxy\n" +
        waits;
    return read_balance(kConf, task).hint;
  };
  CHECK(hint("").find("depends_on") != std::string::npos);
  CHECK(hint("    depends_on: [back-end]\n").find("depends_on") == std::string::npos);
  CHECK(hint("    depends_on: [front-end]\n").find("depends_on") == std::string::npos);
}

TEST_CASE("a conf that is not there tells nothing") {
  CHECK(read_proxy_for_api("proxy/proxy.conf", {}).cause.empty());
  CHECK(read_site_conf("front-end/softy-pinko-front-end.conf", {}).cause.empty());
  CHECK(read_balance("proxy/proxy.conf", {}).cause.empty());
}

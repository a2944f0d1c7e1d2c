#include "checker/discovery/nginx_conf.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <tuple>
#include <vector>

using namespace pinko;
using namespace pinko::discovery;

namespace {

using Words = std::vector<std::string>;

bool told(const NginxConf& conf, std::string_view words, int line) {
  for (const Problem& problem : conf.problems) {
    if (problem.where.line == line && problem.message.find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a server is read with its places") {
  const NginxConf conf = parse_nginx(
      "# site\nserver {\n  listen 9000 default_server;\n  listen [::]:9000;\n"
      "  server_name 'softy pinko';\n  root /var/www/html/site;\n  index index.html;\n"
      "  location = / {\n    try_files $uri /index.html;\n  }\n  location ~* \\.png$ { alias /x; "
      "}\n"
      "}\n",
      "task2/front-end/softy-pinko-front-end.conf");
  CHECK(conf.problems.empty());
  const std::vector<NginxServer> found = servers(conf);
  REQUIRE(found.size() == 1);
  CHECK(found[0].listens.at(0).port == 9000);
  CHECK(to_string(found[0].listens[0].where) == "task2/front-end/softy-pinko-front-end.conf:3:3");
  CHECK(found[0].listens.at(1).address == "[::]");
  CHECK(found[0].names == Words{"softy pinko"});
  CHECK(found[0].root == "/var/www/html/site");
  CHECK(found[0].index == Words{"index.html"});
  REQUIRE(found[0].locations.size() == 2);
  CHECK(found[0].locations[0].modifier == "=");
  CHECK(found[0].locations[0].try_files == Words{"$uri", "/index.html"});
  CHECK(found[0].locations[1].modifier == "~*");
  CHECK(found[0].locations[1].path == "\\.png$");
  CHECK(found[0].locations[1].alias == "/x");
}

TEST_CASE("a server without listen answers on port 80") {
  const auto found = servers(parse_nginx("server { location / { return 200; } }"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].listens.at(0).port == 80);
}

TEST_CASE("targets of proxy_pass are taken apart") {
  const ProxyPass plain = parse_proxy_pass("http://back-end:5252");
  CHECK(plain.scheme == "http");
  CHECK(plain.host == "back-end");
  CHECK(plain.port == 5252);
  CHECK(plain.uri.empty());
  CHECK(parse_proxy_pass("http://back-end:5252/").uri == "/");
  CHECK(parse_proxy_pass("http://api/v1/x").uri == "/v1/x");
  CHECK(parse_proxy_pass("http://api").port == 0);
  CHECK(parse_proxy_pass("http://$api:5252").has_variable);
  CHECK(parse_proxy_pass("http://[::1]:80/").host == "[::1]");
  CHECK(parse_proxy_pass("back-end:5252").scheme.empty());
}

TEST_CASE("upstreams tell their servers and their method") {
  const NginxConf conf = parse_nginx(
      "upstream api {\n  least_conn;\n  server back-end:5252 weight=2;\n  server "
      "back-end:5252;\n}\n"
      "upstream even { server a; }\n"
      "server {\n  resolver 127.0.0.11 valid=5s;\n  location /api {\n    proxy_pass http://api;\n"
      "    proxy_pass http://even;\n  }\n}\n");
  const std::vector<NginxUpstream> found = upstreams(conf);
  REQUIRE(found.size() == 2);
  CHECK(found[0].name == "api");
  CHECK(found[0].method == "least_conn");
  CHECK(found[0].method_place.line == 2);
  REQUIRE(found[0].servers.size() == 2);
  CHECK(found[0].servers[0].params == Words{"weight=2"});
  CHECK(found[1].method.empty());
  CHECK(servers(conf).at(0).resolver.at(0) == "127.0.0.11");
  CHECK(proxy_passes(conf).size() == 2);
  CHECK(servers(conf).at(0).locations.at(0).proxy_passes.size() == 2);
  CHECK(find_directive(conf, "resolver")->where.line == 8);
  CHECK(find_directive(conf, "ip_hash") == nullptr);
}

TEST_CASE("variables, quotes and escapes hold words together") {
  const NginxConf conf = parse_nginx(
      "set $x \"a;b { # c\"; # real comment; }\nreturn 200 ${x}y; add_header X 'it\\'s';");
  CHECK(conf.problems.empty());
  REQUIRE(conf.directives.size() == 3);
  CHECK(conf.directives[0].args == Words{"$x", "a;b { # c"});
  CHECK(conf.directives[1].args == Words{"200", "${x}y"});
  CHECK(conf.directives[2].args == Words{"X", "it's"});
}

TEST_CASE("slips are named where they stand") {
  CHECK(told(
      parse_nginx("server {\n  listen 80\n  server_name x;\n}\n"), "before \"server_name\"", 2));
  CHECK(told(parse_nginx("server {\n  listen 80;\n  root /x\n}\n"), "no ; ends", 3));
  CHECK(told(parse_nginx("server {\n  listen 80;\n"), "never closed", 1));
  CHECK(told(parse_nginx("server { }\n}\n"), "closes nothing", 2));
  CHECK(told(parse_nginx("listen 80;\n"), "outside of a server", 1));
  CHECK(told(parse_nginx("server {\n  proxy_pass http://x;\n}\n"), "outside of a location", 2));
  CHECK(told(parse_nginx("location / {\n}\n"), "outside of a server", 1));
  CHECK(told(parse_nginx("server {\n  // words\n}\n"), "begins with #", 2));
  CHECK(told(parse_nginx("root \"x;\n"), "quote", 1));
}

TEST_CASE("lists over several lines are no slip") {
  CHECK(parse_nginx("log_format main '$a'\n  '$b'\n  \"index\";\n").problems.empty());
  CHECK(parse_nginx("server { server_name\n  one\n  two; }\n").problems.empty());
}

TEST_CASE("garbage ends soon, however deep") {
  CHECK_FALSE(parse_nginx(std::string(2'000'000, '{')).problems.empty());
  CHECK(parse_nginx(std::string(20'000'000, ';')).truncated);
  CHECK_FALSE(parse_nginx(std::string(20'000'000, '}')).problems.empty());
  std::string words;
  for (int i = 0; i < 300'000; ++i) {
    words += "x;";
  }
  CHECK(parse_nginx(words).truncated);
  CHECK(parse_nginx("").problems.empty());
}

TEST_CASE("variables of a proxy_pass that always hold the same are read") {
  const auto read = [](const std::string& sets, const std::string& pass) {
    const NginxConf conf = parse_nginx(sets + "location / { proxy_pass " + pass + "; }");
    const ProxyPass made = evaluated(proxy_passes(conf).at(0), conf);
    return made.host + ' ' + std::to_string(made.port) + ' ' + made.uri;
  };
  CHECK(read("set $b api;", "http://$b") == "api 0 ");
  CHECK(read("set $b api; set $p 5252;", "http://${b}:$p/x") == "api 5252 /x");
  CHECK(read("set $u http://api:80;", "$u") == "api 80 ");
  CHECK(read("", "http://api:1$request_uri") == "api 1 /");
  CHECK(read("set $b api; set $b other;", "http://$b") == "$b 0 ");
  CHECK(read("set $b $host;", "http://$b") == "$b 0 ");
  CHECK(read("", "http://${b") == "${b 0 ");
  CHECK(read("set $b api;", "http://$") == "$ 0 ");
  CHECK(read("set b;", "http://$bc") == "$bc 0 ");
  for (const auto& [set, pass, line] : {std::tuple{"$b api", "http://$b:$p", 2},
                                        std::tuple{"$api api", "http://$api:$p", 2},
                                        std::tuple{"$u http://api:5252", "$u", 2},
                                        std::tuple{"$b api", "http://api:$p", 4}}) {
    INFO(pass);
    const NginxConf conf = parse_nginx("set $p 5252;\nset " + std::string(set) +
                                       ";\nlocation / {\n proxy_pass " + pass + "; }");
    CHECK(evaluated(proxy_passes(conf).at(0), conf).where.line == line);
  }
  // A long value named by the thousand would fill the memory.
  std::string many = "http://";
  for (int i = 0; i < 50'000; ++i)
    many += "$b";
  CHECK(read("set $b " + std::string(100'000, 'a') + ";", many).size() < 200'000);
}

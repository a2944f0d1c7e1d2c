#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kStack = "docker-compose.yml";
constexpr const char* kProxy = "proxy/proxy.conf";
constexpr const char* kPort = "- \"9000:9000\"";
constexpr const char* kBuild = "build:\n      context: ./back-end\n      dockerfile: Dockerfile";
constexpr const char* kPass = "proxy_pass http://back-end:5252;";

/// The build of a service found no Dockerfile there.
Look no_dockerfile(const char* from, const char* to, std::string dockerfile) {
  BuildSeen image;
  image.role = "back-end";
  image.dockerfile = std::move(dockerfile);
  ProjectBuildSeen seen;
  seen.images = {std::move(image)};
  return {"t4-builds", std::move(seen), edited(model(4), kStack, from, to)};
}

Look proxy_ends(Sources task,
                const std::string& words,
                const std::string& file = "conf.d/default.conf:10") {
  ProjectSeen seen;
  seen.services = {{.service = "back-end", .running = 1},
                   {.service = "proxy",
                    .exited = 1,
                    .log = "nginx: [emerg] " + words + " in /etc/nginx/" + file + '\n'}};
  return {"t5-up", std::move(seen), std::move(task)};
}

Look asks(HttpSeen seen, const char* from, const char* to) {
  return {"t5-api-hello", std::move(seen), edited(model(5), kProxy, from, to)};
}

Look scaled(std::string output, Sources task) {
  ProjectSeen seen;
  seen.output = std::move(output);
  seen.services = {{.service = "back-end", .running = 1, .exited = 1}};
  return {"t6-replicas", std::move(seen), std::move(task)};
}

}  // namespace

TEST_CASE("a Compose file with a small mistake that Compose tells in large words") {
  const char* type = "services.front-end.ports contains an invalid type, it should be an array";
  const char* unknown = "Unsupported config option for services.front-end: 'x'";
  const Look other = refused(kPort, "- nine", type);
  check_examples({
      {"compose-key-misspelt",
       refused("services:", "servics:", "Unsupported config option for servics: 'back-end'"),
       refused("services:", "x: 1\nservices:", unknown),
       "services:"},
      {"compose-services-missing",
       refused("services:\n", "", "Unsupported config option for back-end: 'build'"),
       other,
       "services:\n  back-end:"},
      {"yaml-dash-without-blank", refused(kPort, "-\"9000:9000\"", type), other, kPort},
      {"yaml-colon-without-blank",
       refused(kBuild, "build:./back-end", "mapping values are not allowed here, line 4"),
       other,
       "build: ./back-end"},
      {"port-with-blank", refused(kPort, "- 9000: 9000", "Traceback"), other, kPort},
      {"yaml-quote-not-closed",
       refused(kPort, "- \"9000:9000", "did not find expected key"),
       refused(kPort, "- 9000:9000\"", type),
       kPort},
      {"yaml-quote-not-closed",
       refused(kBuild, "build: './back-end", "did not find expected '-' indicator"),
       refused(kBuild, "build: './back-end'", type),
       "build: './back-end'"},
      {"service-empty",
       refused("services:\n", "services:\n  cache:\n", "services.cache must be a mapping"),
       refused("services:\n", "services:\n  cache: {}\n", "services.cache: x")},
      {"service-empty",
       refused("    depends_on:\n      - back-end\n",
               "  cache:\n",
               "service \"cache\" has neither an image nor a build context specified"),
       refused("  front-end:\n", "  front-end:\n  ports:\n", "services.ports must be a mapping")},
      {"yaml-sign",
       refused("services:", "```\nservices:", "found character '`' that cannot start any token"),
       other},
      {"service-twice",
       refused("  front-end:\n", "  back-end:\n", "A service can not depend on itself: back-end"),
       other},
      {"depends-on-itself",
       refused("- back-end\n", "- front-end\n", "A service can not depend on itself: front-end"),
       other},
      {"compose-env-file-missing",
       refused("    depends_on:",
               "    env_file: .env\n    depends_on:",
               "Couldn't find env file: .env"),
       other},
  });
  const Look env = refused(
      "    depends_on:", "    env_file: .env\n    depends_on:", "Couldn't find env file: .env");
  const Verdict verdict = why(env.check, env.seen, env.task);
  REQUIRE_FALSE(verdict.where.empty());
  CHECK(verdict.where.front().line == 17);
}

TEST_CASE("a build section that leads to no Dockerfile") {
  const Look missing = no_dockerfile("services:", "services:", "task4/back-end/Containerfile");
  check_examples({
      {"build-names-file",
       no_dockerfile(
           kBuild, "build: ./back-end/Dockerfile", "task4/back-end/Dockerfile/Dockerfile"),
       missing,
       "build: ./back-end"},
      {"build-at-top",
       no_dockerfile("      context: ./back-end\n", "", "task4/Dockerfile"),
       missing,
       "    build:\n      context: ./back-end"},
      {"build-at-top",
       no_dockerfile(kBuild, "build: .", "task4/Dockerfile"),
       missing,
       "    build: ./back-end"},
      {"dockerfile-key-wrong",
       no_dockerfile("./back-end\n      dockerfile: Dockerfile",
                     "./back-end\n      dockerfile: back-end/Dockerfile",
                     "task4/back-end/back-end/Dockerfile"),
       no_dockerfile(kBuild, "build: ./backend", "task4/backend/Dockerfile"),
       "dockerfile: Dockerfile"},
      {"dockerfile-key-wrong",
       no_dockerfile("./back-end\n      dockerfile: Dockerfile",
                     "./back-end\n      dockerfile: DockerFile",
                     "task4/back-end/DockerFile"),
       no_dockerfile(kBuild, "build: ./backend", "task4/backend/Dockerfile"),
       "dockerfile: Dockerfile"},
  });
}

TEST_CASE("a proxy that stumbles over its own lines") {
  const std::string lost = "host not found in upstream \"back-end\"";
  Sources apart = edited(model(5),
                         kStack,
                         "    expose:\n      - \"5252\"",
                         "    expose:\n      - \"5252\"\n    networks: [inner]");
  Sources block =
      edited(model(5),
             kProxy,
             "server {\n    listen",
             "upstream api {\n    server http://back-end:5252;\n}\nserver {\n    listen");
  const Sources ported = edited(model(5), kProxy, kPass, "proxy_pass http://api:5252;");
  HttpSeen tls = answer("", 502);
  tls.log = "[error] SSL_do_handshake() failed (SSL: wrong version number)\n";
  const Look silent = asks(answer("", 502), "listen", "listen");
  check_examples({
      {"networks-apart", proxy_ends(std::move(apart), lost), proxy_ends(model(5), lost)},
      {"nginx-upstream-scheme",
       proxy_ends(std::move(block),
                  "invalid host in upstream \"http://back-end:5252\"",
                  "conf.d/default.conf:2"),
       proxy_ends(model(5), lost),
       "server back-end:5252;"},
      {"nginx-upstream-port",
       proxy_ends(ported, "upstream \"api\" may not have port 5252"),
       proxy_ends(model(5), lost),
       "proxy_pass http://api;"},
      {"upstream-inside-server",
       proxy_ends(model(5), "\"upstream\" directive is not allowed here"),
       proxy_ends(model(5), "\"http\" directive is not allowed here")},
      {"nginx-https-to-http",
       asks(tls, "http://back-end", "https://back-end"),
       silent,
       "http://back-end"},
      {"location-without-slash",
       asks(answer("<html>", 404), "location /api", "location api"),
       asks(answer("<html>", 404), "location /api", "location /apis"),
       "location /api"},
      {"rewrite-changes-path",
       asks(answer("", 404),
            kPass,
            "rewrite ^/api/(.*)$ /$1 break;\n        proxy_pass http://back-end:5252;"),
       asks(answer("", 404), "listen", "listen")},
  });
}

TEST_CASE("what a service may not have when it is scaled") {
  const char* exposed = "    expose:\n      - \"5252\"";
  const std::string taken = "Cannot start service back-end: Address already in use\n";
  const Sources fixed = edited(
      model(6), kStack, exposed, "    networks:\n      inner:\n        ipv4_address: 172.30.99.10");
  check_examples({{"fixed-address-on-scaled", scaled(taken, fixed), scaled(taken, model(6))}});
}

TEST_CASE("a command whose program has a typing mistake") {
  const auto command = [](const char* text) {
    return Look{"t6-command", file("task6/2-api-servers.txt", text), {}};
  };
  check_examples({
      {"command-misspelt",
       command("docker_compose up --scale back-end=2\n"),
       command("Two servers are started.\n"),
       "docker-compose up --scale back-end=2"},
      {"command-wrong-number",
       command("docker-compose up --scale back-end:2\n"),
       command("docker-compose up --scale backend:2\n"),
       "back-end=2"},
  });
}

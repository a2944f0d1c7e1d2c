#include "checker/discovery/compose_file.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace pinko;
using namespace pinko::discovery;

namespace {

bool told(const ComposeFile& file, std::string_view words, int line) {
  for (const Problem& problem : file.problems) {
    if (problem.where.line == line && problem.message.find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("services are read in the file's order, with their places") {
  const ComposeFile file = parse_compose(
      "version: '3.8'\n"
      "services:\n"
      "  proxy:\n"
      "    build: ./proxy\n"
      "    ports:\n"
      "      - \"80:80\"\n"
      "    depends_on:\n"
      "      back-end:\n"
      "        condition: service_started\n"
      "  back-end:\n"
      "    build:\n"
      "      context: back-end\n"
      "      dockerfile: Dockerfile.api\n"
      "      args: [A=1]\n"
      "    image: softy:task6\n"
      "    container_name: api\n"
      "    expose: [\"5252\"]\n"
      "    environment:\n"
      "      MODE: test\n"
      "    deploy:\n"
      "      replicas: 2\n",
      "task6/docker-compose.yml");
  CHECK(file.readable);
  CHECK(file.problems.empty());
  CHECK(file.version->text == "3.8");
  REQUIRE(file.services.size() == 2);
  const Service& proxy = file.services[0];
  CHECK(proxy.name == "proxy");
  CHECK(to_string(proxy.where) == "task6/docker-compose.yml:3:3");
  CHECK(proxy.build->context == "./proxy");
  CHECK(proxy.ports.at(0).host_first == 80);
  CHECK(proxy.ports[0].where.line == 6);
  CHECK(proxy.depends_on.at(0).text == "back-end");
  const Service& api = *file.find("back-end");
  CHECK(api.build->dockerfile == "Dockerfile.api");
  CHECK(api.build->args.at("A") == "1");
  CHECK(api.container_name->where.line == 16);
  CHECK(api.expose.at(0).text == "5252");
  CHECK(api.environment.at("MODE") == "test");
  CHECK(api.replicas == 2);
  CHECK(api.replicas_place.line == 21);
  CHECK(api.place_of("expose").line == 17);
  CHECK(api.place_of("volumes") == api.where);
  CHECK(file.find("front-end") == nullptr);
}

TEST_CASE("every form of a port is read") {
  const auto port = [](std::string_view text) { return parse_port(text).value(); };
  CHECK_FALSE(port("5252").fixed());
  CHECK(port("5252").container_first == 5252);
  CHECK(port("8080:80").host_first == 8080);
  CHECK(port("127.0.0.1:80:9000/tcp").host_ip == "127.0.0.1");
  CHECK(port("127.0.0.1:80:9000").container_first == 9000);
  CHECK(port("[::1]:80:80").host_ip == "::1");
  CHECK(port("8000-8002:80-82").host_last == 8002);
  CHECK_FALSE(port("127.0.0.1::80").fixed());
  CHECK(port("53:53/UDP").protocol == "udp");
  for (const char* text : {"", "x", "80:", "80:x", "0", "70000", "5-3", "1-3:1-2", "80/ftp"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_port(text));
  }
}

TEST_CASE("long ports, bare numbers and numbers to base 60") {
  const ComposeFile file = parse_compose(
      "services:\n  a:\n    ports:\n      - target: 80\n        published: \"8080\"\n"
      "        host_ip: 127.0.0.1\n      - 5252\n      - 22:22\n      - '22:22'\n      - 80:80\n"
      "      - ${PORT:-9000}:9000\n      - nonsense\n");
  const auto& ports = file.services.at(0).ports;
  REQUIRE(ports.size() == 7);
  CHECK(ports[0].host_first == 8080);
  CHECK(ports[0].host_ip == "127.0.0.1");
  CHECK_FALSE(ports[1].fixed());
  CHECK(ports[2].sexagesimal);
  CHECK_FALSE(ports[3].sexagesimal);
  CHECK_FALSE(ports[4].sexagesimal);
  CHECK(ports[5].host_first == 9000);
  CHECK(ports[6].container_first == 0);
  CHECK(told(file, "nonsense", 12));
}

TEST_CASE("variables come from the caller") {
  const ComposeFile file =
      parse_compose("services:\n  a:\n    image: x:${TAG}\n", "", {{"TAG", "task5"}});
  CHECK(file.services.at(0).image->text == "x:task5");
}

TEST_CASE("anchors and merge keys are put in, own keys first") {
  const ComposeFile file = parse_compose(
      "x-base: &base\n  build: ./api\n  ports: [\"1:1\"]\nservices:\n  a:\n    <<: *base\n"
      "    ports: [\"2:2\"]\n  b:\n    <<: [*base, {image: y}]\n");
  REQUIRE(file.services.size() == 2);
  CHECK(file.services[0].build->context == "./api");
  CHECK(file.services[0].ports.at(0).host_first == 2);
  CHECK(file.services[0].ports.size() == 1);
  CHECK(file.services[1].image->text == "y");
}

TEST_CASE("what is no Compose file is named, with its place") {
  CHECK(told(parse_compose("services:\n\tweb:\n"), "tab", 2));
  CHECK(told(parse_compose("services:\n  a:\n   b: 1\n  - c\n"), "YAML", 4));
  CHECK(told(parse_compose(""), "empty", 1));
  CHECK(told(parse_compose("just words\n"), "mapping", 1));
  CHECK(told(parse_compose("services:\nback-end:\n  build: .\n"), "indent", 1));
  CHECK(told(parse_compose("services:\n  a:\n    image: x\n  a:\n    image: y\n"), "twice", 4));
  CHECK(told(parse_compose("services:\n  a:\n    ports: \"80:80\"\n"), "list", 3));
  CHECK_FALSE(parse_compose("services: [\n").readable);
  CHECK(parse_compose("services:\n  a:\n").services.size() == 1);
}

TEST_CASE("bombs and garbage end soon") {
  std::string bomb = "a0: &a0 {k: v}\n";
  for (int i = 1; i < 40; ++i) {
    const std::string name = "a" + std::to_string(i);
    const std::string before = "*a" + std::to_string(i - 1);
    bomb.append(name).append(": &").append(name).append("\n  <<: [");
    bomb.append(before).append(", ").append(before).append(", ").append(before).append("]\n");
  }
  CHECK(parse_compose(bomb + "services:\n  s:\n    <<: *a39\n").services.size() <= 1);
  CHECK_FALSE(parse_compose(std::string(100'000, '[')).readable);
  CHECK_FALSE(parse_compose(std::string(100'000'000, '{')).readable);
  CHECK_FALSE(parse_compose(std::string("\xFF\xFE\x00\x01", 4)).readable);
}

TEST_CASE("a role is guessed from the surest sign") {
  const auto role = [](const std::string& body) {
    return guess_role(parse_compose("services:\n" + body).services.at(0));
  };
  CHECK(role("  back-end:\n    build: ./front-end\n") == "back-end");
  CHECK(role("  frontend:\n    image: x\n") == "front-end");
  CHECK(role("  x:\n    build: ./task5/back-end/\n") == "back-end");
  CHECK(role("  x:\n    ports: [\"9000\"]\n") == "front-end");
  CHECK(role("  x:\n    ports: [\"8080:80\"]\n") == "proxy");
  CHECK(role("  flask-app:\n    image: x\n") == "back-end");
  CHECK(role("  web:\n    image: x\n") == "front-end");
  CHECK(role("  nginx:\n    image: x\n") == "proxy");
  CHECK(role("  database:\n    image: x\n").empty());
}

TEST_CASE("services become observations, one role each") {
  const ComposeFile file = parse_compose(
      "services:\n  api2:\n    build: ./api\n  back-end:\n    build: {context: ../shared}\n"
      "    ports: [\"5252\", \"7000-7001:80-81\"]\n    scale: 3\n");
  const std::vector<ComposeService> services = to_services(file, "task6");
  REQUIRE(services.size() == 2);
  CHECK(services[0].role.empty());
  CHECK(services[0].context == "task6/api");
  CHECK(services[0].dockerfile == "Dockerfile");
  CHECK(services[1].role == "back-end");
  CHECK(services[1].context == "shared");
  CHECK(services[1].replicas == 3);
  REQUIRE(services[1].ports.size() == 3);
  CHECK(services[1].ports[0].chosen_by_engine);
  CHECK(services[1].ports[2].host_port == 7001);
  CHECK(services[1].ports[2].container_port == 81);
}

TEST_CASE("of keys that stand twice the last one counts, where it stands") {
  const ComposeFile file = parse_compose(
      "services:\nservices:\n  api:\n    image: a\n    ports: ['80:80']\n    image: b\n");
  REQUIRE(file.services.size() == 1);
  REQUIRE(file.services[0].image);
  CHECK(file.services[0].image->text == "b");
  CHECK(file.services[0].image->where.line == 6);
  CHECK(file.services[0].ports.size() == 1);
  CHECK(file.repeated.size() == 2);
}

TEST_CASE("an override file is laid over the task's own, and each value keeps its place") {
  const ComposeFile lower = parse_compose(
      "services:\n"
      "  back-end:\n"
      "    build: {context: back-end, args: {A: one, B: two}}\n"
      "    image: softy\n"
      "    ports: [\"5252:5252\"]\n"
      "    environment: {MODE: plain, NAME: api}\n"
      "    depends_on: [store]\n"
      "networks: {inner: }\n",
      "task6/docker-compose.yml");
  const ComposeFile upper = parse_compose(
      "services:\n"
      "  back-end:\n"
      "    build: {args: {A: three}}\n"
      "    image: other\n"
      "    container_name: api\n"
      "    ports: [\"5253:5252\"]\n"
      "    environment: {MODE: test}\n"
      "    depends_on: [store, proxy]\n"
      "    deploy: {replicas: 3}\n"
      "  proxy:\n"
      "    image: nginx\n"
      "networks: {inner: , outer: }\n",
      "task6/docker-compose.override.yml");
  const ComposeFile both = laid_over(lower, upper);
  REQUIRE(both.services.size() == 2);
  const Service& api = both.services[0];
  CHECK(api.build->context == "back-end");
  CHECK(api.build->args == std::map<std::string, std::string>{{"A", "three"}, {"B", "two"}});
  CHECK(api.image->text == "other");
  CHECK(to_string(api.place_of("container_name")) == "task6/docker-compose.override.yml:5:5");
  CHECK(to_string(api.place_of("build")) == "task6/docker-compose.yml:3:5");
  REQUIRE(api.ports.size() == 2);
  CHECK(api.ports[0].host_first == 5252);
  CHECK(to_string(api.ports[1].where) == "task6/docker-compose.override.yml:6:13");
  CHECK(api.environment == std::map<std::string, std::string>{{"MODE", "test"}, {"NAME", "api"}});
  CHECK(api.depends_on.size() == 2);
  CHECK(api.replicas == 3);
  CHECK(both.services[1].name == "proxy");
  CHECK(both.networks.size() == 2);
  CHECK(laid_over(lower, parse_compose("")).services[0].image->text == "softy");
}

TEST_CASE("a project is called as the file says, or else as its folder") {
  CHECK(project_name(parse_compose("services: {}\n"), "Task 6.b") == "task6b");
  CHECK(project_name(parse_compose("name: My_softy-Pinko.1\n"), "task6") == "my_softy-pinko1");
  const ComposeFile upper = parse_compose("name: other\n");
  CHECK(project_name(laid_over(parse_compose("name: one\n"), upper), "task6") == "other");
}

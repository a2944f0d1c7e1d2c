#include "checker/grade/by_hand.hpp"

#include "tests/support/catch.hpp"

#include <array>

using namespace pinko;

namespace {

constexpr std::array kImages{
    ImageSpec{.role = "app", .context = ".", .dockerfile = "Dockerfile"},
    ImageSpec{.role = "front-end", .context = "front-end", .dockerfile = "front-end/Dockerfile"}};
constexpr std::array kServers{ServerSpec{.role = "app", .port = 5252},
                              ServerSpec{.role = "front-end", .port = 9000}};
constexpr std::array kProxy{ServerSpec{.role = "proxy", .port = 80}};

const Task kByHand{
    .number = 3, .title = {}, .fixture = {.images = kImages, .servers = kServers}, .checks = {}};
const Task kComposed{.number = 6,
                     .title = {},
                     .fixture = {.images = {}, .servers = kProxy, .compose = true, .replicas = 2},
                     .checks = {}};

}  // namespace

TEST_CASE("a command that reads files, or starts what it needs itself, stands alone") {
  CHECK(grade::by_hand(kByHand, ReadFile{"api.py"}, "ls -la") == "ls -la");
  CHECK(grade::by_hand(kByHand, BuildImage{"app"}, "docker build .") == "docker build .");
  CHECK(grade::by_hand(kComposed, StartProject{2}, "docker-compose up") == "docker-compose up");
  CHECK(grade::by_hand(kComposed, HttpGet{.port = 80}, "").empty());
}

TEST_CASE("an image is built before it is looked at, for an old one shows an old mistake") {
  CHECK(grade::by_hand(kByHand, RunOnce{.role = "app"}, "docker run softy-pinko:task3") ==
        "docker build -f ./Dockerfile -t softy-pinko:task3 .\n"
        "docker run softy-pinko:task3");
  CHECK(grade::by_hand(kByHand, ListListeners{.role = "front-end"}, "docker run it") ==
        "docker build -f ./front-end/Dockerfile -t softy-pinko-front-end:task3 ./front-end\n"
        "docker run it");
  CHECK(grade::by_hand(kComposed, CompareCopy{.role = "proxy"}, "docker-compose run it") ==
        "docker-compose build\ndocker-compose run it");
}

TEST_CASE(
    "servers that are asked are up before, and gone behind it, so that their ports are free") {
  CHECK(grade::by_hand(kByHand, HttpGet{.port = 5252}, "curl it") ==
        "docker build -f ./Dockerfile -t softy-pinko:task3 .\n"
        "docker run -d --name pinko-app -p 5252:5252 softy-pinko:task3\n"
        "sleep 3\n"
        "curl it\n"
        "docker rm -f pinko-app");
  const std::string both = grade::by_hand(kByHand, LoadPage{.port = 9000}, "chromium it");
  CHECK(both.find("-p 5252:5252") != std::string::npos);
  CHECK(both.find("-p 9000:9000") != std::string::npos);
  CHECK(both.ends_with("chromium it\ndocker rm -f pinko-app pinko-front-end"));
}

TEST_CASE("a stack is brought up with the servers that the check wants") {
  CHECK(grade::by_hand(kComposed, FetchSite{.port = 80}, "curl it") ==
        "docker-compose up -d --build --scale back-end=2\nsleep 3\ncurl it\ndocker-compose down");
  CHECK(grade::by_hand(kComposed, SampleReplicas{.replicas = 5}, "curl it")
            .starts_with("docker-compose up -d --build --scale back-end=5\n"));
}

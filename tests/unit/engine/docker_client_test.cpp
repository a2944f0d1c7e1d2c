#include "checker/engine/docker_client.hpp"

#include "checker/engine/resources.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/own_address.hpp"
#include "tests/support/tiny_server.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;
using pinko::test::TinyAnswer;
using pinko::test::TinyServer;

namespace {

constexpr std::uint16_t kPort = 2375;

class NoLog final : public Log {
 public:
  void write(LogLevel /*level*/, std::string_view /*line*/) override {}
};

TinyAnswer json(std::string body) {
  return {.type = "application/json", .body = std::move(body)};
}

TinyAnswer refusal(int status, const std::string& words) {
  return {.status = status, .body = R"({"message":")" + words + R"("})"};
}

/// An engine that answers as it is told.
class Told {
 public:
  explicit Told(TinyServer::Answer answer)
      : address_(test::own_address()),
        server_(address_,
                kPort,
                [answer = std::move(answer)](std::string_view method, std::string_view target) {
                  if (target == "/version") return json(R"({"ApiVersion":"1.41"})");
                  return answer(method, target);
                }) {}

  [[nodiscard]] std::unique_ptr<DockerClient> connect() {
    auto api =
        EngineApi::connect({.url = "tcp://" + address_ + ":" + std::to_string(kPort)}, {}, soon());
    REQUIRE(api);
    return std::make_unique<DockerClient>(*std::move(api), nullptr, log);
  }
  [[nodiscard]] static Deadline soon() { return Deadline::in(60s); }

  NoLog log;

 private:
  std::string address_;
  TinyServer server_;
};

}  // namespace

TEST_CASE("addresses that a submission chose and another network has are told as that") {
  Told engine([](std::string_view /*method*/, std::string_view /*target*/) {
    return TinyAnswer{
        .status = 403,
        .type = "application/json",
        .body = R"({"message":"Pool overlaps with other one on this address space"})"};
  });
  const auto client = engine.connect();
  const auto made = client->create_network({.name = "n", .subnet = "172.28.0.0/16"}, Told::soon());
  REQUIRE_FALSE(made);
  CHECK(made.error().code == ErrorCode::port_owner);
  CHECK(made.error().message.find("chooses the addresses 172.28.0.0/16") != std::string::npos);
}

TEST_CASE("a log that the deadline cut off is not taken for the whole") {
  Told told([](auto, auto) {
    TinyAnswer answer = json("2026-11-21T04:48:57.1Z one line\n");
    answer.unfinished = true;
    return answer;
  });
  const auto engine = told.connect();
  const auto lines = engine->logs("c", {}, Deadline::in(300ms));
  REQUIRE_FALSE(lines);
  CHECK(lines.error().code == ErrorCode::timeout);
}

TEST_CASE("what the engine refuses to remove is not counted as removed") {
  Told told([](std::string_view method, std::string_view target) {
    const auto is = [target](std::string_view words) {
      return target.find(words) != std::string_view::npos;
    };
    if (method == "DELETE" && is("stubborn")) {
      return refusal(403, "it has active endpoints");
    }
    if (is("/networks?")) return json(R"([{"Id":"easy"},{"Id":"stubborn"}])");
    if (is("/volumes?")) return json(R"({"Volumes":[]})");
    return json("[]");
  });
  const auto engine = told.connect();
  const auto removed = remove_run(*engine, told.log, "r", Told::soon());
  REQUIRE(removed);
  CHECK(removed->networks == 1);
  CHECK(removed->refused == 1);
  CHECK(removed->total() == 1);
}

TEST_CASE("a network that only the engine's wrong count keeps is told as that") {
  const auto words_with = [](const std::string& containers) {
    Told told([&](std::string_view method, std::string_view /*target*/) {
      if (method == "DELETE") return refusal(403, "network n id 7d28 has active endpoints");
      return json(R"({"Id":"7d28","Containers":)" + containers + "}");
    });
    return told.connect()->remove(ObjectKind::network, "n", Told::soon()).error().message;
  };
  CHECK(words_with("{}").find("restart the engine") != std::string::npos);
  CHECK(words_with(R"({"c":{"Name":"front-end"}})").find("restart") == std::string::npos);
}

TEST_CASE("a network whose last container goes at this moment is removed all the same") {
  int tries = 0;
  Told told([&](std::string_view method, std::string_view /*target*/) {
    if (method == "DELETE" && tries++ == 0) return refusal(403, "n has active endpoints");
    return json(R"({"Id":"7d28","Containers":{}})");
  });
  CHECK(told.connect()->remove(ObjectKind::network, "n", Told::soon()));
  CHECK(tries == 2);
}

TEST_CASE("to kill what has ended is no trouble, in Docker's words or in Podman's") {
  const auto killed = [](int status, const std::string& words) {
    Told engine([&](auto, auto) { return refusal(status, words); });
    return engine.connect()->kill("a", Told::soon()).has_value();
  };
  CHECK(killed(409, "Container a is not running"));
  CHECK(killed(500, "can only kill running containers. a is in state exited"));
  CHECK_FALSE(killed(500, "out of order"));
}

TEST_CASE("a command that cannot be started is told from a machine that may not start it") {
  const auto started = [](const std::string& words) {
    Told engine([&](auto, auto) { return refusal(500, words); });
    return engine.connect()->start("a", Told::soon());
  };
  const auto missing = started("runc create failed: exec: pyhton3: executable file not found");
  REQUIRE(missing);
  CHECK_FALSE(missing->empty());
  CHECK_FALSE(
      started("runc create failed: error during container init: error setting rlimit type "
              "7: operation not permitted: OCI permission denied"));
  CHECK_FALSE(started("error setting rlimits: permission denied"));
  for (const char* path : {"/app/run.sh", "/etc/hostname"}) {
    const std::string exec = "unable to start container process: exec: \"" + std::string(path);
    const auto told = started(exec + "\": permission denied");
    REQUIRE(told);
    CHECK_FALSE(told->empty());
    CHECK(started(exec + "\": stat " + path + ": no such file or directory"));
  }
  CHECK(started("chdir to cwd (\"/root/x\") set in config.json failed: permission denied"));
  CHECK(started("crun: open executable: Permission denied: OCI permission denied"));
  CHECK_FALSE(
      started("apparmor failed to apply profile: write /proc/self/attr/apparmor/exec: no such file "
              "or directory"));
  CHECK_FALSE(started("open sysctl net.ipv4.ip_unprivileged_port_start file: permission denied"));
}

TEST_CASE("an image that names no command is told from one that is not there") {
  const auto lacks = [](const std::string& words) {
    return lacks_command({.code = ErrorCode::engine, .message = "make a container: " + words});
  };
  CHECK(lacks("No command specified"));
  CHECK(lacks("no command specified"));
  CHECK(lacks("no command or entrypoint provided, and no CMD or ENTRYPOINT from image"));
  CHECK_FALSE(lacks("No such image: softy-pinko:task1"));
}

TEST_CASE("a list of which something is being removed is asked for again") {
  int asked = 0;
  Told engine([&asked](auto, auto) {
    return ++asked == 1 ? refusal(500, "locating image with ID b: image not known")
                        : json(R"([{"Id":"sha256:a","Labels":{"l":"v"}}])");
  });
  const auto images = engine.connect()->list(ObjectKind::image, "l", "v", Told::soon());
  REQUIRE(images);
  CHECK(images->size() == 1);
  CHECK(asked == 2);
}

#include "checker/engine/compose_cli.hpp"
#include "checker/engine/containment.hpp"
#include "checker/engine/docker_engine.hpp"
#include "checker/engine/resources.hpp"
#include "checker/engine/run_identity.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;

namespace {

class QuietLog final : public Log {
 public:
  void write(LogLevel level, std::string_view line) override {
    if (level == LogLevel::warning) UNSCOPED_INFO(std::string(line));
  }
};

Deadline soon() {
  return Deadline::in(60s);
}

std::vector<ContainerState> of_service(std::vector<ContainerState> containers,
                                       std::string_view service) {
  std::erase_if(containers, [&](const ContainerState& one) {
    const auto label = one.labels.find("com.docker.compose.service");
    return label == one.labels.end() || label->second != service;
  });
  return containers;
}

/// A Compose project of a test's own, from its file's text to running containers.
struct Stack {
  ProcessRunner runner;
  QuietLog log;
  RunIdentity run = RunIdentity::of_this_process();
  std::unique_ptr<ContainerEngine> engine;
  std::optional<ComposeCli> compose;
  TempDir folder{"compose-test"};
  TempDir model{"compose-model"};
  ContainedProject contained;
  std::string address;
  std::vector<Resource> around;

  Stack() {
    auto connected = connect_engine(runner, log, {}, soon());
    if (connected) engine = std::move(*connected);
    const auto program = find_compose(runner, soon());
    const auto base =
        engine ? engine->image("ubuntu:latest", soon()) : fail(ErrorCode::engine, "no engine");
    if (!program || !base || !*base) std::exit(77);
    compose.emplace(runner, *program, std::stop_token());
  }
  ~Stack() {
    around.clear();
    (void)remove_run(*engine, log, run.id, soon());
  }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;

  void write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = folder.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  /// Reads, contains and builds; the words of a refusal, else nothing.
  std::string prepare(const std::string& text) {
    write("docker-compose.yml", text);
    const auto config = compose->config({folder.path() / "docker-compose.yml"}, soon());
    REQUIRE(config);
    INFO(config->message);
    REQUIRE(config->accepted);
    ContainmentRequest request;
    request.model = config->model;
    request.compose_major = compose->program().major;
    request.folder = folder.path();
    request.repository_path = "task6";
    request.file = "task6/docker-compose.yml";
    request.sources = {{.file = request.file, .text = text}};
    request.project = run.name(6);
    request.image_prefix = run.image(6, "");
    request.image_prefix.resize(request.image_prefix.rfind(':'));
    request.address = address;
    request.labels = run.labels();
    request.limits.cpus = 1;
    request.cut_egress = true;
    auto made = contain(request);
    if (!made) return made.error().message;
    contained = std::move(*made);
    for (const PlannedBuild& planned : contained.builds) {
      const auto built = engine->build(planned.request);
      REQUIRE(built);
      INFO(built->output);
      REQUIRE(built->ok);
    }
    for (const NetworkSpec& spec : contained.networks) {
      around.push_back(std::move(*make_network(*engine, log, spec, soon())));
    }
    for (const VolumeSpec& spec : contained.volumes) {
      around.push_back(std::move(*make_volume(*engine, log, spec, soon())));
      REQUIRE(fill_volume(*engine, log, spec, soon()));
    }
    std::ofstream(model.path() / "model.json") << contained.model;
    return {};
  }

  CommandOutcome up(std::vector<std::pair<std::string, int>> scale) {
    const auto outcome = compose->up({.project = run.name(6),
                                      .model = model.path() / "model.json",
                                      .folder = folder.path(),
                                      .scale = std::move(scale),
                                      .deadline = soon()});
    REQUIRE(outcome);
    return *outcome;
  }
};

constexpr const char* kSleeper = "FROM ubuntu:latest\nCMD [\"sleep\", \"60\"]\n";

}  // namespace

TEST_CASE("a project comes up under private names, limited, and on its own address") {
  Stack stack;
  auto address = RunAddress::claim();
  REQUIRE(address);
  stack.address = address->text();
  stack.write("worker/Dockerfile", kSleeper);
  stack.write("proxy/Dockerfile", kSleeper);
  const std::filesystem::path worker = stack.folder.path() / "worker";
  if (getuid() == 0) REQUIRE(chown(worker.c_str(), 1234, 1234) == 0);
  std::filesystem::permissions(worker, std::filesystem::perms::owner_all);
  std::filesystem::create_directory(stack.folder.path() / "empty");
  const std::string refused = stack.prepare(
      "services:\n"
      "  back-end:\n    build: ./worker\n    image: nginx:latest\n    restart: always\n"
      "    expose: ['5252']\n    environment:\n      PRICE: 5$$\n"
      "    volumes: ['data:/data', './worker:/seen', './worker/Dockerfile:/file', "
      "'./empty:/empty']\n"
      "  proxy:\n    build: ./proxy\n    ports: ['80:80', '5252']\n    depends_on: [back-end]\n"
      "volumes:\n  data:\n");
  REQUIRE(refused.empty());
  const ComposeProject project(*stack.engine, stack.log, stack.run.name(6));
  const CommandOutcome outcome = stack.up({{"back-end", 2}});
  INFO(outcome.combined);
  REQUIRE(outcome.ok());

  const auto listed = project.list(soon());
  REQUIRE(listed);
  const auto containers = states_of(*stack.engine, *listed, soon());
  REQUIRE(containers);
  const std::vector<ContainerState> workers = of_service(*containers, "back-end");
  REQUIRE(workers.size() == 2);
  CHECK(workers.front().running);
  CHECK(workers.front().labels.at(kRunLabel) == stack.run.id);
  const std::vector<ContainerState> proxies = of_service(*containers, "proxy");
  REQUIRE(proxies.size() == 1);
  int fixed = 0;
  for (const Publish& port : proxies.front().published) {
    CHECK(port.address == stack.address);
    if (port.container_port == 80) CHECK(port.host_port == 80);
    if (port.container_port == 5252) CHECK(port.host_port != 0);
    ++fixed;
  }
  CHECK(fixed == 2);

  const auto seen = stack.engine->exec(
      {.container = proxies.front().id,
       .argv = {"sh", "-c", "getent ahostsv4 back-end | sort -u | grep -c STREAM"}});
  REQUIRE(seen);
  CHECK(seen->out == "2\n");
  const auto inside = stack.engine->exec(
      {.container = workers.front().id,
       .argv = {"sh",
                "-c",
                "echo $PRICE; touch /data/x && echo kept; echo said >/seen/x; ls /seen; "
                "stat -c '%u %a' /seen; touch /file || echo no; ls /empty; "
                "grep NoNewPrivs /proc/self/status"}});
  REQUIRE(inside);
  CHECK(inside->out == "5$\nkept\nDockerfile\nx\n1234 700\nno\nNoNewPrivs:\t1\n");
  const auto beside =
      stack.engine->exec({.container = workers.back().id, .argv = {"sh", "-c", "cat /seen/x"}});
  REQUIRE(beside);
  CHECK(beside->out == "said\n");  // one volume for all who share the folder
  CHECK_FALSE(std::filesystem::exists(stack.folder.path() / "worker" / "x"));
  const auto official = stack.engine->image("nginx:latest", soon());
  REQUIRE(official);
  if (*official) CHECK_FALSE((*official)->labels.contains(kRunLabel));
}

TEST_CASE("the replicas of a service with a container_name cannot all start") {
  Stack stack;
  stack.address = "127.77.250.1";
  stack.write("worker/Dockerfile", kSleeper);
  REQUIRE(stack
              .prepare("services:\n  back-end:\n    build: ./worker\n"
                       "    container_name: api\n")
              .empty());
  CHECK(stack.contained.not_scalable.contains("back-end"));
  const ComposeProject project(*stack.engine, stack.log, stack.run.name(6));
  const CommandOutcome outcome = stack.up({{"back-end", 2}});
  INFO(outcome.combined);
  CHECK_FALSE(outcome.ok());
}

TEST_CASE("a file that Compose refuses comes with Compose's words") {
  Stack stack;
  stack.write("docker-compose.yml", "services:\n  web:\n    no_such_key: 1\n");
  const auto config = stack.compose->config({stack.folder.path() / "docker-compose.yml"}, soon());
  REQUIRE(config);
  CHECK_FALSE(config->accepted);
  CHECK(config->message.find("no_such_key") != std::string::npos);
}

TEST_CASE("a project that asks for the host is refused before anything runs") {
  Stack stack;
  const std::string words =
      stack.prepare("services:\n  web:\n    image: x\n    privileged: true\n");
  CHECK(words.find("task6/docker-compose.yml") != std::string::npos);
  CHECK(words.find("privileged") != std::string::npos);
}

#include "checker/engine/compose_cli.hpp"
#include "checker/engine/docker_cli.hpp"
#include "checker/engine/docker_json.hpp"
#include "checker/engine/run_identity.hpp"
#include "checker/engine/subnets.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_command_runner.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;

namespace {

class NoLog final : public Log {
 public:
  void write(LogLevel, std::string_view) override {}
};

CommandOutcome failing(const std::string& output) {
  CommandOutcome outcome;
  outcome.exit_code = 1;
  outcome.combined = output;
  return outcome;
}

BuildRequest request() {
  return {.context = "/there",
          .tag = "pinko-check/x/app:latest",
          .labels = {{"pinko.run", "x"}},
          .deadline = Deadline::in(60s)};
}

DockerCli cli_with(test::FakeCommandRunner& runner, Log& log, Builder::Kind kind) {
  return {runner, log, {.kind = kind, .program = "/bin/docker"}, {.url = "unix:///s"}, {}};
}

}  // namespace

TEST_CASE("a build is one command with our name and labels") {
  test::FakeCommandRunner runner;
  NoLog log;
  REQUIRE(cli_with(runner, log, Builder::Kind::buildkit_in_cli).build(request()));
  REQUIRE(runner.commands.size() == 1);
  CHECK(runner.commands[0].argv == std::vector<std::string>{"/bin/docker",
                                                            "build",
                                                            "--progress=plain",
                                                            "--tag",
                                                            "pinko-check/x/app:latest",
                                                            "--label",
                                                            "pinko.run=x",
                                                            "--",
                                                            "/there"});
}

TEST_CASE("Podman's socket is asked as it understands") {
  test::FakeCommandRunner runner;
  NoLog log;
  const Builder ours{.kind = Builder::Kind::classic, .program = "/bin/docker", .for_podman = true};
  DockerCli cli(runner, log, ours, {.url = "unix:///s"}, {});
  REQUIRE(cli.build(request()));
  const std::vector<std::string>& argv = runner.commands.at(0).argv;
  CHECK(std::ranges::find(argv, "--memory") != argv.end());
  CHECK(std::ranges::find(argv, "--ulimit") == argv.end());
  // BuildKit is not looked for, whatever the docker command could do.
  const auto found = find_builder(runner, "podman", Deadline::in(5s));
  if (found) CHECK(found->kind != Builder::Kind::buildx);
  CHECK(runner.commands.size() == 1);
}

TEST_CASE("the classic builder bounds what runs in a build, and leaves no container behind") {
  test::FakeCommandRunner runner;
  NoLog log;
  REQUIRE(cli_with(runner, log, Builder::Kind::classic).build(request()));
  const std::vector<std::string>& argv = runner.commands.at(0).argv;
  for (const char* flag : {"--force-rm", "--memory", "--memory-swap", "--ulimit"})
    CHECK(std::ranges::find(argv, flag) != argv.end());
}

TEST_CASE("a cache that a build mounts is of that build alone") {
  test::FakeCommandRunner runner;
  NoLog log;
  BuildRequest mounting = request();
  mounting.dockerfile_text = "FROM x\nRUN --mount=type=cache,id=pip,target=/c true\n";
  REQUIRE(cli_with(runner, log, Builder::Kind::buildx).build(mounting));
  const std::vector<std::string>& argv = runner.commands.at(0).argv;
  CHECK(std::ranges::find(argv, "BUILDKIT_CACHE_MOUNT_NS=" + mounting.tag) != argv.end());
  CHECK(runner.commands.at(0).input == mounting.dockerfile_text);
}

TEST_CASE("a student's failure is not tried again") {
  test::FakeCommandRunner runner;
  NoLog log;
  runner.answers.emplace_back(failing("Step 2/2 : RUN nope\n/bin/sh: 1: nope: not found\n"));
  const auto built = cli_with(runner, log, Builder::Kind::classic).build(request());
  REQUIRE(built);
  CHECK_FALSE(built->ok);
  CHECK(built->failed_step == "RUN nope");
  CHECK(runner.commands.size() == 1);
}

TEST_CASE("a registry's failure is tried again, and mended") {
  test::FakeCommandRunner runner;
  NoLog log;
  runner.answers.emplace_back(
      failing("Step 1/2 : FROM ubuntu\nGet \"https://r/\": net/http: TLS handshake timeout\n"));
  const auto built = cli_with(runner, log, Builder::Kind::classic).build(request());
  REQUIRE(built);
  CHECK(built->ok);
  CHECK(built->retried == 1);
}

TEST_CASE("an error of ours stays one when there is no time to try again") {
  test::FakeCommandRunner runner;
  NoLog log;
  runner.answers.emplace_back(
      failing("Step 1/2 : FROM ubuntu\nGet \"https://r/\": net/http: TLS handshake timeout\n"));
  BuildRequest hasty = request();
  hasty.deadline = Deadline::in(1s);
  const auto built = cli_with(runner, log, Builder::Kind::classic).build(hasty);
  REQUIRE_FALSE(built);
  CHECK(built.error().code == ErrorCode::registry);
}

TEST_CASE("an `up` that fails is an outcome, unless a registry was silent") {
  test::FakeCommandRunner runner;
  const ComposeCli compose(runner, {.argv = {"c"}, .version = "2.0", .major = 2}, {});
  runner.answers.emplace_back(failing("Bind for 127.77.1.1:80 failed: port is already allocated"));
  const auto taken = compose.up({.project = "p", .model = "/m/m.json"});
  REQUIRE(taken);
  CHECK_FALSE(taken->ok());
  runner.answers.emplace_back(
      failing("web Pulling\nGet \"https://r/v2/\": dial tcp: lookup r: no such host\n"));
  const auto silent = compose.up({.project = "p", .model = "/m/m.json"});
  REQUIRE_FALSE(silent);
  CHECK(silent.error().code == ErrorCode::registry);
  CHECK(runner.commands[0].argv.back() == "0");
  runner.answers.emplace_back(failing(
      "ERROR: for api  Cannot start service api: container is marked for removal and cannot "
      "be started"));
  const auto robbed = compose.up({.project = "p", .model = "/m/m.json"});
  REQUIRE_FALSE(robbed);
  CHECK(robbed.error().code == ErrorCode::engine);
}

TEST_CASE("Compose versions are read from either wording, and from the script of a package") {
  const TempDir folder("compose-test");
  const std::filesystem::path program = folder.path() / "docker-compose";
  const char* const set = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)
  const std::string path = set == nullptr ? "" : set;
  setenv("PATH", folder.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  test::FakeCommandRunner runner;
  std::string words;
  runner.answer = [&words](const Command&) {
    CommandOutcome outcome;
    outcome.out = words;
    return Result<CommandOutcome>(outcome);
  };
  const auto find = [&](const std::string& script, const std::string& answer) {
    std::ofstream(program) << script;
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    words = answer;
    return find_compose(runner, Deadline::in(5s));
  };
  const auto one = find("#!/bin/sh\n", "docker-compose version 1.29.2, build unknown");
  const auto two = find("#!/bin/sh\n", "Docker Compose version v2.26.1");
  const std::size_t asked = runner.commands.size();
  const auto script = find("#!/usr/bin/python3\n# 'docker-compose==1.29.2'\n", "");
  setenv("PATH", path.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  REQUIRE(one);
  CHECK((one->major == 1 && one->version == "1.29.2" && one->confirmed));
  REQUIRE(two);
  CHECK((two->major == 2 && two->version == "2.26.1"));
  REQUIRE(script);
  CHECK((script->major == 1 && script->version == "1.29.2" && !script->confirmed));
  CHECK(runner.commands.size() == asked);
}

TEST_CASE("a container's limits reach the engine, and never more cores than there are") {
  ContainerSpec spec;
  spec.image = "x";
  spec.limits.cpus = 4;
  spec.publish = {{.address = "127.77.1.1", .host_port = 80, .container_port = 80}};
  const Json body = create_body(spec, 2);
  const Json& host = body["HostConfig"];
  CHECK(host["NanoCpus"] == 2'000'000'000);
  CHECK(host["Memory"] == host["MemorySwap"]);
  CHECK(host["PidsLimit"] == 256);
  CHECK(host["CapDrop"] == Json({"ALL"}));
  CHECK(host["RestartPolicy"]["Name"] == "no");
  CHECK(host["PortBindings"]["80/tcp"][0]["HostIp"] == "127.77.1.1");
  CHECK_FALSE(body.contains("Cmd"));
}

TEST_CASE("a copy has all of a container but its own name, id and addresses") {
  const Json inspected = parse_json(
      R"({"Id":"0123456789abcdef","Name":"/p_api_2",
          "Config":{"Hostname":"0123456789ab","Image":"i","Env":["A=1"],"MacAddress":"02:42",
                    "Labels":{"com.docker.compose.container-number":"2","pinko.run":"r"}},
          "HostConfig":{"NetworkMode":"n","Memory":5,"PortBindings":{"1/tcp":[{"HostPort":""}]}},
          "NetworkSettings":{"Networks":{
            "n":{"Aliases":["p_api_2","api","0123456789ab"],"IPAddress":"10.0.0.2","IPAMConfig":{}},
            "other":{"Aliases":["back"],"Links":["db:db"]}}}})");
  const CopyPlan plan = plan_copy(
      inspected, {.name = "p_api_3", .labels = {{"com.docker.compose.container-number", "3"}}});
  CHECK(plan.obstacle.empty());
  CHECK_FALSE(plan.body.contains("Hostname"));
  CHECK_FALSE(plan.body.contains("MacAddress"));
  CHECK(plan.body["Env"] == Json({"A=1"}));
  CHECK(plan.body["HostConfig"]["Memory"] == 5);
  CHECK(plan.body["Labels"]["com.docker.compose.container-number"] == "3");
  CHECK(plan.body["Labels"]["pinko.run"] == "r");
  CHECK(plan.body["NetworkingConfig"]["EndpointsConfig"] ==
        parse_json(R"({"n":{"Aliases":["api"]}})"));
  REQUIRE(plan.joined.size() == 1);
  CHECK(plan.joined.at("other") ==
        parse_json(R"({"EndpointConfig":{"Aliases":["back"],"Links":["db:db"]}})"));
}

TEST_CASE("a copy keeps its names in a network that its container names by id") {
  const CopyPlan plan = plan_copy(parse_json(R"({"Id":"0123456789abcdef","Name":"/p-api-2",
          "HostConfig":{"NetworkMode":"feed"},
          "NetworkSettings":{"Networks":{
            "n":{"Aliases":["p-api-2","api","0123456789ab"],"NetworkID":"feed"}}}})"),
                                  {});
  CHECK(plan.joined.empty());
  CHECK(plan.body["HostConfig"]["NetworkMode"] == "n");
  CHECK(plan.body["NetworkingConfig"]["EndpointsConfig"] ==
        parse_json(R"({"n":{"Aliases":["api"]}})"));
}

TEST_CASE("a copy that runs something else publishes nothing") {
  const CopyPlan plan =
      plan_copy(parse_json(R"({"Config":{"Entrypoint":["/entry.sh"],"Cmd":["nginx"],"Image":"i"},
                     "HostConfig":{"PortBindings":{"80/tcp":[{"HostPort":"80"}]},"NanoCpus":5,
                                   "CpuPeriod":7,"CpuQuota":9,"Ulimits":[{"Name":"RLIMIT_CORE"}]}})"),
                {.name = "other", .command = {"sleep", "9"}});
  CHECK(plan.obstacle.empty());
  CHECK(plan.body["Entrypoint"] == Json({"sleep", "9"}));
  CHECK_FALSE(plan.body.contains("Cmd"));
  CHECK(plan.body["HostConfig"] == parse_json(R"({"NanoCpus":5,"Ulimits":[{"Name":"core"}]})"));
}

TEST_CASE("what only one container can have keeps it from being copied") {
  CHECK(
      plan_copy(parse_json(R"({"HostConfig":{"PortBindings":{"1/tcp":[{"HostPort":"80"}]}}})"), {})
          .obstacle == "a fixed port");
  CHECK(plan_copy(parse_json(R"({"NetworkSettings":{"Networks":{
                    "n":{"IPAMConfig":{"IPv4Address":"10.0.0.9"}}}}})"),
                  {})
            .obstacle == "a fixed address");
  CHECK(plan_copy(parse_json(R"({"Config":{"Hostname":"api"},"Id":"0123456789ab"})"), {})
            .body["Hostname"] == "api");
}

TEST_CASE("a Compose that was not asked is asked before its refusal counts") {
  test::FakeCommandRunner runner;
  runner.answer = [](const Command&) { return Result<CommandOutcome>(failing("no module")); };
  const ComposeProgram program{
      .argv = {"/bin/docker-compose"}, .version = "1.29.2", .major = 1, .confirmed = false};
  const TempDir folder("compose-test");
  const ComposeCli compose(runner, program, {});
  const auto config = compose.config({folder.path() / "docker-compose.yml"}, Deadline::in(5s));
  REQUIRE_FALSE(config);
  CHECK(config.error().code == ErrorCode::engine);
  REQUIRE(runner.commands.size() == 2);
  CHECK(runner.commands[1].argv.back() == "version");
  // One that was not given the time for its answer may well run.
  const auto late = compose.config({folder.path() / "docker-compose.yml"}, Deadline::in(0s));
  REQUIRE_FALSE(late);
  CHECK(late.error().code == ErrorCode::timeout);
}

TEST_CASE("a container's state is read from what the engine says") {
  const ContainerState state = container_state(parse_json(
      R"({"Id":"a","Name":"/web","State":{"Running":false,"ExitCode":137,"OOMKilled":true},
          "Config":{"Labels":{"k":"v"}},"NetworkSettings":{
            "Ports":{"80/tcp":[{"HostIp":"127.77.1.1","HostPort":"80"}],"5252/tcp":null},
            "Networks":{"n":{"IPAddress":"10.213.0.2"}}}})"));
  CHECK(state.name == "web");
  CHECK(state.exit_code == 137);
  CHECK(state.out_of_memory);
  REQUIRE(state.published.size() == 1);
  CHECK(state.published[0].host_port == 80);
  CHECK(state.addresses.at("n") == "10.213.0.2");
  CHECK_FALSE(state.never_started);
  CHECK(container_state(Json()).name.empty());
  CHECK(
      container_state(parse_json(R"({"State":{"Status":"created","ExitCode":0}})")).never_started);
  CHECK_FALSE(container_state(parse_json(R"({"State":{"Status":"created","ExitCode":127,
                                             "Error":"executable file not found"}})"))
                  .never_started);
}

TEST_CASE("the pool gives every subnet once") {
  SubnetPool pool("a name");
  std::set<std::string> seen;
  for (int i = 0; i < SubnetPool::kSize; ++i)
    seen.insert(pool.next());
  CHECK(seen.size() == SubnetPool::kSize);
  CHECK(seen.contains("10.213.255.192/26"));
}

TEST_CASE("an image's name tells the run, the task and the role") {
  const RunIdentity mine = RunIdentity::of_this_process();
  CHECK(mine.image(4, "proxy") == "pinko-check/" + mine.id + "/task4-proxy:latest");
}

TEST_CASE("two claims never share an address") {
  const auto first = RunAddress::claim();
  REQUIRE(first);
  const auto second = RunAddress::claim();
#if defined(__linux__)
  REQUIRE(second);
  CHECK(first->text() != second->text());
  CHECK(first->text().starts_with("127.77."));
#else
  CHECK_FALSE(second);
#endif
}

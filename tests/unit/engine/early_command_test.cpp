#include "checker/engine/early_command.hpp"

#include "checker/engine/compose_cli.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_command_runner.hpp"

#include <chrono>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;

namespace {

Command command(std::vector<std::string> argv) {
  return {.argv = std::move(argv), .deadline = Deadline::in(5min)};
}

}  // namespace

TEST_CASE("a command that was begun early gets all of its input") {
  ProcessRunner runner;
  EarlyCommand early(runner, command({"wc", "-c"}));
  const auto outcome = early.finish(std::string(1 << 20, 'x'), Deadline::in(1min));
  REQUIRE(outcome);
  CHECK(outcome->ok());
  CHECK(outcome->out == "1048576\n");
}

TEST_CASE("a command that was begun early and is not wanted is ended") {
  ProcessRunner runner;
  const auto begin = Deadline::Clock::now();
  { const EarlyCommand early(runner, command({"sleep", "300"})); }
  CHECK(Deadline::Clock::now() - begin < 2min);
}

TEST_CASE("a command that does not take its input in time is ended") {
  ProcessRunner runner;
  EarlyCommand early(runner, command({"sleep", "300"}));
  const auto outcome = early.finish(std::string(4 << 20, 'x'), Deadline::in(20ms));
  REQUIRE(outcome);
  CHECK(outcome->timed_out);
}

TEST_CASE("a command that cannot be started says so when it is to go on") {
  ProcessRunner runner;
  EarlyCommand early(runner, command({"/no/such/program"}));
  const auto outcome = early.finish("all", Deadline::in(1min));
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().message.find("/no/such/program") != std::string::npos);
}

TEST_CASE("a command that ends without reading leaves nobody waiting") {
  ProcessRunner runner;
  EarlyCommand early(runner, command({"sh", "-c", "exit 7"}));
  const auto outcome = early.finish(std::string(4 << 20, 'x'), Deadline::in(1min));
  REQUIRE(outcome);
  CHECK(outcome->exit_code == 7);
}

TEST_CASE("the time of a command that was begun early counts from its input on") {
  ProcessRunner runner;
  EarlyCommand early(runner, command({"sleep", "300"}));
  const auto outcome = early.finish("", Deadline::in(20ms));
  REQUIRE(outcome);
  CHECK(outcome->timed_out);
  CHECK_FALSE(outcome->cancelled);
}

TEST_CASE("a stop ends a command that was begun early") {
  ProcessRunner runner;
  std::stop_source stop;
  Command sleeper = command({"sleep", "300"});
  sleeper.stop = stop.get_token();
  EarlyCommand early(runner, std::move(sleeper));
  stop.request_stop();
  const auto outcome = early.finish("", Deadline::in(1min));
  REQUIRE(outcome);
  CHECK(outcome->cancelled);
  CHECK_FALSE(outcome->timed_out);
}

TEST_CASE("Compose v1 is started before its model is there, v2 is not") {
  test::FakeCommandRunner runner;
  runner.answer = [](const Command&) { return Result<CommandOutcome>(CommandOutcome{}); };
  const UpRequest request{.project = "p", .model = "/m/m.json", .scale = {{"api", 2}}};
  const ComposeCli newer(runner, {.argv = {"c"}, .version = "2.26.1", .major = 2}, {});
  CHECK(newer.begin_up(request) == nullptr);
  const ComposeCli older(runner, {.argv = {"c"}, .version = "1.29.2", .major = 1}, {});
  const auto begun = older.begin_up(request);
  REQUIRE(begun);
  CHECK(older.up(request, *begun));
  REQUIRE(runner.commands.size() == 1);
  const std::vector<std::string>& argv = runner.commands.front().argv;
  CHECK(argv[2] == "-");
  CHECK(argv.back() == "api=2");
}

/// What came of an `up` of Compose v1 that began before its model was there.
static CommandOutcome brought_up_early(CommandRunner& runner) {
  const UpRequest request{.project = "p", .model = "/m/m.json"};
  const ComposeCli older(runner, {.argv = {"c"}, .version = "1.29.2", .major = 1}, {});
  const auto begun = older.begin_up(request);
  REQUIRE(begun);
  const auto outcome = older.up(request, *begun);
  REQUIRE(outcome);
  return *outcome;
}

TEST_CASE("a file that Compose v1 refuses is refused by its name") {
  test::FakeCommandRunner runner;
  runner.answer = [](const Command& command) {
    CommandOutcome refused;
    refused.exit_code = 1;
    refused.combined = "The Compose file '" + command.argv[2] + "' is invalid because:\n";
    return Result<CommandOutcome>(refused);
  };
  const CommandOutcome outcome = brought_up_early(runner);
  CHECK(outcome.combined == "The Compose file '/m/m.json' is invalid because:\n");
}

TEST_CASE("what Compose v1 could not create is not created again") {
  test::FakeCommandRunner runner;
  runner.answer = [](const Command&) {
    CommandOutcome refused;
    refused.exit_code = 1;
    refused.combined = "Creating p_web_1 ... error\nfailed to start web\n";
    return Result<CommandOutcome>(refused);
  };
  const CommandOutcome outcome = brought_up_early(runner);
  CHECK(outcome.exit_code == 1);
  CHECK(runner.commands.size() == 1);
}

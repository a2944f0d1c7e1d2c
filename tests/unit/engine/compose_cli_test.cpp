#include "checker/engine/compose_cli.hpp"

#include "checker/util/temp_dir.hpp"
#include "checker/util/write_whole.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_command_runner.hpp"

#include <algorithm>

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;

TEST_CASE("Compose v2 takes a file whose build has no folder; v1 and we do not") {
  test::FakeCommandRunner runner;
  const ComposeCli compose(runner, {.argv = {"c"}, .version = "2.26", .major = 2}, {});
  const auto answer = [](const std::string& context) {
    return CommandOutcome{
        .exit_code = 0, .out = R"({"services":{"api":{"build":{"context":")" + context + "\"}}}}"};
  };
  runner.answers.emplace_back(answer("/pinko-no-such/back-end"));
  const auto refused = compose.config({"/pinko-no-such/c.yml"}, Deadline::in(5s));
  REQUIRE(refused);
  CHECK_FALSE(refused->accepted);
  CHECK(refused->message == "unable to prepare context: path \"back-end\" not found");
  for (const char* fine : {"/tmp", "https://example.com/x.git"}) {
    runner.answers.emplace_back(answer(fine));
    const auto read = compose.config({"/tmp/c.yml"}, Deadline::in(5s));
    REQUIRE(read);
    CHECK(read->accepted);
  }
}

TEST_CASE("what newer releases refuse and older ones cannot start is refused with all") {
  test::FakeCommandRunner runner;
  const int major = GENERATE(1, 2);
  const ComposeCli compose(runner, {.argv = {"c"}, .version = "1.29", .major = major}, {});
  const auto message = [&](const std::string& printed) {
    runner.answers.emplace_back(CommandOutcome{.exit_code = 0, .out = printed});
    const auto read = compose.config({"/pinko-no-such/c.yml"}, Deadline::in(5s));
    REQUIRE(read);
    CHECK(read->accepted == read->message.empty());
    return read->message;
  };
  // JSON, as v2 prints it, is YAML too.
  CHECK(message(R"({"services": {}})") == "newer Compose: empty compose file");
  const auto names = [](const std::string& a, const std::string& b) {
    return R"({"services": {"a": {"container_name": ")" + a + R"("}, "b": )" + b + "}}";
  };
  CHECK(message(names("x", R"({"container_name": "y"})")).empty());
  CHECK(message(names("x", R"({"container_name": "x", "profiles": ["dev"]})")).empty());
  CHECK(message(names("x", R"({"container_name": "x"})")) ==
        "newer Compose: services.b: container name \"x\" is already in use by service a");
}

TEST_CASE("each file that is laid over the first is named, and both are retried for v1") {
  test::FakeCommandRunner runner;
  const ComposeCli compose(runner, {.argv = {"c"}, .version = "1.29", .major = 1}, {});
  const TempDir folder("compose-test");
  const std::filesystem::path file = folder.path() / "docker-compose.yml";
  const std::filesystem::path upper = folder.path() / "docker-compose.override.yml";
  REQUIRE(write_whole(file, "version: '9'\nservices: {}\n"));
  REQUIRE(write_whole(upper, "services: {}\n"));
  runner.answers.emplace_back(CommandOutcome{.exit_code = 1, .err = "Version mismatch"});
  runner.answers.emplace_back(CommandOutcome{.exit_code = 0, .out = "services: {a: {}}\n"});
  const auto read = compose.config({file, upper}, Deadline::in(5s));
  REQUIRE(read);
  CHECK(read->accepted);
  CHECK(read->message == "Version mismatch");
  REQUIRE(runner.commands.size() == 2);
  const auto named = [&runner](std::size_t at) {
    std::vector<std::string> names;
    const std::vector<std::string>& argv = runner.commands[at].argv;
    for (std::size_t i = 0; i + 1 < argv.size(); ++i) {
      if (argv[i] == "--file") names.push_back(argv[i + 1]);
    }
    return names;
  };
  CHECK(named(0) == std::vector<std::string>{file.string(), upper.string()});
  REQUIRE(named(1).size() == 2);
  CHECK(named(1)[1].ends_with("/docker-compose.override.yml"));
  CHECK(named(1)[1] != upper.string());
  // ${PWD} is the student's folder, also where copies of the files are read.
  for (const Command& command : runner.commands) {
    const std::pair<std::string, std::string> here{"PWD", folder.path().string()};
    CHECK(std::ranges::find(command.environment, here) != command.environment.end());
  }
}

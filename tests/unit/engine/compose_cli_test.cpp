#include "checker/engine/compose_cli.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/fake_command_runner.hpp"

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;

TEST_CASE("version and name of the top level are left empty, and lines keep their numbers") {
  CHECK(without_file_keys("version: '4'\nservices:\n") == "\nservices:\n");
  CHECK(without_file_keys("# stack\r\nname: stack\r\nservices:\r\n") ==
        "# stack\r\n\nservices:\r\n");
  CHECK(without_file_keys("\"version\" : \"9\"\nservices: {}") == "\nservices: {}");
  CHECK(without_file_keys("\xEF\xBB\xBFversion: 3\n") == "\n");
}

TEST_CASE("keys of services, and names that only begin alike, stay") {
  const char* text = "services:\n  version:\n    image: nginx\nnames: 1\nx-version: 2\n";
  CHECK(without_file_keys(text) == text);
  CHECK(without_file_keys("").empty());
}

TEST_CASE("Compose v2 takes a file whose build has no folder; v1 and we do not") {
  test::FakeCommandRunner runner;
  const ComposeCli compose(runner, {.argv = {"c"}, .version = "2.26", .major = 2}, {});
  const auto answer = [](const std::string& context) {
    return CommandOutcome{
        .exit_code = 0, .out = R"({"services":{"api":{"build":{"context":")" + context + "\"}}}}"};
  };
  runner.answers.emplace_back(answer("/pinko-no-such/back-end"));
  const auto refused = compose.config("/pinko-no-such/c.yml", Deadline::in(5s));
  REQUIRE(refused);
  CHECK_FALSE(refused->accepted);
  CHECK(refused->message == "unable to prepare context: path \"back-end\" not found");
  for (const char* fine : {"/tmp", "https://example.com/x.git"}) {
    runner.answers.emplace_back(answer(fine));
    const auto read = compose.config("/tmp/c.yml", Deadline::in(5s));
    REQUIRE(read);
    CHECK(read->accepted);
  }
}

#include "checker/engine/command_runner.hpp"

#include "checker/engine/capped_text.hpp"
#include "checker/engine/process.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <stop_token>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;

namespace {

CommandOutcome run_shell(const std::string& script, Command command = {}) {
  ProcessRunner runner;
  command.argv = {"sh", "-c", script};
  const Result<CommandOutcome> outcome = runner.run(command);
  REQUIRE(outcome.has_value());
  return *outcome;
}

bool lives(pid_t pid) {
  return kill(pid, 0) == 0;
}

}  // namespace

TEST_CASE("a command's streams are kept apart and together") {
  const CommandOutcome outcome = run_shell("echo one; echo two >&2; exit 3");
  CHECK(outcome.exit_code == 3);
  CHECK_FALSE(outcome.ok());
  CHECK(outcome.out == "one\n");
  CHECK(outcome.err == "two\n");
  CHECK(outcome.combined.size() == 8);
}

TEST_CASE("a command that a signal ends says which") {
  const CommandOutcome outcome = run_shell("kill -TERM $$");
  CHECK(outcome.signal == SIGTERM);
  CHECK(outcome.exit_code == 128 + SIGTERM);
}

TEST_CASE("a command gets its input and the end of it") {
  Command command;
  command.input = std::string(1 << 20, 'x');
  const CommandOutcome outcome = run_shell("wc -c", command);
  CHECK(outcome.out == "1048576\n");
}

TEST_CASE("a command that does not read its input does not stop us") {
  Command command;
  command.input = std::string(4 << 20, 'x');
  CHECK(run_shell("exit 0", command).ok());
}

TEST_CASE("when the deadline passes the whole group ends and its output stays") {
  Command command;
  command.deadline = Deadline::in(3s);
  const auto begin = std::chrono::steady_clock::now();
  const CommandOutcome outcome = run_shell("sleep 60 & echo $!; sleep 60", command);
  CHECK(outcome.timed_out);
  CHECK_FALSE(outcome.ok());
  CHECK(std::chrono::steady_clock::now() - begin < 30s);
  REQUIRE_FALSE(outcome.out.empty());
  const pid_t grandchild = std::stoi(outcome.out);
  // Killed, but collected by somebody else: give it a moment to be gone.
  for (int i = 0; i < 200 && lives(grandchild); ++i)
    std::this_thread::sleep_for(10ms);
  CHECK_FALSE(lives(grandchild));
}

TEST_CASE("a child that outlives its leader and holds the pipes open is not waited for") {
  const auto begin = std::chrono::steady_clock::now();
  const CommandOutcome outcome = run_shell("sleep 60 & echo done");
  CHECK(outcome.out == "done\n");
  CHECK(std::chrono::steady_clock::now() - begin < 30s);
}

TEST_CASE("a stop that is asked for ends the command") {
  std::stop_source source;
  Command command;
  command.stop = source.get_token();
  std::thread stopper([&] {
    std::this_thread::sleep_for(100ms);
    source.request_stop();
  });
  const CommandOutcome outcome = run_shell("sleep 60", command);
  stopper.join();
  CHECK(outcome.cancelled);
  CHECK(outcome.seconds < 10);
}

TEST_CASE("an endless printer is read, capped, and ended at its deadline") {
  Command command;
  command.deadline = Deadline::in(3s);
  command.keep = {.head = 100, .tail = 100};
  const CommandOutcome outcome = run_shell("echo first; yes", command);
  CHECK(outcome.timed_out);
  CHECK(outcome.truncated);
  CHECK(outcome.out.starts_with("first\ny\n"));
  CHECK(outcome.out.find("bytes left out") != std::string::npos);
  CHECK(outcome.out.size() < 400);
}

TEST_CASE("lines are handed out as they come") {
  std::vector<std::string> lines;
  Command command;
  command.on_line = [&](std::string_view line) { lines.emplace_back(line); };
  (void)run_shell("printf 'a\\nb'; printf 'c\\nlast'", command);
  CHECK(lines == std::vector<std::string>{"a", "bc", "last"});
}

TEST_CASE("a child inherits no descriptor and only listed variables") {
  setenv("PINKO_TEST_SECRET", "1", 1);
  setenv("DOCKER_PINKO_TEST", "2", 1);
  const int open_descriptor = open("/dev/null", O_RDONLY);  // without close-on-exec, on purpose
  Command command;
  command.environment = {{"PINKO_TEST_GIVEN", "3"}};
  const CommandOutcome outcome = run_shell(
      "for f in /proc/self/fd/*; do readlink $f; done; echo $PINKO_TEST_SECRET; "
      "echo $DOCKER_PINKO_TEST$PINKO_TEST_GIVEN",
      command);
  close(open_descriptor);
  CHECK(outcome.out.find("/dev/null") == std::string::npos);
  CHECK(outcome.out.ends_with("\n\n23\n"));
}

TEST_CASE("a program that is not there is an error that names it") {
  ProcessRunner runner;
  const Result<CommandOutcome> outcome = runner.run({.argv = {"pinko-no-such-program"}});
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().message.find("pinko-no-such-program") != std::string::npos);
}

TEST_CASE("a process gets descriptors under numbers of its own, also when they cross") {
  int first[2];
  int second[2];
  REQUIRE(pipe(first) == 0);
  REQUIRE(pipe(second) == 0);
  Result<Process> process = Process::spawn(
      {.argv = {"sh", "-c", "echo four >&4; echo three >&3"},
       .cwd = "/",
       .environment = child_environment(),
       .descriptors = {{.child = 3, .ours = second[1]}, {.child = 4, .ours = first[1]}}});
  REQUIRE(process.has_value());
  const std::optional<ExitStatus> exit = process->wait(Deadline::in(10s));
  REQUIRE(exit.has_value());
  CHECK(exit->code == 0);
  char text[16] = {};
  CHECK(read(first[0], text, sizeof text) == 5);
  CHECK(std::string(text) == "four\n");
  CHECK(read(second[0], text, sizeof text) == 6);
  CHECK(std::string(text) == "three\n");
  for (const int fd : {first[0], first[1], second[0], second[1]})
    close(fd);
}

TEST_CASE("capped text keeps its head and its tail") {
  CappedText text({.head = 3, .tail = 3});
  for (int i = 0; i < 10; ++i)
    text.append("0123456789");
  CHECK(text.cut());
  const std::string kept = std::move(text).text();
  CHECK(kept == "012\n[… 94 bytes left out …]\n789");
}

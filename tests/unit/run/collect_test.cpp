#include "checker/run/collect.hpp"

#include "checker/util/temp_dir.hpp"
#include "checker/util/write_whole.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_engine.hpp"
#include "tests/support/told_client.hpp"

#include <algorithm>
#include <filesystem>
#include <future>
#include <string>
#include <utility>

using namespace pinko;
using namespace std::chrono_literals;

namespace {

constexpr ImageSpec kImages[] = {{.role = "app", .context = ".", .dockerfile = "Dockerfile"}};
constexpr ServerSpec kServers[] = {{.role = "app", .port = 5252}};

class NoBrowser final : public browser::Browser {
 public:
  void prepare() override {}
  Result<PageSeen> load(const browser::PageRequest& /*request*/) override { return PageSeen{}; }
  void rest() override {}
  std::string version() override { return {}; }
};

class Silent final : public Log, public run::Progress {
 public:
  void write(LogLevel /*level*/, std::string_view /*line*/) override {}
  void working(int /*task*/, std::string_view /*doing*/) override {}
  void finished(int /*task*/, const TaskEvidence& /*evidence*/) override {}
};

/// A run of one task, with an engine and a network that answer as they are told.
class Desk {
 public:
  explicit Desk(Fixture fixture)
      : task_{.number = 1, .title = "a task", .fixture = fixture} {
    submission_.root = folder_.path();
    submission_.tasks[1] = {.present = true, .path = "task1", .other = {}};
    std::filesystem::create_directories(folder_.path() / "task1");
    REQUIRE(write_whole(folder_.path() / "task1" / "Dockerfile", "FROM ubuntu\nCMD []\n"));
  }

  /// What a run shows of one probe.
  [[nodiscard]] Sight look_at(const Probe& probe, std::vector<Probe> with = {}) {
    with.push_back(probe);
    plan::Plan plan;
    plan.tasks.push_back({.task = &task_, .checks = {}, .probes = std::move(with)});
    const RunClock clock(60s);
    std::promise<bool> has_index;
    has_index.set_value(false);
    const run::Shell shell{.engine = has_engine ? &engine : nullptr,
                           .engine_error = {.code = ErrorCode::engine, .message = "no engine"},
                           .browser = browser_,
                           .http = http,
                           .log = silent_,
                           .progress = silent_,
                           .identity = engine::RunIdentity::of_this_process(),
                           .clock = clock,
                           .on_this_machine = false,
                           .without_python_index = has_index.get_future().share()};
    const Evidence evidence = run::collect(plan, submission_, shell, 1);
    return look_up(evidence.tasks.at(1), probe);
  }

  bool has_engine = true;
  test::FakeEngine engine;
  test::ToldClient http{[](const probe::HttpRequest&) { return probe::HttpAnswer{}; }};

 private:
  TempDir folder_{"collect-test"};
  Task task_;
  Submission submission_;
  NoBrowser browser_;
  Silent silent_;
};

std::string error_of(const Sight& sight) {
  const auto* error = std::get_if<Error>(&sight);
  return error == nullptr ? std::string() : error->message;
}

template <class Seen>
const Seen& seen_in(const Sight& sight) {
  INFO(error_of(sight));
  REQUIRE(std::holds_alternative<Observation>(sight));
  return std::get<Seen>(std::get<Observation>(sight));
}

/// How /proc/net/tcp shows a server on 0.0.0.0:5252.
Result<OutputSeen> listens_on_5252(const engine::ExecRequest& /*request*/) {
  OutputSeen seen;
  seen.out = "   0: 00000000:1484 00000000:0000 0A 00000000:00000000 00:00000000\n";
  return seen;
}

}  // namespace

TEST_CASE("without an engine a Compose file is not graded for want of the engine") {
  Desk desk({.compose = true});
  desk.has_engine = false;
  CHECK(error_of(desk.look_at(ReadCompose{})) == "no engine");
}

TEST_CASE("an image without a command is a server that never ran, and its files can be read") {
  Desk desk({.images = kImages, .servers = kServers});
  desk.engine.refuses = [](const engine::ContainerSpec& spec) -> std::optional<Error> {
    if (spec.command) return std::nullopt;
    return Error{.code = ErrorCode::engine, .message = "make a container: No command specified"};
  };
  const Sight sight = desk.look_at(ListListeners{"app"}, {BuildImage{"app"}});
  const auto& seen = seen_in<ListenSeen>(sight);
  CHECK_FALSE(seen.running);
  CHECK(seen.log.find(kNothingToStart) != std::string::npos);
}

TEST_CASE("a port that is open inside and closed where it is published is the engine's doing") {
  Desk desk({.images = kImages, .servers = kServers});
  desk.engine.after = {.running = true};
  desk.engine.execs = listens_on_5252;
  desk.http = test::ToldClient([](const probe::HttpRequest&) {
    probe::HttpAnswer answer;
    answer.refused = true;
    return answer;
  });
  const Sight sight = desk.look_at(HttpGet{.port = 5252}, {BuildImage{"app"}});
  CHECK(error_of(sight).find("where the engine publishes it") != std::string::npos);
  // The knocks are all that was sent, and they send nothing.
  CHECK(std::ranges::all_of(desk.http.requests, &probe::HttpRequest::connect_only));
}

TEST_CASE("a server that listens for itself alone, or has ended, is refused for what it is") {
  const bool ended = GENERATE(true, false);
  Desk desk({.images = kImages, .servers = kServers});
  desk.engine.after = {.running = !ended};
  desk.engine.execs = [](const engine::ExecRequest& /*request*/) -> Result<OutputSeen> {
    OutputSeen seen;
    seen.out = "   0: 0100007F:1484 00000000:0000 0A 00000000:00000000 00:00000000\n";
    return seen;
  };
  desk.http = test::ToldClient([](const probe::HttpRequest&) {
    probe::HttpAnswer answer;
    answer.refused = true;
    answer.seen.problem = "connection refused";
    return answer;
  });
  const Sight sight = desk.look_at(HttpGet{.port = 5252}, {BuildImage{"app"}});
  CHECK(seen_in<HttpSeen>(sight).problem == "connection refused");
}

TEST_CASE("what was seen of a container that somebody else removed is nobody's verdict") {
  Desk desk({.images = kImages, .servers = kServers});
  desk.engine.after = {.running = true};
  desk.engine.execs = listens_on_5252;
  desk.http = test::ToldClient([&desk](const probe::HttpRequest&) {
    (void)desk.engine.remove(engine::ObjectKind::container, "container0", Deadline::in(1s));
    return probe::HttpAnswer{};
  });
  const Sight sight = desk.look_at(HttpGet{.port = 5252}, {BuildImage{"app"}});
  CHECK(error_of(sight).find("somebody else removed containers") != std::string::npos);
}

TEST_CASE("a look for Python that was cut short says nothing of what is missing") {
  Desk desk({.images = kImages, .servers = {}});
  desk.engine.runs = [](const engine::ContainerSpec& /*spec*/) -> Result<OutputSeen> {
    OutputSeen seen;
    seen.out = "python3=/usr/bin/python3\n";
    seen.timed_out = true;
    return seen;
  };
  const Sight sight = desk.look_at(InspectPython{"app"}, {BuildImage{"app"}});
  CHECK(error_of(sight).find("more time") != std::string::npos);
}

TEST_CASE("listeners that could not be read are not none") {
  Desk desk({.images = kImages, .servers = kServers});
  desk.engine.after = {.running = true};
  const Sight sight = desk.look_at(ListListeners{"app"}, {BuildImage{"app"}});
  CHECK(error_of(sight).find("could not be read") != std::string::npos);
}

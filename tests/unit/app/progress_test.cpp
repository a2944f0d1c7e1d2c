#include "checker/app/progress.hpp"

#include "checker/app/durations.hpp"
#include "checker/report/wrap.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <unistd.h>

using namespace pinko;
using namespace pinko::app;
using namespace std::chrono_literals;

namespace {

std::filesystem::path written(const TempDir& folder, std::string_view text) {
  std::filesystem::path file = folder.path() / "durations.json";
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

/// What a progress writes to standard error while `act` uses it, and when it ends.
template <class Act>
std::string said(Act act, Terminal terminal = {}) {
  const TempDir folder("said");
  const std::string file = folder.path() / "stderr";
  const int before = dup(STDERR_FILENO);
  const int to = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  REQUIRE(to >= 0);
  dup2(to, STDERR_FILENO);
  close(to);
  {
    TerminalProgress progress(terminal, 0);
    act(progress);
  }
  dup2(before, STDERR_FILENO);
  close(before);
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("times are remembered from run to run, as the median of the latest five") {
  const TempDir folder("durations");
  const std::filesystem::path file = folder.path() / "new" / "durations.json";
  for (const double seconds : {100.0, 100.0, 3.0, 1.0, 2.0, 50.0, 2.5}) {
    Durations durations = Durations::load(file);
    durations.add("task4 building", seconds);
    REQUIRE(durations.save(file));
  }
  CHECK(Durations::load(file).usual("task4 building") == 2.5);
  CHECK(!Durations::load(file).usual("task4 starting"));
}

TEST_CASE("a file of times that is missing, broken or not ours is harmless") {
  const TempDir folder("durations");
  CHECK(!Durations::load(folder.path() / "none").usual("x"));
  CHECK(!Durations::load(folder.path()).usual("x"));
  CHECK(!Durations::load({}).usual("x"));
  for (const char* text : {"",
                           "{",
                           "\xff\xfe",
                           "[]",
                           "7",
                           R"({"schema":"pinko-check/durations/v2","steps":{"x":[1]}})",
                           R"({"schema":"pinko-check/durations/v1","steps":[1]})",
                           R"({"schema":"pinko-check/durations/v1","steps":{"x":1}})",
                           R"({"schema":"pinko-check/durations/v1","steps":{"x":["a",null,-3]}})",
                           R"({"schema":"pinko-check/durations/v1","steps":{"x":[1e99]}})"}) {
    INFO(text);
    CHECK(!Durations::load(written(folder, text)).usual("x"));
  }
}

TEST_CASE("what is no time is not taken for one") {
  Durations durations;
  durations.add("x", -1);
  durations.add("x", std::nan(""));
  CHECK(!durations.usual("x"));
}

TEST_CASE("times that cannot be written are said to be so, and nothing is left behind") {
  const TempDir folder("durations");
  const std::filesystem::path blocked = written(folder, "a file") / "durations.json";
  CHECK(!Durations().save(blocked));
}

TEST_CASE("each row says what is going on, for how long, and how long it usually takes") {
  const auto now = std::chrono::steady_clock::now();
  Durations durations;
  durations.add("task4 building", 12);
  durations.add("tasks 4 6", 130);
  const std::vector<Doing> doing{{.who = "task4", .what = "building", .since = now - 3s},
                                 {.who = "task6", .what = "starting", .since = now - 1s}};
  const Doing run{.who = "0 of 2 tasks done", .what = "tasks 4 6", .since = now - 10s};
  const auto lines = progress_lines(doing, run, durations, now, 79);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == "  task4  building  3 s, usually 12 s");
  CHECK(lines[1] == "  task6  starting  1 s");
  CHECK(lines[2] == "  0 of 2 tasks done  10 s, usually 2 min 10 s");
}

TEST_CASE("no row is wider than the terminal, and without work there is none") {
  const auto now = std::chrono::steady_clock::now();
  const Doing run{.who = "1 of 2 tasks done", .what = "tasks", .since = now};
  const std::vector<Doing> doing{{.who = "task4", .what = std::string(300, 'x'), .since = now}};
  for (const std::size_t width : {20, 39, 79}) {
    for (const std::string& line : progress_lines(doing, run, {}, now, width))
      CHECK(report::columns(line) <= width);
  }
  CHECK(progress_lines({}, run, {}, now, 79).empty());
}

TEST_CASE("where there is no terminal, each task is one line when it ends") {
  const TempDir folder("progress");
  setenv("XDG_CACHE_HOME", folder.path().c_str(), 1);
  const std::string told = said([](TerminalProgress& progress) {
    progress.begin("4 6", 2);
    progress.tell_with(
        [](int task, const TaskEvidence&) { return "told " + std::to_string(task); });
    progress.preparing("looking");
    progress.working(4, "building");
    progress.working(6, "building");
    progress.working(4, "starting");
    progress.finished(4, {});
    progress.finished(6, {});
    progress.remember();
  });
  CHECK(told == "told 4  (0 s)\ntold 6  (0 s)\n");
  const Durations kept = Durations::load(durations_file());
  CHECK(kept.usual("task4 building"));
  CHECK(kept.usual("task4 starting"));
  CHECK(kept.usual("tasks 4 6"));
}

TEST_CASE("on a terminal what is going on is shown, and wiped at the end") {
  const TempDir folder("progress");
  setenv("XDG_CACHE_HOME", folder.path().c_str(), 1);
  const std::string told = said(
      [](TerminalProgress& progress) {
        progress.begin("4", 1);
        progress.working(4, "building");
        progress.say("a word that stays \x1b[31m");
        progress.finished(4, {});
      },
      {.is_terminal = true, .color = false, .width = 80});
  CHECK(told.find("  task4  building  0 s\n") != std::string::npos);
  CHECK(told.find("pinko-check: a word that stays \n") != std::string::npos);
  CHECK(told.ends_with("\x1b[1A\r\x1b[J"));
}

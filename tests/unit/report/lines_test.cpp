#include "checker/report/writer.hpp"
#include "checker/util/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/runner_reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

using namespace pinko;

namespace {

std::string written(const char* format, const Report& report) {
  return report::find_writer(format)->write(report, {});
}

/// Reads TAP 14 as its specification says: a version, plans, test points numbered from 1, subtests
/// that end before the test point of their own, YAML blocks right behind a test point; nothing
/// else.
struct TapReader {
  int points = 0;
  int not_ok = 0;
  int skipped = 0;
  std::vector<std::string> faults;

  explicit TapReader(const std::string& text) {
    const std::vector<std::string_view> lines = split_lines(text);
    if (lines.empty() || !lines[0].starts_with("TAP version 1")) fault("no version");
    for (std::size_t i = 1; i < lines.size(); ++i)
      read(lines[i]);
    if (in_yaml_) fault("a YAML block without its end");
    close(outer_);
    if (inner_.planned >= 0) fault("a subtest without its test point");
  }

 private:
  struct Level {
    int planned = -1;
    int seen = 0;
  };

  void fault(std::string_view what) { faults.emplace_back(what); }

  void close(Level& level) {
    if (level.planned != level.seen) fault("a plan that does not hold");
    level = {};
  }

  void read(std::string_view line) {
    const bool inner = line.starts_with("    ") && (line.size() < 5 || line[4] != ' ');
    const std::string_view words = trim(line);
    if (in_yaml_ || words == "---") {
      if (!in_yaml_ && !after_point_) fault("a YAML block behind nothing");
      in_yaml_ = words != "...";
      if (in_yaml_ && words != "---" && words.find(": \"") == std::string_view::npos) fault(line);
      after_point_ = false;
      return;
    }
    after_point_ = false;
    if (line.starts_with("# Subtest: ")) return;
    if (words.starts_with("Bail out!")) return;
    Level& level = inner ? inner_ : outer_;
    if (!inner && inner_.planned >= 0) close(inner_);
    if (words.starts_with("1..")) {
      level.planned = std::atoi(words.data() + 3);
    } else {
      read_point(words, level);
    }
  }

  void read_point(std::string_view line, Level& level) {
    const bool ok = line.starts_with("ok ");
    if (!ok && !line.starts_with("not ok ")) return fault(line);
    const std::string_view number = line.substr(ok ? 3 : 7);
    if (std::atoi(number.data()) != ++level.seen) fault("a number out of order");
    ++points;
    not_ok += ok ? 0 : 1;
    skipped += line.find(" # SKIP ") != std::string_view::npos ? 1 : 0;
    after_point_ = true;
  }

  Level outer_;
  Level inner_;
  bool in_yaml_ = false;
  bool after_point_ = false;
};

std::vector<std::string> csv_cells(std::string_view row) {
  std::vector<std::string> cells(1);
  bool inside = false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '"') {
      if (inside && i + 1 < row.size() && row[i + 1] == '"') {
        cells.back() += '"';
        ++i;
      } else {
        inside = !inside;
      }
    } else if (row[i] == ',' && !inside) {
      cells.emplace_back();
    } else {
      cells.back() += row[i];
    }
  }
  return cells;
}

int all_checks(const Report& report) {
  int sum = 0;
  for (const TaskReport& task : report.tasks)
    sum += static_cast<int>(task.checks.size());
  return sum;
}

}  // namespace

TEST_CASE("TAP is read back without a line that is none") {
  for (const test::NamedReport& named : test::all_reports()) {
    INFO(named.name);
    const int tasks = static_cast<int>(named.report.tasks.size());
    const TapReader tap(written("tap", named.report));
    CHECK(tap.faults == std::vector<std::string>());
    CHECK(tap.points == all_checks(named.report) + tasks);
    const TapReader flat(written("tap13", named.report));
    CHECK(flat.faults == std::vector<std::string>());
    CHECK(flat.points == all_checks(named.report));
  }
  const TapReader failed(written("tap13", test::failed_report()));
  CHECK(failed.not_ok == 3);
  CHECK(failed.skipped == 3);
}

TEST_CASE("TAP escapes what begins a directive") {
  Report report = test::passed_report();
  report.tasks[0].checks[0].title = "a # SKIP that \\ is none";
  CHECK(written("tap", report).find("a \\# SKIP that \\\\ is none\n") != std::string::npos);
}

TEST_CASE("TAP bails out when nothing could be graded") {
  Report report;
  report.infrastructure = {{.code = ErrorCode::engine, .message = "no engine\nat all"}};
  CHECK(written("tap", report) == "TAP version 14\n1..0\nBail out! no engine at all\n");
}

TEST_CASE("GitHub obeys no command that a submission wrote") {
  const test::RunnerReader log(written("github", test::hostile_report()));
  CHECK_FALSE(log.stopped);
  for (const std::string& command : log.commands) {
    INFO(command);
    const std::string folder = " file=task5 <b> %3A%3Aerror%3A%3Aforged/task5,title=";
    const bool ours = command.starts_with("::error" + folder) ||
                      command.starts_with("::notice" + folder) ||
                      command.starts_with("::notice title=Autograding ") ||
                      command.starts_with("::group::task5") || command == "::endgroup::";
    CHECK(ours);
  }
  CHECK(log.commands.size() == 7);
}

TEST_CASE("GitHub gets ten annotations of a kind, the causes first") {
  Report report = test::failed_report();
  TaskReport& task = report.tasks[1];
  while (task.checks.size() < 30)
    task.checks.push_back(task.checks[1]);
  const test::RunnerReader log(written("github", report));
  CHECK(std::ranges::count_if(log.commands, [](const std::string& command) {
          return command.starts_with("::error ");
        }) == 10);
  REQUIRE(log.commands.size() > 2);
  CHECK(log.commands[0].find("t2-front-end-files%3A") != std::string::npos);
  CHECK(log.commands[1].find("t6-round-robin%3A") != std::string::npos);
}

TEST_CASE("Markdown shows a submission's text as text") {
  const std::string text = written("markdown", test::hostile_report());
  for (const char* live : {"<script", "<img", "<b>", "::error::", "http://", "[2J"}) {
    INFO(live);
    CHECK(text.find(live) == std::string::npos);
  }
  CHECK(text.find("&#60;script&#62;") != std::string::npos);
}

TEST_CASE("Markdown stays below what GitHub takes") {
  Report report = test::failed_report();
  TaskReport& task = report.tasks[1];
  for (Verdict& verdict : task.checks)
    verdict.actual = std::string(4000, '*');
  while (task.checks.size() < 400)
    task.checks.push_back(task.checks[1]);
  const std::string text = written("markdown", report);
  CHECK(text.size() < 1024 * 1024);
  CHECK(text.find("More than fits here") != std::string::npos);
}

TEST_CASE("CSV has as many cells as names, and no formulas") {
  Report report = test::hostile_report();
  report.submission.student.clear();
  report.submission.path = "=cmd|' /C calc'!A0, \"quoted\"";
  const std::string text = written("csv", report);
  const std::size_t end = text.find("\r\n");
  const std::vector<std::string> names = csv_cells(text.substr(0, end));
  const std::vector<std::string> cells = csv_cells(text.substr(end + 2, text.size() - end - 4));
  REQUIRE(names.size() == 16);
  REQUIRE(cells.size() == names.size());
  CHECK(cells[0] == "'" + report.submission.path);  // nobody was named
  CHECK(cells[2] == "failed");
  CHECK(cells[10] == "0");
  CHECK(cells[11].empty());
  CHECK(cells[12] == "t5-proxy-conf-in-image");
  CHECK(cells[15].size() == 64);
}

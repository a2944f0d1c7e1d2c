#include "checker/report/wrap.hpp"
#include "checker/report/writer.hpp"
#include "checker/util/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/reports.hpp"

#include <string>

using namespace pinko;
using report::Verbosity;

namespace {

std::string console(const Report& report, const report::WriteOptions& options = {}) {
  return report::find_writer("console")->write(report, options);
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Words without a space in them, in all that a submission can fill.
Report with_long_words(Report report) {
  const std::string word(200, 'w');
  const std::string path = "task2/" + word + "/" + word + "/Dockerfile";
  report.submission.path = path;
  report.submission.unseen = {path};
  report.submission.changed = {path};
  report.submission.gitlinks = {path};
  report.notes = {word};
  const std::string seen = "seen: " + word;
  const std::string twice = word + ' ' + word;
  const std::string lines = word + '\n' + word;
  const std::string code = '`' + word + '`';
  const std::string command = "cat " + word;
  for (TaskReport& task : report.tasks) {
    for (Verdict& verdict : task.checks) {
      verdict.expected = word;
      verdict.actual = seen;
      verdict.cause = twice;
      verdict.hint = code;
      verdict.evidence = lines;
      verdict.notes = {word};
      verdict.by_hand = command;
      if (!verdict.where.empty()) verdict.where.front().path = path;
    }
  }
  return report;
}

}  // namespace

TEST_CASE("nothing of a submission reaches the terminal raw") {
  for (const Verbosity verbosity : {Verbosity::quiet, Verbosity::normal, Verbosity::verbose}) {
    const std::string text = console(test::hostile_report(), {.verbosity = verbosity});
    CHECK(text == printable(text));
  }
}

TEST_CASE("nested repositories are mended together, with one commit") {
  Report report = test::failed_report();
  report.submission.gitlinks = {"task2/front-end/site", "task3/front-end/site"};
  for (const char* format : {"console", "html"}) {
    const std::string text = report::find_writer(format)->write(report, {});
    INFO(format);
    CHECK(holds(text, "git add task2/front-end/site"));
    CHECK(holds(text, "git add task3/front-end/site"));
    CHECK(text.find("Add the files") == text.rfind("Add the files"));
  }
}

TEST_CASE("without a wish for colour there is none") {
  CHECK(!holds(console(test::failed_report()), "\x1b"));
  CHECK(holds(console(test::failed_report(), {.color = true}), "\x1b[1;31m"));
}

TEST_CASE("colour changes nothing but colour") {
  CHECK(printable(console(test::failed_report(), {.color = true})) ==
        console(test::failed_report()));
}

TEST_CASE("lines fit the terminal, whatever a report holds") {
  std::vector<test::NamedReport> reports = test::all_reports();
  reports.push_back({.name = "long", .report = with_long_words(test::failed_report())});
  for (const auto& [name, report] : reports) {
    for (const int width : {80, 60, 100}) {
      for (const Verbosity verbosity : {Verbosity::quiet, Verbosity::normal, Verbosity::verbose}) {
        const std::string text = console(report, {.width = width, .verbosity = verbosity});
        for (const std::string_view line : split_lines(text)) {
          INFO(name << ": " << line);
          // A word of a command cannot be cut without changing the command.
          const bool one_word = trim(line).find(' ') == std::string_view::npos ||
                                trim(line).starts_with("'") || line.ends_with(" \\");
          CHECK((one_word || report::columns(line) <= static_cast<std::size_t>(width)));
        }
      }
    }
  }
}

TEST_CASE("the report that is shown as an example fits 80 columns") {
  const std::string text = console(test::failed_report());
  for (const std::string_view line : split_lines(text)) {
    INFO(line);
    CHECK(report::columns(line) <= 80);
  }
}

TEST_CASE("the cause comes before other failures") {
  const std::string text = console(test::failed_report());
  CHECK(text.find("t2-front-end-files") < text.find("t2-back-end-builds"));
}

TEST_CASE("a failed check says expected, seen, place, why, next and a command") {
  const std::string text = console(test::failed_report());
  const std::size_t start = text.find("The back end's image builds");
  REQUIRE(start != std::string::npos);
  const std::string part = text.substr(start, text.find("1 check waits", start) - start);
  for (const char* label : {"expected", "seen", "place", "why", "next", "by hand", "output"}) {
    INFO(label);
    CHECK(holds(part, std::string("\n    ") + label + "  "));
  }
  CHECK(holds(part, "task2/back-end/Dockerfile:3:5\n"));
}

TEST_CASE("skipped checks are folded beneath what they wait for") {
  const std::string text = console(test::failed_report());
  CHECK(holds(text, "and 2 checks wait for this: t2-site-in-image, t2-page-served"));
  CHECK(holds(text, "and 1 check waits for this: t2-api-hello"));
}

TEST_CASE("what could not be looked at is never the student's fault") {
  const std::string text = console(test::errored_report());
  CHECK(holds(text, "not graded"));
  CHECK(holds(text, "This says nothing about your work."));
  CHECK(!holds(text, "mend"));
}

TEST_CASE("what the last commit lacks is told with the commands that mend it") {
  const std::string text = console(test::failed_report());
  CHECK(holds(text, "Your teacher will not see"));
  CHECK(holds(text, "\n      git rm --cached task2/front-end/softy-pinko-front-end\n"));
  CHECK(holds(text, "\n      git add task6 task0\n"));
  CHECK(!holds(console(test::passed_report()), "Your teacher"));
}

TEST_CASE("a hostile path is one quoted argument in the commands") {
  CHECK(holds(console(test::hostile_report()), "git rm --cached 'task3/a b'\\''c $(touch x)'"));
}

TEST_CASE("notes of the run are said") {
  CHECK(holds(console(test::passed_report()),
              "note: Stand-ins took the place of these base images: ubuntu:latest."));
}

TEST_CASE("a report ends with what to do next") {
  CHECK(holds(console(test::failed_report()), "`pinko-check task2`"));
  CHECK(console(test::passed_report()).ends_with("nothing is left to mend.\n"));
}

TEST_CASE("quiet is a line a task and a total") {
  const std::string text = console(test::failed_report(), {.verbosity = Verbosity::quiet});
  CHECK(split_lines(text).size() == test::failed_report().tasks.size() + 1);
}

TEST_CASE("verbose shows passed checks and what programs printed") {
  const std::string text = console(test::failed_report(), {.verbosity = Verbosity::verbose});
  CHECK(holds(text, "t0-builds"));
  CHECK(holds(text, "apt-get-update: not found\n"));
  CHECK(!holds(console(test::failed_report()), "t0-builds"));
}

TEST_CASE("a task in one line") {
  const std::string line = report::console_summary_line(test::failed_report().tasks[1]);
  CHECK(line.find('\n') == std::string::npos);
  CHECK(holds(line, "task2"));
  CHECK(holds(line, "2 of 8"));
  CHECK(holds(line, "t2-front-end-files"));
  CHECK(report::columns(line) <= 80);
  const std::string hostile = report::console_summary_line(test::hostile_report().tasks[0]);
  CHECK(hostile == printable(hostile));
}

TEST_CASE("what is known of a remedy is told in place of what its code says") {
  Report report = test::errored_report();
  CHECK_FALSE(holds(console(report), "Install its plugin."));
  for (TaskReport& task : report.tasks) {
    for (Verdict& verdict : task.checks) {
      if (verdict.outcome == Outcome::errored) verdict.remedy = "Install its plugin.";
    }
  }
  CHECK(holds(console(report), "next      Install its plugin."));
  CHECK(holds(console(report), "not your doing. Install"));
}

TEST_CASE("a command by hand is typed in the task's folder, nested or not") {
  Report report = test::failed_report();
  CHECK(holds(console(report), "in task2/, type:"));
  for (TaskReport& task : report.tasks)
    task.folder = "project/" + task.folder;
  CHECK(holds(console(report), "in project/task2/, type:"));
}

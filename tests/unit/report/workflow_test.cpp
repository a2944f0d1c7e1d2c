#include "checker/report/workflow.hpp"

#include "checker/report/writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/runner_reader.hpp"

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

using namespace pinko;
using report::for_workflow_log;

namespace {

constexpr const char* kToken = "0123456789abcdef0123456789abcdef";

/// A report in which every text tries both spellings of a command.
Report forging_report() {
  Report report = test::hostile_report();
  Verdict& verdict = report.tasks[0].checks[0];
  verdict.actual = "::error::forged\n  ::add-mask::x\n##[error]forged\nx ##[add-mask]y";
  verdict.cause = verdict.actual;
  verdict.evidence = verdict.actual;
  return report;
}

std::string logged(const report::Writer& writer) {
  const std::string text = writer.write(forging_report(), {.token = kToken});
  return for_workflow_log(writer.name, text, kToken);
}

}  // namespace

TEST_CASE("in a workflow's log no format holds a command that a submission wrote") {
  for (const report::Writer& writer : report::all_writers()) {
    INFO(writer.name);
    const test::RunnerReader log(logged(writer));
    CHECK_FALSE(log.stopped);
    for (const std::string& command : log.commands) {
      INFO(command);
      const bool ours = writer.name == "github" &&
                        (command.starts_with("::error file=task5") ||
                         command.starts_with("::notice file=task5") ||
                         command.starts_with("::notice title=Autograding ") ||
                         command.starts_with("::group::task5") || command == "::endgroup::");
      CHECK(ours);
    }
  }
}

TEST_CASE("formats for machines mean the same in a workflow's log") {
  for (const char* name : {"json", "sarif", "gitlab", "gradescope", "check50"}) {
    const report::Writer* writer = report::find_writer(name);
    const std::string plain = writer->write(forging_report(), {.token = kToken});
    CHECK(nlohmann::json::parse(logged(*writer)) == nlohmann::json::parse(plain));
  }
  const report::Writer* junit = report::find_writer("junit");
  pugi::xml_document plain;
  pugi::xml_document safe;
  REQUIRE(plain.load_string(junit->write(forging_report(), {}).c_str(), pugi::parse_full));
  REQUIRE(safe.load_string(logged(*junit).c_str(), pugi::parse_full));
  const auto output = [](const pugi::xml_document& document) {
    return std::string(document.child("testsuites")
                           .child("testsuite")
                           .child("testcase")
                           .child("system-out")
                           .child_value());
  };
  CHECK(output(plain).find("\n::error::forged") != std::string::npos);
  CHECK(output(plain) == output(safe));
}

TEST_CASE("a token that is guessed does not end what it stops") {
  const test::RunnerReader log(for_workflow_log("console", "::guess::\n::error::forged\n", kToken));
  CHECK(log.commands.empty());
  CHECK_FALSE(log.stopped);
}

TEST_CASE("a line of progress is never a command") {
  const test::RunnerReader log(report::without_commands("::error::a\n\t::b::c\nd ##[error]e\n"));
  CHECK(log.commands.empty());
  CHECK(report::without_commands("a :: b") == "a :: b");
}

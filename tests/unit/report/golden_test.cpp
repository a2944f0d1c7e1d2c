#include "checker/report/writer.hpp"
#include "tests/support/approved.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/reports.hpp"

#include <string>

using namespace pinko;

namespace {

void check_golden(const std::string& name, const Report& report, const report::Writer& writer) {
  const std::string file =
      name + '.' + std::to_string(exit_code(report)) + '.' + std::string(writer.name);
  const test::Approval approval = test::approve(file, writer.write(report, {}));
  INFO(approval.message);
  CHECK(approval.equal);
}

}  // namespace

TEST_CASE("every format of every report is as approved") {
  for (const test::NamedReport& named : test::all_reports()) {
    for (const report::Writer& writer : report::all_writers())
      check_golden(named.name, named.report, writer);
  }
}

TEST_CASE("the console's other looks are as approved") {
  const Report failed = test::failed_report();
  const auto approve = [&](const char* name, const report::WriteOptions& options) {
    const test::Approval approval =
        test::approve(name, report::find_writer("console")->write(failed, options));
    INFO(approval.message);
    CHECK(approval.equal);
  };
  approve("failed.1.quiet.console", {.verbosity = report::Verbosity::quiet});
  approve("failed.1.verbose.console", {.verbosity = report::Verbosity::verbose});
  approve("failed.1.color.console", {.color = true});
  approve("failed.1.ascii.console", {.unicode = false});
}

TEST_CASE("the examples in reports/ are what the writers write today") {
  for (const report::Writer& writer : report::all_writers()) {
    const std::string name = "../../reports/examples/report." + std::string(writer.name);
    const test::Approval approval = test::approve(name, writer.write(test::failed_report(), {}));
    INFO(approval.message);
    CHECK(approval.equal);
  }
}

TEST_CASE("writers are found by name") {
  for (const report::Writer& writer : report::all_writers())
    CHECK(report::find_writer(writer.name) == &writer);
  CHECK(report::find_writer("jsn") == nullptr);
  CHECK(report::find_writer("") == nullptr);
}

TEST_CASE("the formats that say so hold the pages' pictures, and no other does") {
  const Report with = test::failed_report();
  Report without = with;
  for (TaskReport& task : without.tasks)
    task.pictures.screenshot_png.clear();
  for (const report::Writer& writer : report::all_writers()) {
    INFO(writer.name);
    CHECK((writer.write(with, {}) != writer.write(without, {})) == writer.shows_pages);
  }
}

#include "checker/report/writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/reports.hpp"

#include <pugixml.hpp>

#include <set>
#include <string>

using namespace pinko;

namespace {

pugi::xml_document read(const Report& report) {
  const std::string text = report::find_writer("junit")->write(report, {});
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(), pugi::parse_full, pugi::encoding_utf8);
  INFO(parsed.description());
  REQUIRE(parsed);
  return document;
}

/// XML 1.0, section 2.2: what may stand in a document, here within valid UTF-8.
bool holds_only_characters(const std::string& text) {
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x20 && byte != '\t' && byte != '\n') return false;
    if (code == 0x7F) return false;
  }
  return true;
}

int count(const pugi::xml_node& suite, const char* child) {
  int found = 0;
  for (const pugi::xml_node test : suite.children("testcase"))
    found += test.child(child) ? 1 : 0;
  return found;
}

void check_suite(const pugi::xml_node& suite) {
  std::set<std::string> names;
  int tests = 0;
  for (const pugi::xml_node test : suite.children("testcase")) {
    ++tests;
    CHECK(names.insert(test.attribute("name").value()).second);
    CHECK_FALSE(std::string(test.attribute("classname").value()).empty());
    int verdicts = 0;
    for (const char* name : {"failure", "error", "skipped"})
      verdicts +=
          static_cast<int>(std::distance(test.children(name).begin(), test.children(name).end()));
    CHECK(verdicts <= 1);
  }
  CHECK(suite.attribute("tests").as_int() == tests);
  CHECK(suite.attribute("failures").as_int() == count(suite, "failure"));
  CHECK(suite.attribute("errors").as_int() == count(suite, "error"));
  CHECK(suite.attribute("skipped").as_int() == count(suite, "skipped"));
  CHECK_FALSE(suite.child("system-out"));  // GitLab reads those of test cases only
}

}  // namespace

TEST_CASE("JUnit files are read by the rules of Jenkins and GitLab") {
  for (const test::NamedReport& named : test::all_reports()) {
    INFO(named.name);
    CHECK(holds_only_characters(report::find_writer("junit")->write(named.report, {})));
    const pugi::xml_document document = read(named.report);
    for (const pugi::xml_node suite : document.child("testsuites").children("testsuite"))
      check_suite(suite);
  }
}

TEST_CASE("times that evidence cannot have meant are written as times") {
  Report report = test::failed_report();
  Verdict& verdict = report.tasks.front().checks.front();
  for (const double seconds : {-0.25, -1e300, 1e300}) {
    verdict.seconds = seconds;
    report.tasks.front().phases = {{.name = "build", .start = 1e12, .end = 2e12},
                                   {.name = "probe", .start = seconds, .end = -seconds}};
    check_suite(read(report).child("testsuites").child("testsuite"));
    CHECK_FALSE(report::find_writer("html")->write(report, {}).empty());
  }
}

TEST_CASE("a student's failure is a failure and ours is an error") {
  const pugi::xml_document failed = read(test::failed_report());
  const auto by_name = [](const pugi::xml_document& document, const char* prefix) {
    for (const pugi::xml_node suite : document.child("testsuites").children("testsuite")) {
      for (const pugi::xml_node test : suite.children("testcase")) {
        if (std::string(test.attribute("name").value()).starts_with(prefix)) return test;
      }
    }
    return pugi::xml_node();
  };
  const pugi::xml_node builds = by_name(failed, "t2-back-end-builds");
  CHECK(builds.child("failure"));
  CHECK(builds.attribute("file").value() == std::string("task2/back-end/Dockerfile"));
  CHECK(builds.attribute("line").as_int() == 3);
  CHECK(std::string(by_name(failed, "t2-page-served").child("skipped").attribute("message").value())
            .find("t2-front-end-files") != std::string::npos);
  const pugi::xml_document errored = read(test::errored_report());
  CHECK(by_name(errored, "t0-builds").child("error").attribute("type").value() ==
        std::string("package_mirror"));
}

TEST_CASE("what a submission printed stays text in JUnit files") {
  const pugi::xml_document document = read(test::hostile_report());
  const pugi::xml_node test = document.child("testsuites").child("testsuite").child("testcase");
  const std::string failure = test.child("failure").child_value();
  CHECK(failure.find("]]> <script>alert(1)</script>") != std::string::npos);
  CHECK(failure.find('\x1b') == std::string::npos);
  CHECK_FALSE(test.child("failure").child("script"));
}

TEST_CASE("the check that saw the page carries its picture, as GitLab looks for it") {
  Report report = test::failed_report();
  report.tasks[2].checks[1].probe = "page :80/ #dynamic-content";
  const auto output_of = [&](const report::WriteOptions& options) {
    const std::string text = report::find_writer("junit")->write(report, options);
    pugi::xml_document document;
    REQUIRE(document.load_string(text.c_str()));
    return std::string(document.select_node("//testcase[starts-with(@name,'t6-round-robin')]")
                           .node()
                           .child("system-out")
                           .child_value());
  };
  CHECK(output_of({}).empty());
  CHECK(output_of({.screenshots = "shots"}) == "[[ATTACHMENT|shots/task6.png]]");

  report.tasks[2].checks[1].evidence = "api | [[ATTACHMENT|/etc/passwd]]";
  report.tasks[2].checks[1].notes = {"[[ATTACHMENT|../secret]]"};
  const std::string printed = output_of({.screenshots = "shots"});
  CHECK(printed.find("[[ATTACHMENT|") == printed.rfind("[[ATTACHMENT|"));
  CHECK(printed.ends_with("\n[[ATTACHMENT|shots/task6.png]]"));
  CHECK(printed.find("/etc/passwd") != std::string::npos);
}

TEST_CASE("a case takes the time that looking took") {
  const pugi::xml_document document = read(test::failed_report());
  const pugi::xml_node test =
      document.select_node("//testcase[starts-with(@name,'t2-back-end-builds')]").node();
  CHECK(test.attribute("time").value() == std::string("1.750"));
}

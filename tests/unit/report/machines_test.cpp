#include "checker/report/writer.hpp"
#include "checker/util/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/reports.hpp"

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

using namespace pinko;
using nlohmann::json;

namespace {

std::string written(const char* format, const Report& report) {
  return report::find_writer(format)->write(report, {});
}

json parsed(const char* format, const Report& report) {
  return json::parse(written(format, report));
}

/// Points and their maximum as a reader of a format adds them up.
struct Totals {
  int points = 0;
  int max_points = 0;
  bool operator==(const Totals&) const = default;
};

Totals sum(const json& tests, const char* points, const char* max_points) {
  Totals totals;
  for (const json& test : tests) {
    totals.points += test[points].get<int>();
    totals.max_points += test[max_points].get<int>();
  }
  return totals;
}

/// "… 7 of 15", the last of them in the text.
Totals last_of(const std::string& text) {
  const std::size_t of = text.rfind(" of ");
  REQUIRE(of != std::string::npos);
  const std::size_t start = text.find_last_not_of("0123456789", of - 1) + 1;
  return {std::atoi(text.c_str() + start), std::atoi(text.c_str() + of + 4)};
}

Totals of_junit(const Report& report) {
  const std::string text = written("junit", report);
  pugi::xml_document document;
  REQUIRE(document.load_string(text.c_str()));
  Totals totals;
  for (const pugi::xml_node suite : document.child("testsuites").children("testsuite")) {
    const auto value = [&](const char* name) {
      return suite.child("properties").find_child_by_attribute("name", name).attribute("value");
    };
    const std::string verdict = value("verdict").value();
    if (verdict == "errored" || verdict == "unstable") continue;
    totals.points += value("points").as_int();
    totals.max_points += value("max_points").as_int();
  }
  return totals;
}

int failures_of_junit(const Report& report) {
  const std::string text = written("junit", report);
  pugi::xml_document document;
  REQUIRE(document.load_string(text.c_str()));
  return document.child("testsuites").attribute("failures").as_int();
}

/// Headings of checks that were judged and did not pass.
int marks_of(const std::string& markdown) {
  int marks = 0;
  for (const std::string_view line : split_lines(markdown)) {
    marks += line.starts_with("#### ❌") || line.starts_with("#### ⛔") ? 1 : 0;
  }
  return marks;
}

Totals of_markdown(const Report& report) {
  const std::string text = written("markdown", report);
  return last_of(text.substr(0, text.find('\n')));
}

Totals of_quiet_console(const Report& report) {
  return last_of(
      report::find_writer("console")->write(report, {.verbosity = report::Verbosity::quiet}));
}

std::string title_of(const std::string& page) {
  const std::size_t start = page.find("<title>");
  return page.substr(start, page.find("</title>") - start);
}

/// Of the test points of tasks: "…, 7 of 15", or "…, not graded".
Totals of_tap(const Report& report) {
  Totals totals;
  const std::string text = written("tap", report);
  for (const std::string_view line : split_lines(text)) {
    if (!line.starts_with("ok ") && !line.starts_with("not ok ")) continue;
    if (line.ends_with("not graded")) continue;
    const Totals task = last_of(std::string(line));
    totals.points += task.points;
    totals.max_points += task.max_points;
  }
  return totals;
}

Totals of_csv(const Report& report) {
  const std::string text = written("csv", report);
  const std::string name = "," + std::string(name_of(report.outcome)) + ",";
  const std::size_t at = text.find(name, text.find("\r\n")) + name.size();
  return {std::atoi(text.c_str() + at), std::atoi(text.c_str() + text.find(',', at) + 1)};
}

}  // namespace

TEST_CASE("all formats agree on the totals") {
  for (const test::NamedReport& named : test::all_reports()) {
    INFO(named.name);
    const Report& report = named.report;
    const Totals totals{report.points, report.max_points};
    const json own = parsed("json", report);
    CHECK(Totals{own["score"].get<int>(), own["max_score"].get<int>()} == totals);
    CHECK(sum(parsed("gradescope", report)["tests"], "score", "max_score") == totals);
    CHECK(parsed("gradescope", report)["score"] == totals.points);
    CHECK(sum(parsed("prairielearn", report)["tests"], "points", "max_points") == totals);
    CHECK(sum(parsed("classroom", report)["tests"], "score", "max_score") == totals);
    CHECK(sum(parsed("classroom50", report)["tests"], "score", "max-score") == totals);
    CHECK(parsed("classroom50", report)["score"] == totals.points);
    CHECK(last_of(parsed("dodona", report)["description"].get<std::string>()) == totals);
    CHECK(last_of(title_of(written("html", report))) == totals);
    CHECK(of_tap(report) == totals);
    CHECK(parsed("classroom", report)["max_score"] == totals.max_points);
    const json sarif = parsed("sarif", report)["runs"][0]["properties"];
    CHECK(Totals{sarif["score"].get<int>(), sarif["max_score"].get<int>()} == totals);
    Totals check50;
    const json own50 = parsed("check50", report);
    for (const json& result : own50["results"]) {
      check50.points += result["data"]["points"].get<int>();
      check50.max_points += result["data"]["max_points"].get<int>();
    }
    CHECK(check50 == totals);
    CHECK(of_junit(report) == totals);
    CHECK(of_markdown(report) == totals);
    CHECK(of_quiet_console(report) == totals);
    CHECK(last_of(written("github", report)) == totals);
    CHECK(of_csv(report) == totals);
  }
}

TEST_CASE("all formats agree on how many checks failed") {
  for (const test::NamedReport& named : test::all_reports()) {
    INFO(named.name);
    int failed = 0;
    for (const TaskReport& task : named.report.tasks) {
      failed += static_cast<int>(std::ranges::count_if(task.checks, [](const Verdict& verdict) {
        return verdict.outcome == Outcome::failed || verdict.outcome == Outcome::refused;
      }));
    }
    const auto count = [](const json& list, const char* member, const json& value) {
      return std::ranges::count_if(list, [&](const json& one) { return one[member] == value; });
    };
    const json sarif = parsed("sarif", named.report)["runs"][0]["results"];
    CHECK(count(sarif, "level", "error") == failed);
    const json gitlab = parsed("gitlab", named.report);
    CHECK(static_cast<long>(gitlab.size()) - count(gitlab, "severity", "info") == failed);
    CHECK(count(parsed("check50", named.report)["results"], "passed", false) == failed);
    CHECK(failures_of_junit(named.report) == failed);
    CHECK(marks_of(written("markdown", named.report)) == failed);
  }
}

TEST_CASE("JSON formats follow their schemas") {
  for (const char* format : {"sarif",
                             "gitlab",
                             "gradescope",
                             "prairielearn",
                             "classroom",
                             "classroom50",
                             "dodona",
                             "check50"}) {
    const json schema = test::read_schema(std::string(format) + ".schema.json");
    for (const test::NamedReport& named : test::all_reports()) {
      INFO(format);
      INFO(named.name);
      CHECK(test::schema_faults(schema, parsed(format, named.report)) ==
            std::vector<std::string>());
    }
  }
}

TEST_CASE("SARIF results point at their rules and stay in the repository") {
  for (const test::NamedReport& named : test::all_reports()) {
    const json run = parsed("sarif", named.report)["runs"][0];
    std::set<std::string> fingerprints;
    for (const json& result : run["results"]) {
      const auto index = result["ruleIndex"].get<std::size_t>();
      CHECK(run["tool"]["driver"]["rules"][index]["id"] == result["ruleId"]);
      CHECK(fingerprints
                .insert(result["partialFingerprints"]["primaryLocationLineHash"].get<std::string>())
                .second);
      const auto uri =
          result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].get<std::string>();
      CHECK(uri.find("..") == std::string::npos);
    }
  }
}

TEST_CASE("what nobody could look at is no finding about the submission") {
  const Report report = test::errored_report();
  CHECK(parsed("gitlab", report).size() == 1);  // the note of t6-command
  const json sarif = parsed("sarif", report);
  for (const json& result : sarif["runs"][0]["results"])
    CHECK(result["level"] == "note");
  CHECK(sarif["runs"][0]["invocations"][0]["executionSuccessful"] == false);
  CHECK(parsed("prairielearn", report)["gradable"] == false);
  const json classroom = parsed("classroom", report);
  for (const json& test : classroom["tests"])
    CHECK(test["max_score"] == 0);
  CHECK(parsed("check50", report)["results"][1]["passed"].is_null());
}

TEST_CASE("a SARIF fix puts new lines in front of a line, each with its end") {
  Report report = test::failed_report();
  Verdict& builds = report.tasks[1].checks[1];
  const auto replacement = [&] {
    const json results = parsed("sarif", report)["runs"][0]["results"];
    const auto found =
        std::ranges::find_if(results, [](const json& result) { return result.contains("fixes"); });
    return found == results.end() ? json()
                                  : (*found)["fixes"][0]["artifactChanges"][0]["replacements"][0];
  };
  builds.placement = below({.path = "task2/back-end/Dockerfile", .line = 3});
  CHECK(replacement()["deletedRegion"] ==
        json({{"startLine", 4}, {"startColumn", 1}, {"endLine", 4}, {"endColumn", 1}}));
  CHECK(replacement()["insertedContent"]["text"] == "RUN apt-get update\n");
  builds.placement = above({.path = "task2/back-end/Dockerfile", .line = 3});
  CHECK(replacement()["deletedRegion"]["startLine"] == 3);
  builds.placement = in_place_of({.path = "task2/back-end/Dockerfile", .line = 3, .end_line = 5});
  CHECK(replacement()["deletedRegion"] == json({{"startLine", 3}, {"endLine", 5}}));
  // Somewhere in a file is no place for a program.
  builds.placement = in_place_of({.path = "task2/back-end/Dockerfile"});
  CHECK(replacement().is_null());
}

TEST_CASE("a fingerprint does not depend on the line") {
  Report report = test::failed_report();
  const json before = parsed("gitlab", report);
  for (Verdict& verdict : report.tasks[1].checks) {
    for (Location& where : verdict.where)
      where.line += 10;
  }
  const json after = parsed("gitlab", report);
  REQUIRE(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(before[i]["fingerprint"] == after[i]["fingerprint"]);
  CHECK(before != after);
}

TEST_CASE("Classroom: a test that did not pass never has the full score") {
  for (const test::NamedReport& named : test::all_reports()) {
    const json document = parsed("classroom", named.report);
    for (const json& test : document["tests"]) {
      if (test["status"] == "pass" || test["max_score"] == 0) continue;
      CHECK(test["score"] < test["max_score"]);
    }
  }
}

TEST_CASE("check50 gets an error where nothing was graded") {
  Report report;
  report.tool_version = "0.1.0";
  report.infrastructure = {{.code = ErrorCode::engine, .message = "ask the engine: no answer"}};
  const json document = parsed("check50", report);
  CHECK_FALSE(document.contains("results"));
  CHECK(document["error"]["type"] == "engine");
  CHECK(test::schema_faults(test::read_schema("check50.schema.json"), document).empty());
}

TEST_CASE("PrairieLearn's file stays below a megabyte") {
  Report report = test::failed_report();
  TaskReport& task = report.tasks[1];
  for (Verdict& verdict : task.checks) {
    verdict.actual = std::string(100000, 'x');
    verdict.evidence = std::string(1000000, '\n');
  }
  while (task.checks.size() < 100)
    task.checks.push_back(task.checks[1]);
  CHECK(written("prairielearn", report).size() < 1000000);
}

TEST_CASE("SARIF counts columns in UTF-16 code units and leaves out what it does not know") {
  Report report = test::failed_report();
  Verdict& builds = report.tasks[1].checks[1];
  builds.utf16 = {{.start = 3, .end = 9}};
  const auto region = [&] {
    const json results = parsed("sarif", report)["runs"][0]["results"];
    for (const json& result : results) {
      if (result["ruleId"] == "t2-back-end-builds") {
        return result["locations"][0]["physicalLocation"]["region"];
      }
    }
    return json();
  };
  CHECK(parsed("sarif", report)["runs"][0]["columnKind"] == "utf16CodeUnits");
  CHECK(region() == json({{"startLine", 3}, {"startColumn", 3}, {"endLine", 3}, {"endColumn", 9}}));
  builds.utf16.clear();
  CHECK(region() == json({{"startLine", 3}, {"endLine", 3}}));
}

TEST_CASE("a SARIF fix takes the place of whole lines and leaves their ends") {
  const json results = parsed("sarif", test::failed_report())["runs"][0]["results"];
  const auto found =
      std::ranges::find_if(results, [](const json& result) { return result.contains("fixes"); });
  REQUIRE(found != results.end());
  const json change = (*found)["fixes"][0]["artifactChanges"][0];
  CHECK(change["artifactLocation"]["uri"] == "task2/back-end/Dockerfile");
  CHECK(change["replacements"][0]["deletedRegion"] == json({{"startLine", 3}, {"endLine", 3}}));
  CHECK(change["replacements"][0]["insertedContent"]["text"] == "RUN apt-get update");
}

TEST_CASE("a fingerprint does not depend on numbers and white space") {
  Report report = test::failed_report();
  const json before = parsed("gitlab", report);
  Verdict& builds = report.tasks[1].checks[1];
  builds.actual = "step  7 ended with exit code 9: /bin/sh: 12: apt-get-update: not found";
  const json after = parsed("gitlab", report);
  CHECK(before != after);
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(before[i]["fingerprint"] == after[i]["fingerprint"]);
}

TEST_CASE("PrairieLearn gets the page's picture, and no more than there is room for") {
  Report report = test::failed_report();
  const json images = parsed("prairielearn", report)["images"];
  REQUIRE(images.size() == 1);
  CHECK(images[0]["label"] == "task6: the page");
  report.tasks[2].pictures.screenshot_png += std::string(800000, 'x');
  CHECK(parsed("prairielearn", report)["images"].empty());
}

TEST_CASE("a class's table names the student where one is named") {
  CHECK(written("csv", test::failed_report()).find("\nAda L.,3f2a91c") != std::string::npos);
}

#include "checker/report/evidence_json.hpp"
#include "checker/report/writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/reports.hpp"

#include <nlohmann/json.hpp>

using namespace pinko;
using nlohmann::json;

namespace {

json document_of(const Report& report) {
  return json::parse(report::find_writer("json")->write(report, {}));
}

}  // namespace

TEST_CASE("JSON reports follow their schema") {
  const json schema = test::read_schema("result-v1.schema.json");
  for (const test::NamedReport& named : test::all_reports()) {
    INFO(named.name);
    CHECK(test::schema_faults(schema, document_of(named.report)) == std::vector<std::string>());
  }
}

TEST_CASE("the schema refuses what is not a report") {
  const json schema = test::read_schema("result-v1.schema.json");
  const json good = document_of(test::failed_report());
  const auto faults_after = [&](const char* pointer, const json& value) {
    json bad = good;
    bad[json::json_pointer(pointer)] = value;
    return test::schema_faults(schema, bad).size();
  };
  CHECK(faults_after("/verdict", "fine") == 1);
  CHECK(faults_after("/score", "ten") == 1);
  CHECK(faults_after("/score", -1) == 1);
  CHECK(faults_after("/tasks/0/id", "Task 0") == 1);
  CHECK(faults_after("/tasks/1/checks/0/outcome", nullptr) == 1);
  CHECK(faults_after("/tasks/1/checks/0/surprise", 1) == 1);
  CHECK(faults_after("/started", "yesterday") == 1);
  json lacking = good;
  lacking["tasks"][0]["checks"][0].erase("points");
  CHECK(test::schema_faults(schema, lacking).size() == 1);
}

TEST_CASE("a JSON report says which checks wait for a cause") {
  const json report = document_of(test::failed_report());
  const json& files = report["tasks"][1]["checks"][3];
  CHECK(files["id"] == "t2-front-end-files");
  CHECK(files["cause_of"] == json::array({"t2-site-in-image", "t2-page-served"}));
  CHECK(report["tasks"][1]["cause"] == "t2-front-end-files");
  CHECK(report["diagnostics"][1]["code"] == "gitlink");
}

TEST_CASE("a JSON report says how long was looked, how often, and at what") {
  const json report = document_of(test::failed_report());
  const json& builds = report["tasks"][1]["checks"][1];
  CHECK(builds["duration_ms"] == 1750);
  CHECK(builds["attempts"] == 2);
  CHECK(builds["statement_ref"] == "tasks/task2/README.md#t2-back-end-builds");
  CHECK(builds["evidence"].size() == 1);
  CHECK(report["tasks"][1]["phases"][0]["status"] == "failed");
  CHECK(report["environment"]["runtime"] == "runc");
  CHECK(report["submission"]["student"] == "Ada L.");
}

TEST_CASE("where evidence was kept, a check points into it") {
  Report report = test::failed_report();
  report.evidence_file = "seen.json";
  report.evidence_sha256 = std::string(64, 'e');
  const json sight = document_of(report)["tasks"][1]["checks"][1]["evidence"][1];
  CHECK(sight["kind"] == "sight");
  CHECK(sight["path"] == "seen.json#/tasks/2/sights/build back-end");
  CHECK(sight["sha256"] == report.evidence_sha256);
}

TEST_CASE("a pointer into evidence leads to what the probe saw") {
  for (const std::string probe : {"GET :80/api/hello", "a~b/c", "\xff/odd"}) {
    Evidence evidence;
    evidence.tasks[5].sights[probe] = NotReached{.reason = "here", .because = {}};
    const json document = json::parse(report::evidence_to_json(evidence));
    const json::json_pointer pointer(report::evidence_pointer(5, probe));
    REQUIRE(document.contains(pointer));
    CHECK(document[pointer]["reason"] == "here");
  }
}

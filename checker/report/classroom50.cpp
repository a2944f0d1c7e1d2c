#include "checker/report/formats.hpp"
#include "checker/report/json_value.hpp"
#include "checker/report/story.hpp"

#include <nlohmann/json.hpp>

/// classroom50/result/v1: what CS50's classroom keeps of a graded submission. Fields of a test that
/// it does not know are kept by it.
namespace pinko::report {
namespace {

using Json = nlohmann::ordered_json;

Json test(const TaskReport& task, const Verdict& verdict) {
  const bool counted = counts(task, verdict);
  return {{"test-name", verdict.id},
          {"passed", verdict.outcome == Outcome::passed},
          {"score", counted ? verdict.points : 0},
          {"max-score", counted ? verdict.max_points : 0},
          {"outcome", name_of(verdict.outcome)},
          {"description", verdict.title},
          {"message", verdict.outcome == Outcome::passed ? "" : in_one_line(verdict)}};
}

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

}  // namespace

std::string classroom50(const Report& report, const WriteOptions& /*options*/) {
  const SubmissionFacts& facts = report.submission;
  Json tests = Json::array();
  for (const TaskReport& task : report.tasks) {
    for (const Verdict& verdict : task.checks)
      tests.push_back(test(task, verdict));
  }
  return dumped({{"schema", "classroom50/result/v1"},
                 {"classroom", nullptr},
                 {"assignment", "softy-pinko"},
                 {"assignment_type", "individual"},
                 {"owner", or_null(facts.student)},
                 {"submission", facts.path},
                 {"commit", or_null(facts.commit)},
                 {"release", nullptr},
                 {"review", nullptr},
                 {"datetime", or_null(report.started)},
                 {"graded_at", or_null(report.finished)},
                 {"score", report.points},
                 {"max-score", report.max_points},
                 {"tests", tests},
                 {"submitted_by", or_null(facts.student)}});
}

}  // namespace pinko::report

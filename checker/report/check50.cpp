#include "checker/report/formats.hpp"
#include "checker/report/json_value.hpp"
#include "checker/report/story.hpp"
#include "checker/util/text.hpp"

#include <nlohmann/json.hpp>

/// The JSON of check50, for tools that show its results.
namespace pinko::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSlug = "pinko-check";

Json lines_of(const std::string& text) {
  Json lines = Json::array();
  for (const std::string_view line : split_lines(text))
    lines.push_back(line);
  return lines;
}

Json cause_of(const Verdict& verdict) {
  if (verdict.outcome == Outcome::passed) return nullptr;
  Json cause = {{"rationale", in_one_line(verdict)}, {"help", next_step(verdict)}};
  if (!verdict.expected.empty()) cause["expected"] = verdict.expected;
  if (!verdict.actual.empty()) cause["actual"] = verdict.actual;
  return cause;
}

/// check50 knows true, false, and null for what could not be checked.
Json passed_of(const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::passed:
      return true;
    case Outcome::failed:
    case Outcome::refused:
      return false;
    case Outcome::skipped:
    case Outcome::errored:
    case Outcome::unstable:
      return nullptr;
  }
  return nullptr;
}

Json result(const TaskReport& task, const Verdict& verdict) {
  return {{"name", verdict.id},
          {"description", verdict.title},
          {"passed", passed_of(verdict)},
          {"log", lines_of(verdict.evidence)},
          {"cause", cause_of(verdict)},
          {"data",
           {{"task", task.number},
            {"outcome", name_of(verdict.outcome)},
            {"points", counts(task, verdict) ? verdict.points : 0},
            {"max_points", counts(task, verdict) ? verdict.max_points : 0}}},
          {"dependency", verdict.waits_for.empty() ? Json(nullptr) : Json(verdict.waits_for)}};
}

Json error_of(const Report& report) {
  const Error error = report.infrastructure.empty()
                          ? Error{.code = ErrorCode::internal, .message = "nothing was graded"}
                          : report.infrastructure.front();
  return {{"type", name_of(error.code)},
          {"value", error.message},
          {"traceback", Json::array()},
          {"actions",
           {{"show_traceback", false}, {"message", std::string(remedy(name_of(error.code)))}}},
          {"data", Json::object()}};
}

}  // namespace

std::string check50(const Report& report, const WriteOptions& /*options*/) {
  Json document = {{"slug", kSlug}};
  if (report.tasks.empty()) {
    document["error"] = error_of(report);
  } else {
    Json results = Json::array();
    for (const TaskReport& task : report.tasks) {
      for (const Verdict& verdict : task.checks)
        results.push_back(result(task, verdict));
    }
    document["results"] = results;
  }
  document["version"] = report.tool_version;
  return dumped(document);
}

}  // namespace pinko::report

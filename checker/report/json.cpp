#include "checker/report/evidence_json.hpp"
#include "checker/report/formats.hpp"
#include "checker/report/json_comparison.hpp"
#include "checker/report/json_value.hpp"
#include "checker/report/story.hpp"
#include "checker/util/sha256.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace pinko::report {
namespace {

using Json = nlohmann::ordered_json;

std::string_view kind_of(Outcome outcome) {
  // An unstable run is one in which the checker could not say.
  return pinko::name_of(outcome == Outcome::unstable ? Outcome::errored : outcome);
}

/// A text, or null where there is none.
Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json location(const Location& where) {
  Json object = {{"path", where.path}};
  if (where.line > 0) object["start_line"] = where.line;
  if (where.column > 0) object["start_column"] = where.column;
  if (where.end_line > 0) object["end_line"] = where.end_line;
  if (where.end_column > 0) object["end_column"] = where.end_column;
  return object;
}

Json locations(const std::vector<Location>& all) {
  Json list = Json::array();
  for (const Location& where : all)
    list.push_back(location(where));
  return list;
}

std::string_view name_of(Placing how) {
  switch (how) {
    case Placing::replace:
      return "replace";
    case Placing::above:
      return "above";
    case Placing::below:
      return "below";
  }
  return "replace";
}

/// Corrected lines, and where they belong.
Json correction(const std::string& lines, const Placement& placement) {
  if (lines.empty()) return nullptr;
  Json object = {{"how", name_of(placement.how)}, {"text", lines}};
  if (!placement.at.path.empty()) object["location"] = location(placement.at);
  return object;
}

Json disagreement(const std::optional<Diagnosis>& found) {
  if (!found) return nullptr;
  return {{"cause_id", found->cause_id},
          {"cause", found->sentence},
          {"locations", locations(found->where)},
          {"hint", or_null(found->step)},
          {"corrected", or_null(found->corrected)},
          {"correction", correction(found->corrected, found->placement)}};
}

/// What shows that a check's outcome is true: what was printed, and what was seen in the evidence
/// file, where one was kept.
Json evidence_of(const Report& report, const TaskReport& task, const Verdict& verdict) {
  Json list = Json::array();
  if (!verdict.evidence.empty()) {
    list.push_back({{"kind", "output"},
                    {"path", nullptr},
                    {"sha256", sha256(verdict.evidence)},
                    {"text", verdict.evidence}});
  }
  if (!report.evidence_file.empty() && !verdict.probe.empty()) {
    list.push_back(
        {{"kind", "sight"},
         {"path", report.evidence_file + '#' + evidence_pointer(task.number, verdict.probe)},
         {"sha256", report.evidence_sha256}});
  }
  return list;
}

std::string_view name_of(PhaseStatus status) {
  switch (status) {
    case PhaseStatus::done:
      return "done";
    case PhaseStatus::failed:
      return "failed";
    case PhaseStatus::errored:
      return "errored";
  }
  return "done";
}

Json check(const Report& report, const TaskReport& task, const Verdict& verdict) {
  Json cause_of = Json::array();
  for (const Verdict& other : task.checks) {
    if (other.waits_for == verdict.id) cause_of.push_back(other.id);
  }
  Json hints = Json::array();
  for (const HintLevel& hint : hints_of(verdict))
    hints.push_back({{"level", hint.level}, {"text", hint.text}});
  std::string note;
  for (const std::string& text : verdict.notes)
    note += (note.empty() ? "" : "\n") + text;
  return {{"id", verdict.id},
          {"title", verdict.title},
          {"statement_ref", statement_ref(task, verdict)},
          {"outcome", pinko::name_of(verdict.outcome)},
          {"note", or_null(note)},
          {"points", verdict.points},
          {"max_points", verdict.max_points},
          {"visibility", "visible"},
          {"rationale", or_null(verdict.why)},
          {"expected", or_null(verdict.expected)},
          {"actual", or_null(verdict.actual)},
          {"cause", or_null(verdict.cause)},
          {"cause_id", or_null(verdict.cause_id)},
          {"cause_of", cause_of},
          {"waits_for", or_null(verdict.waits_for)},
          {"error_code", or_null(verdict.error_code)},
          {"hints", hints},
          {"correction", correction(verdict.corrected, verdict.placement)},
          {"by_hand", or_null(verdict.by_hand)},
          {"locations", locations(verdict.where)},
          {"evidence", evidence_of(report, task, verdict)},
          {"duration_ms", std::llround(verdict.seconds * 1000)},
          {"attempts", verdict.attempts}};
}

Json task_value(const Report& report, const TaskReport& task) {
  Json phases = Json::array();
  for (const Phase& phase : task.phases) {
    phases.push_back({{"name", phase.name},
                      {"start", phase.start},
                      {"end", phase.end},
                      {"status", name_of(phase.status)}});
  }
  Json checks = Json::array();
  for (const Verdict& verdict : task.checks)
    checks.push_back(check(report, task, verdict));
  return {{"id", "task" + std::to_string(task.number)},
          {"title", task.title},
          {"verdict", kind_of(task.outcome)},
          {"score", task.points},
          {"max_score", task.max_points},
          {"cause", or_null(task.cause)},
          {"disagreement", disagreement(task.disagreement)},
          {"phases", phases},
          {"comparison", comparison_value(task)},
          {"checks", checks}};
}

Json diagnostic(std::string_view code, const std::string& message, const std::string& path) {
  Json object = {{"code", code}, {"message", message}};
  if (!path.empty()) object["path"] = path;
  return object;
}

Json diagnostics(const Report& report) {
  Json list = Json::array();
  for (const std::string& note : report.notes)
    list.push_back(diagnostic("note", note, ""));
  const SubmissionFacts& facts = report.submission;
  for (const std::string& path : facts.gitlinks)
    list.push_back(diagnostic("gitlink", "a nested repository: an empty folder in a clone", path));
  for (const std::string& path : facts.unseen)
    list.push_back(diagnostic("unseen", "on disk, but not in the last commit", path));
  for (const std::string& path : facts.changed)
    list.push_back(diagnostic("changed", "differs from the last commit", path));
  return list;
}

Json submission(const SubmissionFacts& facts) {
  return {{"path", facts.path},
          {"commit", or_null(facts.commit)},
          {"dirty", facts.dirty},
          {"exported", facts.exported},
          {"nested_in", or_null(facts.nested_in)},
          {"student", or_null(facts.student)}};
}

Json environment(const Environment& seen) {
  return {{"os", or_null(seen.os)},
          {"engine", or_null(seen.engine)},
          {"engine_version", or_null(seen.engine_version)},
          {"compose", or_null(seen.compose)},
          {"compose_version", or_null(seen.compose_version)},
          {"browser", or_null(seen.browser)},
          {"runtime", or_null(seen.runtime)},
          {"stand_ins", seen.stand_ins}};
}

}  // namespace

std::string json(const Report& report, const WriteOptions& /*options*/) {
  Json tasks = Json::array();
  for (const TaskReport& task : report.tasks)
    tasks.push_back(task_value(report, task));
  Json infrastructure = Json::array();
  for (const Error& error : report.infrastructure) {
    infrastructure.push_back({{"code", pinko::name_of(error.code)},
                              {"message", error.message},
                              {"retried", error.retried}});
  }
  const Json document = {{"schema", "pinko-check/result/v1"},
                         {"tool",
                          {{"name", "pinko-check"},
                           {"version", report.tool_version},
                           {"commit", or_null(report.tool_commit)}}},
                         {"statement", {{"sha256", or_null(report.statement_sha256)}}},
                         {"submission", submission(report.submission)},
                         {"environment", environment(report.environment)},
                         {"started", or_null(report.started)},
                         {"finished", or_null(report.finished)},
                         {"verdict", kind_of(report.outcome)},
                         {"exit_code", exit_code(report)},
                         {"score", report.points},
                         {"max_score", report.max_points},
                         {"tasks", tasks},
                         {"diagnostics", diagnostics(report)},
                         {"infrastructure", infrastructure},
                         {"leftovers",
                          {{"containers", report.leftovers.containers},
                           {"networks", report.leftovers.networks},
                           {"volumes", report.leftovers.volumes},
                           {"images", report.leftovers.images}}}};
  return dumped(document);
}

}  // namespace pinko::report

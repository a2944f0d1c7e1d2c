#include "checker/report/formats.hpp"
#include "checker/report/json_value.hpp"
#include "checker/report/story.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

/// Dodona's judge output: a tab a task, a group a check, and annotations in the files.
namespace pinko::report {
namespace {

using Json = nlohmann::ordered_json;

std::string_view status_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "correct";
    case Outcome::failed:
    case Outcome::refused:
      return "wrong";
    case Outcome::skipped:
    case Outcome::errored:
    case Outcome::unstable:
      return "internal error";
  }
  return "internal error";
}

Json message(const std::string& text, std::string_view permission) {
  return {{"format", "plain"}, {"description", text}, {"permission", permission}};
}

/// What a student reads, and what was printed for whoever helps them.
Json messages(const TaskReport& task, const Verdict& verdict) {
  Json list = Json::array();
  if (verdict.outcome != Outcome::passed)
    list.push_back(message(in_words(task, verdict), "student"));
  for (const std::string& note : verdict.notes)
    list.push_back(message("note: " + note, "student"));
  if (!verdict.evidence.empty()) list.push_back(message(verdict.evidence, "staff"));
  return list;
}

Json group(const TaskReport& task, const Verdict& verdict) {
  const bool accepted = verdict.outcome == Outcome::passed;
  const Json test = {{"description", verdict.id},
                     {"expected", verdict.expected.empty() ? verdict.title : verdict.expected},
                     {"generated", verdict.actual.empty() ? in_one_line(verdict) : verdict.actual},
                     {"accepted", accepted}};
  const Json testcase = {{"description", verdict.id},
                         {"accepted", accepted},
                         {"messages", messages(task, verdict)},
                         {"tests", Json::array({test})}};
  return {{"description", verdict.title},
          {"accepted", accepted},
          {"testcases", Json::array({testcase})}};
}

/// Rows and columns count from 0.
void annotate(Json& list, const TaskReport& task, const Verdict& verdict) {
  const bool judged = verdict.outcome == Outcome::failed || verdict.outcome == Outcome::refused;
  if (!judged || verdict.where.empty() || verdict.where.front().line < 1) return;
  const int column = verdict.utf16.empty() ? 0 : verdict.utf16.front().start;
  list.push_back({{"row", verdict.where.front().line - 1},
                  {"column", std::max(0, column - 1)},
                  {"text", place_of(task, verdict).path + ": " + in_one_line(verdict)},
                  {"type", "error"}});
}

}  // namespace

std::string dodona(const Report& report, const WriteOptions& /*options*/) {
  Json groups = Json::array();
  Json annotations = Json::array();
  for (const TaskReport& task : report.tasks) {
    Json checks = Json::array();
    for (const Verdict& verdict : task.checks) {
      checks.push_back(group(task, verdict));
      annotate(annotations, task, verdict);
    }
    groups.push_back({{"description", "task" + std::to_string(task.number) + ": " + task.title},
                      {"groups", checks}});
  }
  return dumped(
      {{"accepted", report.outcome == Outcome::passed},
       {"status", status_of(report.outcome)},
       {"description", std::to_string(report.points) + " of " + std::to_string(report.max_points)},
       {"groups", groups},
       {"annotations", annotations}});
}

}  // namespace pinko::report

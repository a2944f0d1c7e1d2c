#include "checker/report/formats.hpp"
#include "checker/report/story.hpp"
#include "checker/util/sha256.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

/// One row for a class's table (RFC 4180, with a header).
namespace pinko::report {
namespace {

constexpr int kTasks = 7;

/// A spreadsheet takes a cell that begins so for a formula.
std::string harmless(const std::string& text) {
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  return formula ? '\'' + text : text;
}

std::string cell(const std::string& text) {
  std::string safe = harmless(text);
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  return '"' + replace_all(safe, "\"", "\"\"") + '"';
}

std::string row(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& text : cells) {
    if (&text != &cells.front()) line += ',';
    line += cell(text);
  }
  return line + "\r\n";
}

std::string task_points(const Report& report, int number) {
  const auto found = std::ranges::find(report.tasks, number, &TaskReport::number);
  if (found == report.tasks.end()) return {};
  return not_graded(*found) ? std::string(name_of(Outcome::errored))
                            : std::to_string(found->points);
}

std::string first_cause(const Report& report) {
  for (const TaskReport& task : report.tasks) {
    if (const Verdict* lead = leading(task)) return lead->id;
  }
  return {};
}

}  // namespace

std::string csv(const Report& report, const WriteOptions& /*options*/) {
  std::vector<std::string> names{"student", "commit", "verdict", "score", "max_score"};
  const SubmissionFacts& facts = report.submission;
  std::vector<std::string> values{facts.student.empty() ? facts.path : facts.student,
                                  facts.commit,
                                  std::string(name_of(report.outcome)),
                                  std::to_string(report.points),
                                  std::to_string(report.max_points)};
  for (int number = 0; number < kTasks; ++number) {
    names.push_back("task" + std::to_string(number));
    values.push_back(task_points(report, number));
  }
  int retries = 0;
  for (const Error& error : report.infrastructure)
    retries += error.retried;
  for (const char* name : {"first_cause", "infra_retries", "graded_at", "report_sha256"})
    names.emplace_back(name);
  values.push_back(first_cause(report));
  values.push_back(std::to_string(retries));
  values.push_back(report.finished);
  values.push_back(sha256(json(report, {})));
  return row(names) + row(values);
}

}  // namespace pinko::report

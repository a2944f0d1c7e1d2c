#include "checker/report/formats.hpp"
#include "checker/report/story.hpp"
#include "checker/util/text.hpp"

#include <nlohmann/json.hpp>

/// TAP 14 (testanything.org), and TAP 13 for readers that know no subtests.
namespace pinko::report {
namespace {

/// In a description, `#` begins a directive and `\` an escape.
std::string escaped(const std::string& text) {
  return replace_all(replace_all(text, "\\", "\\\\"), "#", "\\#");
}

/// A JSON string is a double-quoted string of YAML 1.2 as well.
std::string yaml(const std::string& text) {
  return nlohmann::json(text).dump();
}

void field(std::string& text,
           const std::string& margin,
           const char* name,
           const std::string& value) {
  if (!value.empty()) text += margin + "  " + name + ": " + yaml(value) + '\n';
}

std::string yaml_block(const TaskReport& task, const Verdict& verdict, const std::string& margin) {
  const bool judged = verdict.outcome == Outcome::failed || verdict.outcome == Outcome::refused;
  std::string text = margin + "  ---\n";
  field(text, margin, "outcome", std::string(name_of(verdict.outcome)));
  field(text, margin, "severity", judged ? "fail" : "");
  field(text, margin, "message", in_one_line(verdict));
  field(text, margin, "expected", verdict.expected);
  field(text, margin, "actual", verdict.actual);
  field(text, margin, "at", to_string(place_of(task, verdict)));
  field(text, margin, "why", judged ? verdict.why : "");
  field(text, margin, "next", next_step(verdict));
  return text + margin + "  ...\n";
}

std::string point(bool ok, int number, const std::string& words) {
  return (ok ? "ok " : "not ok ") + std::to_string(number) + " - " + escaped(words);
}

void check_point(std::string& text,
                 const TaskReport& task,
                 const Verdict& verdict,
                 int number,
                 const std::string& margin) {
  const bool ok = verdict.outcome == Outcome::passed || verdict.outcome == Outcome::skipped;
  text += margin + point(ok, number, verdict.id + ": " + verdict.title);
  if (verdict.outcome == Outcome::skipped) text += " # SKIP " + escaped(in_one_line(verdict));
  text += '\n';
  if (!ok) text += yaml_block(task, verdict, margin);
}

std::string bail_out(const Report& report) {
  if (!report.tasks.empty() || report.outcome != Outcome::errored) return {};
  std::string reason = "nothing could be graded";
  if (!report.infrastructure.empty()) {
    reason = replace_all(report.infrastructure.front().message, "\n", " ");
  }
  return "Bail out! " + reason + '\n';
}

}  // namespace

std::string tap(const Report& report, const WriteOptions& /*options*/) {
  const std::string margin(4, ' ');
  std::string text = "TAP version 14\n1.." + std::to_string(report.tasks.size()) + '\n';
  int number = 0;
  for (const TaskReport& task : report.tasks) {
    const std::string name = "task" + std::to_string(task.number) + ": " + task.title;
    text += "# Subtest: " + escaped(name) + '\n';
    text += margin + "1.." + std::to_string(task.checks.size()) + '\n';
    int inner = 0;
    for (const Verdict& verdict : task.checks)
      check_point(text, task, verdict, ++inner, margin);
    text += point(task.outcome == Outcome::passed, ++number, name + ", " + points_of(task)) + '\n';
  }
  return text + bail_out(report);
}

std::string tap13(const Report& report, const WriteOptions& /*options*/) {
  std::string text = "TAP version 13\n1.." + std::to_string(counts_of(report).all) + '\n';
  int number = 0;
  for (const TaskReport& task : report.tasks) {
    for (const Verdict& verdict : task.checks)
      check_point(text, task, verdict, ++number, "");
  }
  return text + bail_out(report);
}

}  // namespace pinko::report

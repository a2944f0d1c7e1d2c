#include "checker/app/commands.hpp"
#include "checker/app/exit_codes.hpp"
#include "checker/app/grading.hpp"
#include "checker/app/outputs.hpp"
#include "checker/engine/container_values.hpp"
#include "checker/report/evidence_json.hpp"
#include "checker/util/sha256.hpp"
#include "checker/util/temp_dir.hpp"
#include "checker/util/text.hpp"
#include "tasks/tasks.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

namespace pinko::app {
namespace {

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorCode::usage, "read " + path + ": it cannot be opened");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// What was seen, and what it is judged by.
struct Seen {
  plan::Plan plan;
  Evidence evidence;
};

/// Of evidence only the tasks are graded that were looked at.
std::vector<int> tasks_in(const Evidence& evidence) {
  std::vector<int> tasks;
  for (const auto& [number, task] : evidence.tasks)
    tasks.push_back(number);
  return tasks;
}

Status check_looked_at(const Evidence& evidence, const Options& options) {
  const auto lacking = std::ranges::find_if(
      options.tasks, [&evidence](int task) { return !evidence.tasks.contains(task); });
  if (lacking == options.tasks.end()) return {};
  std::vector<std::string> held;
  for (const int task : tasks_in(evidence))
    held.push_back("task" + std::to_string(task));
  return fail(ErrorCode::usage,
              options.from_evidence + " holds nothing of task" + std::to_string(*lacking) +
                  "; it holds " + (held.empty() ? "no task" : join(held, ", ")));
}

/// The tasks that have ended, and that there were to be others; nothing once all have.
std::optional<Report> report_so_far(const plan::Plan& plan,
                                    const Evidence& evidence,
                                    const std::string& version) {
  plan::Plan ended;
  std::string missing;
  for (const plan::TaskPlan& one : plan.tasks) {
    if (evidence.tasks.contains(one.task->number)) {
      ended.tasks.push_back(one);
    } else {
      missing += " task" + std::to_string(one.task->number);
    }
  }
  if (missing.empty()) return std::nullopt;
  Report report = judge(ended, evidence, version);
  report.notes.push_back("The time was over before these were graded:" + missing + '.');
  return report;
}

/// For readers who take what is there when their time is over.
EvidenceListener write_as_tasks_end(const Options& options,
                                    const plan::Plan& plan,
                                    const std::string& version) {
  const Options some = outputs_as_tasks_end(options);
  if (some.outputs.empty()) return {};
  return [some, &plan, version](const Evidence& evidence) {
    const std::optional<Report> report = report_so_far(plan, evidence, version);
    // What cannot be written now is told of the whole report.
    if (report) static_cast<void>(write_reports(some, *report));
  };
}

Result<Seen> see(const Options& options,
                 const std::string& version,
                 Session& session,
                 const std::stop_token& stop) {
  plan::Selection selection{.tasks = options.tasks, .checks = options.checks};
  Seen seen;
  if (!options.from_evidence.empty()) {
    PINKO_TRY_ASSIGN(const std::string text, read_text(options.from_evidence));
    auto evidence = report::evidence_from_json(text);
    if (!evidence)
      return fail(evidence.error().code, options.from_evidence + ": " + evidence.error().message);
    seen.evidence = std::move(*evidence);
    PINKO_TRY(check_looked_at(seen.evidence, options));
    if (selection.tasks.empty()) selection.tasks = tasks_in(seen.evidence);
    if (selection.checks.empty()) selection.checks = seen.evidence.checks;
  }
  PINKO_TRY_ASSIGN(seen.plan, plan::make_plan(tasks::all_tasks(), selection));
  if (options.from_evidence.empty()) {
    const TempDir work_dir("work");
    PINKO_TRY_ASSIGN(const Submission submission, find_submission(options, work_dir.path()));
    seen.evidence = look(options,
                         {.submission = submission,
                          .plan = seen.plan,
                          .as_tasks_end = write_as_tasks_end(options, seen.plan, version)},
                         session,
                         stop);
  }
  return seen;
}

/// Writes what was seen where that is asked for, and has the report name it.
Status keep_evidence(const Options& options, const Evidence& seen, Report& report) {
  if (options.keep_evidence.empty()) return {};
  const std::string evidence = report::evidence_to_json(seen);
  PINKO_TRY(write_file(options.keep_evidence, evidence));
  report.evidence_file = options.keep_evidence;
  report.evidence_sha256 = sha256(evidence);
  return {};
}

}  // namespace

int grade_command(const Options& options,
                  const std::string& version,
                  Session& session,
                  const std::stop_token& stop) {
  if (const Status outputs = check_outputs(options); !outputs) return complain(outputs.error());
  const Result<Seen> seen = see(options, version, session, stop);
  if (stop.stop_requested()) return kInterrupted;
  if (!seen) return complain(seen.error());
  Report report = judge(seen->plan, seen->evidence, version);
  if (!options.student.empty()) report.submission.student = options.student;
  const Status kept = keep_evidence(options, seen->evidence, report);
  int code = options.exit_zero ? 0 : exit_code(report);
  // What is lost is told behind all that is not.
  for (const Status& written : {write_reports(options, report), kept}) {
    if (!written) code = complain(written.error());
  }
  if (options.keep && options.from_evidence.empty()) {
    std::cerr << "pinko-check: kept until the next run or `pinko-check sweep`; to see it, type: "
                 "docker ps -a --filter label="
              << engine::kRunLabel << '=' << session.identity().id << '\n';
  }
  return code;
}

}  // namespace pinko::app

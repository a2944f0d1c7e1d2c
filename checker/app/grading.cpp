#include "checker/app/grading.hpp"

#include "checker/app/exit_codes.hpp"
#include "checker/app/source_commit.hpp"
#include "checker/app/world.hpp"
#include "checker/causes/causes.hpp"
#include "checker/discovery/submission.hpp"
#include "checker/grade/grade.hpp"
#include "checker/grade/statement.hpp"
#include "checker/report/writer.hpp"
#include "checker/run/collect.hpp"
#include "checker/util/text.hpp"
#include "tasks/tasks.hpp"

#include <ctime>
#include <iostream>
#include <mutex>
#include <unistd.h>
#include <utility>

namespace pinko::app {
namespace {

constexpr int kToldWidth = 68;  ///< of a task's line, so that its time fits behind it

/// RFC 3339, UTC, to the second.
std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, size};
}

SubmissionFacts facts_of(const Submission& submission, const std::string& student) {
  SubmissionFacts facts;
  facts.student = student;
  facts.path = submission.shown_as;
  facts.commit = submission.git.commit;
  facts.dirty = submission.git.dirty;
  facts.exported = submission.exported;
  facts.nested_in = submission.nested_in;
  for (const Gitlink& link : submission.git.gitlinks)
    facts.gitlinks.push_back(link.path);
  facts.unseen = submission.git.unseen;
  facts.changed = submission.git.changed;
  return facts;
}

/// True when anything of the plan needs an image.
bool needs_images(const plan::Plan& plan) {
  for (const plan::TaskPlan& task : plan.tasks) {
    for (const Probe& probe : task.probes) {
      const bool files_alone =
          std::holds_alternative<ReadFile>(probe) || std::holds_alternative<ReadSite>(probe);
      if (!files_alone) return true;
    }
  }
  return false;
}

bool needs_browser(const plan::Plan& plan) {
  for (const plan::TaskPlan& task : plan.tasks) {
    for (const Probe& probe : task.probes) {
      if (std::holds_alternative<LoadPage>(probe)) return true;
    }
  }
  return false;
}

/// Tells the verdict on each task as it ends, where no terminal shows what is going on.
void tell_as_they_end(const plan::Plan& plan, TerminalProgress& progress, const Options& options) {
  std::string tasks;
  for (const plan::TaskPlan& task : plan.tasks)
    tasks += (tasks.empty() ? "" : " ") + std::to_string(task.task->number);
  progress.begin(tasks, plan.tasks.size());
  report::WriteOptions write;
  write.width = kToldWidth;
  write.color = ask_terminal(STDERR_FILENO, options.color).color;
  progress.tell_with([&plan, write](int number, const TaskEvidence& task) {
    plan::Plan alone;
    for (const plan::TaskPlan& one : plan.tasks) {
      if (one.task->number == number) alone.tasks.push_back(one);
    }
    Evidence evidence;
    evidence.tasks.emplace(number, task);
    const Report report = judge(alone, evidence, {});
    return report.tasks.empty() ? std::string()
                                : report::console_summary_line(report.tasks.front(), write);
  });
}

/// What has been seen until now.
class Until {
 public:
  Until(SubmissionFacts submission, std::string started) {
    evidence_.submission = std::move(submission);
    evidence_.started = std::move(started);
  }

  void add(int number, const TaskEvidence& task, const EvidenceListener& listener) {
    const std::lock_guard lock(mutex_);
    evidence_.tasks.insert_or_assign(number, task);
    evidence_.finished = now();
    listener(evidence_);
  }

 private:
  std::mutex mutex_;
  Evidence evidence_;
};

}  // namespace

int complain(const Error& error) {
  std::cerr << "pinko-check: " << printable(error.message) << '\n';
  return error.code == ErrorCode::usage ? kUsage : kInfrastructure;
}

Result<Submission> find_submission(const Options& options, const std::filesystem::path& work_dir) {
  std::filesystem::path root = options.repo;
  if (root.empty()) {
    PINKO_TRY_ASSIGN(root, discovery::find_root(std::filesystem::current_path()));
  }
  return discovery::discover(
      root,
      {.commit = options.commit, .template_dir = options.template_site, .work_dir = work_dir});
}

Evidence look(const Options& options,
              const LookRequest& request,
              Session& session,
              const std::stop_token& stop) {
  const auto& [submission, plan, as_tasks_end] = request;
  Until until(facts_of(submission, options.student), now());
  TerminalProgress progress(ask_terminal(STDERR_FILENO, options.color), options.verbosity);
  if (as_tasks_end) {
    progress.also_tell([&until, &request](int number, const TaskEvidence& task) {
      until.add(number, task, request.as_tasks_end);
    });
  }
  World world(session, progress, stop, Deadline::in(options.timeout));
  tell_as_they_end(plan, progress, options);
  const std::string started = now();
  progress.preparing("looking at engine and browser");
  if (needs_browser(plan)) world.browser().prepare();
  world.open();
  progress.preparing({});
  world.begin_to_provide(needs_images(plan) ? base_images(submission) : std::vector<std::string>());
  const int jobs = options.jobs > 0 ? options.jobs : run::default_jobs();
  Evidence evidence = run::collect(plan, submission, world.shell(options), jobs);
  evidence.submission = facts_of(submission, options.student);
  evidence.environment = world.environment();
  if (needs_browser(plan)) evidence.environment.browser = world.browser().version();
  evidence.checks = options.checks;
  evidence.started = started;
  evidence.finished = now();
  const bool doubtful = !evidence.infrastructure.empty() || stop.stop_requested() ||
                        evidence.leftovers.containers + evidence.leftovers.networks +
                                evidence.leftovers.volumes + evidence.leftovers.images >
                            0;
  // Where no engine was, nothing was made.
  if (doubtful && world.engine() && !options.keep) session.watchdog().hand_over();
  if (!stop.stop_requested() && world.engine()) progress.remember();
  return evidence;
}

Report judge(const plan::Plan& plan, const Evidence& evidence, const std::string& version) {
  Report report = grade::grade(plan, evidence, causes::knowledge());
  report.tool_version = version;
  report.tool_commit = source_commit();
  report.statement_sha256 = grade::statement_digest(tasks::all_tasks());
  return report;
}

}  // namespace pinko::app

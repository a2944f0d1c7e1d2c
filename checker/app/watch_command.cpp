#include "checker/app/commands.hpp"
#include "checker/app/exit_codes.hpp"
#include "checker/app/file_watch.hpp"
#include "checker/app/grading.hpp"
#include "checker/app/outputs.hpp"
#include "checker/app/task_prints.hpp"
#include "checker/discovery/submission.hpp"
#include "checker/util/temp_dir.hpp"
#include "checker/util/text.hpp"
#include "tasks/tasks.hpp"

#include <algorithm>
#include <ctime>
#include <iostream>
#include <optional>
#include <system_error>

namespace pinko::app {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kDiskQuiet{200};  ///< editors write several files for one save
constexpr std::size_t kShownPaths = 3;

std::string clock_time() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  localtime_r(&seconds, &parts);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%H:%M:%S", &parts)};
}

std::string names_of(const std::vector<int>& tasks) {
  std::vector<std::string> names;
  names.reserve(tasks.size());
  for (const int task : tasks)
    names.push_back("task" + std::to_string(task));
  return join(names, ", ");
}

std::string some_of(const std::vector<std::string>& paths) {
  std::vector<std::string> shown(
      paths.begin(),
      paths.begin() + static_cast<std::ptrdiff_t>(std::min(paths.size(), kShownPaths)));
  if (paths.size() > kShownPaths) {
    shown.push_back(std::to_string(paths.size() - kShownPaths) + " more");
  }
  return printable(join(shown, ", "));
}

/// The outputs to files, or those to standard output, of the same options.
Options only(const Options& options, bool to_files) {
  Options some = options;
  std::erase_if(some.outputs, [to_files](const Output& o) { return o.file.empty() == to_files; });
  return some;
}

std::set<fs::path> own_files(const Options& options) {
  std::set<fs::path> files;
  std::error_code error;
  for (const Output& output : options.outputs) {
    if (!output.file.empty()) files.insert(fs::weakly_canonical(output.file, error));
  }
  return files;
}

/// What differs from the verdict before, in the words of a student who has just saved a file.
std::string what_changed(const Report& before, const Report& after) {
  std::vector<std::string> mended;
  std::vector<std::string> broken;
  for (const TaskReport& task : after.tasks) {
    const auto old = std::ranges::find(before.tasks, task.number, &TaskReport::number);
    if (old == before.tasks.end()) continue;
    for (const Verdict& verdict : task.checks) {
      const auto was = std::ranges::find(old->checks, verdict.id, &Verdict::id);
      if (was == old->checks.end()) continue;
      const bool passes = verdict.outcome == Outcome::passed;
      const bool passed = was->outcome == Outcome::passed;
      if (passes && !passed) mended.push_back(verdict.id);
      if (!passes && passed) broken.push_back(verdict.id);
    }
  }
  std::string text;
  if (!mended.empty()) text += "passes now: " + join(mended, ", ") + '\n';
  if (!broken.empty()) text += "passed before: " + join(broken, ", ") + '\n';
  return text.empty() ? "no check changed its outcome\n" : text;
}

/// Grades again and again. It keeps what was seen of every task, so that only what a change can
/// have touched has to be looked at anew.
class Watch {
 public:
  Watch(const Options& options,
        std::string version,
        Session& session,
        plan::Plan plan,
        FileWatch files)
      : options_(options),
        session_(session),
        version_(std::move(version)),
        plan_(std::move(plan)),
        files_(std::move(files)),
        prints_(own_files(options)) {}

  int run(const std::stop_token& stop) {
    std::vector<int> tasks = changed_tasks();
    while (!stop.stop_requested()) {
      if (!tasks.empty()) check(tasks, stop);
      if (stop.stop_requested()) break;
      if (!tasks.empty()) await_words();
      if (!files_.await_change(stop, kDiskQuiet)) break;
      tasks = changed_tasks();
      if (!tasks.empty()) {
        std::cerr << '\n'
                  << clock_time() << "  " << some_of(changed_) << " changed: checking "
                  << names_of(tasks) << " again\n";
      }
    }
    return kInterrupted;
  }

 private:
  [[nodiscard]] plan::Plan plan_of(const std::vector<int>& tasks) const {
    plan::Plan some;
    for (const plan::TaskPlan& one : plan_.tasks) {
      if (std::ranges::find(tasks, one.task->number) != tasks.end()) some.tasks.push_back(one);
    }
    return some;
  }

  /// The tasks that are not as they were when they were last looked at; at first all of them.
  std::vector<int> changed_tasks() {
    const TempDir work_dir("watch");
    Options here = options_;
    here.template_site.clear();
    const Result<Submission> submission = find_submission(here, work_dir.path());
    std::vector<int> tasks;
    changed_.clear();
    if (!submission) {
      // Half-way through a rename, for instance: the next change may mend it.
      static_cast<void>(complain(submission.error()));
      return tasks;
    }
    for (const plan::TaskPlan& one : plan_.tasks) {
      const int task = one.task->number;
      TaskPrint print = prints_.take(*submission, task);
      const auto before = last_.find(task);
      if (before != last_.end() && before->second == print) continue;
      if (before != last_.end()) {
        for (std::string& path : differences(before->second, print))
          if (std::ranges::find(changed_, path) == changed_.end()) changed_.push_back(path);
      }
      last_[task] = std::move(print);
      tasks.push_back(task);
    }
    return tasks;
  }

  void check(const std::vector<int>& tasks, const std::stop_token& stop) {
    const TempDir work_dir("work");
    const Result<Submission> submission = find_submission(options_, work_dir.path());
    if (!submission) {
      static_cast<void>(complain(submission.error()));
      return;
    }
    const plan::Plan some = plan_of(tasks);
    const Evidence seen = look(options_, {.submission = *submission, .plan = some}, session_, stop);
    if (stop.stop_requested()) return;
    const bool first = !report_;
    merge(seen);
    const Report part = judge(some, seen, version_);
    const Report whole = judge(plan_, evidence_, version_);
    if (const Status shown = write(part, whole); !shown) static_cast<void>(complain(shown.error()));
    if (!first) std::cerr << what_changed(*report_, whole);
    report_ = whole;
  }

  /// Standard output gets the tasks that were looked at, a file all of them.
  [[nodiscard]] Status write(const Report& part, const Report& whole) const {
    const Options shown = only(options_, false);
    const Options kept = only(options_, true);
    if (options_.outputs.empty() || !shown.outputs.empty()) PINKO_TRY(write_reports(shown, part));
    if (!kept.outputs.empty()) PINKO_TRY(write_reports(kept, whole));
    return {};
  }

  void merge(const Evidence& seen) {
    std::map<int, TaskEvidence> tasks = std::move(evidence_.tasks);
    for (const auto& [number, task] : seen.tasks)
      tasks[number] = task;
    evidence_ = seen;
    evidence_.tasks = std::move(tasks);
  }

  void await_words() const {
    std::vector<int> tasks;
    for (const plan::TaskPlan& one : plan_.tasks)
      tasks.push_back(one.task->number);
    std::cerr << "\nWaiting for a change in " << names_of(tasks) << "; Ctrl-C ends it.\n";
  }

  const Options& options_;
  Session& session_;
  std::string version_;
  plan::Plan plan_;
  FileWatch files_;
  TaskPrints prints_;
  std::map<int, TaskPrint> last_;
  std::vector<std::string> changed_;  ///< paths, of the latest change
  Evidence evidence_;
  std::optional<Report> report_;
};

/// The folder to watch, as one that does not depend on where we stand.
Result<fs::path> folder_of(const Options& options) {
  fs::path root = options.repo;
  if (root.empty()) {
    PINKO_TRY_ASSIGN(root, discovery::find_root(fs::current_path()));
  }
  std::error_code error;
  const fs::path whole = fs::canonical(root, error);
  if (error) return fail(ErrorCode::usage, "there is no folder " + root.string());
  return whole;
}

Result<int> watch(Options options,
                  const std::string& version,
                  Session& session,
                  const std::stop_token& stop) {
  PINKO_TRY(check_outputs(options));
  PINKO_TRY_ASSIGN(const fs::path root, folder_of(options));
  options.repo = root.string();
  PINKO_TRY_ASSIGN(
      plan::Plan plan,
      plan::make_plan(tasks::all_tasks(), {.tasks = options.tasks, .checks = options.checks}));
  const TempDir work_dir("watch");
  PINKO_TRY_ASSIGN(const Submission submission, find_submission(options, work_dir.path()));
  // Watched before the first look, so that no change falls between the two.
  PINKO_TRY_ASSIGN(FileWatch files, FileWatch::below(root));
  return Watch(options, version, session, std::move(plan), std::move(files)).run(stop);
}

}  // namespace

int watch_command(const Options& options,
                  const std::string& version,
                  Session& session,
                  const std::stop_token& stop) {
  const Result<int> code = watch(options, version, session, stop);
  return code ? *code : complain(code.error());
}

}  // namespace pinko::app

#include "checker/report/fingerprint.hpp"
#include "checker/report/formats.hpp"
#include "checker/report/story.hpp"
#include "checker/util/text.hpp"

/// GitHub's workflow commands: annotations first, then a foldable group a task. GitHub shows ten
/// annotations of each kind per step, so the causes come before other failures. Whatever a
/// submission wrote stands either escaped inside a command or between stop-commands tokens. Two
/// notices at the end are what GitHub Classroom reads where no reporter of its own is used.
namespace pinko::report {
namespace {

constexpr std::size_t kMostOfAKind = 10;
constexpr std::size_t kMostNotices = kMostOfAKind - 2;  ///< Classroom's two are notices as well

std::string data(std::string text) {
  text = replace_all(std::move(text), "%", "%25");
  text = replace_all(std::move(text), "\r", "%0D");
  return replace_all(std::move(text), "\n", "%0A");
}

std::string property(const std::string& text) {
  return replace_all(replace_all(data(text), ":", "%3A"), ",", "%2C");
}

/// Annotations of one kind, no more than GitHub shows.
class Annotations {
 public:
  Annotations(std::string kind, std::size_t most)
      : kind_(std::move(kind)),
        most_(most) {}

  void add(const TaskReport& task, const Verdict& verdict, const std::string& message) {
    if (count_++ >= most_) return;
    const Location where = place_of(task, verdict);
    const Columns columns = verdict.utf16.empty() ? Columns{} : verdict.utf16.front();
    text_ += "::" + kind_ + " file=" + property(where.path);
    if (where.line > 0) text_ += ",line=" + std::to_string(where.line);
    if (where.line > 0 && where.end_line > 0) text_ += ",endLine=" + std::to_string(where.end_line);
    // GitHub takes columns only where a place begins and ends on one line.
    const bool exact = where.line > 0 && where.end_line <= where.line && columns.start > 0;
    if (exact) text_ += ",col=" + std::to_string(columns.start);
    if (exact && columns.end > 0) text_ += ",endColumn=" + std::to_string(columns.end);
    text_ += ",title=" + property(verdict.id + ": " + verdict.title) + "::" + data(message) + '\n';
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::size_t left_out() const { return count_ > most_ ? count_ - most_ : 0; }

 private:
  std::string kind_;
  std::size_t most_;
  std::string text_;
  std::size_t count_ = 0;
};

/// All annotations, by importance.
struct Kinds {
  Annotations errors{"error", kMostOfAKind};
  Annotations warnings{"warning", kMostOfAKind};
  Annotations notices{"notice", kMostNotices};

  void trouble(const TaskReport& task, const Verdict& verdict) {
    const bool judged = verdict.outcome == Outcome::failed || verdict.outcome == Outcome::refused;
    if (judged) {
      errors.add(task, verdict, in_words(task, verdict));
    } else if (verdict.outcome != Outcome::skipped) {
      warnings.add(task, verdict, in_words(task, verdict));
    }
  }
};

std::string annotations(const Report& report) {
  Kinds kinds;
  for (const TaskReport& task : report.tasks) {
    if (const Verdict* lead = leading(task)) kinds.trouble(task, *lead);
  }
  for (const TaskReport& task : report.tasks) {
    const std::vector<Trouble> found = troubles(task);
    for (std::size_t i = 1; i < found.size(); ++i)
      kinds.trouble(task, *found[i].verdict);
    for (const Verdict& verdict : task.checks) {
      for (const std::string& note : verdict.notes)
        kinds.notices.add(task, verdict, note);
    }
  }
  std::string text = kinds.errors.text() + kinds.warnings.text() + kinds.notices.text();
  const std::size_t left_out =
      kinds.errors.left_out() + kinds.warnings.left_out() + kinds.notices.left_out();
  if (left_out > 0) {
    text += std::to_string(left_out) + " more than GitHub shows: they are in the summary.\n";
  }
  return text;
}

/// Points as GitHub Classroom takes them from a check run's annotations; nothing where the checker
/// could not look.
std::string points_for_classroom(const Report& report) {
  if (report.outcome == Outcome::errored) return {};
  const std::string points = std::to_string(report.points);
  const std::string most = std::to_string(report.max_points);
  return "::notice title=Autograding complete::Points " + points + '/' + most +
         "\n::notice title=Autograding report::{\"totalPoints\":" + points +
         ",\"maxPoints\":" + most + "}\n";
}

}  // namespace

std::string github(const Report& report, const WriteOptions& options) {
  const std::string token = unguessable(report, options);
  std::string text = annotations(report);
  for (const TaskReport& task : report.tasks) {
    text += "::group::task" + std::to_string(task.number) + ": " + data(points_of(task)) + '\n';
    text += "::stop-commands::" + token + '\n' + console_task(task, options);
    text += "::" + token + "::\n::endgroup::\n";
  }
  return text + points_for_classroom(report) + "Total: " + std::to_string(report.points) + " of " +
         std::to_string(report.max_points) + '\n';
}

}  // namespace pinko::report

#include "checker/report/clean.hpp"
#include "checker/report/console_parts.hpp"
#include "checker/report/formats.hpp"
#include "checker/report/wrap.hpp"

#include <algorithm>
#include <cmath>

namespace pinko::report {
namespace {

constexpr int kBarCells = 10;
constexpr std::size_t kNarrow = 60;  ///< below, the titles need the room of the bars

std::string name_of_task(const TaskReport& task) {
  return "task" + std::to_string(task.number);
}

std::string state_of_work(const SubmissionFacts& facts) {
  if (facts.commit.empty()) return "the folder as it is";
  const std::string commit = facts.commit.substr(0, 9);
  if (facts.exported) return "a clean copy of commit " + commit;
  return "your working tree at " + commit + (facts.dirty ? ", with changes" : "");
}

/// What went wrong, without what it was that was attempted: "build x: why".
std::string_view reason_of(const Error& error) {
  const std::size_t colon = error.message.find(": ");
  return std::string_view(error.message).substr(colon == std::string::npos ? 0 : colon + 2);
}

/// Several troubles of one reason are told once.
void tell_infrastructure(Sheet& sheet, const std::vector<Error>& errors) {
  for (auto error = errors.begin(); error != errors.end(); ++error) {
    const auto same = [error](const Error& other) { return reason_of(other) == reason_of(*error); };
    if (std::any_of(errors.begin(), error, same)) continue;
    std::string text = "on our side: " + error->message;
    if (error->retried > 0) text += " (tried " + std::to_string(error->retried + 1) + " times)";
    const auto more = std::count_if(error + 1, errors.end(), same);
    if (more > 0)
      text += "; the same " + std::to_string(more) + (more == 1 ? " time" : " times") + " more";
    sheet.words(0, text, Ink::yellow);
  }
}

void heading(Sheet& sheet, const Report& report) {
  const std::string dot(sheet.either(" · ", " - "));
  sheet.words(0,
              "pinko-check " + report.tool_version + dot + report.submission.path + dot +
                  state_of_work(report.submission),
              Ink::dim);
  for (const std::string& note : report.notes)
    sheet.words(0, "note: " + note, Ink::yellow);
  tell_infrastructure(sheet, report.infrastructure);
  sheet.line();
}

void phases(Sheet& sheet, const TaskReport& task) {
  if (sheet.verbosity() != Verbosity::verbose || task.phases.empty()) return;
  std::string text;
  for (const Phase& phase : task.phases) {
    const auto tenths = std::lround((phase.end - phase.start) * 10);
    text += text.empty() ? "" : ", ";
    text +=
        phase.name + ' ' + std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
  }
  sheet.field("time", text, Ink::dim);
}

void tell_task(Sheet& sheet, const TaskReport& task) {
  const std::string dot(sheet.either(" · ", " - "));
  sheet.ruled("Task " + std::to_string(task.number) + dot + task.title,
              points_of(task),
              ink_of(task.outcome));
  const std::vector<Trouble> found = troubles(task);
  if (!found.empty()) sheet.gap();
  for (const Trouble& trouble : found)
    tell(sheet, task.folder, trouble);
  tell_disagreement(sheet, task);
  tell_passed(sheet, task);
  phases(sheet, task);
  const bool bare =
      found.empty() && sheet.verbosity() != Verbosity::verbose &&
      std::ranges::all_of(task.checks, [](const Verdict& v) { return v.notes.empty(); });
  if (!bare) sheet.gap();
}

std::string bar(const Sheet& sheet, const TaskReport& task) {
  const int share = task.max_points > 0 ? task.points * kBarCells / task.max_points : 0;
  const int full = std::clamp(not_graded(task) ? 0 : share, 0, kBarCells);
  std::string done;
  std::string rest;
  for (int i = 0; i < kBarCells; ++i)
    (i < full ? done : rest) += sheet.either(i < full ? "━" : "─", i < full ? "#" : ".");
  return sheet.ink(ink_of(task.outcome), done) + sheet.ink(Ink::dim, rest);
}

std::string right_aligned(const std::string& text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(used < width ? width - used : 0, ' ') + text;
}

void table(Sheet& sheet, const Report& report) {
  constexpr std::size_t kPoints = 10;
  const bool narrow = sheet.width() < kNarrow;
  const std::size_t bars = narrow ? 0 : kBarCells + 2;
  const std::size_t titles = sheet.width() - 2 - 8 - bars - kPoints - 2;
  for (const TaskReport& task : report.tasks) {
    const std::string title =
        padded(shortened(task.title, titles, sheet.either("…", "...")), titles);
    sheet.line("  " + sheet.mark(task.outcome) + ' ' + std::to_string(task.number) + "  " + title +
               (narrow ? "" : "  " + bar(sheet, task)) + "  " +
               sheet.ink(ink_of(task.outcome), right_aligned(points_of(task), kPoints)));
  }
  const std::string total =
      std::to_string(report.points) + " of " + std::to_string(report.max_points);
  sheet.line("       " + sheet.ink(Ink::bold, padded("Total", titles + bars)) + "  " +
             sheet.ink(Ink::bold, right_aligned(total, kPoints)));
  sheet.line();
}

const TaskReport* first_with(const Report& report, bool graded) {
  const auto found = std::ranges::find_if(report.tasks, [graded](const TaskReport& task) {
    return task.outcome != Outcome::passed && not_graded(task) != graded;
  });
  return found == report.tasks.end() ? nullptr : &*found;
}

void next(Sheet& sheet, const Report& report) {
  if (const TaskReport* task = first_with(report, true)) {
    const Verdict* verdict = leading(*task);
    const std::string id = verdict != nullptr ? verdict->id : name_of_task(*task);
    const bool refused = task->outcome == Outcome::refused;
    sheet.words(
        0,
        std::string(refused ? "Refused for safety, and not run: take out what " : "Next: mend ") +
            id + (refused ? " names, then type" : ", then type") + " `" +
            check_again(report, *task, sheet.options().stands_in) + "`. `pinko-check explain " +
            id + "` shows how, with an example.",
        Ink::bold);
    return;
  }
  if (const TaskReport* task = first_with(report, false)) {
    const Verdict* verdict = leading(*task);
    sheet.words(0,
                "Next: not everything could be graded, and that is not your doing. " +
                    (verdict != nullptr ? next_step(*verdict) : std::string(remedy({}))),
                Ink::bold);
    return;
  }
  const SubmissionFacts& facts = report.submission;
  if (!facts.gitlinks.empty() || !facts.unseen.empty() || !facts.changed.empty()) {
    sheet.words(0,
                "Next: everything works on your disk. Commit what your teacher will not see "
                "(above), and push.",
                Ink::bold);
    return;
  }
  sheet.words(0, "Well done: nothing is left to mend.", Ink::green);
}

std::string summary_line(const Sheet& sheet, const TaskReport& task) {
  std::string text = sheet.mark(task.outcome) + ' ' + name_of_task(task) + "  " +
                     sheet.ink(ink_of(task.outcome), right_aligned(points_of(task), 10));
  const Verdict* verdict = leading(task);
  if (verdict == nullptr) return text;
  const std::size_t used = 2 + 5 + 2 + 10 + 2;
  const std::string reason = verdict->id + ": " + in_one_line(*verdict);
  return text + "  " + shortened(reason, sheet.width() - used, sheet.either("…", "..."));
}

}  // namespace

std::string console(const Report& report, const WriteOptions& options) {
  Sheet sheet(options);
  if (options.verbosity == Verbosity::quiet) {
    for (const TaskReport& task : report.tasks)
      sheet.line(summary_line(sheet, task));
    sheet.line("total    " +
               right_aligned(
                   std::to_string(report.points) + " of " + std::to_string(report.max_points), 10));
    return sheet.take();
  }
  heading(sheet, report);
  for (const TaskReport& task : report.tasks)
    tell_task(sheet, task);
  sheet.gap();
  tell_unseen(sheet, report);
  table(sheet, report);
  next(sheet, report);
  return sheet.take();
}

std::string console_task(const TaskReport& task, const WriteOptions& options) {
  Sheet sheet(options);
  tell_task(sheet, task);
  return sheet.take();
}

std::string console_summary_line(const TaskReport& task, const WriteOptions& options) {
  return summary_line(Sheet(options), cleaned(task));
}

}  // namespace pinko::report

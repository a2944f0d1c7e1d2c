#include "checker/grade/grade_task.hpp"

#include "checker/grade/by_hand.hpp"
#include "checker/grade/diagnose.hpp"
#include "checker/grade/disagreements.hpp"
#include "checker/grade/missing_folder.hpp"
#include "checker/grade/outcome.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <utility>

namespace pinko::grade {
namespace {

/// Grades the checks of one task in the table's order; each may look back at those before it.
class Grader {
 public:
  Grader(const Task& task, const TaskEvidence& evidence, const Background& background)
      : task_(task),
        evidence_(evidence),
        background_(background) {}

  void grade(const Check& check) {
    Verdict verdict = begin(check);
    if (const Verdict* root = unmet_need(check)) {
      if (!check.text.judged_anyway || !fails_for_itself(verdict, check)) {
        verdict = begin(check);
        wait_for(verdict, root_of(*root), "it needs what that check looks at");
      }
    } else {
      std::visit([&](const auto& sight) { see(verdict, check, sight); },
                 look_up(evidence_, check.probe));
    }
    verdicts_.push_back(std::move(verdict));
  }

  [[nodiscard]] std::vector<Verdict> take() { return std::move(verdicts_); }

  /// The task's files as the causes read them: once, when they are first asked for.
  [[nodiscard]] const TaskReading* reading() {
    const auto read = background_.knowledge.read;
    if (reading_ == nullptr && read != nullptr) reading_ = read(task_.number, evidence_.sources);
    return reading_.get();
  }

 private:
  [[nodiscard]] Verdict begin(const Check& check) const {
    const CheckText& text = check.text;
    Verdict verdict;
    verdict.id = text.id;
    verdict.title = text.title;
    verdict.max_points = text.points;
    verdict.why = text.why;
    verdict.hint = text.hint;
    verdict.by_hand = by_hand(task_, check.probe, text.by_hand);
    verdict.probe = describe(check.probe);
    return verdict;
  }

  [[nodiscard]] const Verdict* find(std::string_view id) const {
    const auto found = std::ranges::find(verdicts_, id, &Verdict::id);
    return found == verdicts_.end() ? nullptr : &*found;
  }

  [[nodiscard]] const Verdict* unmet_need(const Check& check) const {
    if (check.text.needs.empty()) return nullptr;
    const Verdict* needed = find(check.text.needs);
    if (needed == nullptr || needed->outcome == Outcome::passed) return nullptr;
    return passable_.contains(needed->id) ? nullptr : needed;
  }

  /// Judges what was seen all the same; true where it has a cause that nobody named before.
  bool fails_for_itself(Verdict& verdict, const Check& check) {
    const Sight& sight = look_up(evidence_, check.probe);
    const auto* seen = std::get_if<Observation>(&sight);
    if (seen == nullptr) return false;
    see(verdict, check, *seen);
    return verdict.outcome == Outcome::failed && !verdict.cause_id.empty();
  }

  static std::string root_of(const Verdict& verdict) {
    return verdict.outcome == Outcome::skipped ? verdict.waits_for : verdict.id;
  }

  static void wait_for(Verdict& verdict, std::string root, std::string reason) {
    verdict.outcome = Outcome::skipped;
    verdict.waits_for = std::move(root);
    verdict.cause = std::move(reason);
    verdict.hint.clear();
    verdict.by_hand.clear();
  }

  void see(Verdict& verdict, const Check& /*check*/, const Error& error) const {
    verdict.outcome = error.code == ErrorCode::refused ? Outcome::refused : Outcome::errored;
    verdict.cause = error.message;
    verdict.error_code = name_of(error.code);
    if (verdict.outcome != Outcome::refused) return;
    verdict.hint = "Take out what the cause names: nothing of this task is run until then.";
    verdict.by_hand.clear();
  }

  void see(Verdict& verdict, const Check& check, const NotReached& sight) {
    if (sight.because.empty()) {
      see(verdict,
          check,
          Error{.code = ErrorCode::internal, .message = "not looked at: " + sight.reason});
      return;
    }
    if (const Verdict* guilty = unpassed_on(sight.because)) {
      wait_for(verdict, root_of(*guilty), sight.reason);
      return;
    }
    const auto reason = evidence_.sights.find(sight.because);
    if (reason != evidence_.sights.end() && std::holds_alternative<Error>(reason->second)) {
      see(verdict, check, std::get<Error>(reason->second));
    } else if (const Check* judge = judge_of(sight.because)) {
      see_unplanned(verdict, *judge, sight);
    } else {
      // Looked at, found wanting, and no check of its own: then it is this check's failure.
      verdict.outcome = Outcome::failed;
      verdict.expected = verdict.title;
      verdict.actual = sight.reason;
      if (reason == evidence_.sights.end()) return;
      const auto* seen = std::get_if<Observation>(&reason->second);
      if (seen != nullptr) seek_cause(verdict, *seen, failed({}, sight.reason));
    }
  }

  /// The sight names a check that passed, or that was not graded: not yet, or not in this run.
  void see_unplanned(Verdict& verdict, const Check& judge, const NotReached& sight) const {
    if (find(judge.text.id) == nullptr && judge.text.id != verdict.id) {
      wait_for(verdict, std::string(judge.text.id), sight.reason);
      return;
    }
    see(verdict,
        judge,
        Error{.code = ErrorCode::internal,
              .message = "not looked at: " + sight.reason + ", although '" + sight.because +
                         "' is as it should be"});
  }

  void see(Verdict& verdict, const Check& check, const Observation& observation) {
    Finding finding = check.judge(observation, evidence_.sources);
    if (is_refuted(check, finding)) {
      finding = passed({}, {"the files alone do not show it, and running them does"});
    }
    if (const Verdict* root = followed(finding)) {
      wait_for(verdict, root_of(*root), finding.cause.empty() ? finding.actual : finding.cause);
      return;
    }
    verdict.expected = finding.expected;
    verdict.actual = finding.actual;
    verdict.cause = finding.cause;
    verdict.notes = finding.notes;
    verdict.where = finding.where;
    verdict.evidence = finding.evidence;
    if (!finding.by_hand.empty()) verdict.by_hand = by_hand(task_, check.probe, finding.by_hand);
    verdict.corrected = finding.corrected;
    verdict.placement = placed(finding.placement, finding.where);
    if (!finding.hint.empty()) verdict.hint = finding.hint;
    settle(verdict, check, finding);
    if (!finding.blocks) passable_.insert(verdict.id);
    if (verdict.outcome == Outcome::failed) seek_cause(verdict, observation, finding);
  }

  void seek_cause(Verdict& verdict, const Observation& seen, const Finding& finding) {
    diagnose(verdict,
             {.task = task_.number,
              .check = verdict.id,
              .seen = seen,
              .finding = finding,
              .evidence = evidence_,
              .reading = reading(),
              .before = background_.before},
             background_.knowledge);
    const Verdict* same = same_cause(verdict, verdicts_);
    if (same != nullptr) wait_for(verdict, same->id, "it has the same cause");
  }

  void settle(Verdict& verdict, const Check& check, const Finding& finding) {
    switch (finding.kind) {
      case Finding::Kind::passed:
        verdict.outcome = Outcome::passed;
        verdict.points = verdict.max_points;
        return;
      case Finding::Kind::failed:
        verdict.outcome = Outcome::failed;
        return;
      case Finding::Kind::unstable:
        verdict.outcome = Outcome::unstable;
        return;
      case Finding::Kind::errored:
        verdict.outcome = Outcome::errored;
        verdict.error_code = name_of(finding.error);
        verdict.remedy = finding.hint;
        return;
      case Finding::Kind::blocked:
        see(verdict, check, NotReached{.reason = verdict.cause, .because = describe(check.probe)});
        return;
    }
  }

  /// The check that a failure follows from: the first named one that did not pass.
  [[nodiscard]] const Verdict* followed(const Finding& finding) const {
    for (const std::string& name : finding.follows) {
      const Verdict* verdict = find("t" + std::to_string(task_.number) + '-' + name);
      if (verdict != nullptr && verdict->outcome != Outcome::passed) return verdict;
    }
    return nullptr;
  }

  /// True when what another check looked at shows that a failure was misread.
  [[nodiscard]] bool is_refuted(const Check& check, const Finding& finding) const {
    if (finding.kind != Finding::Kind::failed || !finding.refutable) return false;
    const auto other = std::ranges::find(
        task_.checks, check.text.refuter, [](const Check& one) { return one.text.id; });
    if (other == task_.checks.end()) return false;
    const auto* seen = std::get_if<Observation>(&look_up(evidence_, other->probe));
    if (seen == nullptr) return false;
    const Finding shown = other->judge(*seen, evidence_.sources);
    return shown.kind == Finding::Kind::passed || shown.refutes;
  }

  /// The first check before this one that looked there and did not pass.
  [[nodiscard]] const Verdict* unpassed_on(const std::string& probe) const {
    for (const Check& check : task_.checks) {
      if (describe(check.probe) != probe) continue;
      const Verdict* verdict = find(check.text.id);
      if (verdict != nullptr && verdict->outcome != Outcome::passed) return verdict;
    }
    return nullptr;
  }

  [[nodiscard]] const Check* judge_of(const std::string& probe) const {
    const auto found = std::ranges::find_if(
        task_.checks, [&](const Check& check) { return describe(check.probe) == probe; });
    return found == task_.checks.end() ? nullptr : &*found;
  }

  const Task& task_;
  const TaskEvidence& evidence_;
  const Background& background_;
  std::vector<Verdict> verdicts_;
  std::set<std::string, std::less<>> passable_;  ///< failed, and the checks behind go on
  std::shared_ptr<const TaskReading> reading_;
};

/// What only the sources and the clock know of a verdict.
void complete(Verdict& verdict, const TaskEvidence& evidence) {
  if (!verdict.where.empty()) {
    verdict.excerpt = excerpt_of(evidence.sources, verdict.where.front());
  }
  for (const Location& where : verdict.where)
    verdict.utf16.push_back(utf16_columns(evidence.sources, where));
  const auto look = evidence.looks.find(verdict.probe);
  if (look == evidence.looks.end()) return;
  verdict.seconds = look->second.end - look->second.start;
  verdict.attempts = look->second.attempts;
}

}  // namespace

TaskReport grade_task(const Task& task,
                      std::span<const Check* const> checks,
                      const TaskEvidence& evidence,
                      const Background& background) {
  Grader grader(task, evidence, background);
  for (const Check* check : checks)
    grader.grade(*check);
  TaskReport report;
  report.number = task.number;
  report.title = task.title;
  report.folder = evidence.sources.folder.empty() ? "task" + std::to_string(task.number)
                                                  : evidence.sources.folder;
  report.phases = evidence.phases;
  report.pictures = pictures_of(evidence, task.fixture);
  report.checks = grader.take();
  if (!evidence.sources.exists && !report.checks.empty()) {
    blame_folder(report.checks, evidence.sources);
    direct(report.checks.front(), background.knowledge);
  }
  for (Verdict& verdict : report.checks) {
    complete(verdict, evidence);
    report.points += verdict.points;
    if (counts(verdict, report.checks)) report.max_points += verdict.max_points;
  }
  report.outcome = outcome_of(report.checks);
  report.cause = cause_of(report.checks, report.outcome);
  if (report.outcome != Outcome::passed && grader.reading() != nullptr) {
    tell_disagreements(report, checks, *grader.reading(), background.knowledge);
  }
  return report;
}

}  // namespace pinko::grade

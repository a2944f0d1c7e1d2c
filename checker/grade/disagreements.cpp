#include "checker/grade/disagreements.hpp"

#include "checker/grade/diagnose.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <utility>

namespace pinko::grade {
namespace {

bool share_a_line(const Location& one, const Location& other) {
  return one.path == other.path && one.line == other.line;
}

/// Both disagree with the same other end, for the same reason; or a line that is to be mended
/// already is an end of this one as well, so that mending it may settle both.
bool speak_of_the_same(const Diagnosis& one, const Verdict& verdict) {
  const bool alike = verdict.cause_id == one.cause_id;
  if (one.where.empty() || verdict.where.empty()) return alike;
  if (alike && verdict.where.back() == one.where.back()) return true;
  const auto stands_at = [](const std::vector<Location>& ends, const Location& mended) {
    return std::ranges::any_of(
        ends, [&mended](const Location& end) { return share_a_line(end, mended); });
  };
  return stands_at(verdict.where, one.where.front()) || stands_at(one.where, verdict.where.front());
}

/// Some failed verdict says it already.
bool is_said(const Diagnosis& one, const TaskReport& report) {
  return std::ranges::any_of(report.checks, [&one](const Verdict& verdict) {
    return verdict.outcome == Outcome::failed && speak_of_the_same(one, verdict);
  });
}

/// It is to be mended in the file that keeps the image from being built: what else seems to be
/// wrong there may follow from the same mistake.
bool may_follow(const Diagnosis& one, const Verdict& build) {
  return !one.where.empty() && !build.where.empty() &&
         one.where.front().path == build.where.front().path;
}

/// The check of a build that failed; null where everything could be built, or nobody tried.
Verdict* failed_build(TaskReport& report, std::span<const Check* const> checks) {
  for (const Check* check : checks) {
    const bool builds = std::holds_alternative<BuildImage>(check->probe) ||
                        std::holds_alternative<BuildProject>(check->probe);
    const auto verdict = std::ranges::find(report.checks, check->text.id, &Verdict::id);
    if (!builds || verdict == report.checks.end()) continue;
    if (verdict->outcome == Outcome::failed) return &*verdict;
  }
  return nullptr;
}

/// The first failed check that others wait for: what those would show is in the files alone.
Verdict* first_in_the_way(TaskReport& report) {
  const auto found = std::ranges::find_if(report.checks, [&report](const Verdict& verdict) {
    return verdict.outcome == Outcome::failed &&
           std::ranges::find(report.checks, verdict.id, &Verdict::waits_for) != report.checks.end();
  });
  return found == report.checks.end() ? nullptr : &*found;
}

std::string note_on(const Diagnosis& one) {
  std::vector<std::string> places;
  for (const Location& where : one.where)
    places.push_back(to_string(where));
  return "also to mend: " + one.sentence + (places.empty() ? "" : " (" + join(places, ", ") + ')');
}

}  // namespace

void tell_disagreements(TaskReport& report,
                        std::span<const Check* const> checks,
                        const TaskReading& reading,
                        const Knowledge& knowledge) {
  if (knowledge.disagreements == nullptr) return;
  std::vector<Diagnosis> found = knowledge.disagreements(reading);
  Verdict* build = failed_build(report, checks);
  std::erase_if(found, [&](const Diagnosis& one) {
    return is_said(one, report) || (build != nullptr && may_follow(one, *build));
  });
  if (found.empty()) return;
  Verdict* gate = build != nullptr ? build : first_in_the_way(report);
  for (std::size_t i = 1; gate != nullptr && i < found.size(); ++i)
    gate->notes.push_back(note_on(found[i]));
  Diagnosis& first = found.front();
  first.placement = placed(std::move(first.placement), first.where);
  report.disagreement = std::move(first);
}

}  // namespace pinko::grade

#include "checker/grade/disagreements.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <utility>

namespace pinko::grade {
namespace {

/// Some failed verdict names it as its cause.
bool is_said(const Diagnosis& one, const TaskReport& report) {
  return std::ranges::any_of(report.checks, [&one](const Verdict& verdict) {
    return verdict.outcome == Outcome::failed && verdict.cause_id == one.cause_id;
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
  if (build == nullptr && found.size() > 1) found.resize(1);
  std::erase_if(found, [&](const Diagnosis& one) {
    return is_said(one, report) || (build != nullptr && may_follow(one, *build));
  });
  if (found.empty()) return;
  for (std::size_t i = 1; i < found.size(); ++i)
    build->notes.push_back(note_on(found[i]));
  report.disagreement = std::move(found.front());
}

}  // namespace pinko::grade

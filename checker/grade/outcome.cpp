#include "checker/grade/outcome.hpp"

#include <algorithm>

namespace pinko::grade {

bool counts(const Verdict& verdict, const std::vector<Verdict>& all) {
  switch (verdict.outcome) {
    case Outcome::passed:
    case Outcome::failed:
    case Outcome::refused:
      return true;
    case Outcome::errored:
    case Outcome::unstable:
      return false;
    case Outcome::skipped: {
      const auto root = std::ranges::find(all, verdict.waits_for, &Verdict::id);
      return root == all.end() || root->outcome == Outcome::failed ||
             root->outcome == Outcome::refused;
    }
  }
  return true;
}

Outcome outcome_of(const std::vector<Verdict>& verdicts) {
  const auto any = [&](Outcome outcome) {
    return std::ranges::find(verdicts, outcome, &Verdict::outcome) != verdicts.end();
  };
  for (const Outcome outcome : {Outcome::refused, Outcome::errored, Outcome::failed}) {
    if (any(outcome)) return outcome;
  }
  if (any(Outcome::unstable)) return Outcome::unstable;
  return any(Outcome::skipped) ? Outcome::failed : Outcome::passed;
}

std::string cause_of(const std::vector<Verdict>& verdicts, Outcome outcome) {
  if (outcome == Outcome::passed) return {};
  const Verdict* lead = nullptr;
  std::ptrdiff_t most = -1;
  for (const Verdict& verdict : verdicts) {
    if (verdict.outcome != outcome) continue;
    const std::ptrdiff_t waiting = std::ranges::count(verdicts, verdict.id, &Verdict::waits_for);
    if (waiting <= most) continue;
    most = waiting;
    lead = &verdict;
  }
  return lead == nullptr ? std::string() : lead->id;
}

}  // namespace pinko::grade

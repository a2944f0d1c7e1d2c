#include "checker/grade/outcome.hpp"

#include <algorithm>

namespace pinko::grade {

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

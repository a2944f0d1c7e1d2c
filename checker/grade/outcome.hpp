#pragma once

#include "checker/core/report.hpp"

#include <string>
#include <vector>

/// What a task's verdicts come to.
namespace pinko::grade {

/// A task is as bad as the worst that was met; "could not look" outweighs "looked, and it is not
/// so".
[[nodiscard]] Outcome outcome_of(const std::vector<Verdict>& verdicts);

/// Of the verdicts that made the task's outcome, the id of the one for which most others wait; the
/// first among equals. Empty where all is well.
[[nodiscard]] std::string cause_of(const std::vector<Verdict>& verdicts, Outcome outcome);

}  // namespace pinko::grade

#pragma once

#include "checker/core/report.hpp"
#include "tests/mutants/mutant.hpp"

#include <string>
#include <vector>

namespace pinko::mutants {

/// What of a mutant's report is not as its table says, each in one sentence; empty when all is.
[[nodiscard]] std::vector<std::string> complaints_about(const Mutant& mutant,
                                                        const TaskReport& report);

/// What holds for every report: no points without passing, and no check that passed without them.
[[nodiscard]] std::vector<std::string> broken_rules(const TaskReport& report);

}  // namespace pinko::mutants

#pragma once

#include "checker/core/evidence.hpp"
#include "checker/core/report.hpp"

#include <vector>

namespace pinko::grade {

/// Puts graded tasks together. The run's outcome is refused before errored before failed before
/// passed: a run in which something could not be looked at ends with exit code 3 even when
/// students' failures were found, because its sum of points says too little. Points are those of
/// the tasks that were graded.
[[nodiscard]] Report summarise(const Evidence& evidence, std::vector<TaskReport> tasks);

/// What is worth saying of the whole run: stand-ins that were used, nesting,
/// leftovers.
[[nodiscard]] std::vector<std::string> notes_of(const Evidence& evidence);

}  // namespace pinko::grade

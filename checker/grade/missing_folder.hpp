#pragma once

#include "checker/core/report.hpp"
#include "checker/core/sources.hpp"

#include <vector>

namespace pinko::grade {

/// Where the whole folder of a task is missing, that is the one thing to say: the first verdict
/// says it, and the others wait for it.
void blame_folder(std::vector<Verdict>& verdicts, const Sources& sources);

}  // namespace pinko::grade

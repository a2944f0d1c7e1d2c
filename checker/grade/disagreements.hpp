#pragma once

#include "checker/core/cause.hpp"
#include "checker/core/check.hpp"
#include "checker/core/report.hpp"

#include <span>

namespace pinko::grade {

/// Tells where a task's files disagree and no failed verdict says so: the first place as the
/// report's own, whatever failed. Where checks wait, nothing shows at run time what else is broken,
/// so the other places are told as notes of the check that they wait for: a build's, or the first.
void tell_disagreements(TaskReport& report,
                        std::span<const Check* const> checks,
                        const TaskReading& reading,
                        const Knowledge& knowledge);

}  // namespace pinko::grade

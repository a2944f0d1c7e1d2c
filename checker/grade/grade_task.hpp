#pragma once

#include "checker/core/cause.hpp"
#include "checker/core/evidence.hpp"
#include "checker/core/report.hpp"
#include "checker/core/task.hpp"

#include <span>

namespace pinko::grade {

/// What stands behind a task's evidence when it is judged.
struct Background {
  Knowledge knowledge = {};
  const Sources* before = nullptr;  ///< of the task before, where they were read
};

/// Judges what was seen of one task.
///
/// One root cause shows once. A check is skipped, and names the check to mend first, when
/// - a check that it `needs` did not pass, or
/// - nobody could look, because of something that another check judges, or
/// - its finding follows from a check that did not pass, or
/// - it has the same known cause, at the same place, as an earlier check.
/// What the checker could not see is errored; the points of such a check, and of all that wait for
/// it, count neither way. The same holds for an unstable one.
[[nodiscard]] TaskReport grade_task(const Task& task,
                                    std::span<const Check* const> checks,
                                    const TaskEvidence& evidence,
                                    const Background& background = {});

}  // namespace pinko::grade

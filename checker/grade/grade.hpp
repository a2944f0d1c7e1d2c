#pragma once

#include "checker/core/cause.hpp"
#include "checker/core/evidence.hpp"
#include "checker/core/report.hpp"
#include "checker/plan/plan.hpp"

namespace pinko::grade {

/// Judges all that was seen, and names causes as far as they are known. The tool's version is the
/// caller's to fill in.
[[nodiscard]] Report grade(const plan::Plan& plan,
                           const Evidence& evidence,
                           const Knowledge& knowledge = {});

}  // namespace pinko::grade

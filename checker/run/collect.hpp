#pragma once

#include "checker/core/evidence.hpp"
#include "checker/core/submission.hpp"
#include "checker/plan/plan.hpp"
#include "checker/run/shell.hpp"

namespace pinko::run {

/// How many tasks may be looked at side by side where the user does not say.
[[nodiscard]] int default_jobs();

/// Does all the work of a plan: builds, starts, looks and removes, task by task or side by side.
/// Nothing that goes wrong in one task keeps another from being looked at. What was made is gone
/// when this returns, unless it is to be kept. `submission`, `environment` and the times of the
/// result are the caller's to fill in.
[[nodiscard]] Evidence collect(const plan::Plan& plan,
                               const Submission& submission,
                               const Shell& shell,
                               int jobs);

}  // namespace pinko::run

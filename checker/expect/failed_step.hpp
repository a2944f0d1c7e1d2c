#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/sources.hpp"
#include "checker/discovery/dockerfile.hpp"
#include "checker/expect/reason.hpp"

#include <string>

/// The instruction at which a build failed.
namespace pinko::expect {

struct FailedStep {
  const discovery::Dockerfile& file;
  const discovery::Instruction& failed;
};

/// What the instruction itself tells beyond the builder's words, of which `known` was made.
void look_at_instruction(Reason& known,
                         const BuildSeen& seen,
                         const FailedStep& step,
                         const Sources& task);

/// What the step that failed printed, and what the builder says at the end: the steps before it
/// went well, and tell nothing. All of it where no step is marked as failed.
[[nodiscard]] std::string of_failed_step(const std::string& output);

}  // namespace pinko::expect

#pragma once

#include "checker/core/sources.hpp"
#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/shell_words.hpp"

#include <string>
#include <vector>

namespace pinko::expect {

/// A command of an instruction that makes the final image.
struct Step {
  std::string keyword;  ///< "RUN", "CMD" or "ENTRYPOINT"
  discovery::ShellCommand command;
};

/// The commands of a Dockerfile, in their order, with what ARG and ENV say put in. Behind a RUN
/// that starts a script of the task stand the commands of that script.
[[nodiscard]] std::vector<Step> steps_of(const discovery::Dockerfile& file, const Sources& task);

}  // namespace pinko::expect

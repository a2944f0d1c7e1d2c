#pragma once

#include "checker/core/probe.hpp"
#include "checker/core/task.hpp"

#include <string>
#include <string_view>

namespace pinko::grade {

/// The commands that show by hand what a probe looks at, a line each, to paste in the task's
/// folder: `command`, behind those that build and start what it needs, and before those that take
/// it down again. `command` alone where it needs nothing, or brings its own.
[[nodiscard]] std::string by_hand(const Task& task, const Probe& probe, std::string_view command);

}  // namespace pinko::grade

#pragma once

#include "checker/core/cause.hpp"

#include <span>
#include <string_view>

/// What is known of why checks fail.
namespace pinko::causes {

/// Every known cause, in the order in which they are tried.
[[nodiscard]] std::span<const Cause> all_causes();

/// The row of an id; null when there is none.
[[nodiscard]] const Cause* find_cause(std::string_view id);

/// The causes, the edges between a task's files, and what was lost since the task before.
[[nodiscard]] Knowledge knowledge();

}  // namespace pinko::causes

#pragma once

#include "checker/core/task.hpp"

#include <span>
#include <string>

namespace pinko::grade {

/// SHA-256 of all that is demanded, as the tables word and weigh it: reports with the same one can
/// be compared point for point.
[[nodiscard]] std::string statement_digest(std::span<const Task> tasks);

}  // namespace pinko::grade

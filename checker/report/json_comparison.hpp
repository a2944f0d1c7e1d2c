#pragma once

#include "checker/core/report.hpp"

#include <nlohmann/json_fwd.hpp>

namespace pinko::report {

/// What a task's comparison with the reference saw; null where nothing was compared. Files of the
/// site that were answered alike are counted, not listed.
[[nodiscard]] nlohmann::ordered_json comparison_value(const TaskReport& task);

}  // namespace pinko::report

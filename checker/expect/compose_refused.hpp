#pragma once

#include "checker/core/check.hpp"
#include "checker/core/observation.hpp"

namespace pinko::expect {

/// A Compose file that Compose refuses: why, and where, of whichever of its files is meant.
[[nodiscard]] Finding refused_file(const ComposeSeen& seen);

}  // namespace pinko::expect

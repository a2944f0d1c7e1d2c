#pragma once

#include "checker/repair/repair.hpp"

#include <string>

namespace pinko::repair {

/// A repair as `git apply` and `patch -p1` take it: three lines of context, byte for byte.
[[nodiscard]] std::string unified_diff(const FileRepair& repair);

}  // namespace pinko::repair

#pragma once

#include <string>

namespace pinko::app {

/// The commit of the sources that this program was built from, with "-dirty" behind it where they
/// differed from it; empty where that is not known.
[[nodiscard]] std::string source_commit();

}  // namespace pinko::app

#pragma once

#include "checker/util/deadline.hpp"

#include <string>

namespace pinko::engine {

/// Ends every process that carries this owner in its environment (see kOwnerVariable), but this
/// one, and those that they start meanwhile; how many there were. Where the system has no /proc:
/// none.
int end_children_of(const std::string& owner, Deadline deadline);

/// Ends the processes of owners that have ended; how many there were. Those of owners that cannot
/// be judged from here are left alone.
int end_orphans(Deadline deadline);

}  // namespace pinko::engine

#pragma once

#include "checker/core/sources.hpp"
#include "checker/expect/reason.hpp"

namespace pinko::expect {

/// The first name behind `image:` of the Compose file that no image may have, of a service that is
/// built. Compose reads such a file, and the build then fails for the name alone: the checker,
/// which builds under names of its own, does not see it. Empty where all names are right.
[[nodiscard]] Reason refused_image_name(const Sources& task);

}  // namespace pinko::expect

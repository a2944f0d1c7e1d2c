#pragma once

#include "checker/core/check.hpp"

/// What is demanded of a submission beside the reference stack.
namespace pinko::expect {

/// Status and bytes of page, files and API are the reference's, however a browser asks for them. By
/// itself it fails only where the answers depend on the way of asking; what is wrong at all is
/// judged by the check on it, and this one follows from that. What the statement does not ask for
/// is a note at most.
[[nodiscard]] Finding answers_as_reference(const ComparisonSeen& seen);

}  // namespace pinko::expect

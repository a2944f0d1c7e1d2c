#pragma once

#include "checker/core/check.hpp"
#include "checker/core/observation.hpp"
#include "checker/discovery/compose_file.hpp"
#include "checker/expect/reason.hpp"

#include <string>
#include <string_view>

namespace pinko::expect {

/// A Compose file that Compose refuses: why, and where, of whichever of its files is meant.
[[nodiscard]] Finding refused_file(const ComposeSeen& seen);

/// What of a file that newer ones take Compose v1 refuses, by its message: "this file (…)" with its
/// first complaint, or the file's version.
[[nodiscard]] std::string what_v1_refuses(std::string_view message);

/// Why a service that the file has is not there: it has profiles. Empty where it has none.
[[nodiscard]] Reason left_out_by_profile(const discovery::Service& service);

}  // namespace pinko::expect

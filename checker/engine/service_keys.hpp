#pragma once

#include "checker/engine/json_access.hpp"

#include <string>
#include <vector>

namespace pinko::engine {

/// A service of the model with the keys alone that mean inside what they mean outside.
[[nodiscard]] Json kept_of(const Json& service);

/// Keys that are neither kept nor written anew and that may change what the service does, as
/// Compose spells them: a report should name them.
[[nodiscard]] std::vector<std::string> left_out_of(const Json& service);

}  // namespace pinko::engine

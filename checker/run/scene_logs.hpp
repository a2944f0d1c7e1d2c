#pragma once

#include "checker/run/scene.hpp"

#include <string>
#include <string_view>

namespace pinko::run {

/// The tails of what the scene's servers wrote, each below its role: "[proxy]"; of those that have
/// ended also with which exit code.
[[nodiscard]] std::string logs_of(const Scene& scene);

/// The same, of a request that failed. The engine hands on what a server wrote a moment later: this
/// waits for the line on the request, up to a second, as what the server says of its failure stands
/// above it.
[[nodiscard]] std::string logs_about(const Scene& scene, std::string_view target);

}  // namespace pinko::run

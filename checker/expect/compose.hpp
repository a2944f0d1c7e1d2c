#pragma once

#include "checker/core/check.hpp"

#include <string_view>

/// What is demanded of a Compose file and of the stack that it describes.
namespace pinko::expect {

[[nodiscard]] Finding has_compose_file(const ComposeSeen& seen);
/// Compose accepts the file.
[[nodiscard]] Finding is_accepted(const ComposeSeen& seen);
/// A back end on host port 5252 and a front end on host port 9000, both with a build.
[[nodiscard]] Finding has_both_services(const ComposeSeen& seen);
[[nodiscard]] Finding has_depends_on(const ComposeSeen& seen);
/// A service of exactly that name, accepted by Compose.
[[nodiscard]] Finding has_service(const ComposeSeen& seen, std::string_view name);
/// A service named `proxy` with a build, on host port 80.
[[nodiscard]] Finding has_proxy(const ComposeSeen& seen, const Sources& task);

/// Everything came up and stays up: so many servers, unless fewer do their work.
[[nodiscard]] Finding comes_up(const ProjectSeen& seen, std::size_t servers, const Sources& task);
/// So many containers of `back-end` run, and one proxy.
[[nodiscard]] Finding runs_replicas(const ProjectSeen& seen, int replicas, const Sources& task);

}  // namespace pinko::expect

#pragma once

#include <filesystem>
#include <string>

namespace pinko::engine {

/// The model without the services that `up` leaves alone: those whose profiles are all idle, which
/// Compose v1 prints as well. `COMPOSE_PROFILES` of the `.env` in `folder` tells which are not.
/// What is left has no profile, so that it comes up wherever no `.env` is read. A text that is no
/// model comes back as it is.
[[nodiscard]] std::string without_idle_profiles(const std::string& model,
                                                const std::filesystem::path& folder);

}  // namespace pinko::engine

#pragma once

#include "checker/core/check.hpp"

#include <string_view>

/// What is demanded of a Dockerfile's text. Blocked where there is no such file: then another check
/// on it speaks.
namespace pinko::expect {

/// The last stage starts from the latest official image of that name.
[[nodiscard]] Finding is_latest_of(const FileSeen& dockerfile, std::string_view official);

/// A RUN line calls `apt-get update`.
[[nodiscard]] Finding updates_packages(const FileSeen& dockerfile, const Sources& task);

/// A RUN line calls `apt-get upgrade` and answers yes.
[[nodiscard]] Finding upgrades_packages(const FileSeen& dockerfile, const Sources& task);

}  // namespace pinko::expect

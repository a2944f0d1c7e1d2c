#pragma once

#include "checker/expect/reason.hpp"

#include <optional>
#include <string_view>

namespace pinko::expect {

/// What apt-get or pip complains of in a build: names of packages, and options.
[[nodiscard]] std::optional<Reason> recognise_packages(std::string_view output);

}  // namespace pinko::expect

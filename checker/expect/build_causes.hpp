#pragma once

#include "checker/expect/reason.hpp"

#include <string_view>

namespace pinko::expect {

/// Why a build failed, by a builder's output (classic builder and BuildKit). Empty where nothing is
/// recognised: then the output speaks for itself.
[[nodiscard]] Reason recognise_build(std::string_view output);

/// The line of the Dockerfile that the builder names; 0 where it names none.
[[nodiscard]] int line_named(std::string_view output);

}  // namespace pinko::expect

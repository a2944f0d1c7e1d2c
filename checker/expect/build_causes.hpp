#pragma once

#include "checker/expect/reason.hpp"

#include <string_view>

namespace pinko::expect {

/// Why a build failed, by a builder's output (classic builder, BuildKit, Podman). Empty where
/// nothing is recognised: then the output speaks for itself.
[[nodiscard]] Reason recognise_build(std::string_view output);

/// Why a RUN line failed of which nothing more is known, by what its last command said; `output` is
/// of that step alone, `command` the line as the shell got it.
[[nodiscard]] Reason run_failed(std::string_view output, std::string_view command);

/// The line of the Dockerfile that the builder names; 0 where it names none.
[[nodiscard]] int line_named(std::string_view output);

}  // namespace pinko::expect

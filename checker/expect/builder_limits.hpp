#pragma once

#include "checker/discovery/dockerfile.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace pinko::expect {

/// What the engine's builder does not know, and what to do about it, in words.
struct BuilderLack {
  std::string what;
  std::string remedy;
};

/// What a Dockerfile takes that the engine's builder does not know. Two builders know less than
/// everyone's: those before Docker 23 know no here-documents, and the classic one, all that a
/// docker command since release 23 has without its plugin buildx, knows no options of BuildKit.
/// `failed` is the instruction at which the build ended, or null, and `line` the one that the
/// builder names, or 0.
[[nodiscard]] std::optional<BuilderLack> beyond_builder(
    std::string_view output,
    const std::optional<discovery::Dockerfile>& file,
    const discovery::Instruction* failed,
    int line);

}  // namespace pinko::expect

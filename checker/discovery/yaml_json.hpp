#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pinko::discovery {

/// A YAML document as JSON, with plain scalars typed as YAML 1.2's core schema does. Nothing when
/// it is no YAML, or when its aliases would unfold to more than a hundred thousand nodes or 32 MiB.
[[nodiscard]] std::optional<std::string> yaml_as_json(std::string_view yaml);

/// True for a YAML document whose aliases unfold to more than that: few bytes that fill a memory.
[[nodiscard]] bool yaml_unfolds_far(std::string_view yaml);

}  // namespace pinko::discovery

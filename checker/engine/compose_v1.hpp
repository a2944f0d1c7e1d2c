#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace pinko::engine {

/// The text of a Compose file as JSON that Compose v1 takes where v2 takes the file itself: merge
/// keys are joined, scalars typed as v2 types them (`restart: no` is a text), what v2 passes over
/// or converts is left out or converted, and keys that v1 does not know yet are left out where a
/// stack that is started once runs alike without them. `folder` is that of the file. Nothing when
/// the text is no YAML mapping, or unfolds without end.
[[nodiscard]] std::optional<std::string> for_compose_v1(std::string_view text,
                                                        const std::filesystem::path& folder);

}  // namespace pinko::engine

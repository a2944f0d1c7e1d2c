#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace reference::net {

/// The path that a request's target means: %-codes decoded, `.`, `..` and doubled slashes resolved.
/// Nothing when a code is malformed, hides a NUL, or when the path climbs above the root.
std::optional<std::string> normal_path(std::string_view path);

/// Whether normal_path() would change nothing: nearly all paths, at no cost.
bool is_normal_path(std::string_view path);

}  // namespace reference::net

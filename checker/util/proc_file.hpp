#pragma once

#include <optional>
#include <string>

namespace pinko {

/// All that a file of /proc says at this moment; nothing where it cannot be read, also when its
/// process ends meanwhile. Streams of the standard library throw then.
[[nodiscard]] std::optional<std::string> read_proc(const std::string& path);

}  // namespace pinko

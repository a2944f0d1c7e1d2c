#pragma once

#include <filesystem>
#include <string_view>

namespace pinko {

/// Writes a file anew. False when not all of it stands there afterwards, as on a full disk.
[[nodiscard]] bool write_whole(const std::filesystem::path& file, std::string_view bytes);

}  // namespace pinko

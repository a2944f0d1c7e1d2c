#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace pinko {

/// The first `most` bytes of a file, all of it where it is shorter; nothing where it cannot be
/// read, or is no regular file: whoever opens a pipe waits for its other end. Takes as much memory
/// as there is to read.
[[nodiscard]] std::string read_start(const std::filesystem::path& file, std::size_t most);

}  // namespace pinko

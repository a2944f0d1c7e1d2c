#pragma once

#include <string>
#include <string_view>

namespace pinko {

/// The SHA-256 of bytes (FIPS 180-4) as 64 hexadecimal digits. For fingerprints of what we wrote
/// ourselves; nothing secret depends on it.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace pinko

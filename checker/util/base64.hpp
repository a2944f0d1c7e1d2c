#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pinko {

/// Bytes as text in the alphabet of RFC 4648 section 4, with padding and without line breaks.
[[nodiscard]] std::string to_base64(std::string_view bytes);

/// The bytes that such a text stands for; nothing when it is not one.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace pinko

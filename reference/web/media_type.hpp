#pragma once

#include <string_view>

namespace reference::web {

/// The media type for a file's name, by its ending; `application/octet-stream` when the ending says
/// nothing.
std::string_view media_type(std::string_view file);

}  // namespace reference::web

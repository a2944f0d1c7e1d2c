#pragma once

#include "checker/discovery/source_text.hpp"

#include <initializer_list>
#include <string_view>

/// What the readers of scripts share. For page alone.
namespace pinko::discovery {

[[nodiscard]] bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names);

/// The place of an offset in a script that begins at `start`.
[[nodiscard]] Location place_in(const LineIndex& index,
                                const Location& start,
                                std::size_t begin,
                                std::size_t end);

}  // namespace pinko::discovery

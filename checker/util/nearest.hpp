#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace pinko {

/// How many letters have to be put in, taken out or changed to make one word of the other: `most`
/// plus one where it takes more than `most`. Strangers choose the words, so what it costs grows
/// with `most` and not with the product of their lengths.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most);

/// The word that was probably meant: the one that differs least, the first of several. Empty when
/// none is near: more than a third of the letters and more than two, or more than twenty, would
/// have to change.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> words);

}  // namespace pinko

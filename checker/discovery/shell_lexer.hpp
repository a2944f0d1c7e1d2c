#pragma once

#include "checker/discovery/shell_words.hpp"

#include <cstddef>
#include <string_view>

namespace pinko::discovery {

/// Reads one word at `at`, up to one of `ends`, quotes taken off; `at` moves behind it. False when
/// a quote stays open.
bool read_shell_word(std::string_view text, std::size_t& at, std::string_view ends, Word& word);

}  // namespace pinko::discovery

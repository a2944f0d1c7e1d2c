#pragma once

#include "checker/discovery/shell_words.hpp"

#include <map>
#include <string>
#include <vector>

namespace pinko::discovery {

/// What the variables of a shell may stand for: the one of a loop for each of its words in turn.
using ShellValues = std::map<std::string, std::vector<std::string>>;

[[nodiscard]] ShellValues values_of(const ShellVariables& variables);

/// A command's words with the known variables put in, as often as there are values; a value is
/// split at its blanks where the variable stands without quotes. Unknown variables stay as written.
/// `room` is how many bytes may still be made so, and is taken from; where it is used up the words
/// stay as written: loops within loops are a few letters that could fill a memory.
[[nodiscard]] std::vector<std::vector<Word>> with_values(std::vector<Word> words,
                                                         const ShellValues& values,
                                                         std::size_t& room);

}  // namespace pinko::discovery

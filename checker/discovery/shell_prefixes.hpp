#pragma once

#include "checker/discovery/shell_words.hpp"

#include <string_view>
#include <vector>

/// What may stand before the program of a command. For shell_words alone.
namespace pinko::discovery {

/// Takes reserved words, assignments, and programs that only start another one (sudo, env, timeout
/// …) off the front of the words; the command learns of what matters.
void strip_prefixes(std::vector<Word>& words, ShellCommand& command);

}  // namespace pinko::discovery

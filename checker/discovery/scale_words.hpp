#pragma once

#include "checker/discovery/scale_command.hpp"
#include "checker/discovery/shell_words.hpp"

#include <vector>

/// What stands around the words that Compose itself reads. For scale_command alone.
namespace pinko::discovery {

/// Index of the first word behind `docker-compose` or `docker compose`; 0 when it is neither.
[[nodiscard]] std::size_t behind_program(const std::vector<Word>& words, ScaleCommand& command);

void cut_comment(std::vector<Word>& words);

/// Where the output goes is free: `> log.txt 2>&1`.
void cut_redirections(std::vector<Word>& words);

}  // namespace pinko::discovery

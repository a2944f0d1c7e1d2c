#pragma once

#include "checker/app/command_table.hpp"

#include <string>
#include <string_view>

namespace pinko::app {

/// The script that lets a shell ("bash", "zsh", "fish") complete commands, options, tasks, check
/// ids, formats, files and revisions; empty for another shell. It needs nothing but the shell:
/// `source <(pinko-check completion bash)`.
[[nodiscard]] std::string completion_script(const CommandTable& table,
                                            const ValueWords& words,
                                            std::string_view shell);

}  // namespace pinko::app

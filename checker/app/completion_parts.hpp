#pragma once

#include "checker/app/command_table.hpp"

#include <string>

/// One shell's script a file.
namespace pinko::app {

/// What a shell offers where a value stands.
enum class Offer { words, files, folders, revisions, formats, nothing };

[[nodiscard]] Offer offer_of(const std::string& value, const ValueWords& words);

/// What a script calls the list of a value's words: "tasks" for TASK.
[[nodiscard]] std::string list_name(const std::string& value);

/// In single quotes, whatever it holds.
[[nodiscard]] std::string single_quoted(std::string_view text);

/// Where a bare word may stand: the name of what the operand takes ("TASK", "ID", "SHELL"), or
/// nothing.
[[nodiscard]] std::string operand_value(const CommandRow& command);

[[nodiscard]] std::string bash_completion(const CommandTable& table, const ValueWords& words);
[[nodiscard]] std::string zsh_completion(const CommandTable& table, const ValueWords& words);
[[nodiscard]] std::string fish_completion(const CommandTable& table, const ValueWords& words);

}  // namespace pinko::app

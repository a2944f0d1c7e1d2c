#pragma once

#include <string>
#include <string_view>

/// A GitHub workflow obeys what its steps print: lines that begin with `::`, and `##[` anywhere.
namespace pinko::report {

/// A report for a step's log in which nothing of a submission is a command. Words for people stand
/// between stop-commands tokens; in formats for machines the signs are spelled in another way that
/// means the same to their readers. `token` is a random one of this run.
[[nodiscard]] std::string for_workflow_log(std::string_view format,
                                           std::string text,
                                           const std::string& token);

/// A line or more for a step's log, on which nothing is a command.
[[nodiscard]] std::string without_commands(std::string_view text);

}  // namespace pinko::report

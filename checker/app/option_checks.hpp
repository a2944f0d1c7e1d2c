#pragma once

#include <CLI/CLI.hpp>
#include <string>

/// What an option's value has to be. What is wrong with it is told as it goes on behind the
/// option's name: "needs a whole number from 1 to 64, not 'x'".
namespace pinko::app {

/// Anything but nothing: a script's unset variable must not become a default that nobody asked for.
/// `shown` is the option with its value, as help prints it.
[[nodiscard]] CLI::Validator not_empty(const std::string& shown);
[[nodiscard]] CLI::Validator whole_number(long least, long most);
/// auto, always or never.
[[nodiscard]] CLI::Validator when_word();
/// FMT or FMT:FILE.
[[nodiscard]] CLI::Validator format_and_file();
/// A file that is there, or a pipe.
[[nodiscard]] CLI::Validator file_to_read();

}  // namespace pinko::app

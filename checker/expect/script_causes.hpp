#pragma once

#include "checker/expect/log_causes.hpp"

#include <optional>
#include <string_view>

namespace pinko::expect {

/// Reads why Linux could not start a script that CMD or ENTRYPOINT names: its line ends, or its
/// first line. Linux says "no such file or directory" of the script, though it is there.
[[nodiscard]] std::optional<Reason> recognise_script(std::string_view log,
                                                     const LogFiles& files,
                                                     const Sources& task);

/// CMD or ENTRYPOINT of the Dockerfile beside the server's file.
[[nodiscard]] std::vector<Location> place_of_command(const LogFiles& files, const Sources& task);

/// Where a CMD of the task's images names no command: `CMD []`.
[[nodiscard]] std::vector<Location> places_of_empty_commands(const Sources& task);

/// The COPY that brings a file of that name, and brings it elsewhere; else what starts it.
[[nodiscard]] std::vector<Location> place_of_started(const std::string& name,
                                                     const LogFiles& files,
                                                     const Sources& task);

/// Where that Dockerfile names a program in quotes; nothing where a Compose file names it.
[[nodiscard]] std::vector<Location> place_of_program(const std::string& program,
                                                     const LogFiles& files,
                                                     const Sources& task);

}  // namespace pinko::expect

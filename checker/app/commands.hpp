#pragma once

#include "checker/app/options.hpp"
#include "checker/app/session.hpp"

#include <stop_token>
#include <string>

/// One function a command; each returns the exit code.
namespace pinko::app {

/// Grades, from a repository or from evidence, and writes the reports asked for.
[[nodiscard]] int grade_command(const Options& options,
                                const std::string& version,
                                Session& session,
                                const std::stop_token& stop);
/// Grades again whenever a file of a task is saved, until it is interrupted.
[[nodiscard]] int watch_command(const Options& options,
                                const std::string& version,
                                Session& session,
                                const std::stop_token& stop);
/// Shows tasks, checks and points, or the known causes.
[[nodiscard]] int list_command(const Options& options);
/// Shows the student's page of a check, or of a known cause.
[[nodiscard]] int explain_command(const Options& options);
/// Shows what can be mended without thinking, asks, and mends it. Exit code 1: something remains;
/// 3: a file could not be written.
[[nodiscard]] int fix_command(const Options& options);
/// Looks at the machine: can it grade?
[[nodiscard]] int doctor_command(const Options& options,
                                 Session& session,
                                 const std::stop_token& stop);
/// Removes what killed runs left.
[[nodiscard]] int sweep_command(const Options& options,
                                Session& session,
                                const std::stop_token& stop);
/// Prints the completion script of a shell.
[[nodiscard]] int completion_command(const Options& options);
/// Prints the manual's page.
[[nodiscard]] int manual_command(const std::string& version);
/// Becomes the reference stack's own program.
[[nodiscard]] int reference_command(const Options& options);

}  // namespace pinko::app

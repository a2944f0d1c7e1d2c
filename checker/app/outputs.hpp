#pragma once

#include "checker/app/options.hpp"
#include "checker/core/report.hpp"
#include "checker/core/result.hpp"

#include <string>

namespace pinko::app {

/// Says what is wrong with --format and --keep-evidence before any work is done.
[[nodiscard]] Status check_outputs(const Options& options);

/// Writes every report asked for, and the pages' pictures where a folder for them was named. In a
/// GitHub workflow's log nothing of a submission is a command. One that cannot be written keeps no
/// other from being written; the first such Error is returned.
[[nodiscard]] Status write_reports(const Options& options, const Report& report);

/// The exit code of a program that has printed all that it had to: 3 where standard output did not
/// take it, as on a full disk. A reader of a pipe that has gone had enough.
[[nodiscard]] int after_printing(int code);

/// Does anything that is to be written hold the pages as the browser showed them? To take such a
/// picture costs a fifth of what the browser costs in all.
[[nodiscard]] bool wants_screenshots(const Options& options);

/// The options with those of their outputs to files that are written anew as each task ends.
[[nodiscard]] Options outputs_as_tasks_end(const Options& options);

/// Whole or not at all: who reads it meanwhile, or after an end in the middle, finds what was there
/// before. Error `usage` where the file cannot be written.
[[nodiscard]] Status write_file(const std::string& path, const std::string& text);

}  // namespace pinko::app

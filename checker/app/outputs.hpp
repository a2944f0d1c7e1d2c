#pragma once

#include "checker/app/options.hpp"
#include "checker/core/report.hpp"
#include "checker/core/result.hpp"

#include <string>

namespace pinko::app {

/// Says what is wrong with --format before any work is done.
[[nodiscard]] Status check_outputs(const Options& options);

/// Writes every report asked for, and the pages' pictures where a folder for them was named. In a
/// GitHub workflow's log nothing of a submission is a command.
[[nodiscard]] Status write_reports(const Options& options, const Report& report);

/// The options with those of their outputs to files that are written anew as each task ends.
[[nodiscard]] Options outputs_as_tasks_end(const Options& options);

/// Whole or not at all: who reads it meanwhile, or after an end in the middle, finds what was there
/// before. Error `usage` where the file cannot be written.
[[nodiscard]] Status write_file(const std::string& path, const std::string& text);

}  // namespace pinko::app

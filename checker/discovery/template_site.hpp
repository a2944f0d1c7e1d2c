#pragma once

#include "checker/core/result.hpp"
#include "checker/core/submission.hpp"

#include <filesystem>

namespace pinko::discovery {

/// Puts the untouched front end into tasks 2 to 6 where the submission has no index.html of its own
/// anywhere in the task. The student's folder is copied to `copy` first, and `root` is the copy
/// then; an export is filled in place. Nothing is copied when no task needs it.
/// Error usage: the template is no folder with an index.html.
[[nodiscard]] Status fill_from_template(Submission& submission,
                                        const std::filesystem::path& template_dir,
                                        const std::filesystem::path& copy);

}  // namespace pinko::discovery

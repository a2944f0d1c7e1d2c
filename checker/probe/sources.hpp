#pragma once

#include "checker/core/sources.hpp"
#include "checker/core/submission.hpp"

namespace pinko::probe {

/// Reads the texts of a task's folder that can say why something is as it is: Dockerfiles, Compose
/// files, nginx configuration, Python, pages and scripts. Minified scripts, hidden files and what
/// is larger than a person writes are left out.
[[nodiscard]] Sources read_sources(const Submission& submission, int task);

}  // namespace pinko::probe

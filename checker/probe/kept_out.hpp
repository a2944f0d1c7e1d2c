#pragma once

#include "checker/core/observation.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace pinko::probe {

/// Takes out of `files` what a `.dockerignore` between the task's folder and the site keeps from
/// the builds, and what no other file of the site names: no visitor misses it. Gives its names. The
/// folders count from `root`.
[[nodiscard]] std::vector<std::string> take_kept_out(const std::filesystem::path& root,
                                                     const std::string& task_folder,
                                                     const std::string& site_folder,
                                                     std::vector<SiteFile>& files);

}  // namespace pinko::probe

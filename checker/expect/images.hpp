#pragma once

#include "checker/core/check.hpp"

/// What is demanded of images: that they build, and what is in them.
namespace pinko::expect {

[[nodiscard]] Finding builds(const BuildSeen& seen, const Sources& task);
[[nodiscard]] Finding all_build(const ProjectBuildSeen& seen,
                                std::size_t servers,
                                const Sources& task);

/// The container prints the line `Hello, World!` and ends with 0.
[[nodiscard]] Finding prints_hello(const OutputSeen& seen, const Sources& task);

/// python3, pip3 and flask are there and work.
[[nodiscard]] Finding has_flask(const PythonSeen& seen);
[[nodiscard]] Finding has_flask_by_pip(const PythonSeen& seen, const Sources& task);
/// The working directory is /app, and api.py is in it.
[[nodiscard]] Finding works_in_app(const PythonSeen& seen, const Sources& task);

/// The file of the submission and its copy in the image are the same.
[[nodiscard]] Finding is_in_image(const CopySeen& seen,
                                  std::string_view in_image,
                                  const Sources& task);
/// Every file of the site is in the image, in the folder asked for.
[[nodiscard]] Finding site_is_in_image(const SiteCopySeen& seen, const Sources& task);

}  // namespace pinko::expect

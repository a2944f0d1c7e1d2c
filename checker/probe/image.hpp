#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/probe.hpp"
#include "checker/engine/container_engine.hpp"

#include <string>
#include <string_view>

namespace pinko::probe {

/// Compares files of the submission with a container's. `container` may be one that never ran.
[[nodiscard]] Result<CopySeen> see(const CompareCopy& p,
                                   FileSeen source,
                                   engine::ContainerEngine& engine,
                                   const std::string& container,
                                   Deadline deadline);

/// The submission's site, and the root below which its files are.
struct SiteSource {
  const SiteSeen& site;
  const std::filesystem::path& root;
};

/// Compares the files of a site with those of a container.
[[nodiscard]] Result<SiteCopySeen> see(const CompareSite& p,
                                       const SiteSource& source,
                                       engine::ContainerEngine& engine,
                                       const std::string& container,
                                       Deadline deadline);

/// Asks the shell of an image what of Python is in it. `spec` names the image and the labels. Error
/// `timeout` where the answer did not come in time: half of it would say that things are missing.
[[nodiscard]] Result<PythonSeen> see(const InspectPython& p,
                                     engine::ContainerEngine& engine,
                                     engine::ContainerSpec spec,
                                     Deadline deadline);

/// The question that is put to the shell, and what its answer says: one `key=value` a line.
[[nodiscard]] std::string_view python_script();
[[nodiscard]] PythonSeen parse_python(std::string_view answer);

/// Runs an image to its end.
[[nodiscard]] Result<OutputSeen> see(const RunOnce& p,
                                     engine::ContainerEngine& engine,
                                     const engine::ContainerSpec& spec,
                                     Deadline deadline);

}  // namespace pinko::probe

#pragma once

#include "checker/run/scene.hpp"

namespace pinko::run {

/// Starts the reference stack in this process, on free ports of the run's own address, sends it and
/// the task's servers the same requests, and ends it. Error internal: a port could
/// not be had.
[[nodiscard]] Result<ComparisonSeen> compare_with_reference(const Scene& scene,
                                                            const CompareWithReference& p,
                                                            const SiteSeen& site);

}  // namespace pinko::run

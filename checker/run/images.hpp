#pragma once

#include "checker/engine/containment.hpp"
#include "checker/run/scene.hpp"

#include <vector>

namespace pinko::run {

/// One image to build, and the sight that it gives.
struct ImageJob {
  std::string role;        ///< or the service's name
  std::string dockerfile;  ///< from the repository's top, for the report
  engine::BuildRequest request;
};

struct ImageResult {
  std::string role;
  Result<BuildSeen> seen;
  double since = 0;  ///< when it was begun, in Scene::seconds()
};

/// The bases that were not the real image, as the label says that every image inherits from them.
[[nodiscard]] std::vector<std::string> stand_ins_of(Scene& scene, const std::string& image);

/// Builds images side by side and hands them to the scene, which removes them in the end.
[[nodiscard]] std::vector<ImageResult> build_images(Scene& scene, std::vector<ImageJob> jobs);

/// Fetches the images that a project names and does not build, where they are not on this machine:
/// on a clock of its own, so that `up` finds them there. Error `registry` when one cannot be had.
[[nodiscard]] Status pull_missing_images(const Scene& scene,
                                         const engine::ContainedProject& project);

/// Builds what the task's fixture names, as the statement's `docker build` does, and keeps a
/// BuildImage sight of each.
void build_by_hand(Scene& scene);

}  // namespace pinko::run

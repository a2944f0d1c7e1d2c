#pragma once

#include "checker/run/project.hpp"
#include "checker/run/scene.hpp"
#include "checker/run/stage.hpp"

namespace pinko::run {

/// Looks at every probe of a stage that has no sight yet. `project` is null for tasks without
/// Compose.
void look(Scene& scene, Stage stage, const Project* project);

}  // namespace pinko::run

#pragma once

#include "checker/run/project.hpp"
#include "checker/run/scene.hpp"
#include "checker/run/stage.hpp"

namespace pinko::run {

/// Looks at every probe of a stage that has no sight yet. `project` is null for tasks without
/// Compose.
void look(Scene& scene, Stage stage, const Project* project);

/// Looks at what needs an image alone, and none of the containers that start meanwhile.
void look_at_images_alone(Scene& scene);

}  // namespace pinko::run

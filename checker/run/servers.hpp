#pragma once

#include "checker/run/scene.hpp"

namespace pinko::run {

/// Starts the containers that the task's fixture names, each with the statement's port on the run's
/// own address, and waits until they listen. What cannot be started is noted as the role's trouble.
void start_by_hand(Scene& scene);

/// A container of an image that is made and never run: enough to read its files. Error as the
/// engine gives it.
[[nodiscard]] Result<std::string> container_to_read(Scene& scene, Part& part);

}  // namespace pinko::run

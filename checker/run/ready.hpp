#pragma once

#include "checker/run/scene.hpp"

#include <string>

namespace pinko::run {

/// Waits until a container listens on `port` where others can reach it. Returns at once when it has
/// exited, and soon when it has settled on other ports; sends it nothing, so that its log stays the
/// requests' own. False when it certainly does not listen there.
bool await_listening(Scene& scene, const std::string& container, std::uint16_t port);

/// Looks whether a port that is published on the run's address leads to `container`, where it
/// listens for everybody; sends it nothing. Where it does not, the scene is `unreachable`.
void knock(Scene& scene, const std::string& container, std::uint16_t port);

/// Waits until something answers HTTP on the run's own address, whatever the status, or `container`
/// has exited.
void await_answer(Scene& scene, const std::string& container, std::uint16_t port);

}  // namespace pinko::run

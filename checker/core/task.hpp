#pragma once

#include "checker/core/check.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace pinko {

/// An image of a task that is built by hand, as the statement's `docker build -f … context` does.
struct ImageSpec {
  std::string_view role;
  std::string_view context;     ///< from the task's folder; "." is the folder itself
  std::string_view dockerfile;  ///< from the task's folder
};

/// A container that has to be up before looking, with the port that it publishes.
struct ServerSpec {
  std::string_view role;
  std::uint16_t port = 0;
};

/// What must be up before looking at a task.
struct Fixture {
  std::span<const ImageSpec> images;    ///< built by hand; empty with Compose
  std::span<const ServerSpec> servers;  ///< what answers on which port of the host
  bool compose = false;                 ///< the task's Compose file is brought up
  int replicas = 1;                     ///< of the back end
  int more_replicas = 0;                ///< brought up for a second look; 0: none
};

/// A unit of the exercise.
struct Task {
  int number = 0;
  std::string_view title;
  int points = 0;
  Fixture fixture;
  std::span<const Check> checks;
};

}  // namespace pinko

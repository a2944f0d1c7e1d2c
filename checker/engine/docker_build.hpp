#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/command_runner.hpp"
#include "checker/engine/container_values.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::engine {

/// Which command builds images, and how.
struct Builder {
  enum class Kind {
    buildx,           ///< the docker command with its buildx plugin: BuildKit
    buildkit_in_cli,  ///< a docker command before 23, which speaks BuildKit by itself
    classic,          ///< the builder from before BuildKit
    podman,
  };
  Kind kind = Kind::classic;
  std::filesystem::path program = {};
  bool for_podman = false;  ///< the docker command asks Podman's socket
};

/// Looks at every docker command on the PATH: BuildKit, as everyone's Docker has it today, is worth
/// more than being first. `engine`: what builds by them, "docker" or "podman"; Podman's socket
/// knows the classic builder alone.
[[nodiscard]] Result<Builder> find_builder(CommandRunner& runner,
                                           std::string_view engine,
                                           Deadline deadline);

/// `docker build` of a request by that builder, argument by argument.
[[nodiscard]] std::vector<std::string> build_command(const Builder& builder,
                                                     const BuildRequest& request);

}  // namespace pinko::engine

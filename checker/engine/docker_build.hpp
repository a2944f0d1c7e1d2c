#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/command_runner.hpp"
#include "checker/engine/container_values.hpp"
#include "checker/engine/docker_engine.hpp"
#include "checker/util/log.hpp"

#include <filesystem>
#include <stop_token>
#include <string>

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

/// Builds and pulls images by the docker command, and copies folders into containers.
class ImageBuilder {
 public:
  ImageBuilder(CommandRunner& runner,
               Log& log,
               Builder builder,
               EngineEndpoint endpoint,
               std::stop_token stop);

  /// `data_root`: where the engine keeps its images, when that is a disk of this machine.
  [[nodiscard]] Result<BuildOutcome> build(const BuildRequest& request,
                                           const std::filesystem::path& data_root = {});
  [[nodiscard]] Status pull(const std::string& name, Deadline deadline);
  /// See ContainerEngine.
  [[nodiscard]] Status copy_in(const std::string& container,
                               const std::filesystem::path& folder,
                               const std::string& target,
                               Deadline deadline);

 private:
  [[nodiscard]] Result<BuildOutcome> build_once(const BuildRequest& request,
                                                const std::filesystem::path& data_root = {});
  [[nodiscard]] bool pause(int attempt, Deadline deadline) const;

  CommandRunner& runner_;
  Log& log_;
  Builder builder_;
  EngineEndpoint endpoint_;
  std::stop_token stop_;
};

}  // namespace pinko::engine

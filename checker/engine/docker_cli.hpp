#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/command_runner.hpp"
#include "checker/engine/container_values.hpp"
#include "checker/engine/docker_build.hpp"
#include "checker/engine/docker_engine.hpp"
#include "checker/util/log.hpp"

#include <filesystem>
#include <stop_token>
#include <string>

namespace pinko::engine {

/// The docker command, for what it knows better than the Engine API: builders, credentials of
/// registries, and folders as archives.
class DockerCli {
 public:
  DockerCli(CommandRunner& runner,
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

#pragma once

#include "checker/engine/command_runner.hpp"
#include "checker/engine/container_engine.hpp"
#include "checker/util/log.hpp"

#include <memory>
#include <stop_token>
#include <string>

namespace pinko::engine {

/// Where the engine is spoken to.
struct EngineEndpoint {
  std::string url = {};  ///< "unix:///var/run/docker.sock", "tcp://127.0.0.1:2375"
  std::string chosen_by =
      {};  ///< "DOCKER_HOST", "the default socket", "the current docker context"
};

/// DOCKER_HOST where it is set, else the default socket where it exists, else what the docker
/// command's current context says, else podman's sockets. Error `engine` when there is none.
[[nodiscard]] Result<EngineEndpoint> find_endpoint(CommandRunner& runner, Deadline deadline);

/// Docker's Engine API over its socket; `docker build` and `docker pull` by their command, which
/// knows builders and credentials. Podman's compatible socket is accepted.
/// After a stop was asked for, builds, pulls, runs and waits end with `cancelled`; removal goes on.
[[nodiscard]] Result<std::unique_ptr<ContainerEngine>> connect_engine(CommandRunner& runner,
                                                                      Log& log,
                                                                      std::stop_token stop,
                                                                      Deadline deadline);

}  // namespace pinko::engine

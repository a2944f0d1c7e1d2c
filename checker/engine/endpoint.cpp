#include "checker/engine/docker_engine.hpp"
#include "checker/engine/process.hpp"
#include "checker/util/environment.hpp"
#include "checker/util/text.hpp"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace pinko::engine {
namespace {

bool is_socket(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_socket(path, ignored);
}

bool can_be_spoken_to(std::string_view url) {
  return url.starts_with("unix://") || url.starts_with("tcp://") || url.starts_with("http://");
}

Result<EngineEndpoint> checked(EngineEndpoint endpoint) {
  if (can_be_spoken_to(endpoint.url)) return endpoint;
  return fail(ErrorCode::engine,
              "reach the container engine named by " + endpoint.chosen_by + ", " +
                  in_quotes(endpoint.url) +
                  ": only unix:// and tcp:// are spoken; forward its socket and set DOCKER_HOST");
}

/// What `docker context use` chose; empty when the docker command does not say.
std::string endpoint_of_context(CommandRunner& runner, Deadline deadline) {
  if (programs_named("docker").empty()) return {};
  const Result<CommandOutcome> outcome = runner.run(
      {.argv = {"docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"},
       .deadline = deadline});
  return outcome && outcome->ok() ? std::string(trim(outcome->out)) : std::string();
}

}  // namespace

Result<EngineEndpoint> find_endpoint(CommandRunner& runner, Deadline deadline) {
  if (std::string host = environment_variable("DOCKER_HOST"); !host.empty()) {
    return checked({.url = std::move(host), .chosen_by = "DOCKER_HOST"});
  }
  const std::string socket = "/var/run/docker.sock";
  if (is_socket(socket)) {
    return EngineEndpoint{.url = "unix://" + socket, .chosen_by = "the default socket"};
  }
  const std::string context = endpoint_of_context(runner, deadline);
  if (!context.empty() && context != "unix://" + socket) {
    return checked({.url = context, .chosen_by = "the current docker context"});
  }
  const std::string runtime = environment_variable("XDG_RUNTIME_DIR");
  const std::array<std::string, 2> podman = {
      (runtime.empty() ? "/run/user/" + std::to_string(getuid()) : runtime) + "/podman/podman.sock",
      "/run/podman/podman.sock"};
  for (const std::string& path : podman) {
    if (is_socket(path)) return EngineEndpoint{.url = "unix://" + path, .chosen_by = "podman"};
  }
  return fail(ErrorCode::engine,
              "find a container engine: DOCKER_HOST is not set and " + socket +
                  " does not exist; start Docker (or `sudo dockerd`) and try again");
}

}  // namespace pinko::engine

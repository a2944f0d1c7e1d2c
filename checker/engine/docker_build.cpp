#include "checker/engine/docker_build.hpp"

#include "checker/engine/dockerfile_refusals.hpp"
#include "checker/engine/process.hpp"

#include <algorithm>
#include <charconv>
#include <future>
#include <optional>
#include <string_view>
#include <utility>

namespace pinko::engine {
namespace {

/// Of "Docker version 20.10.24+dfsg1, build 297e128".
int major_version(std::string_view text) {
  int major = 0;
  text.remove_prefix(std::min(text.find_first_of("0123456789"), text.size()));
  std::from_chars(text.data(), text.data() + text.size(), major);
  return major;
}

/// What a docker command can build with.
Builder::Kind kind_of(CommandRunner& runner, const std::string& program, Deadline deadline) {
  const Result<CommandOutcome> buildx =
      runner.run({.argv = {program, "buildx", "version"}, .deadline = deadline});
  if (buildx && buildx->ok()) return Builder::Kind::buildx;
  const Result<CommandOutcome> version =
      runner.run({.argv = {program, "--version"}, .deadline = deadline});
  if (!version) return Builder::Kind::classic;
  const int major = major_version(version->out);
  return major >= 18 && major < 23 ? Builder::Kind::buildkit_in_cli : Builder::Kind::classic;
}

std::string assignment(const std::string& name, const std::string& value) {
  return name + "=" + value;
}

/// Bounds that the classic builder sets for every container of a build; BuildKit knows none, and
/// Podman's socket takes no ulimits in the words of the docker command.
void add_limits(std::vector<std::string>& argv, bool ulimits) {
  constexpr std::string_view kMemory = "3g";
  for (const std::string_view flag : {"--memory", "--memory-swap"}) {
    argv.emplace_back(flag);
    argv.emplace_back(kMemory);
  }
  if (ulimits) argv.insert(argv.end(), {"--ulimit", "core=0"});
}

}  // namespace

Result<Builder> find_builder(CommandRunner& runner, std::string_view engine, Deadline deadline) {
  if (engine == "podman") {
    const std::vector<std::filesystem::path> docker = programs_named("docker");
    if (!docker.empty()) {
      return Builder{.kind = Builder::Kind::classic, .program = docker.front(), .for_podman = true};
    }
    const std::vector<std::filesystem::path> podman = programs_named("podman");
    if (!podman.empty()) return Builder{.kind = Builder::Kind::podman, .program = podman.front()};
    return fail(ErrorCode::engine,
                "find the podman command: it is not on the PATH; install podman or docker.io");
  }
  std::vector<std::future<Builder>> asked;
  for (const std::filesystem::path& program : programs_named("docker")) {
    asked.push_back(std::async(std::launch::async, [&runner, program, deadline] {
      return Builder{.kind = kind_of(runner, program.string(), deadline), .program = program};
    }));
  }
  std::optional<Builder> classic;
  std::optional<Builder> in_cli;
  for (std::future<Builder>& answer : asked) {
    Builder found = answer.get();
    if (found.kind == Builder::Kind::buildx) return found;
    std::optional<Builder>& slot = found.kind == Builder::Kind::classic ? classic : in_cli;
    if (!slot) slot = std::move(found);
  }
  if (in_cli) return *in_cli;
  if (classic) return *classic;
  return fail(ErrorCode::engine,
              "find the docker command: it is not on the PATH; install docker.io or docker-ce-cli");
}

std::vector<std::string> build_command(const Builder& builder, const BuildRequest& request) {
  std::vector<std::string> argv = {builder.program.string(), "build"};
  const bool buildkit =
      builder.kind == Builder::Kind::buildx || builder.kind == Builder::Kind::buildkit_in_cli;
  if (buildkit) argv.emplace_back("--progress=plain");
  if (builder.kind == Builder::Kind::buildx) argv.emplace_back("--load");
  // The container of an instruction that failed would stay, and without our labels.
  if (builder.kind == Builder::Kind::classic) {
    argv.emplace_back("--force-rm");
    add_limits(argv, !builder.for_podman);
  }
  argv.insert(argv.end(), {"--tag", request.tag});
  if (!request.dockerfile_text.empty()) {
    argv.insert(argv.end(), {"--file", "-"});
  } else if (!request.dockerfile.empty()) {
    argv.insert(argv.end(), {"--file", request.dockerfile.string()});
  }
  for (const auto& [name, value] : request.labels) {
    argv.insert(argv.end(), {"--label", assignment(name, value)});
  }
  for (const auto& [name, value] : request.args) {
    argv.insert(argv.end(), {"--build-arg", assignment(name, value)});
  }
  // Caches of a submission's own: what it puts there is never another's input.
  if (buildkit && mounts_cache(request)) {
    argv.insert(argv.end(), {"--build-arg", assignment("BUILDKIT_CACHE_MOUNT_NS", request.tag)});
  }
  if (!request.target.empty()) argv.insert(argv.end(), {"--target", request.target});
  argv.insert(argv.end(), {"--", request.context.string()});
  return argv;
}

}  // namespace pinko::engine

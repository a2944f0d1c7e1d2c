#include "checker/engine/docker_build.hpp"

#include "checker/engine/blame.hpp"
#include "checker/engine/build_guard.hpp"
#include "checker/engine/dockerfile_refusals.hpp"
#include "checker/engine/process.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <utility>

namespace pinko::engine {
namespace {

using namespace std::chrono_literals;

constexpr int kAttempts = 3;

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

ImageBuilder::ImageBuilder(
    CommandRunner& runner, Log& log, Builder builder, EngineEndpoint endpoint, std::stop_token stop)
    : runner_(runner),
      log_(log),
      builder_(std::move(builder)),
      endpoint_(std::move(endpoint)),
      stop_(std::move(stop)) {}

/// Waits before another attempt: two seconds, then four. False when there is no time for it.
bool ImageBuilder::pause(int attempt, Deadline deadline) const {
  const Deadline until = Deadline::in(2s * attempt);
  if (until.at() >= deadline.at()) return false;
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  (void)stopped.wait_until(lock, stop_, until.at(), [] { return false; });
  return !stop_.stop_requested();
}

Result<BuildOutcome> ImageBuilder::build(const BuildRequest& request,
                                         const std::filesystem::path& data_root) {
  for (int attempt = 1;; ++attempt) {
    Result<BuildOutcome> outcome = build_once(request, data_root);
    if (outcome) {
      outcome->retried = attempt - 1;
      return outcome;
    }
    const ErrorCode code = outcome.error().code;
    const bool worth_it = code == ErrorCode::registry || code == ErrorCode::package_mirror ||
                          code == ErrorCode::engine;
    if (!worth_it || attempt == kAttempts || !pause(attempt, request.deadline)) {
      outcome.error().retried = attempt - 1;
      return outcome;
    }
    log_.info("trying again: " + outcome.error().message);
  }
}

Result<BuildOutcome> ImageBuilder::build_once(const BuildRequest& request,
                                              const std::filesystem::path& data_root) {
  const bool classic = builder_.kind == Builder::Kind::classic;
  if (const std::string pipe = classic ? pipe_in_context_of(request) : ""; !pipe.empty()) {
    return BuildOutcome{.exit_code = 1,
                        .cause = "the builder would wait for what the pipe " + pipe + " says",
                        .output = pipe + " is a pipe; put a file there\n"};
  }
  BuildGuard guard(data_root, stop_);
  Command command{.argv = build_command(builder_, request),
                  .environment = {{"DOCKER_BUILDKIT", classic ? "0" : "1"},
                                  {"DOCKER_HOST", endpoint_.url},
                                  {"BUILDKIT_PROGRESS", "plain"},
                                  {"NO_COLOR", "1"}},
                  .input = request.dockerfile_text,
                  .deadline = request.deadline,
                  .keep = {.head = request.keep_output / 4, .tail = request.keep_output},
                  .on_line = [&guard](std::string_view line) { guard.printed(line.size() + 1); },
                  .stop = guard.token()};
  PINKO_TRY_ASSIGN(CommandOutcome ran, runner_.run(command));
  const std::string what = "build " + request.tag;
  const std::optional<BuildExcess> excess = guard.reason();
  if (ran.cancelled && !excess) return fail(ErrorCode::cancelled, what + ": stopped");
  if (excess && excess->ours) return fail(*excess->ours, what + ": " + excess->cause);
  BuildOutcome outcome{.ok = ran.ok(),
                       .exit_code = ran.exit_code,
                       .timed_out = ran.timed_out,
                       .output = tail(ran.combined, request.keep_output),
                       .seconds = ran.seconds};
  if (outcome.ok) return outcome;
  const Blame verdict = blame({.output = ran.combined,
                               .exit_code = ran.exit_code,
                               .timed_out = ran.timed_out,
                               .without_python_index = request.without_python_index});
  if (verdict.ours == ErrorCode::registry && verdict.fetching_reader && !excess) {
    // The builder reads Dockerfiles by itself as well; of new words it then says so.
    BuildRequest without = request;
    without.dockerfile_text = dockerfile_without_reader(request);
    if (!without.dockerfile_text.empty()) return build_once(without, data_root);
  }
  if (verdict.ours && !excess) {
    log_.debug(what + ":\n" + outcome.output);
    return fail(*verdict.ours, what + ": " + verdict.cause);
  }
  outcome.failed_step = verdict.step;
  outcome.cause = excess ? excess->cause : verdict.cause;
  return outcome;
}

Status ImageBuilder::pull(const std::string& name, Deadline deadline) {
  const std::string what = "pull " + name;
  for (int attempt = 1;; ++attempt) {
    PINKO_TRY_ASSIGN(const CommandOutcome ran,
                     runner_.run({.argv = {builder_.program.string(), "pull", "--quiet", name},
                                  .environment = {{"DOCKER_HOST", endpoint_.url}},
                                  .deadline = deadline,
                                  .stop = stop_}));
    if (ran.ok()) return {};
    if (ran.cancelled) return fail(ErrorCode::cancelled, what + ": stopped");
    const Blame verdict =
        blame({.output = ran.combined, .exit_code = ran.exit_code, .timed_out = ran.timed_out});
    const bool full = verdict.ours == ErrorCode::disk_full;
    if (!full && !ran.timed_out && verdict.ours && attempt < kAttempts &&
        pause(attempt, deadline)) {
      continue;
    }
    std::string message = what + ": ";
    message +=
        ran.timed_out ? "not done before its deadline" : std::string(trim(tail(ran.combined, 400)));
    return fail(Error{.code = full ? ErrorCode::disk_full : ErrorCode::registry,
                      .message = std::move(message),
                      .retried = attempt - 1});
  }
}

Status ImageBuilder::copy_in(const std::string& container,
                             const std::filesystem::path& folder,
                             const std::string& target,
                             Deadline deadline) {
  const std::string what = "copy " + folder.string() + " into a container";
  PINKO_TRY_ASSIGN(const CommandOutcome ran,
                   runner_.run({.argv = {builder_.program.string(),
                                         "cp",
                                         "--archive",
                                         folder.string(),
                                         container + ":" + target},
                                .environment = {{"DOCKER_HOST", endpoint_.url}},
                                .deadline = deadline,
                                .stop = stop_}));
  if (ran.ok()) return {};
  if (ran.cancelled) return fail(ErrorCode::cancelled, what + ": stopped");
  if (ran.timed_out) return fail(ErrorCode::timeout, what + ": not done before its deadline");
  const bool full = ran.combined.find("no space left on device") != std::string::npos;
  return fail(full ? ErrorCode::disk_full : ErrorCode::engine,
              what + ": " + std::string(trim(tail(ran.combined, 400))));
}

}  // namespace pinko::engine

#include "checker/engine/docker_cli.hpp"

#include "checker/engine/blame.hpp"
#include "checker/engine/build_guard.hpp"
#include "checker/engine/dockerfile_refusals.hpp"
#include "checker/util/text.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace pinko::engine {
namespace {

using namespace std::chrono_literals;

constexpr int kAttempts = 3;

}  // namespace

DockerCli::DockerCli(
    CommandRunner& runner, Log& log, Builder builder, EngineEndpoint endpoint, std::stop_token stop)
    : runner_(runner),
      log_(log),
      builder_(std::move(builder)),
      endpoint_(std::move(endpoint)),
      stop_(std::move(stop)) {}

/// Waits before another attempt: two seconds, then four. False when there is no time for it.
bool DockerCli::pause(int attempt, Deadline deadline) const {
  const Deadline until = Deadline::in(2s * attempt);
  if (until.at() >= deadline.at()) return false;
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  (void)stopped.wait_until(lock, stop_, until.at(), [] { return false; });
  return !stop_.stop_requested();
}

Result<BuildOutcome> DockerCli::build(const BuildRequest& request,
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

Result<BuildOutcome> DockerCli::build_once(const BuildRequest& request,
                                           const std::filesystem::path& data_root) {
  const bool classic = builder_.kind == Builder::Kind::classic;
  if (const std::string pipe = classic ? pipe_in_context_of(request) : ""; !pipe.empty()) {
    return BuildOutcome{
        .exit_code = 1,
        .ended_because = "the builder would wait for what the pipe " + pipe + " says",
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
  if (excess) outcome.ended_because = excess->cause;
  return outcome;
}

Status DockerCli::pull(const std::string& name, Deadline deadline) {
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

Status DockerCli::copy_in(const std::string& container,
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

#include "checker/engine/docker_engine.hpp"

#include "checker/engine/docker_cli.hpp"
#include "checker/engine/docker_client.hpp"
#include "checker/engine/docker_json.hpp"
#include "checker/engine/dockerfile_refusals.hpp"
#include "checker/engine/log_stream.hpp"
#include "checker/util/defer.hpp"
#include "checker/util/text.hpp"

#include <array>
#include <chrono>
#include <filesystem>
#include <string_view>
#include <utility>

namespace pinko::engine {
namespace {

using namespace std::chrono_literals;

bool holds_any(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

/// The student's command cannot be started, as the runtime says it. A file of the machine's own
/// that is not there, or not to be written, is none of it.
bool is_start_error(const ApiAnswer& answer) {
  const std::string words = engine_message(answer);
  const bool of_command = holds_any(
      words,
      {"exec: \"", "exec container process", "exec user process", "executable", "chdir", "cwd"});
  if (of_command &&
      holds_any(to_lower(words), {"no such file or directory", "permission denied"})) {
    return true;
  }
  return holds_any(words,
                   {"executable file not found",
                    "exec format error",
                    "is a directory",
                    "not a directory",
                    "unable to find user",
                    "no matching entries in passwd",
                    "Cwd must be an absolute path",
                    "cannot start a stopped process"}) &&
         !holds_any(
             words,
             {"port is already allocated", "address already in use", "error setting rlimit"});
}

}  // namespace

bool lacks_command(const Error& refused) {
  // Docker's words, which begin with "No" or "no" by its release, and Podman's.
  return holds_any(refused.message, {"o command specified", "no CMD or ENTRYPOINT from image"});
}

tl::unexpected<Error> refusal(const std::string& what, const ApiAnswer& answer) {
  const std::string words = engine_message(answer);
  ErrorCode code = ErrorCode::engine;
  if (holds_any(words, {"no space left on device"})) code = ErrorCode::disk_full;
  if (holds_any(words, {"cannot allocate memory"})) code = ErrorCode::host_memory;
  if (holds_any(words,
                {"port is already allocated",
                 "address already in use",
                 "Pool overlaps",
                 "non-overlapping IPv4 address pool"})) {
    code = ErrorCode::port_owner;
  }
  return fail(code, what + ": " + words);
}

Result<std::unique_ptr<ContainerEngine>> connect_engine(CommandRunner& runner,
                                                        Log& log,
                                                        std::stop_token stop,
                                                        Deadline deadline) {
  PINKO_TRY_ASSIGN(const EngineEndpoint endpoint, find_endpoint(runner, deadline));
  PINKO_TRY_ASSIGN(std::unique_ptr<EngineApi> api,
                   EngineApi::connect(endpoint, stop, deadline.at_most(10s)));
  const std::string name = engine_info(Json(), parse_json(api->version())).name;
  PINKO_TRY_ASSIGN(Builder builder, find_builder(runner, name, deadline));
  log.debug("images are built by " + builder.program.string());
  auto cli =
      std::make_unique<DockerCli>(runner, log, std::move(builder), endpoint, std::move(stop));
  return std::make_unique<DockerClient>(std::move(api), std::move(cli), log);
}

DockerClient::DockerClient(std::unique_ptr<EngineApi> api, std::unique_ptr<DockerCli> cli, Log& log)
    : api_(std::move(api)),
      cli_(std::move(cli)),
      log_(log) {}

Result<Json> DockerClient::get(const std::string& path,
                               const std::string& what,
                               Deadline deadline) {
  PINKO_TRY_ASSIGN(const ApiAnswer answer, api_->call({.path = path, .deadline = deadline}));
  if (!answer.ok()) return refusal(what, answer);
  Json json = parse_json(answer.body);
  if (json.is_discarded()) return fail(ErrorCode::engine, what + ": the answer is no JSON");
  return json;
}

Result<EngineInfo> DockerClient::info(Deadline deadline) {
  PINKO_TRY_ASSIGN(const Json info, get("/info", "ask the engine about itself", deadline));
  EngineInfo seen = engine_info(info, parse_json(api_->version()));
  const std::lock_guard lock(mutex_);
  if (seen.free_bytes) data_root_ = seen.data_root;
  return seen;
}

bool DockerClient::has_own_socket() const {
  return api_->endpoint().url.starts_with("unix://");
}

std::unique_ptr<EngineWatch> DockerClient::watch() {
  return std::make_unique<EngineWatch>(api_->endpoint().url);
}

Result<int> DockerClient::cpus(Deadline deadline) {
  {
    const std::lock_guard lock(mutex_);
    if (cpus_) return *cpus_;
  }
  PINKO_TRY_ASSIGN(const EngineInfo seen, info(deadline));
  const std::lock_guard lock(mutex_);
  cpus_ = seen.cpus;
  return seen.cpus;
}

Result<BuildOutcome> DockerClient::build(const BuildRequest& request) {
  PINKO_TRY(refuse_dockerfile_of(request));
  const std::filesystem::path data_root = [this] {
    const std::lock_guard lock(mutex_);
    return data_root_;
  }();
  PINKO_TRY_ASSIGN(BuildOutcome outcome, cli_->build(request, data_root));
  if (!outcome.ok) return outcome;
  PINKO_TRY_ASSIGN(const std::optional<ImageConfig> built, image(request.tag, Deadline::in(10s)));
  if (!built) return fail(ErrorCode::engine, "build " + request.tag + ": it left no image");
  outcome.image = built->id;
  return outcome;
}

Result<std::optional<ImageConfig>> DockerClient::image(const std::string& name, Deadline deadline) {
  PINKO_TRY_ASSIGN(
      const ApiAnswer answer,
      api_->call({.path = "/images/" + url_escaped(name) + "/json", .deadline = deadline}));
  if (answer.status == kNotFound) return std::nullopt;
  if (!answer.ok()) return refusal("look at the image " + name, answer);
  return image_config(parse_json(answer.body));
}

Status DockerClient::pull(const std::string& name, Deadline deadline) {
  return cli_->pull(name, deadline);
}

Result<std::string> DockerClient::create(const ContainerSpec& spec, Deadline deadline) {
  PINKO_TRY_ASSIGN(const int most, cpus(deadline));
  const std::string query = spec.name.empty() ? "" : "?name=" + url_escaped(spec.name);
  PINKO_TRY_ASSIGN(const ApiAnswer answer,
                   api_->call({.method = "POST",
                               .path = "/containers/create" + query,
                               .body = dump(create_body(spec, most)),
                               .deadline = deadline}));
  if (!answer.ok()) return refusal("make a container of " + spec.image, answer);
  return text_at(parse_json(answer.body), "Id");
}

Result<std::string> DockerClient::start(const std::string& container, Deadline deadline) {
  PINKO_TRY_ASSIGN(const ApiAnswer answer,
                   api_->call({.method = "POST",
                               .path = "/containers/" + url_escaped(container) + "/start",
                               .deadline = deadline}));
  if (answer.ok() || answer.status == kNotModified) return std::string();
  // Of any status: Docker answers 404 for a command that is not in the image.
  if (is_start_error(answer)) return engine_message(answer);
  return refusal("start the container " + container, answer);
}

Result<OutputSeen> DockerClient::run_once(const ContainerSpec& spec,
                                          Deadline deadline,
                                          std::size_t keep) {
  const auto span = deadline.left();  // of the command itself, however slow the engine is
  const Deadline chores = Deadline::in(span + 20s);
  const Result<std::string> made = create(spec, chores);
  OutputSeen seen;
  if (!made) {
    if (!lacks_command(made.error())) return fail(made.error());
    seen.start_error = kNothingToStart;
    return seen;
  }
  const std::string& id = *made;
  const Defer remover{[&] {
    if (const Status gone = remove(ObjectKind::container, id, Deadline::in(20s)); !gone) {
      log_.warning(gone.error().message);
    }
  }};
  PINKO_TRY_ASSIGN(seen.start_error, start(id, chores));
  if (!seen.start_error.empty()) return seen;
  Result<ContainerState> ended = wait_exit(id, Deadline::in(span));
  if (!ended && ended.error().code == ErrorCode::timeout) {
    seen.timed_out = true;
    PINKO_TRY(kill(id, chores));
    ended = wait_exit(id, chores);
  }
  if (!ended) return fail(ended.error());
  seen.exit_code = ended->exit_code;
  seen.out_of_memory = ended->out_of_memory;
  PINKO_TRY(read_output(id, seen, keep, chores));
  return seen;
}

Status DockerClient::read_output(const std::string& container,
                                 OutputSeen& seen,
                                 std::size_t keep,
                                 Deadline deadline) {
  CappedText out({.head = keep / 2, .tail = keep / 2});
  CappedText err({.head = keep / 2, .tail = keep / 2});
  FrameReader frames(
      [&](bool from_stderr, std::string_view bytes) { (from_stderr ? err : out).append(bytes); });
  PINKO_TRY_ASSIGN(
      const ApiAnswer answer,
      api_->call({.path = "/containers/" + url_escaped(container) + "/logs?stdout=1&stderr=1",
                  .deadline = deadline,
                  .on_data = [&](std::string_view bytes) {
                    frames.feed(bytes);
                    return true;
                  }}));
  const std::string what = "read the output of the container " + container;
  if (!answer.ok()) return refusal(what, answer);
  if (answer.timed_out) return fail(ErrorCode::timeout, what + ": not done before its deadline");
  seen.truncated = out.cut() || err.cut();
  seen.out = std::move(out).text();
  seen.err = std::move(err).text();
  return {};
}

Result<std::optional<ContainerState>> DockerClient::state(const std::string& container,
                                                          Deadline deadline) {
  PINKO_TRY_ASSIGN(const ApiAnswer answer,
                   api_->call({.path = "/containers/" + url_escaped(container) + "/json",
                               .deadline = deadline}));
  if (answer.status == kNotFound) return std::nullopt;
  if (!answer.ok()) return refusal("look at the container " + container, answer);
  return container_state(parse_json(answer.body));
}

Result<ContainerState> DockerClient::wait_exit(const std::string& container, Deadline deadline) {
  PINKO_TRY_ASSIGN(const ApiAnswer answer,
                   api_->call({.method = "POST",
                               .path = "/containers/" + url_escaped(container) + "/wait",
                               .deadline = deadline,
                               .stoppable = true}));
  if (!answer.ok()) return refusal("wait for the container " + container, answer);
  PINKO_TRY_ASSIGN(const std::optional<ContainerState> seen, state(container, Deadline::in(10s)));
  if (!seen) return fail(ErrorCode::engine, "wait for the container " + container + ": it is gone");
  return *seen;
}

Status DockerClient::kill(const std::string& container, Deadline deadline) {
  PINKO_TRY_ASSIGN(const ApiAnswer answer,
                   api_->call({.method = "POST",
                               .path = "/containers/" + url_escaped(container) + "/kill",
                               .deadline = deadline}));
  // Podman has no status of its own for one that has ended.
  const bool fine = answer.ok() || answer.status == kConflict || answer.status == kNotFound ||
                    holds_any(engine_message(answer), {"can only kill running containers"});
  if (!fine) return refusal("kill the container " + container, answer);
  return {};
}

}  // namespace pinko::engine

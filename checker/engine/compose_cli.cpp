#include "checker/engine/compose_cli.hpp"

#include "checker/core/observation.hpp"
#include "checker/discovery/yaml_json.hpp"
#include "checker/engine/blame.hpp"
#include "checker/engine/compose_model.hpp"
#include "checker/engine/compose_v1.hpp"
#include "checker/engine/json_access.hpp"
#include "checker/util/file_start.hpp"
#include "checker/util/temp_dir.hpp"
#include "checker/util/text.hpp"
#include "checker/util/write_whole.hpp"

#include <map>
#include <string_view>

namespace pinko::engine {
namespace {

constexpr std::size_t kLongestFile = 16U << 20;  ///< a Compose file that is read at all

/// What of a failed `up` says nothing about the student: an image that could not be fetched, a full
/// disk, an engine that went away, containers that did.
std::optional<Blame> blame_up(const CommandOutcome& ran) {
  if (ran.ok()) return std::nullopt;
  for (const char* words : {"is marked for removal", "No such container"}) {
    if (ran.combined.find(words) == std::string::npos) continue;
    return Blame{.ours = ErrorCode::engine,
                 .cause = "somebody else removed its containers (docker rm, docker system prune)"};
  }
  Blame verdict = blame({.output = ran.combined, .exit_code = ran.exit_code});
  const bool pulled = ran.combined.find("ulling") != std::string::npos ||
                      ran.combined.find("failed to resolve reference") != std::string::npos ||
                      ran.combined.find("failed to do request") != std::string::npos;
  if (!verdict.ours || (verdict.ours == ErrorCode::registry && !pulled)) return std::nullopt;
  return verdict;
}

/// What an `up` came to: its outcome, or why it says nothing about the student.
Result<CommandOutcome> judge_up(const std::string& project, Result<CommandOutcome> ran) {
  if (!ran) return ran;
  const std::string what = "bring up the project " + project;
  if (ran->cancelled) return fail(ErrorCode::cancelled, what + ": stopped");
  if (const std::optional<Blame> ours = blame_up(*ran)) {
    return fail(*ours->ours, what + ": " + ours->cause);
  }
  if (ran->timed_out) {
    return fail(ErrorCode::timeout,
                what +
                    ": Compose had not started everything by its deadline; it may wait for a "
                    "service that depends_on wants healthy");
  }
  return ran;
}

/// What Compose v2 says of a build's folder that is not there when it comes to build from it; v1
/// refuses the file. Empty where all are there, or not to be looked for on this machine.
std::string missing_context(const std::string& model, const std::filesystem::path& folder) {
  const Json parsed = parse_json(model);
  const Json& services = at(parsed, "services");
  if (!services.is_object()) return {};
  for (const auto& [name, service] : services.items()) {
    const std::filesystem::path context = without_escapes(text_at(at(service, "build"), "context"));
    std::error_code unknown;
    if (!context.is_absolute() || std::filesystem::exists(context, unknown) || unknown) continue;
    return "unable to prepare context: path " +
           in_quotes(context.lexically_relative(folder).string()) + " not found";
  }
  return {};
}

std::string claimed_twice(const std::string& name,
                          const std::string& service,
                          const std::string& owner) {
  return std::string(kSaidByNewer) + "services." + service + ": container name " + in_quotes(name) +
         " is already in use by service " + owner;
}

/// What newer releases say of a model that older ones take and then cannot start: one without
/// services (v1 takes it), or with two that want one name (v1, and v2 as of 2.26). Empty where
/// there is none of it.
std::string refused_by_newer(const std::string& model) {
  const Json parsed = parse_json(model);
  const Json& services = at(parsed, "services");
  if (!services.is_object() || services.empty()) {
    return std::string(kSaidByNewer) + "empty compose file";
  }
  std::map<std::string, std::string> owners;
  for (const auto& [name, service] : services.items()) {
    const std::string wanted = text_at(service, "container_name");
    if (wanted.empty() || !at(service, "profiles").empty()) continue;
    const auto [owner, is_new] = owners.emplace(wanted, name);
    if (!is_new) return claimed_twice(wanted, name, owner->second);
  }
  return {};
}

/// A message of the reader of YAML: what is no YAML is none for any Compose.
bool is_about_yaml(std::string_view message) {
  return message.find(", line ") != std::string_view::npos &&
         message.find(", column ") != std::string_view::npos;
}

}  // namespace

ComposeCli::ComposeCli(CommandRunner& runner, ComposeProgram program, std::stop_token stop)
    : runner_(runner),
      program_(std::move(program)),
      stop_(std::move(stop)) {}

Result<ComposeConfig> ComposeCli::config(const std::vector<std::filesystem::path>& files,
                                         Deadline deadline) const {
  const std::filesystem::path home = files.front().parent_path();
  PINKO_TRY_ASSIGN(ComposeConfig config, read(files, home, deadline));
  if (config.accepted || program_.major >= 2 || is_about_yaml(config.message)) return config;
  PINKO_TRY(confirm_compose(runner_, program_, deadline));
  const TempDir folder("compose");
  std::vector<std::filesystem::path> copies;
  for (const std::filesystem::path& file : files) {
    const std::optional<std::string> adapted = for_compose_v1(read_start(file, kLongestFile), home);
    if (!adapted) return config;
    const std::filesystem::path& copy = copies.emplace_back(folder.path() / file.filename());
    if (!write_whole(copy, *adapted)) {
      return fail(ErrorCode::disk_full, "write " + copy.string() + ": is the disk full?");
    }
  }
  PINKO_TRY_ASSIGN(ComposeConfig again, read(copies, home, deadline));
  if (again.accepted) {
    again.message = std::move(config.message);
  } else {
    again.message = replace_all(again.message, folder.path().string(), home.string());
  }
  return again;
}

Result<ComposeConfig> ComposeCli::read(const std::vector<std::filesystem::path>& files,
                                       const std::filesystem::path& folder,
                                       Deadline deadline) const {
  Command command{.argv = program_.argv,
                  .cwd = folder,
                  .environment = program_.environment,
                  .deadline = deadline,
                  .keep = {.head = 4 << 20, .tail = 64 * 1024},
                  .stop = stop_};
  command.environment.emplace_back("COMPOSE_PROJECT_NAME", "pinko");
  // What the shell says where Compose is typed: ${PWD} stands in many a volume.
  std::error_code unknown;
  command.environment.emplace_back("PWD", std::filesystem::absolute(folder, unknown).string());
  for (const std::filesystem::path& file : files)
    command.argv.insert(command.argv.end(), {"--file", file.string()});
  const std::filesystem::path& file = files.front();
  if (folder != file.parent_path()) {
    command.argv.insert(command.argv.end(), {"--project-directory", folder.string()});
  }
  command.argv.emplace_back("config");
  if (program_.major >= 2) command.argv.insert(command.argv.end(), {"--format", "json"});
  PINKO_TRY_ASSIGN(const CommandOutcome ran, runner_.run(command));
  const std::string what = "read " + file.string() + " with Compose " + program_.version;
  if (ran.cancelled) return fail(ErrorCode::cancelled, what + ": stopped");
  if (ran.timed_out) return fail(ErrorCode::timeout, what + ": not done before its deadline");
  if (ran.truncated && ran.exit_code == 0) {
    return fail(ErrorCode::refused,
                file.filename().string() +
                    ": the file unfolds to more than 4 MB; leave what the exercise needs");
  }
  ComposeConfig config{.accepted = ran.exit_code == 0};
  if (!config.accepted) {
    config.message = tail(trim(ran.err.empty() ? ran.out : ran.err), 4096);
    return config;
  }
  if (program_.major >= 2) {
    config.model = ran.out;
    config.message = missing_context(config.model, folder);
  } else {
    std::optional<std::string> json = discovery::yaml_as_json(ran.out);
    if (!json) return fail(ErrorCode::engine, what + ": its answer is no YAML");
    config.model = *std::move(json);
  }
  if (config.message.empty()) config.message = refused_by_newer(config.model);
  config.accepted = config.message.empty();
  return config;
}

Command ComposeCli::up_command(const UpRequest& request, const std::string& file) const {
  // The folder of the model, not the submission's: no .env of it is read a second time.
  const std::filesystem::path folder = request.model.parent_path();
  Command command{.argv = program_.argv,
                  .cwd = folder,
                  .environment = program_.environment,
                  .deadline = request.deadline,
                  .stop = stop_};
  command.environment.insert(command.environment.end(),
                             {{"COMPOSE_HTTP_TIMEOUT", "120"}, {"NO_COLOR", "1"}});
  command.argv.insert(command.argv.end(),
                      {"--file",
                       file,
                       "--project-name",
                       request.project,
                       "--project-directory",
                       folder.string(),
                       "up",
                       "--detach",
                       "--no-build",
                       // What has to go is killed: Flask as process 1 ignores the polite word.
                       "--timeout",
                       "0"});
  for (const auto& [service, number] : request.scale) {
    command.argv.insert(command.argv.end(), {"--scale", service + "=" + std::to_string(number)});
  }
  return command;
}

std::unique_ptr<EarlyCommand> ComposeCli::begin_up(const UpRequest& request) const {
  if (program_.major >= 2) return nullptr;
  Command command = up_command(request, "-");
  command.environment.emplace_back("PYTHONIOENCODING", "utf-8");
  command.deadline = Deadline(Deadline::Clock::time_point::max());
  return std::make_unique<EarlyCommand>(runner_, std::move(command));
}

Result<CommandOutcome> ComposeCli::up(const UpRequest& request) const {
  return judge_up(request.project, runner_.run(up_command(request, request.model.string())));
}

Result<CommandOutcome> ComposeCli::up(const UpRequest& request, EarlyCommand& begun) const {
  const std::string model = read_start(request.model, kLongestFile);
  Result<CommandOutcome> ran = begun.finish(model, request.deadline);
  // Before v1 creates anything it refuses what it does not like of the file, and names it. What it
  // read from its stdin has no name: it is to say so of the file.
  if (ran && ran->exit_code == 1 && ran->combined.find("Creating ") == std::string::npos) {
    return up(request);
  }
  return judge_up(request.project, std::move(ran));
}

}  // namespace pinko::engine

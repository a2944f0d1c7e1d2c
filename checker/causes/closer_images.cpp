#include "checker/causes/closer.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/parts.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::closer {
namespace {

using discovery::Dockerfile;
using discovery::Instruction;

/// Which server an observation is of, where it ended or never started: "app", "back-end" …
struct RoleOf {
  const Case& failure;

  std::string operator()(const OutputSeen& /*seen*/) const { return "app"; }
  std::string operator()(const ListenSeen& /*seen*/) const {
    return failure.task == 1 ? "app" : "front-end";
  }
  std::string operator()(const HttpSeen& seen) const {
    if (seen.answered || failure.task > 3) return {};
    return failure.task == 1 ? "app" : "back-end";
  }
  std::string operator()(const ProjectSeen& seen) const {
    const auto ended = std::ranges::find_if(
        seen.services, [](const ServiceState& state) { return state.exited > 0; });
    if (ended == seen.services.end()) return {};
    return expect::role_of(failure.evidence.sources, ended->service);
  }
  template <class Other>
  std::string operator()(const Other& /*seen*/) const {
    return {};
  }
};

/// The image behind a failure, with what it starts.
struct Behind {
  std::string role;
  Part part;
  const Instruction* cmd = nullptr;
  const Instruction* entry = nullptr;
  std::string api_path;  ///< from the task's folder; empty where it is no server of Python

  [[nodiscard]] const Instruction* starts() const { return cmd != nullptr ? cmd : entry; }
};

std::optional<Behind> behind(const Case& failure) {
  Behind found{.role = std::visit(RoleOf{failure}, failure.seen), .part = {}, .api_path = {}};
  const Sources& sources = failure.evidence.sources;
  if (found.role.empty()) return std::nullopt;
  if (failure.task == 0) {
    const std::string* text = sources.find("Dockerfile");
    if (text == nullptr) return std::nullopt;
    found.part.dockerfile = discovery::parse_dockerfile(*text, sources.from_top("Dockerfile"));
  } else {
    Parts parts = read_parts(failure.task, sources);
    const bool back = found.role == "app" || found.role == "back-end";
    if (back) found.api_path = parts.api_path;
    found.part =
        std::move(back ? parts.back_end : (found.role == "proxy" ? parts.proxy : parts.front_end));
  }
  if (!found.part.dockerfile) return std::nullopt;
  return found;
}

/// The same, where the image's own command is what runs.
std::optional<Behind> behind_own_command(const Case& failure) {
  std::optional<Behind> found = behind(failure);
  if (found && found->part.service && !found->part.service->command.empty()) return std::nullopt;
  if (!found) return found;
  found->cmd = discovery::last_of(*found->part.dockerfile, "CMD");
  found->entry = discovery::last_of(*found->part.dockerfile, "ENTRYPOINT");
  return found;
}

bool is_named(const Case& failure, std::string_view id) {
  return failure.finding.cause_id == id;
}

/// What the container printed.
std::string printed(const Observation& seen) {
  if (const auto* output = std::get_if<OutputSeen>(&seen)) return output->out + output->err;
  if (const auto* listen = std::get_if<ListenSeen>(&seen)) return listen->log;
  return {};
}

std::string exec_form(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  for (const std::string& word : words)
    all.push_back('"' + word + '"');
  return '[' + join(all, ", ") + ']';
}

}  // namespace

Found exec_single_quotes(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "cmd-not-found")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->starts() == nullptr) return std::nullopt;
  const Instruction& command = *image->starts();
  if (!command.broken_exec || command.arguments.find('\'') == std::string::npos) {
    return std::nullopt;
  }
  const std::string line = line_at(failure.evidence.sources, command.where);
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = "the words in the brackets of " + command.keyword +
                               " have single quotes, so a shell is given the brackets as they are",
                   .where = {command.where},
                   .corrected = replace_all(line, "'", "\"")};
}

Found exec_one_word(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "cmd-not-found")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->starts() == nullptr) return std::nullopt;
  const Instruction& command = *image->starts();
  const bool one = command.exec_form && command.exec.size() == 1 &&
                   command.exec.front().find(' ') != std::string::npos;
  if (!one) return std::nullopt;
  const std::string& text = command.exec.front();
  const std::size_t blank = text.find(' ');
  // What echo shall print is one word; of other programs each word is one.
  std::vector<std::string> words{text.substr(0, blank), text.substr(blank + 1)};
  if (words.front() != "echo") {
    words.clear();
    for (const std::string_view word : split(text, ' '))
      if (!word.empty()) words.emplace_back(word);
  }
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = "Docker looks for a program whose whole name is " + quoted(text),
                   .where = {command.where},
                   .corrected = command.keyword + ' ' + exec_form(words)};
}

Found entrypoint_takes_cmd(const Case& failure, const Cause& cause) {
  const std::string& id = failure.finding.cause_id;
  if (!id.empty() && id != "greeting-differs" && id != "cmd-file-not-in-image") return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->cmd == nullptr || image->entry == nullptr) return std::nullopt;
  if (!image->entry->exec_form) return std::nullopt;
  const auto commands = discovery::shell_commands(*image->cmd);
  if (commands.empty() || commands.front().words.empty()) return std::nullopt;
  // The name of CMD's program turns up in what the entry point made of it.
  const std::string& program = commands.front().words.front();
  const std::string text = printed(failure.seen);
  const std::size_t at = text.find(program);
  if (at == std::string::npos || text.find(program + ": not found") == at) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = "ENTRYPOINT takes all words of CMD for its arguments, " +
                               quoted(program) + " among them",
                   .where = {image->entry->where, image->cmd->where}};
}

Found nginx_in_background(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "cmd-starts-nothing")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->starts() == nullptr) return std::nullopt;
  const Instruction& command = *image->starts();
  const bool nginx = command.arguments.find("nginx") != std::string::npos;
  if (!nginx || command.arguments.find("daemon off") != std::string::npos) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {command.where},
                   .corrected = "CMD [\"nginx\", \"-g\", \"daemon off;\"]"};
}

Found program_empty(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "cmd-starts-nothing")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->api_path.empty()) return std::nullopt;
  const Sources& task = failure.evidence.sources;
  const std::string* text = task.find(image->api_path);
  if (text == nullptr || !trim(*text).empty()) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {Location{.path = task.from_top(image->api_path)}}};
}

Found flask_never_run(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "cmd-starts-nothing")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->api_path.empty()) return std::nullopt;
  const Sources& task = failure.evidence.sources;
  const std::string* text = task.find(image->api_path);
  if (text == nullptr || trim(*text).empty() || text->find(".run(") != std::string::npos) {
    return std::nullopt;
  }
  if (started_file(*image->part.dockerfile).file != "api.py") return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {Location{.path = task.from_top(image->api_path)}},
                   .corrected = "app.run(host=\"0.0.0.0\", port=5252)"};
}

Found no_command(const Case& failure, const Cause& cause) {
  if (is_named(failure, "cmd-missing")) {
    return Diagnosis{.cause_id = std::string(cause.id),
                     .where = {},
                     .corrected = "CMD [\"echo\", \"Hello, World!\"]"};
  }
  if (!is_named(failure, "cmd-starts-nothing")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->api_path.empty() || image->starts() != nullptr) return std::nullopt;
  return Diagnosis{
      .cause_id = std::string(cause.id),
      .where = {Location{.path = failure.evidence.sources.from_top(image->part.dockerfile_path)}},
      .corrected = "CMD [\"python3\", \"api.py\"]"};
}

Found compose_command(const Case& failure, const Cause& cause) {
  const std::string& id = failure.finding.cause_id;
  if (!id.empty() && id != "cmd-starts-nothing") return std::nullopt;
  if (!std::holds_alternative<ProjectSeen>(failure.seen)) return std::nullopt;
  const auto image = behind(failure);
  if (!image || !image->part.service || image->part.service->command.empty()) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = "the service " + image->part.service->name +
                               " has a command of its own in the Compose file, which takes the "
                               "place of the image's CMD, and it ended",
                   .where = {image->part.service->place_of("command")}};
}

Found volume_over_site(const Case& failure, const Cause& cause) {
  const auto* seen = std::get_if<SiteServedSeen>(&failure.seen);
  if (seen == nullptr || !failure.finding.cause_id.empty() || seen->files.empty()) {
    return std::nullopt;
  }
  const int status = seen->files.front().status;
  if (status != 403 && status != 404) return std::nullopt;
  constexpr std::string_view kSite = "/var/www/html/softy-pinko-front-end";
  const Parts parts = read_parts(failure.task, failure.evidence.sources);
  if (!parts.front_end.service) return std::nullopt;
  for (const discovery::Placed& volume : parts.front_end.service->volumes) {
    const std::size_t colon = volume.text.find(":/");
    std::string_view target = std::string_view(volume.text);
    target = colon == std::string::npos ? target : target.substr(colon + 1);
    target = target.substr(0, target.find(':'));
    if (target.size() < 2 || !kSite.starts_with(target)) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .sentence = "the volume " + quoted(volume.text) +
                                 " lies over the folder of the image that holds the site",
                     .where = {volume.where}};
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

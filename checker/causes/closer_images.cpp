#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/places.hpp"
#include "checker/causes/reading.hpp"
#include "checker/causes/tables.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::closer {
namespace {

using discovery::Instruction;

/// What the container printed.
std::string printed(const Observation& seen) {
  if (const auto* output = std::get_if<OutputSeen>(&seen)) return output->out + output->err;
  if (const auto* listen = std::get_if<ListenSeen>(&seen)) return listen->log;
  return {};
}

std::string exec_form(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  all.reserve(words.size());
  for (const std::string& word : words)
    all.push_back('"' + word + '"');
  return '[' + join(all, ", ") + ']';
}

/// The words that brackets were meant to hold: those in quotes, or else those between commas.
std::vector<std::string> words_in_brackets(std::string_view text) {
  std::string plain = replace_all(replace_all(std::string(text), "“", "\""), "”", "\"");
  std::vector<std::string> words;
  if (plain.find('"') != std::string::npos) {
    const auto parts = split(plain, '"');
    for (std::size_t i = 1; i + 1 < parts.size(); i += 2)
      words.emplace_back(parts[i]);
    return parts.size() % 2 == 1 ? words : std::vector<std::string>();
  }
  const std::size_t close = plain.rfind(']');
  plain = plain.substr(1, close == std::string::npos ? close : close - 1);
  for (const std::string_view word : split(plain, ','))
    words.emplace_back(trim(word));
  // What echo shall print is one word, commas and all.
  if (words.size() > 2 && words.front() == "echo") {
    words = {words.front(), join({words.begin() + 1, words.end()}, ", ")};
  }
  return words;
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

Found exec_unreadable(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "cmd-not-found")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->starts() == nullptr || !image->starts()->broken_exec) return std::nullopt;
  const Instruction& command = *image->starts();
  std::string words(trim(command.arguments));
  const std::size_t comment = words.find("] #");
  if (comment != std::string::npos) words.resize(comment + 1);
  std::string sentence = "Docker cannot read the brackets of " + command.keyword + ": ";
  if (comment != std::string::npos) {
    sentence += "a comment stands behind them";
  } else if (words.find("“") != std::string::npos || words.find("”") != std::string::npos) {
    sentence += "the quotes are those of a text, not those of a keyboard";
  } else if (words.find('"') == std::string::npos) {
    sentence += "the words in them have no quotes";
  } else if (!words.ends_with(']')) {
    sentence += "the closing one is missing";
  } else if (words.find(",]") != std::string::npos || words.find(", ]") != std::string::npos) {
    sentence += "there is a comma too much at their end";
  } else {
    sentence += "a comma is missing between two words, or a quote";
  }
  const std::vector<std::string> mended = words_in_brackets(words);
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = sentence + "; so a shell is given the line as it is",
                   .where = {command.where},
                   .corrected = mended.empty() ? "" : command.keyword + ' ' + exec_form(mended),
                   .placement = in_place_of(command.where)};
}

Found cmd_overridden(const Case& failure, const Cause& cause) {
  const auto image = behind_own_command(failure);
  if (!image || image->cmd == nullptr) return std::nullopt;
  const bool prints = failure.task == 0;
  const auto does = [&](const Instruction& command) {
    const std::string& text = command.arguments;
    return prints ? text.find(expect::kGreeting) != std::string::npos
                  : text.find("api.py") != std::string::npos ||
                        text.find("flask") != std::string::npos;
  };
  if (!prints && image->api_path.empty()) return std::nullopt;
  if (does(*image->cmd)) return std::nullopt;
  for (const Instruction* command : discovery::final_instructions(*image->part.dockerfile)) {
    if (command->keyword != "CMD" || command == image->cmd || !does(*command)) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .sentence = "of several CMD lines the last one counts, line " +
                                 std::to_string(image->cmd->where.line) + "; that of line " +
                                 std::to_string(command->where.line) + " is passed over",
                     .where = {image->cmd->where, command->where}};
  }
  return std::nullopt;
}

Found exec_one_word(const Case& failure, const Cause& cause) {
  if (is_named(failure, cause.id)) return Diagnosis{.cause_id = std::string(cause.id), .where = {}};
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
                   .sentence = "Docker looks for a program whose whole name is " + in_quotes(text),
                   .where = {command.where},
                   .corrected = command.keyword + ' ' + exec_form(words),
                   .placement = in_place_of(command.where)};
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
                               in_quotes(program) + " among them",
                   .where = {image->entry->where, image->cmd->where}};
}

Found server_in_background(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "cmd-starts-nothing")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->api_path.empty() || image->starts() == nullptr) return std::nullopt;
  const Instruction& command = *image->starts();
  if (command.exec_form || !trim(command.arguments).ends_with('&')) return std::nullopt;
  std::string words(trim(command.arguments));
  words.pop_back();
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {command.where},
                   .corrected = command.keyword + ' ' + std::string(trim(words)),
                   .placement = in_place_of(command.where)};
}

Found nginx_in_background(const Case& failure, const Cause& cause) {
  const auto* listen = std::get_if<ListenSeen>(&failure.seen);
  const bool by_service = listen != nullptr && !listen->running && listen->exit_code == 0 &&
                          listen->log.find("Starting nginx") != std::string::npos;
  if (!is_named(failure, "cmd-starts-nothing") && !by_service) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->starts() == nullptr) return std::nullopt;
  const Instruction& command = *image->starts();
  const bool nginx = command.arguments.find("nginx") != std::string::npos;
  if (!nginx || command.arguments.find("daemon off") != std::string::npos) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {command.where},
                   .corrected = kNginxCommand,
                   .placement = in_place_of(command.where)};
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

Found no_command(const Case& failure, const Cause& cause) {
  if (is_named(failure, "cmd-missing")) {
    const std::string lines = "CMD [\"echo\", \"Hello, World!\"]";
    return Diagnosis{.cause_id = std::string(cause.id),
                     .where = {},
                     .corrected = lines,
                     .placement = failure.finding.where.empty()
                                      ? Placement{}
                                      : place::end(failure, failure.finding.where.front(), lines)};
  }
  const auto* asked = std::get_if<HttpSeen>(&failure.seen);
  const bool silent = failure.finding.cause_id.empty() && asked != nullptr &&
                      asked->log.find("exited with code 0") != std::string::npos;
  if (!silent && !is_named(failure, "cmd-starts-nothing")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->api_path.empty() || image->starts() != nullptr) return std::nullopt;
  const Location file{.path = failure.evidence.sources.from_top(image->part.dockerfile_path)};
  const std::string lines = kServerCommand;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {file},
                   .corrected = lines,
                   .placement = place::end(failure, file, lines)};
}

Found empty_command(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "cmd-empty") || failure.finding.where.empty()) return std::nullopt;
  const Location& where = failure.finding.where.front();
  const bool nginx = where.path.find("front-end/") != std::string::npos ||
                     where.path.find("proxy/") != std::string::npos;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = failure.finding.where,
                   .corrected = nginx ? kNginxCommand : kServerCommand,
                   .placement = in_place_of(where)};
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
  const Parts& parts = failure.reading->parts;
  if (!parts.front_end.service) return std::nullopt;
  for (const discovery::Placed& volume : parts.front_end.service->volumes) {
    const std::size_t colon = volume.text.find(":/");
    std::string_view target = std::string_view(volume.text);
    target = colon == std::string::npos ? target : target.substr(colon + 1);
    target = target.substr(0, target.find(':'));
    if (target.size() < 2 || !kSite.starts_with(target)) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .sentence = "the volume " + in_quotes(volume.text) +
                                 " lies over the folder of the image that holds the site",
                     .where = {volume.where}};
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

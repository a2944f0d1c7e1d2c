#include "checker/expect/script_causes.hpp"

#include "checker/discovery/dockerfile.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace pinko::expect {
namespace {

/// A script of the submission that the container starts.
struct Script {
  std::string path;  ///< from the task's folder
  std::string_view text;
  std::string called = {};  ///< as the command has it, such as "/hello.sh"

  [[nodiscard]] bool has_first_line() const { return text.starts_with("#!"); }
  [[nodiscard]] bool has_windows_ends() const {
    return text.find("\r\n") != std::string_view::npos;
  }
  /// "/bin/bash", as far as the first line names it.
  [[nodiscard]] std::string_view interpreter() const {
    return has_first_line() ? trim(split_lines(text).front().substr(2)) : std::string_view();
  }
};

/// `name` as a word of its own, or as the end of a path: not as a part of another name.
bool names(std::string_view text, std::string_view name) {
  constexpr std::string_view kAround = " \t\"'[],/;:&|";
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || kAround.find(text[at - 1]) != std::string_view::npos;
    if (begins && (end == text.size() || kAround.find(text[end]) != std::string_view::npos)) {
      return true;
    }
  }
  return false;
}

/// The word of a command that ends with `name`: "/hello.sh" of `["/hello.sh"]`.
std::string word_ending(std::string_view text, std::string_view name) {
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return std::string(name);
  const std::size_t before = text.substr(0, at).find_last_of(" \t\"'[,");
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return std::string(text.substr(begin, at + name.size() - begin));
}

/// What CMD and ENTRYPOINT of the Dockerfile beside the server's file say.
std::string commands_of(const std::string& folder, const Sources& task) {
  const std::string path = folder + "Dockerfile";
  const std::string* text = task.find(path);
  if (text == nullptr) return {};
  const discovery::Dockerfile file = discovery::parse_dockerfile(*text, task.from_top(path));
  std::string all;
  for (const std::string_view keyword : {"ENTRYPOINT", "CMD"}) {
    const discovery::Instruction* command = discovery::last_of(file, keyword);
    if (command != nullptr) all.append(command->arguments).append("\n");
  }
  return all;
}

/// The script among the task's own files: the one that the container starts.
std::optional<Script> started_script(const LogFiles& files, const Sources& task) {
  const std::string& beside = files.api.empty() ? files.conf : files.api;
  const std::string folder = beside.substr(0, beside.rfind('/') + 1);
  const std::string commands = commands_of(folder, task);
  for (const auto& [path, text] : task.texts) {
    if (!path.starts_with(folder)) continue;
    if (!names(commands, base_name(path))) continue;
    return Script{.path = path, .text = text, .called = word_ending(commands, base_name(path))};
  }
  return std::nullopt;
}

bool says_any(std::string_view log, std::span<const std::string_view> marks) {
  return std::ranges::any_of(
      marks, [log](std::string_view mark) { return log.find(mark) != std::string_view::npos; });
}

/// `exec ./start.sh: no such file or directory`, as runc says it in its releases. The engine itself
/// ends such words with ": unknown" where the script is not there.
bool says_not_there(std::string_view log) {
  const std::string line = line_with(log, "no such file or directory");
  if (line.find("user process caused") != std::string::npos) return true;
  return line.starts_with("exec ") && line.ends_with("no such file or directory");
}

/// env, shells and Python name a carriage return that they took for a part of a name, as it is or
/// as they print it. What a program of Python itself says of its texts is another matter.
bool says_carriage_return(std::string_view log, const Script& script) {
  constexpr std::array<std::string_view, 2> kByEnv{"\\r'", "\\r\xE2\x80\x99"};
  if (log.find("env: ") != std::string_view::npos && says_any(log, kByEnv)) return true;
  constexpr std::array<std::string_view, 3> kByShell{"\r: ", "\r\n", "\\r': [Errno"};
  return !script.path.ends_with(".py") && says_any(log, kByShell);
}

Reason windows_ends(const Script& script, const Sources& task) {
  const Location place{.path = task.from_top(script.path), .line = 1, .column = 1};
  const std::string name(base_name(script.path));
  const bool python = name.ends_with(".py");
  return {.id = "script-windows-line-ends",
          .cause = name +
                   " has Windows line ends, so Linux takes a carriage return for a part of " +
                   (python ? "the program's name in its first line" : "the last word of each line"),
          .hint = "Save it with Unix line ends (LF): `sed -i 's/\\r$//' " + place.path +
                  "` does that, from the repository's top.",
          .where = {place}};
}

/// The Dockerfile of the folder that a server's own file stands in.
std::optional<discovery::Dockerfile> dockerfile_beside(const LogFiles& files, const Sources& task) {
  const std::string& beside = files.api.empty() ? files.conf : files.api;
  const std::string path = beside.substr(0, beside.rfind('/') + 1) + "Dockerfile";
  const std::string* text = task.find(path);
  if (beside.empty() || text == nullptr) return std::nullopt;
  return discovery::parse_dockerfile(*text, task.from_top(path));
}

}  // namespace

std::optional<Reason> recognise_script(std::string_view log,
                                       const LogFiles& files,
                                       const Sources& task) {
  constexpr std::array<std::string_view, 2> kFormat{"exec format error", "Exec format error"};
  const auto script = started_script(files, task);
  if (!script) return std::nullopt;
  const bool not_there = says_not_there(log);
  const bool format = says_any(log, kFormat);
  if (script->has_windows_ends() && (not_there || says_carriage_return(log, *script))) {
    return windows_ends(*script, task);
  }
  // Linux reads a first line that names a program; only without one it finds no format to start.
  if (!script->has_first_line() && !format) return std::nullopt;
  if (script->has_first_line() && !not_there) return std::nullopt;
  const std::string name(base_name(script->path));
  const Location place{.path = task.from_top(script->path), .line = 1, .column = 1};
  if (format) {
    return Reason{
        .id = "script-without-first-line",
        .cause = "the first line of " + name + " does not say which program reads it",
        .hint = "Begin it with `#!/bin/sh`, or let CMD name the program: `CMD [\"sh\", \"" +
                script->called + "\"]`.",
        .where = {place}};
  }
  return Reason{.id = "script-interpreter-missing",
                .cause = name +
                         " is there, and the program that its first line names is not in "
                         "the image: " +
                         shown(script->interpreter()),
                .hint =
                    "Name a program in the first line that the image has, such as "
                    "`#!/bin/sh`, or install that one.",
                .where = {place}};
}

std::vector<Location> place_of_command(const LogFiles& files, const Sources& task) {
  const auto file = dockerfile_beside(files, task);
  if (!file) return {};
  for (const std::string_view keyword : {"CMD", "ENTRYPOINT"}) {
    if (const auto* command = discovery::last_of(*file, keyword)) return {command->where};
  }
  return {};
}

std::vector<Location> places_of_empty_commands(const Sources& task) {
  std::vector<Location> places;
  for (const std::string_view role : {"app", "back-end", "front-end", "proxy"}) {
    const auto file = dockerfile_beside(files_of(role, task), task);
    const auto* command = file ? discovery::last_of(*file, "CMD") : nullptr;
    if (command == nullptr || !command->exec_form || !command->exec.empty()) continue;
    if (std::ranges::find(places, command->where) == places.end()) places.push_back(command->where);
  }
  return places;
}

std::vector<Location> place_of_started(const std::string& name,
                                       const LogFiles& files,
                                       const Sources& task) {
  std::vector<Location> places = place_of_command(files, task);
  const std::string path = files.api.substr(0, files.api.rfind('/') + 1) + "Dockerfile";
  for (const char* before : {"COPY ", "COPY ./"}) {
    const auto copy = find_place(task, path, before + name + ' ');
    if (copy && !name.empty()) places.insert(places.begin(), *copy);
  }
  return places;
}

std::vector<Location> place_of_program(const std::string& program,
                                       const LogFiles& files,
                                       const Sources& task) {
  const std::string& beside = files.api.empty() ? files.conf : files.api;
  const std::string path = beside.substr(0, beside.rfind('/') + 1) + "Dockerfile";
  const auto word = find_place(task, path, '"' + program + '"');
  return word && !program.empty() ? std::vector<Location>{*word} : std::vector<Location>();
}

}  // namespace pinko::expect

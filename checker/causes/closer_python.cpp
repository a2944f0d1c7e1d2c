#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/flask.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/places.hpp"
#include "checker/causes/reading.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::closer {
namespace {

/// A program of Python by lines: as written, and without comments and the insides of strings.
struct Program {
  std::string path;  ///< from the repository's top
  std::string code;
  std::vector<std::string> written;
  std::vector<std::string> lines;

  [[nodiscard]] Location place(std::size_t line) const {
    return {.path = path, .line = static_cast<int>(line) + 1, .column = 1};
  }
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split_lines(text))
    lines.emplace_back(line);
  return lines;
}

Program read_program(const Sources& task, const std::string& path, const std::string& text) {
  Program program{
      .path = task.from_top(path), .code = code_without_texts(text), .written = {}, .lines = {}};
  program.written = lines_of(text);
  program.lines = lines_of(program.code);
  return program;
}

/// api.py, where a container that starts it ended at once and without a word.
std::optional<Program> program_that_ended(const Case& failure) {
  if (!is_named(failure, "cmd-starts-nothing")) return std::nullopt;
  const auto image = behind_own_command(failure);
  if (!image || image->api_path.empty()) return std::nullopt;
  if (started_file(*image->part.dockerfile).file != "api.py") return std::nullopt;
  const std::string* text = failure.evidence.sources.find(image->api_path);
  if (text == nullptr || trim(*text).empty()) return std::nullopt;
  return read_program(failure.evidence.sources, image->api_path, *text);
}

/// The line that calls app.run; the number of lines where none does.
std::size_t line_of_run(const Program& program) {
  const auto found = std::ranges::find_if(program.lines, [](const std::string& line) {
    return line.find(".run(") != std::string::npos;
  });
  return static_cast<std::size_t>(found - program.lines.begin());
}

/// The header of the block in which a line stands: the nearest line above that is indented less.
std::optional<std::size_t> header_of(const Program& program, std::size_t line) {
  const std::size_t indent = indent_of(program.lines[line]).size();
  for (std::size_t i = line; i-- > 0;) {
    if (trim(program.lines[i]).empty()) continue;
    if (indent_of(program.lines[i]).size() < indent) return i;
  }
  return std::nullopt;
}

/// The header of this kind around the call of app.run, such as "def ".
std::optional<std::size_t> header_around_run(const Program& program, std::string_view kind) {
  const std::size_t run = line_of_run(program);
  if (run == program.lines.size()) return std::nullopt;
  for (auto header = header_of(program, run); header; header = header_of(program, *header)) {
    if (trim(program.lines[*header]).starts_with(kind)) return header;
  }
  return std::nullopt;
}

bool is_right_guard(std::string_view line) {
  std::string signs;
  for (const char c : line) {
    if (c == ' ' || c == '\t') continue;
    signs += c == '\'' ? '"' : c;
  }
  return signs.find("__name__==\"__main__\"") != std::string::npos ||
         signs.find("\"__main__\"==__name__") != std::string::npos;
}

bool is_option_of_address(std::string_view word) {
  return word.starts_with("--host") || word.starts_with("--port") || word.starts_with("-h") ||
         word.starts_with("-p");
}

/// `flask run`, also as `python3 -m flask run`.
bool runs_flask(const std::vector<std::string>& words) {
  const auto flask = std::ranges::find(words, "flask");
  return flask != words.end() && std::find(flask, words.end(), "run") != words.end();
}

/// The words of `flask run` with host and port of the task.
std::string with_address(const std::vector<std::string>& words) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_option_of_address(words[i])) {
      if (words[i].find('=') == std::string::npos) ++i;
      continue;
    }
    all += '"' + words[i] + "\", ";
  }
  return '[' + all + "\"--host=0.0.0.0\", \"--port=5252\"]";
}

/// The same where a service of the Compose file says the command.
Found flask_run_in_stack(const Sources& task,
                         const discovery::Service& service,
                         const Cause& cause) {
  const auto commands = discovery::shell_commands(service.command);
  if (commands.size() != 1 || !runs_flask(commands.front().words)) return std::nullopt;
  const Location command = service.place_of("command");
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {command},
                   .corrected = std::string(indent_of(line_at(task, command))) +
                                "command: " + with_address(commands.front().words),
                   .placement = in_place_of(place::section_at(task, command))};
}

/// `# app.run(host="0.0.0.0", port=5252)`
Found run_in_comment(const Program& program, const Cause& cause) {
  for (std::size_t i = 0; i < program.written.size(); ++i) {
    const std::string& line = program.written[i];
    const std::size_t sign = line.find('#');
    if (sign == std::string::npos) continue;
    const std::string_view words = trim(std::string_view(line).substr(sign + 1));
    const std::size_t run = words.find(".run(");
    const bool call = run != std::string_view::npos && words.find_first_of(" (") == run + 4 &&
                      words.ends_with(')');
    if (!call) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .sentence = "the call of app.run stands in a comment, so nothing runs it",
                     .where = {program.place(i)},
                     .step = "Take the # in front of it away.",
                     .corrected = std::string(indent_of(line)) + std::string(words)};
  }
  return std::nullopt;
}

}  // namespace

Found flask_never_run(const Case& failure, const Cause& cause) {
  const auto program = program_that_ended(failure);
  if (!program || line_of_run(*program) != program->lines.size()) return std::nullopt;
  if (Found comment = run_in_comment(*program, cause)) return comment;
  const Location file{.path = program->path};
  const std::string lines = "app.run(host=\"0.0.0.0\", port=5252)";
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {file},
                   .corrected = lines,
                   .placement = place::end(failure, file, lines)};
}

Found main_guard(const Case& failure, const Cause& cause) {
  const auto program = program_that_ended(failure);
  const auto header = program ? header_around_run(*program, "if ") : std::nullopt;
  if (!header) return std::nullopt;
  const std::string& line = program->written[*header];
  const bool meant = line.find("main") != std::string::npos;
  if (!meant || is_right_guard(line)) return std::nullopt;
  return Diagnosis{
      .cause_id = std::string(cause.id),
      .sentence = "this is never true, so app.run is never called: " + std::string(trim(line)),
      .where = {program->place(*header)},
      .corrected = std::string(indent_of(line)) + "if __name__ == \"__main__\":"};
}

Found run_not_reached(const Case& failure, const Cause& cause) {
  const auto program = program_that_ended(failure);
  const auto header = program ? header_around_run(*program, "def ") : std::nullopt;
  if (!header) return std::nullopt;
  const std::string_view line = trim(program->lines[*header]);
  const std::size_t open = line.find('(');
  if (open == std::string_view::npos) return std::nullopt;
  const std::string name(trim(line.substr(4, open - 4)));
  const std::size_t first = program->code.find(name + '(');
  const bool called = program->code.find(name + '(', first + 1) != std::string::npos;
  const bool decorated = *header > 0 && trim(program->lines[*header - 1]).starts_with('@');
  if (called) return std::nullopt;
  return Diagnosis{
      .cause_id = std::string(cause.id),
      .sentence = "app.run belongs to the function " + name +
                  (decorated ? ", which runs only when somebody asks for its route"
                             : ", which nobody calls"),
      .where = {program->place(line_of_run(*program)), program->place(*header)},
      .step = decorated ? "Put the line below the function, and begin it without blanks."
                        : "Call " + name +
                              "() at the end of api.py, in a line that begins without blanks."};
}

Found flask_run_options(const Case& failure, const Cause& cause) {
  const std::string& id = failure.finding.cause_id;
  const bool fits =
      id == "flask-default-port" || id == "flask-local-only" || id == "flask-other-port";
  if (!fits) return std::nullopt;
  const Parts& parts = failure.reading->parts;
  if (!parts.back_end.dockerfile) return std::nullopt;
  if (parts.back_end.service && !parts.back_end.service->command.empty()) {
    return flask_run_in_stack(failure.evidence.sources, *parts.back_end.service, cause);
  }
  const discovery::Instruction* cmd = discovery::last_of(*parts.back_end.dockerfile, "CMD");
  if (cmd == nullptr) return std::nullopt;
  const auto commands = discovery::shell_commands(*cmd);
  if (commands.size() != 1) return std::nullopt;
  const std::vector<std::string>& words = commands.front().words;
  if (!runs_flask(words)) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {cmd->where},
                   .corrected = "CMD " + with_address(words),
                   .placement = in_place_of(cmd->where)};
}

Found route_without_sign(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "route-missing")) return std::nullopt;
  const Parts& parts = failure.reading->parts;
  const std::string* text = failure.evidence.sources.find(parts.api_path);
  if (text == nullptr) return std::nullopt;
  const Program program = read_program(failure.evidence.sources, parts.api_path, *text);
  for (std::size_t i = 0; i + 1 < program.lines.size(); ++i) {
    const std::string_view line = trim(program.lines[i]);
    const std::size_t route = line.find(".route(");
    const bool alone = route != std::string_view::npos && line.find_first_of("@= (") > route &&
                       line.ends_with(')');
    if (!alone || !trim(program.lines[i + 1]).starts_with("def ")) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .where = {program.place(i)},
                     .corrected = std::string(indent_of(program.written[i])) + '@' +
                                  std::string(trim(program.written[i]))};
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

#include "checker/discovery/scale_command.hpp"

#include "checker/discovery/scale_options.hpp"
#include "checker/discovery/scale_words.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace pinko::discovery {
namespace {

constexpr std::size_t kMostCommandBytes = 64 * 1024;
constexpr std::size_t kFarthest = 3;  ///< letters between a program and the one that was meant

/// A line that is neither blank nor a comment, lines ended by a backslash joined to it.
struct CommandLine {
  std::string text;
  std::size_t offset = 0;  ///< of its first byte in the file
};

struct Lines {
  std::vector<CommandLine> commands;
  bool comments = false;
  bool blanks = false;
  bool shebang = false;
  bool indented = false;
};

Lines read_lines(std::string_view text, std::size_t start) {
  Lines lines;
  bool goes_on = false;
  for (std::size_t at = start; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const std::string_view bare = trim(line);
    const bool continued = bare.ends_with('\\');
    const bool comment = !goes_on && bare.starts_with('#');
    if (goes_on) {
      lines.commands.back().text += ' ';
      lines.commands.back().text += bare;
    } else if (bare.empty()) {
      lines.blanks = true;
    } else if (comment) {
      bool& kind = bare.starts_with("#!") && at == start ? lines.shebang : lines.comments;
      kind = true;
    } else {
      const auto indent = static_cast<std::size_t>(bare.data() - line.data());
      lines.indented =
          lines.indented || bare.size() != line.size() - (line.ends_with('\r') ? 1 : 0);
      lines.commands.push_back({.text = std::string(bare), .offset = at + indent});
    }
    goes_on = continued && !comment;  // no shell continues a comment
    if (goes_on) lines.commands.back().text.pop_back();
    at = end + 1;
  }
  return lines;
}

class Judge {
 public:
  Judge(ScaleCommand& command, const ScaleDemand& demand, const LineIndex& index)
      : command_(command),
        demand_(demand),
        index_(index) {}

  void read(const Lines& lines) {
    if (lines.commands.empty()) {
      problem(ScaleFault::empty, index_.at(0), "there is no command in it");
      return;
    }
    const CommandLine& line = nearest_to_right(lines.commands);
    command_.command = line.text;
    command_.where = index_.span(line.offset, line.offset + line.text.size());
    std::optional<std::vector<Word>> words = split_words(line.text);
    const bool one = words && is_one_command(line, *words);
    if (!words) {
      problem(ScaleFault::unfinished_quote, command_.where, "a quote is opened and never closed");
    }
    if (!one) return;
    cut_comment(*words);
    cut_redirections(*words);
    const std::size_t first = behind_program(*words, command_);
    if (first == 0) {
      not_compose(line, *words);
      return;
    }
    ScaleOptions(command_, [&](const Word& word) {
      const std::size_t at = line.offset + word.offset;
      return index_.span(at, at + word.text.size());
    }).read(*words, first);
    judge_scales();
    judge_services();
    // What is wrong with the command itself is the first thing to know.
    if (lines.commands.size() == 1) return;
    const CommandLine& other = lines.commands[&line == &lines.commands.front() ? 1 : 0];
    problem(ScaleFault::several_commands,
            index_.span(other.offset, other.offset + other.text.size()),
            "the file holds more than the one command");
  }

 private:
  /// Of several lines the one that is meant: it scales, or else starts something.
  static const CommandLine& nearest_to_right(const std::vector<CommandLine>& commands) {
    for (const std::string_view sign : {"--scale", " up"}) {
      const auto found = std::ranges::find_if(commands, [sign](const CommandLine& line) {
        return line.text.find(sign) != std::string::npos;
      });
      if (found != commands.end()) return *found;
    }
    return commands.front();
  }

  void problem(ScaleFault fault, const Location& where, std::string message) {
    command_.problems.push_back({.fault = fault, .message = std::move(message), .where = where});
  }

  void not_compose(const CommandLine& line, const std::vector<Word>& words) {
    const std::string& program = words.empty() ? line.text : words.front().text;
    // What begins with a quote or a prompt is spelt right.
    const bool letters = program.starts_with('d') || program.starts_with('D');
    if (letters && edit_distance(program, "docker-compose", kFarthest) <= kFarthest) {
      const Location where = index_.span(line.offset, line.offset + program.size());
      problem(ScaleFault::misspelt,
              where,
              "there is no program " + in_quotes(program) + "; it is called docker-compose");
      return;
    }
    problem(ScaleFault::prose, command_.where, "this is no docker-compose command" + advice(line));
  }

  static std::string advice(const CommandLine& line) {
    if (line.text.starts_with("$ ") || line.text.starts_with("> ")) {
      return "; leave the prompt out";
    }
    if (line.text.starts_with('`') || line.text.starts_with('"')) return "; leave the quotes out";
    return "; the file is to hold the command alone";
  }

  /// False, with the problem named, when a shell would see several commands or a redirection.
  bool is_one_command(const CommandLine& line, std::vector<Word>& words) {
    const std::vector<ShellCommand> commands = shell_commands(line.text);
    const auto is_compose = [](const ShellCommand& c) {
      const std::string program = program_of(c);
      return program == "docker-compose" || program == "docker";
    };
    const bool writes = std::any_of(commands.begin(), commands.end(), [&](const ShellCommand& c) {
      return c.redirected && !is_compose(c);
    });
    if (writes) {
      problem(ScaleFault::redirection,
              command_.where,
              "this is the command that writes a file; the file is to hold the command that starts "
              "the servers");
      return false;
    }
    const bool compose = std::any_of(commands.begin(), commands.end(), is_compose);
    if (commands.size() > 1 && compose) {
      problem(ScaleFault::several_commands,
              command_.where,
              "several commands stand on the line; one does all");
      return false;
    }
    while (!words.empty() && (words.back().text == "&" || words.back().text == ";")) {
      words.pop_back();
    }
    if (!words.empty() && words.back().text.ends_with(';')) words.back().text.pop_back();
    return true;
  }

  void judge_scales() {
    if (!command_.problems.empty()) return;
    const std::string wanted = std::string(demand_.service) + '=' + std::to_string(demand_.number);
    if (command_.scales.empty()) {
      problem(ScaleFault::no_scale, command_.where, "there is no --scale " + wanted + " in it");
      return;
    }
    const auto last = std::find_if(command_.scales.rbegin(), command_.scales.rend(), [&](auto& s) {
      return s.service == demand_.service;
    });
    if (last == command_.scales.rend()) {
      const ScaleOption& other = command_.scales.front();
      if (other.number.empty() && other.service.starts_with(demand_.service)) {
        problem(ScaleFault::wrong_number,
                other.where,
                "an equals sign joins service and number: " + wanted);
        return;
      }
      problem(ScaleFault::wrong_service,
              other.where,
              "it scales " + in_quotes(other.service) + ", not " + std::string(demand_.service));
      return;
    }
    int number = 0;
    const char* end = last->number.data() + last->number.size();
    const auto read = std::from_chars(last->number.data(), end, number);
    if (read.ec == std::errc() && read.ptr == end && number == demand_.number) return;
    problem(ScaleFault::wrong_number,
            last->where,
            last->number.empty() ? "no number is joined to the service; write " + wanted
                                 : "it asks for " + in_quotes(last->number) + " of " +
                                       last->service + ", not " + std::to_string(demand_.number));
  }

  void judge_services() {
    if (!command_.problems.empty()) return;
    for (const ScaleOption& scale : command_.scales) {
      if (scale.number != "0") continue;
      problem(ScaleFault::left_out, scale.where, "it starts no " + scale.service + " at all");
    }
    const auto& named = command_.services;
    const bool enough = named.empty() ||
                        std::find(named.begin(), named.end(), demand_.service) != named.end() ||
                        std::find(named.begin(), named.end(), "proxy") != named.end();
    if (enough) return;
    problem(ScaleFault::left_out,
            command_.where,
            "it names " + join(named, ", ") + " alone, and leaves the proxy out");
  }

  ScaleCommand& command_;
  const ScaleDemand& demand_;
  const LineIndex& index_;
};

/// What a right command has that the canonical one has not, for a note.
std::vector<std::string> find_differences(const ScaleCommand& command, const Lines& lines) {
  std::vector<std::string> found;
  const auto note = [&](bool holds, std::string text) {
    if (holds) found.push_back(std::move(text));
  };
  note(command.compose_v2, "docker compose for docker-compose");
  note(command.sudo, "sudo, which a rightly set up machine does not need");
  note(command.detached, "-d: the containers run in the background");
  note(command.build, "--build: images are built first");
  note(!command.files.empty(), "-f " + join(command.files, " -f "));
  note(!command.project.empty(), "-p " + command.project);
  note(!command.variables.empty(), "variables before the command");
  note(!command.services.empty(), "names of services: only those are started");
  note(lines.shebang, "a line #! for a shell");
  note(lines.comments, "a comment");
  note(lines.blanks, "blank lines");
  note(lines.indented, "blanks around the command");
  note(command.text.has_crlf, "lines that end as on Windows (CRLF)");
  note(command.text.has_bom, "a byte order mark");
  note(command.text.no_final_newline, "no newline at the end");
  if (found.empty() && !command.canonical)
    found.emplace_back("written otherwise than in the task, to the same effect");
  return found;
}

}  // namespace

ScaleCommand parse_scale_command(std::string_view bytes,
                                 std::string_view path,
                                 const ScaleDemand& demand) {
  ScaleCommand command;
  command.text = facts_of(bytes);
  const std::string decoded =
      command.text.utf16 ? decode_utf16(bytes.substr(0, kMostCommandBytes)) : std::string();
  const std::string_view text =
      command.text.utf16 ? std::string_view(decoded) : bytes.substr(0, kMostCommandBytes);
  const LineIndex index(text, path);
  if (command.text.utf16) {
    command.problems.push_back(
        {.fault = ScaleFault::utf16,
         .message = "the file is UTF-16, as PowerShell's > writes it: no shell reads it; save it "
                    "as UTF-8",
         .where = index.at(0)});
  }
  const Lines lines = read_lines(text, text.size() - without_bom(text).size());
  ScaleCommand inner = command;
  inner.problems.clear();
  Judge(inner, demand, index).read(lines);
  inner.problems.insert(inner.problems.begin(), command.problems.begin(), command.problems.end());
  inner.right = inner.problems.empty();
  inner.canonical = inner.right && bytes == "docker-compose up --scale " +
                                                std::string(demand.service) + '=' +
                                                std::to_string(demand.number) + '\n';
  if (inner.right && !inner.canonical) inner.differences = find_differences(inner, lines);
  return inner;
}

}  // namespace pinko::discovery

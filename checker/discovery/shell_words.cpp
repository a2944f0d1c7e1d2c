#include "checker/discovery/shell_words.hpp"

#include "checker/discovery/shell_lexer.hpp"
#include "checker/discovery/shell_prefixes.hpp"
#include "checker/discovery/shell_values.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace pinko::discovery {
namespace {

constexpr int kDeepestShell = 4;
constexpr std::size_t kMostCommands = 5000;
constexpr std::size_t kMostPutIn = 128 * 1024;  ///< bytes, in one text

using PlaceOf = std::function<Location(std::size_t)>;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

/// Cuts a shell's text into simple commands.
class ShellReader {
 public:
  ShellReader(const PlaceOf& place_of,
              std::vector<ShellCommand>& out,
              ShellValues values,
              std::size_t& room,
              int depth = 0)
      : place_of_(place_of),
        out_(out),
        values_(std::move(values)),
        room_(room),
        depth_(depth) {}

  void read(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && out_.size() < kMostCommands) {
      const char c = text[at];
      if (c == ' ' || c == '\t' || c == '\r') {
        ++at;
      } else if (c == '#') {
        at = std::min(text.find('\n', at), text.size());
      } else if (std::string_view("\n;&|()").find(c) != std::string_view::npos) {
        read_operator(text, at);
      } else if (c == '<' || c == '>') {
        read_redirection(text, at);
      } else {
        read_plain_word(text, at);
      }
    }
    finish();
  }

  /// A command that is given as words already.
  void add(std::vector<Word> words) {
    words_ = std::move(words);
    finish();
  }

 private:
  /// A word, or the number of a descriptor before a redirection.
  void read_plain_word(std::string_view text, std::size_t& at) {
    Word word;
    read_shell_word(text, at, " \t\r\n;&|()<>", word);
    const bool redirects = at < text.size() && (text[at] == '<' || text[at] == '>');
    const bool number =
        !word.text.empty() && word.text.find_first_not_of("0123456789") == std::string::npos;
    if (redirects && number) {
      descriptor_ = word.text;
    } else {
      words_.push_back(std::move(word));
    }
  }

  void read_operator(std::string_view text, std::size_t& at) {
    const char c = text[at];
    const bool twice = at + 1 < text.size() && text[at + 1] == c;
    if (c == '&' && at + 1 < text.size() && text[at + 1] == '>') {  // &>file
      ++at;
      read_redirection(text, at);
      return;
    }
    finish();
    at += twice && (c == '&' || c == '|') ? 2 : 1;
    joined_by_ = ';';
    if (c == '&' && twice) joined_by_ = '&';
    if (c == '|') joined_by_ = twice ? 'o' : '|';
  }

  void read_redirection(std::string_view text, std::size_t& at) {
    bool out = false;
    while (at < text.size() && std::string_view("<>&|-").find(text[at]) != std::string_view::npos) {
      out = out || text[at] == '>';
      ++at;
    }
    const bool duplicate = text[at - 1] == '&';
    at = std::min(text.find_first_not_of(" \t", at), text.size());
    Word target;
    read_shell_word(text, at, " \t\r\n;&|()<>", target);
    redirected_ =
        redirected_ || (out && !duplicate && descriptor_ != "2" && target.text != "/dev/null");
    descriptor_.clear();
  }

  void finish() {
    ShellCommand command;
    command.redirected = std::exchange(redirected_, false);
    command.joined_by = joined_by_;
    descriptor_.clear();
    if (!words_.empty()) command.where = place_of_(words_.front().offset);
    for (std::vector<Word>& words : with_values(std::exchange(words_, {}), values_, room_)) {
      words_ = std::move(words);
      take(command);
    }
  }

  void take(ShellCommand command) {
    strip_prefixes(words_, command);
    const std::vector<Word> words = std::exchange(words_, {});
    if (words.empty()) note_values(command.assignments);
    if (words.size() > 2 && words[0].text == "for" && words[2].text == "in") note_loop(words);
    if (words.empty() || is_one_of(words.front().text, {"for", "case", "esac", "in"})) return;
    for (const Word& word : words) {
      command.words.push_back(word.text);
    }
    if (out_.size() < kMostCommands && !read_inner_shell(command))
      out_.push_back(std::move(command));
  }

  void note_values(const std::vector<std::string>& assignments) {
    for (const std::string& one : assignments) {
      const std::size_t equals = one.find('=');
      values_[one.substr(0, equals)] = {one.substr(equals + 1)};
    }
  }

  /// `for name in …`: each of its words is a value for what follows.
  void note_loop(const std::vector<Word>& words) {
    std::vector<std::string>& values = values_[words[1].text];
    values.clear();
    for (std::size_t i = 3; i < words.size(); ++i)
      values.push_back(words[i].text);
  }

  /// `sh -c "…"` and `eval "…"` stand for the commands in their text.
  bool read_inner_shell(const ShellCommand& command) {
    const std::string_view program = base_name(command.words.front());
    if (depth_ == kDeepestShell) return false;
    if (program == "eval") {
      std::string text;
      for (std::size_t i = 1; i < command.words.size(); ++i)
        text.append(command.words[i]).append(" ");
      read_inside(command, text);
      return true;
    }
    if (!is_one_of(program, {"sh", "bash", "dash", "ash", "zsh"})) return false;
    for (std::size_t i = 1; i + 1 < command.words.size(); ++i) {
      const std::string& option = command.words[i];
      if (!option.starts_with('-')) return false;
      if (option.starts_with("--") || !option.ends_with('c')) continue;
      read_inside(command, command.words[i + 1]);
      return true;
    }
    return false;
  }

  void read_inside(const ShellCommand& around, std::string_view text) {
    const PlaceOf here = [&](std::size_t) { return around.where; };
    const std::size_t first = out_.size();
    ShellReader(here, out_, values_, room_, depth_ + 1).read(text);
    for (std::size_t i = first; i < out_.size(); ++i) {
      out_[i].sudo = out_[i].sudo || around.sudo;
    }
  }

  const PlaceOf& place_of_;
  std::vector<ShellCommand>& out_;
  ShellValues values_;
  std::size_t& room_;  ///< for what values make of the whole text
  int depth_;
  std::vector<Word> words_;
  bool redirected_ = false;
  char joined_by_ = ';';
  std::string descriptor_;
};

/// True when a here-document is the script of a shell, not some program's input.
bool is_script(const std::vector<ShellCommand>& around, std::string_view body) {
  if (body.starts_with("#!")) {
    const std::string_view first = body.substr(0, body.find('\n'));
    return first.find("sh") != std::string_view::npos;
  }
  return around.empty() ||
         is_one_of(program_of(around.front()), {"sh", "bash", "dash", "ash", "zsh"});
}

}  // namespace

std::vector<ShellCommand> shell_commands(std::string_view text, const ShellVariables& variables) {
  std::vector<ShellCommand> commands;
  const LineIndex index(text, "");
  const PlaceOf place_of = [&](std::size_t offset) { return index.at(offset); };
  std::size_t room = kMostPutIn;
  ShellReader(place_of, commands, values_of(variables), room).read(text);
  return commands;
}

std::vector<ShellCommand> shell_commands(const Instruction& instruction,
                                         const ShellVariables& variables) {
  std::vector<ShellCommand> commands;
  const ShellValues values = values_of(variables);
  std::size_t room = kMostPutIn;
  const PlaceOf place_of = [&](std::size_t offset) { return instruction.place_of(offset); };
  if (instruction.exec_form) {
    std::vector<Word> words;
    for (const std::string& text : instruction.exec) {
      words.push_back({.text = text, .offset = 0, .quoted = true});
    }
    if (!words.empty()) ShellReader(place_of, commands, values, room).add(std::move(words));
    return commands;
  }
  ShellReader(place_of, commands, values, room).read(instruction.arguments);
  for (const Heredoc& heredoc : instruction.heredocs) {
    if (!is_script(commands, heredoc.body)) continue;
    const LineIndex index(heredoc.body, heredoc.where.path);
    const PlaceOf in_body = [&](std::size_t offset) {
      Location place = index.at(offset);
      place.line += heredoc.where.line - 1;
      place.end_line = place.line;
      return place;
    };
    ShellReader(in_body, commands, values, room).read(heredoc.body);
  }
  return commands;
}

std::string program_of(const ShellCommand& command) {
  return command.words.empty() ? "" : std::string(base_name(command.words.front()));
}

}  // namespace pinko::discovery

#include "checker/app/completion_parts.hpp"
#include "checker/util/text.hpp"

namespace pinko::app {
namespace {

constexpr std::string_view kFishHead =
    R"sh(# fish completion of pinko-check, made by `pinko-check completion fish`
function __pinko_check_command --description 'The command on the line, or nothing'
    for word in (commandline -opc)[2..-1]
        contains -- $word $__pinko_check_commands; and echo $word; and return
    end
end
function __pinko_check_is
    test "$(__pinko_check_command)" = "$argv[1]"
end
function __pinko_check_format --description 'A format, or the file that it is written to'
    set -l token (commandline -ct | string replace -r '^--format=' '')
    if string match -q '*:*' -- $token
        set -l parts (string split -m1 : -- $token)
        for path in $parts[2]*
            echo $parts[1]:$path
        end
    else
        string join \n -- $__pinko_check_known_formats
    end
end
complete -c pinko-check -f
)sh";

/// In single quotes, as fish reads them.
std::string fish_quoted(std::string text) {
  text = replace_all(std::move(text), "\\", "\\\\");
  return '\'' + replace_all(std::move(text), "'", "\\'") + '\'';
}

std::string listed(const std::vector<ValueWord>& words) {
  std::string text;
  for (const ValueWord& word : words)
    text += ' ' + fish_quoted(word.word + '\t' + word.meaning);
  return text;
}

/// The words of a value, as `complete -a` works them out when it is asked.
std::string known(const std::string& value) {
  return "'(string join \\n -- $__pinko_check_known_" + list_name(value) + ")'";
}

std::string fish_offer(const std::string& value, const ValueWords& words) {
  switch (offer_of(value, words)) {
    case Offer::formats:
      return " -x -a '(__pinko_check_format)'";
    case Offer::words:
      return " -x -a " + known(value);
    case Offer::files:
      return " -r -F";
    case Offer::folders:
      return " -x -a '(__fish_complete_directories)'";
    case Offer::revisions:
      return " -x -a 'HEAD (git for-each-ref --format=\"%(refname:short)\" 2>/dev/null)'";
    case Offer::nothing:
      return " -x";
  }
  return {};
}

std::string command_lines(const CommandRow& command, const ValueWords& words) {
  const std::string when =
      "complete -c pinko-check -n " + fish_quoted("__pinko_check_is '" + command.name + "'");
  std::string text;
  for (const OptionRow& row : command.rows()) {
    text += when;
    for (const std::string& spelling : row.spellings()) {
      text +=
          spelling.starts_with("--") ? " -l " + spelling.substr(2) : " -s " + spelling.substr(1);
    }
    if (!row.value.empty()) text += fish_offer(row.value, words);
    text += " -d " + fish_quoted(row.words) + '\n';
  }
  const std::string value = operand_value(command);
  if (!value.empty()) text += when + " -a " + known(value) + '\n';
  return text;
}

}  // namespace

std::string fish_completion(const CommandTable& table, const ValueWords& words) {
  std::string names;
  std::vector<ValueWord> commands;
  for (const CommandRow& command : table.commands) {
    names += ' ' + command.name;
    commands.push_back({.word = command.name, .meaning = command.words});
  }
  std::string text = "set -g __pinko_check_commands" + names + '\n';
  for (const auto& [value, all] : words)
    text += "set -g __pinko_check_known_" + list_name(value) + listed(all) + '\n';
  text += "set -g __pinko_check_known_commands" + listed(commands) + '\n';
  text += kFishHead;
  text += command_lines(table.grade, words);
  text += "complete -c pinko-check -n \"__pinko_check_is ''\" -a " + known("COMMAND") + '\n';
  for (const CommandRow& command : table.commands)
    text += command_lines(command, words);
  return text;
}

}  // namespace pinko::app

#include "checker/app/completion_parts.hpp"
#include "checker/util/text.hpp"

namespace pinko::app {
namespace {

// bash may cut words at '=' and ':', so that `--format=json:out` arrives in five: they are put
// together again. What bash cut off stays on the line, and is offered only where it did not cut.
constexpr std::string_view kBashHead =
    R"sh(# bash completion of pinko-check, made by `pinko-check completion bash`
_pinko_check_reply() { # WORDS...: those that begin as the word does
  local word
  for word in "$@"; do
    [[ $word != "$current"* ]] || COMPREPLY+=("$kept$word")
  done
}
_pinko_check_paths() { # -f or -d
  local path
  compopt -o filenames 2>/dev/null
  while IFS= read -r path; do COMPREPLY+=("$kept$path"); done < <(compgen "$1" -- "$current")
}
_pinko_check_revisions() {
  local -a revisions
  mapfile -t revisions < <(git for-each-ref --format='%(refname:short)' 2>/dev/null)
  _pinko_check_reply HEAD "${revisions[@]}"
}
_pinko_check_format() { # FORMATS...
  if [[ $current == *:* ]]; then
    [[ $COMP_WORDBREAKS == *:* ]] || kept+=${current%%:*}:
    current=${current#*:}
    _pinko_check_paths -f
  else
    _pinko_check_reply "$@"
  fi
}
_pinko_check_value() { # OPTION
  case $1 in
)sh";

constexpr std::string_view kMiddle = R"sh(    *) return 1 ;;
  esac
}
_pinko_check() {
  local line=${COMP_LINE:0:COMP_POINT} current='' kept='' option='' command='' word
  local -a typed=()
  COMPREPLY=()
  read -ra typed <<<"$line"
  [[ $line != *[[:space:]] ]] || typed+=('')
  current=${typed[${#typed[@]} - 1]}
  ((${#typed[@]} < 3)) || option=${typed[${#typed[@]} - 2]}
  if [[ $current == --*=* ]]; then
    option=${current%%=*}
    [[ $COMP_WORDBREAKS == *=* ]] || kept=$option=
    current=${current#*=}
  fi
  for word in "${typed[@]:1:${#typed[@]} - 2}"; do
    case $word in
)sh";

constexpr std::string_view kTail = R"sh(  esac
}
complete -F _pinko_check pinko-check
)sh";

std::string quoted_words(const std::vector<ValueWord>& words) {
  std::string text;
  for (const ValueWord& word : words)
    text += ' ' + single_quoted(word.word);
  return text;
}

std::string bash_offer(const std::string& value, const ValueWords& words) {
  switch (offer_of(value, words)) {
    case Offer::words:
      return "_pinko_check_reply" + quoted_words(words.at(value));
    case Offer::formats:
      return "_pinko_check_format" + quoted_words(words.at(value));
    case Offer::files:
      return "_pinko_check_paths -f";
    case Offer::folders:
      return "_pinko_check_paths -d";
    case Offer::revisions:
      return "_pinko_check_revisions";
    case Offer::nothing:
      return ":";
  }
  return ":";
}

/// The values of all options, each option once.
std::string value_cases(const CommandTable& table, const ValueWords& words) {
  std::string text;
  std::vector<OptionRow> rows = table.grade.rows();
  for (const CommandRow& command : table.commands) {
    for (const OptionRow& row : command.rows())
      rows.push_back(row);
  }
  std::string seen = "|";
  for (const OptionRow& row : rows) {
    if (row.value.empty() || seen.find('|' + row.names + '|') != std::string::npos) continue;
    seen += row.names + '|';
    text += "    " + join(row.spellings(), " | ") + ") " + bash_offer(row.value, words) + " ;;\n";
  }
  return text;
}

std::string command_case(const CommandRow& command, const ValueWords& words) {
  std::string options;
  for (const OptionRow& row : command.rows()) {
    for (const std::string& spelling : row.spellings())
      options += ' ' + spelling;
  }
  const std::string value = operand_value(command);
  std::string text = "    " + single_quoted(command.name) + ")\n";
  text += "      if [[ $current == -* ]]; then _pinko_check_reply" + options + "\n";
  text += "      else " + (value.empty() ? ":" : bash_offer(value, words)) + "; fi ;;\n";
  return text;
}

}  // namespace

std::string bash_completion(const CommandTable& table, const ValueWords& words) {
  std::string names;
  std::vector<ValueWord> first = words.at("TASK");
  for (const CommandRow& command : table.commands) {
    names += (names.empty() ? "" : " | ") + command.name;
    first.push_back({.word = command.name, .meaning = {}});
  }
  ValueWords at_first = words;
  at_first["TASK"] = first;
  std::string text(kBashHead);
  text += value_cases(table, words);
  text += kMiddle;
  text += "      " + names + ") command=$word; break ;;\n    esac\n  done\n";
  text += "  _pinko_check_value \"$option\" && return\n  case $command in\n";
  text += command_case(table.grade, at_first);
  for (const CommandRow& command : table.commands)
    text += command_case(command, words);
  text += kTail;
  return text;
}

}  // namespace pinko::app

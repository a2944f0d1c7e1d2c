#include "checker/app/completion_parts.hpp"
#include "checker/util/text.hpp"

namespace pinko::app {
namespace {

constexpr std::string_view kFormats = R"sh(_pinko_check_format() {
  if compset -P '*:'; then _files; else _pinko_check_formats -S ''; fi
}
_pinko_check_revisions() {
  local -a revisions=(HEAD ${(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"})
  _describe 'revision' revisions
}
)sh";

/// `word:meaning` for _describe, in single quotes.
std::string described(const ValueWord& word) {
  const auto escape = [](const std::string& text) { return replace_all(text, ":", "\\:"); };
  return single_quoted(escape(word.word) + (word.meaning.empty() ? "" : ':' + word.meaning));
}

std::string lists(const ValueWords& words) {
  std::string text;
  for (const auto& [value, all] : words) {
    text += "_pinko_check_" + list_name(value) + "() {\n  local -a known=(\n";
    for (const ValueWord& word : all)
      text += "    " + described(word) + '\n';
    text += "  )\n  _describe " + single_quoted(to_lower(value)) + " known \"$@\"\n}\n";
  }
  return text;
}

std::string action(const std::string& value, const ValueWords& words) {
  switch (offer_of(value, words)) {
    case Offer::words:
      return "_pinko_check_" + list_name(value);
    case Offer::formats:
      return "_pinko_check_format";
    case Offer::files:
      return "_files";
    case Offer::folders:
      return "_files -/";
    case Offer::revisions:
      return "_pinko_check_revisions";
    case Offer::nothing:
      return " ";
  }
  return " ";
}

/// Words in the brackets of an _arguments specification.
std::string in_brackets(std::string text) {
  for (const char* mark : {"\\", "[", "]", ":"})
    text = replace_all(std::move(text), mark, std::string("\\") + mark);
  return text;
}

std::string value_part(const OptionRow& row, const ValueWords& words) {
  if (row.value.empty()) return {};
  return ':' + in_brackets(row.value) + ':' + action(row.value, words);
}

std::string argument(const OptionRow& row, const std::string& spelling, const ValueWords& words) {
  const std::string others = row.repeats ? "*" : '(' + join(row.spellings(), " ") + ')';
  const std::string takes = row.value.empty() || !spelling.starts_with("--") ? "" : "=";
  return others + spelling + takes + '[' + in_brackets(row.words) + ']' + value_part(row, words);
}

std::string arguments(const CommandRow& command, const ValueWords& words) {
  std::string text;
  for (const OptionRow& row : command.rows()) {
    for (const std::string& spelling : row.spellings())
      text += "    " + single_quoted(argument(row, spelling, words)) + " \\\n";
  }
  return text;
}

std::string operand(const CommandRow& command, const ValueWords& words) {
  const std::string value = operand_value(command);
  if (value.empty()) return {};
  const std::string many = command.operand.starts_with('[') ? "*" : "1";
  return "    " + single_quoted(many + ':' + to_lower(value) + ':' + action(value, words)) + '\n';
}

}  // namespace

std::string zsh_completion(const CommandTable& table, const ValueWords& words) {
  ValueWords all = words;
  for (const CommandRow& command : table.commands)
    all["COMMAND"].push_back({.word = command.name, .meaning = command.words});
  std::string text = "#compdef pinko-check\n# made by `pinko-check completion zsh`\n" + lists(all);
  text += kFormats;
  text +=
      "_pinko_check_first() { _pinko_check_tasks; ((CURRENT > 2)) || _pinko_check_commands; }\n";
  text += "_pinko_check() {\n  local context state line\n  case ${words[2]} in\n";
  for (const CommandRow& command : table.commands) {
    // The command stands where the program's name does for its own arguments.
    text += "    " + command.name + ") shift words; ((CURRENT--)); _pinko_check_of_" +
            command.name + "; return ;;\n";
  }
  text += "  esac\n  _arguments -s \\\n" + arguments(table.grade, words);
  text += "    '*:task or command:_pinko_check_first'\n}\n";
  for (const CommandRow& command : table.commands) {
    text += "_pinko_check_of_" + command.name + "() {\n  _arguments -s \\\n" +
            arguments(command, words) + operand(command, words) + "}\n";
  }
  text +=
      "if [[ $funcstack[1] == _pinko-check ]]; then _pinko_check \"$@\"; else compdef _pinko_check "
      "pinko-check; fi\n";
  return text;
}

}  // namespace pinko::app

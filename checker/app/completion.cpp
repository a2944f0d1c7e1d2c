#include "checker/app/completion.hpp"

#include "checker/app/completion_parts.hpp"
#include "checker/util/text.hpp"

namespace pinko::app {

Offer offer_of(const std::string& value, const ValueWords& words) {
  if (value == "FMT[:FILE]") return Offer::formats;
  if (words.contains(value)) return Offer::words;
  if (value == "FILE") return Offer::files;
  if (value == "DIR") return Offer::folders;
  if (value == "REV") return Offer::revisions;
  return Offer::nothing;
}

std::string list_name(const std::string& value) {
  return value == "FMT[:FILE]" ? "formats" : to_lower(value) + 's';
}

std::string single_quoted(std::string_view text) {
  return '\'' + replace_all(std::string(text), "'", "'\\''") + '\'';
}

std::string operand_value(const CommandRow& command) {
  if (command.operand == "[TASK...]") return "TASK";
  if (command.operand == "CHECK-ID") return "ID";
  return command.operand == "SHELL" ? "SHELL" : "";
}

std::string completion_script(const CommandTable& table,
                              const ValueWords& words,
                              std::string_view shell) {
  if (shell == "bash") return bash_completion(table, words);
  if (shell == "zsh") return zsh_completion(table, words);
  if (shell == "fish") return fish_completion(table, words);
  return {};
}

}  // namespace pinko::app

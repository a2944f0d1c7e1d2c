#include "checker/app/manual.hpp"

#include "checker/app/manual_text.hpp"
#include "checker/util/text.hpp"

namespace pinko::app {
namespace {

/// Text that roff prints as it is: no request at a line's start, minus signs that can be copied.
std::string plain(std::string_view text) {
  std::string safe = replace_all(std::string(text), "\\", "\\e");
  safe = replace_all(std::move(safe), "-", "\\-");
  if (safe.starts_with('.') || safe.starts_with('\'')) safe.insert(0, "\\&");
  return safe;
}

/// Prose: what stands between `backticks` is bold.
std::string prose(std::string_view text) {
  std::string safe = plain(text);
  for (bool opens = true; safe.find('`') != std::string::npos; opens = !opens)
    safe.replace(safe.find('`'), 1, opens ? "\\fB" : "\\fR");
  return safe;
}

std::string section(std::string_view title) {
  return ".SH " + std::string(title) + '\n';
}

std::string entry(std::string_view term, std::string_view words) {
  return ".TP\n\\fB" + plain(term) + "\\fR\n" + prose(words) + ".\n";
}

std::string entries(std::string_view title, std::span<const TextRow> rows) {
  std::string text = section(title);
  for (const TextRow& row : rows)
    text += entry(row.term, row.words);
  return text;
}

/// A value in italics, its brackets upright.
std::string value_of(const OptionRow& row) {
  return row.value.empty() ? "" : " \\fI" + plain(row.value) + "\\fR";
}

std::string option(const OptionRow& row) {
  std::string spelled;
  for (const std::string& spelling : row.spellings())
    spelled += (spelled.empty() ? "" : ", ") + std::string("\\fB") + plain(spelling) + "\\fR";
  return ".TP\n" + spelled + value_of(row) + '\n' + prose(row.words) + ".\n";
}

std::string synopsis(const CommandTable& table) {
  std::string text =
      section("SYNOPSIS") + ".B pinko\\-check\n[\\fIOPTION\\fR...]\\& [\\fITASK\\fR...]\\&\n";
  for (const CommandRow& command : table.commands) {
    text += ".br\n.B pinko\\-check " + plain(command.name) + '\n';
    const bool more = command.rows().size() > 1;
    if (more) text += "[\\fIOPTION\\fR...]\\&\n";
    if (!command.operand.empty()) text += "\\fI" + plain(command.operand) + "\\fR\n";
  }
  return text;
}

std::string options(const CommandTable& table) {
  std::string text = section("OPTIONS");
  for (const OptionGroup& group : table.grade.groups) {
    text += ".SS " + group.title + '\n';
    for (const OptionRow& row : group.rows)
      text += option(row);
  }
  return text;
}

std::string commands(const CommandTable& table) {
  std::string text = section("COMMANDS");
  for (const CommandRow& command : table.commands) {
    const std::string operand = command.operand.empty() ? "" : ' ' + command.operand;
    std::string takes;
    for (const OptionRow& row : command.rows()) {
      if (row.names == "-h,--help") continue;
      takes += (takes.empty() ? " Takes " : ", ") + row.spellings().back();
    }
    text += ".TP\n\\fB" + plain(command.name) + "\\fR\\fI" + plain(operand) + "\\fR\n" +
            prose(command.words) + '.' + (takes.empty() ? "" : plain(takes) + '.') + '\n';
  }
  return text;
}

std::string listed(std::string_view title,
                   std::string_view lead,
                   const std::vector<ValueWord>& all) {
  std::string text = section(title) + prose(lead) + '\n';
  for (const ValueWord& word : all)
    text += ".TP\n\\fB" + plain(word.word) + "\\fR\n" + prose(word.meaning) + '\n';
  return text;
}

}  // namespace

std::string manual_page(const CommandTable& table,
                        const ValueWords& words,
                        std::string_view version) {
  std::string text = ".TH PINKO\\-CHECK 1 \"\" \"pinko\\-check " + plain(version) + "\"\n";
  text += section("NAME") + "pinko\\-check \\- grade the Softy Pinko Docker exercise\n";
  text += synopsis(table);
  text += section("DESCRIPTION") + plain(kPurpose) +
          "\n.PP\nThe working tree is graded. What is on the disk but not in the last commit is "
          "listed, because whoever clones the repository will not see it. Nothing is changed in "
          "the repository, and what was built and started is removed at the end.\n";
  text += listed("TASKS", "Any of these words; without one, every task.", words.at("TASK"));
  text += options(table);
  text += commands(table);
  text += listed(
      "FORMATS", "What `--format` takes; with `:FILE` behind it, a file.", words.at("FMT[:FILE]"));
  text += entries("EXIT STATUS", exit_codes());
  text += entries("ENVIRONMENT", environment_variables());
  text += entries("FILES", files());
  text += entries("EXAMPLES", examples());
  return text + section("SEE ALSO") + ".BR docker (1),\n.BR docker\\-compose (1)\n";
}

}  // namespace pinko::app

#include "checker/app/command_table.hpp"
#include "checker/app/manual_text.hpp"
#include "checker/report/wrap.hpp"

#include <algorithm>

namespace pinko::app {
namespace {

constexpr std::size_t kWidestTerm = 24;  ///< a longer one has its words on the next line
constexpr std::size_t kWidestExample = 36;
constexpr std::size_t kIndent = 2;

/// Terms on the left, their words wrapped on the right, all in one column.
class Columns {
 public:
  explicit Columns(std::size_t width, std::size_t widest_term = kWidestTerm)
      : width_(width),
        widest_(widest_term) {}

  void add(std::string_view term, std::string_view words) { rows_.push_back({term, words}); }

  [[nodiscard]] std::string text() const {
    std::size_t column = 0;
    for (const TextRow& row : rows_) {
      if (row.term.size() <= widest_) column = std::max(column, row.term.size());
    }
    std::string text;
    for (const TextRow& row : rows_)
      text += lines(row, kIndent + column + 2);
    return text;
  }

 private:
  [[nodiscard]] std::string lines(const TextRow& row, std::size_t column) const {
    std::string text = std::string(kIndent, ' ') + std::string(row.term);
    std::size_t used = text.size();
    if (used + 2 > column) {
      text += '\n';
      used = 0;
    }
    for (const std::string& line : report::wrap(row.words, width_ - column)) {
      text += std::string(column - used, ' ') + line + '\n';
      used = 0;
    }
    return text;
  }

  std::size_t width_;
  std::size_t widest_;
  std::vector<TextRow> rows_;
};

std::string paragraph(std::string_view words, std::size_t width) {
  std::string text;
  for (const std::string& line : report::wrap(words, width))
    text += line + '\n';
  return text;
}

std::string usage(const CommandTable& table, const CommandRow& command) {
  std::string text = "Usage: pinko-check";
  if (!command.name.empty()) text += ' ' + command.name;
  if (!command.groups.empty()) text += " [OPTION...]";
  if (!command.operand.empty()) text += ' ' + command.operand;
  text += '\n';
  if (&command == &table.grade) text += "       pinko-check COMMAND [OPTION...]\n";
  return text;
}

std::string titled(std::string_view title, const Columns& columns) {
  return '\n' + std::string(title) + ":\n" + columns.text();
}

}  // namespace

std::string help_text(const CommandTable& table, std::string_view command, std::size_t width) {
  const CommandRow& row = *table.find(command);
  const bool program = &row == &table.grade;
  std::string text = usage(table, row) + '\n';
  text += paragraph(program ? kPurpose : row.words + '.', width);
  if (program) {
    Columns columns(width);
    columns.add("TASK", "task0 to task6, or all (the default)");
    for (const CommandRow& other : table.commands)
      columns.add(other.name, other.words);
    text += titled("Tasks and commands", columns);
  }
  for (const OptionGroup& group : row.groups) {
    Columns columns(width);
    std::vector<std::string> terms;
    for (const OptionRow& option : group.rows)
      terms.push_back(option.shown());
    for (std::size_t i = 0; i < terms.size(); ++i)
      columns.add(terms[i], group.rows[i].words);
    text += titled(group.title, columns);
  }
  if (!program) return text;
  Columns shown(width, kWidestExample);
  for (const TextRow& example : examples())
    shown.add(example.term, example.words);
  text += titled("Examples", shown);
  Columns codes(width);
  for (const TextRow& code : exit_codes())
    codes.add(code.term, code.words);
  return text + titled("Exit codes", codes);
}

}  // namespace pinko::app

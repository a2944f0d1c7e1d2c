#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What the command line takes, as data. It is recorded while CLI11 is told of it, and --help, the
/// shells' completion and the manual are made from it, so that none of them can lag behind.
namespace pinko::app {

struct OptionRow {
  std::string names;  ///< "-q,--quiet"
  std::string value;  ///< what it takes, such as "DIR"; empty: nothing
  std::string words;  ///< what it is for, without a full stop
  bool repeats = false;
  bool may_be_empty = false;

  /// "-q", "--quiet": in the order of `names`.
  [[nodiscard]] std::vector<std::string> spellings() const;
  /// "-q, --quiet" or "--repo DIR".
  [[nodiscard]] std::string shown() const;
};

struct OptionGroup {
  std::string title;
  std::vector<OptionRow> rows;
};

/// A command; the first one, which grades, has no name.
struct CommandRow {
  std::string name;
  std::string operand;  ///< what it takes without a name, such as "CHECK-ID"; empty: nothing
  std::string words;
  std::vector<OptionGroup> groups;

  [[nodiscard]] std::vector<OptionRow> rows() const;
};

struct CommandTable {
  CommandRow grade;
  std::vector<CommandRow> commands;

  [[nodiscard]] const CommandRow* find(std::string_view name) const;
};

/// A word that may stand for a value, and what it means.
struct ValueWord {
  std::string word;
  std::string meaning;
};

/// By the name of a value ("TASK", "ID", "FMT[:FILE]"): the words that can stand there. Values that
/// are files, folders, revisions or numbers have none.
using ValueWords = std::map<std::string, std::vector<ValueWord>>;

/// The tasks, check ids, formats and the rest that this program knows.
[[nodiscard]] ValueWords value_words();

/// What --help prints for a command (the empty name: for the program), in `width` columns.
[[nodiscard]] std::string help_text(const CommandTable& table,
                                    std::string_view command,
                                    std::size_t width);

}  // namespace pinko::app

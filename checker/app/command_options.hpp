#pragma once

#include "checker/app/command_table.hpp"
#include "checker/app/options.hpp"

#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

/// The options of each command, as CLI11 and the table are told of them.
namespace pinko::app {

/// What CLI11 fills in before it is put into Options.
struct Raw {
  Options options;
  std::vector<std::string> tasks;
  std::vector<std::string> formats;
  std::string operand;
  std::string color = "auto";
  long timeout = 900;
  bool quiet = false;
  bool verbose = false;
};

/// True for "task0" to "task6", their numbers, and "all".
[[nodiscard]] bool is_task(const std::string& word);

void add_grading(CLI::App& app, CommandRow& row, Raw& raw);
void add_watching(CLI::App& app, CommandRow& row, Raw& raw);
void add_fixing(CLI::App& app, CommandRow& row, Raw& raw);
/// A command that only shows something.
void add_showing(CLI::App& app, CommandRow& row, Raw& raw);
void add_listing(CLI::App& app, CommandRow& row, Raw& raw);
void add_bare(CLI::App& app, CommandRow& row);
void add_sweeping(CLI::App& app, CommandRow& row, Raw& raw);

/// What was filled in, as the rest of the program reads it.
[[nodiscard]] Options put_together(Raw raw);

}  // namespace pinko::app

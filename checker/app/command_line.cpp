#include "checker/app/command_line.hpp"

#include "checker/app/command_options.hpp"
#include "checker/util/nearest.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace pinko::app {
namespace {

std::string with_guess(std::string message, const std::string& guess) {
  return guess.empty() ? message : std::move(message) + "; did you mean '" + guess + "'?";
}

}  // namespace

class CommandLine::Parser {
 public:
  Parser() {
    cli_.require_subcommand(0, 1);
    cli_.set_version_flag("--version", "");
    add_grading(cli_, table_.grade, raw_);
    table_.grade.groups.back().rows.push_back(
        {.names = "--version", .value = {}, .words = "Print the version"});
    add_commands();
  }

  Outcome read(int argc, const char* const* argv) {
    Outcome outcome;
    try {
      cli_.parse(argc, argv);
      outcome.options = put_together(raw_);
      outcome.message = unknown_task();
      if (!outcome.message.empty()) outcome.kind = Outcome::Kind::wrong;
    } catch (const CLI::CallForHelp&) {
      outcome.kind = Outcome::Kind::help;
    } catch (const CLI::CallForVersion&) {
      outcome.kind = Outcome::Kind::version;
    } catch (const CLI::ParseError& error) {
      outcome.kind = Outcome::Kind::wrong;
      outcome.message = complaint(error);
    }
    if (const CLI::App* app = chosen()) {
      outcome.command = app->get_name();
      outcome.options.command = kinds_.at(outcome.command);
    }
    return outcome;
  }

  [[nodiscard]] const CommandTable& table() const { return table_; }

 private:
  /// A command and its row; `fill` adds what it takes.
  template <class Fill>
  void add(Command kind, const std::string& name, const std::string& words, Fill fill) {
    CommandRow row{.name = name, .operand = {}, .words = words, .groups = {}};
    fill(*cli_.add_subcommand(name, words), row);
    kinds_[name] = kind;
    table_.commands.push_back(std::move(row));
  }

  /// A command that takes one word.
  template <class Fill>
  auto with_operand(const std::string& operand, Fill fill) {
    return [this, operand, fill](CLI::App& app, CommandRow& row) {
      app.add_option(operand, raw_.operand)->required();
      row.operand = operand;
      fill(app, row);
    };
  }

  void add_commands() {
    const auto watching = [this](CLI::App& app, CommandRow& row) { add_watching(app, row, raw_); };
    const auto showing = [this](CLI::App& app, CommandRow& row) { add_showing(app, row, raw_); };
    const auto listing = [this](CLI::App& app, CommandRow& row) { add_listing(app, row, raw_); };
    const auto sweeping = [this](CLI::App& app, CommandRow& row) { add_sweeping(app, row, raw_); };
    add(Command::watch, "watch", "Grade again whenever a file is saved, until Ctrl-C", watching);
    add(Command::list, "list", "Show tasks, checks and points, or the known causes", listing);
    add(Command::explain,
        "explain",
        "Show the page of a check or of a known cause: why, how to fix it, an example",
        with_operand("CHECK-ID", showing));
    add(Command::fix,
        "fix",
        "Mend what needs no thought: line ends, names, leftovers; shows a diff and asks",
        [this](CLI::App& app, CommandRow& row) { add_fixing(app, row, raw_); });
    add(Command::doctor,
        "doctor",
        "Look at engine, Compose, browser, base images, disk and ports",
        showing);
    add(Command::sweep, "sweep", "Remove what killed runs left behind", sweeping);
    add(Command::reference,
        "reference",
        "Run the same stack as C++ servers, without Docker: `reference up`",
        [](CLI::App& app, CommandRow& row) {
          app.set_help_flag();
          app.allow_extras();
          row.operand = "...";
        });
    add(Command::completion,
        "completion",
        "Print what lets a shell complete the words of this program",
        with_operand("SHELL", add_bare));
    add(Command::manual, "man", "Print the manual's page, for `man -l -`", add_bare);
  }

  [[nodiscard]] const CLI::App* chosen() const {
    const std::vector<CLI::App*> parsed = cli_.get_subcommands();
    return parsed.empty() ? nullptr : parsed.front();
  }

  /// What is wrong, led by a word that nobody knows: what stands behind it is often its value, and
  /// would be blamed in its place.
  [[nodiscard]] std::string complaint(const CLI::ParseError& error) const {
    for (const std::string& word : cli_.remaining(true)) {
      if (word.size() > 1 && word.starts_with('-')) return unknown_option(word);
    }
    std::string unknown = unknown_task();
    if (!unknown.empty()) return unknown;
    if (!cli_.remaining(true).empty()) {
      return "'" + cli_.remaining(true).front() + "' is too much";
    }
    for (const OptionRow& option : row_of_chosen().rows()) {
      const std::string name = option.spellings().back();
      const bool lacks = error.get_name() == "ArgumentMismatch" &&
                         std::string_view(error.what()).starts_with(name + ':');
      if (lacks) return "'" + name + "' needs a value: " + option.shown();
    }
    return error.what();
  }

  [[nodiscard]] const CommandRow& row_of_chosen() const {
    return *table_.find(chosen() == nullptr ? "" : chosen()->get_name());
  }

  [[nodiscard]] std::string unknown_option(const std::string& word) const {
    const CommandRow& row = row_of_chosen();
    const std::string name = word.substr(0, word.find('='));
    std::vector<std::string> known;
    for (const OptionRow& option : row.rows()) {
      for (std::string& spelling : option.spellings()) {
        if (spelling.size() > 2) known.push_back(std::move(spelling));
      }
    }
    const std::string of = row.name.empty() ? "" : " of `pinko-check " + row.name + "`";
    return with_guess("there is no option '" + name + "'" + of, nearest(name, known));
  }

  /// About the first word that is no task; empty when all are.
  [[nodiscard]] std::string unknown_task() const {
    const auto word = std::ranges::find_if_not(raw_.tasks, is_task);
    if (word == raw_.tasks.end()) return {};
    std::vector<std::string> known;
    const ValueWords words = value_words();
    for (const ValueWord& task : words.at("TASK"))
      known.push_back(task.word);
    for (const CommandRow& command : table_.commands)
      known.push_back(command.name);
    std::erase(known, *word);
    return with_guess("'" + *word + "' is neither a task (task0 to task6, all) nor a command",
                      nearest(*word, known));
  }

  Raw raw_;
  CLI::App cli_{std::string(), "pinko-check"};
  CommandTable table_;
  std::map<std::string, Command> kinds_;
};

CommandLine::CommandLine()
    : parser_(std::make_unique<Parser>()) {}

CommandLine::~CommandLine() = default;

CommandLine::Outcome CommandLine::read(int argc, const char* const* argv) {
  return parser_->read(argc, argv);
}

const CommandTable& CommandLine::table() const {
  return parser_->table();
}

CommandTable command_table() {
  return CommandLine().table();
}

}  // namespace pinko::app

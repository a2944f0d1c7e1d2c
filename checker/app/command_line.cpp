#include "checker/app/command_line.hpp"

#include "checker/app/command_options.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

namespace pinko::app {
namespace {

std::string named(const std::string& word) {
  return "'" + word + "'";
}

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
      return named(cli_.remaining(true).front()) + " is too much";
    }
    if (error.get_name() == "RequiredError") return lacks_operand();
    if (error.get_name() == "ExcludesError") {
      return "'--from-evidence' grades what was seen before: leave --repo, --commit and --template "
             "out";
    }
    for (const OptionRow& option : row_of_chosen().rows()) {
      const std::string name = option.spellings().back();
      const std::string_view words = error.what();
      if (!words.starts_with(name + ':')) continue;
      if (error.get_name() == "ValidationError") {
        return named(name) + std::string(words.substr(name.size() + 1));
      }
      if (times_given(name) > 1) return named(name) + " is given more than once";
      return named(name) + " needs a value: " + option.shown();
    }
    return error.what();
  }

  [[nodiscard]] std::size_t times_given(const std::string& name) const {
    const CLI::App* command = chosen();
    const CLI::App& app = command == nullptr ? cli_ : *command;
    const CLI::Option* option = app.get_option_no_throw(name);
    return option == nullptr ? 0 : option->count();
  }

  [[nodiscard]] std::string lacks_operand() const {
    const CommandRow& row = row_of_chosen();
    const std::string what = "`pinko-check " + row.name + "` needs a " + row.operand;
    return what + (row.name == "explain" ? ", such as t0-hello: `pinko-check list` shows them all"
                                         : ": bash, zsh or fish");
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
    const ValueWords words = value_words();
    if (std::ranges::find(words.at("ID"), *word, &ValueWord::word) != words.at("ID").end()) {
      return named(*word) + " is a check: `--check " + *word +
             "` grades it, `pinko-check explain " + *word + "` shows its page";
    }
    return with_guess(named(*word) + " is neither a task (task0 to task6, all) nor a command",
                      meant_by(*word, words.at("TASK")));
  }

  /// What was probably meant by a word that is neither task nor command; empty: nobody can tell.
  [[nodiscard]] std::string meant_by(const std::string& word,
                                     const std::vector<ValueWord>& tasks) const {
    std::string lower = to_lower(word);
    if (is_task(lower)) return lower;
    const std::size_t digits = lower.find_first_not_of("0123456789", 4);
    if (lower.starts_with("task") && digits == std::string::npos) return {};
    std::vector<std::string> known;
    for (const OptionRow& option : row_of_chosen().rows()) {
      if (option.spellings().back() == "--" + lower) return "--" + lower;
    }
    std::ranges::transform(tasks, std::back_inserter(known), &ValueWord::word);
    std::ranges::transform(table_.commands, std::back_inserter(known), &CommandRow::name);
    std::erase(known, word);
    return nearest(word, known);
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

#include "checker/app/command_options.hpp"

#include "checker/app/option_checks.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace pinko::app {
namespace {

/// "task6" and "6" are task 6, "all" is every task; -1 for anything else.
int task_number(const std::string& word) {
  std::string digits = word.starts_with("task") ? word.substr(4) : word;
  if (digits.ends_with('/')) digits.pop_back();  // as shells complete a folder's name
  return digits.size() == 1 && digits[0] >= '0' && digits[0] <= '6' ? digits[0] - '0' : -1;
}

Output parse_output(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {.format = text, .file = {}};
  return {.format = text.substr(0, colon), .file = text.substr(colon + 1)};
}

/// Tells CLI11 of an option and writes it into the table, in one step.
class Builder {
 public:
  Builder(CLI::App& app, CommandRow& row)
      : app_(app),
        row_(row) {}

  void group(std::string title) { row_.groups.push_back({.title = std::move(title), .rows = {}}); }

  template <class T>
  CLI::Option* option(OptionRow option, T& target) {
    CLI::Option* added = app_.add_option(option.names, target);
    if (!option.may_be_empty) added->check(not_empty(option.shown()));
    // Else CLI11 takes all words that follow for further values.
    if (option.repeats) added->expected(1)->take_all()->allow_extra_args(false);
    row_.groups.back().rows.push_back(std::move(option));
    return added;
  }

  void flag(OptionRow option, bool& target) {
    app_.add_flag(option.names, target);
    row_.groups.back().rows.push_back(std::move(option));
  }

  void help() {
    app_.set_help_flag("-h,--help");
    row_.groups.back().rows.push_back(
        {.names = "-h,--help", .value = {}, .words = "Print this help"});
  }

 private:
  CLI::App& app_;
  CommandRow& row_;
};

void add_what(Builder& to, Raw& raw) {
  to.group("What to grade");
  to.option({.names = "--repo",
             .value = "DIR",
             .words = "The student's repository (the nearest folder upwards with tasks in it)"},
            raw.options.repo);
  to.option({.names = "--template",
             .value = "DIR",
             .words = "The untouched front end, for where the repository lacks it"},
            raw.options.template_site);
  to.option({.names = "--student",
             .value = "NAME",
             .words = "Whose work it is, for the reports",
             .may_be_empty = true},
            raw.options.student);
  to.option({.names = "--check",
             .value = "ID",
             .words = "Only this check and what it needs; may be repeated",
             .repeats = true},
            raw.options.checks);
}

void add_how(Builder& to, Raw& raw) {
  to.group("How to run it");
  to.option({.names = "--jobs",
             .value = "N",
             .words = "Tasks at the same time, 1 to 64 (as the machine allows)"},
            raw.options.jobs)
      ->check(whole_number(1, 64));
  to.option({.names = "--replicas",
             .value = "N",
             .words = "API servers in task 6's second look, 2 to 20 (5)"},
            raw.options.replicas)
      ->check(whole_number(2, 20));
  to.option({.names = "--timeout",
             .value = "S",
             .words = "Seconds for the run once the base images are there, 10 to 86400 (900)"},
            raw.timeout)
      ->check(whole_number(10, 86400));
}

void add_format(Builder& to, Raw& raw) {
  to.group("What to write");
  to.option({.names = "--format",
             .value = "FMT[:FILE]",
             .words = "Report to write, such as console, json:out.json, junit:out.xml; may be "
                      "repeated (console)",
             .repeats = true},
            raw.formats)
      ->check(format_and_file());
  to.option({.names = "--screenshots",
             .value = "DIR",
             .words = "Write the pages as the browser showed them, as taskN.png"},
            raw.options.screenshots);
}

void add_color(Builder& to, Raw& raw) {
  to.option({.names = "--color", .value = "WHEN", .words = "auto, always or never (auto)"},
            raw.color)
      ->check(when_word());
}

void add_verbosity(Builder& to, Raw& raw) {
  to.flag({.names = "-q,--quiet", .value = {}, .words = "One line a task"}, raw.quiet);
  to.flag({.names = "-v,--verbose",
           .value = {},
           .words = "Passed checks and what programs printed as well"},
          raw.verbose);
}

void add_tasks(CLI::App& app, CommandRow& row, Raw& raw) {
  row.operand = "[TASK...]";
  app.add_option("tasks", raw.tasks);
}

}  // namespace

bool is_task(const std::string& word) {
  return word == "all" || task_number(word) >= 0;
}

void add_grading(CLI::App& app, CommandRow& row, Raw& raw) {
  Builder to(app, row);
  add_tasks(app, row, raw);
  add_what(to, raw);
  to.option({.names = "--commit",
             .value = "REV",
             .words = "Grade a clean export of this commit, not the working tree"},
            raw.options.commit);
  to.option({.names = "--from-evidence",
             .value = "FILE",
             .words = "Grade what was seen before; needs no engine"},
            raw.options.from_evidence)
      ->check(file_to_read())
      ->excludes("--repo")
      ->excludes("--commit")
      ->excludes("--template");
  add_how(to, raw);
  to.flag({.names = "--keep",
           .value = {},
           .words = "Leave containers and images for a look by hand; `pinko-check sweep` removes "
                    "them"},
          raw.options.keep);
  add_format(to, raw);
  to.option({.names = "--keep-evidence",
             .value = "FILE",
             .words = "Write all that was seen, as JSON, for --from-evidence"},
            raw.options.keep_evidence);
  add_verbosity(to, raw);
  add_color(to, raw);
  to.flag({.names = "--exit-zero",
           .value = {},
           .words = "Exit with 0 whatever the verdict, once the reports are written"},
          raw.options.exit_zero);
  to.help();
}

void add_watching(CLI::App& app, CommandRow& row, Raw& raw) {
  Builder to(app, row);
  add_tasks(app, row, raw);
  add_what(to, raw);
  add_how(to, raw);
  add_format(to, raw);
  add_verbosity(to, raw);
  add_color(to, raw);
  to.help();
}

void add_fixing(CLI::App& app, CommandRow& row, Raw& raw) {
  Builder to(app, row);
  add_tasks(app, row, raw);
  to.group("Options");
  to.option({.names = "--repo",
             .value = "DIR",
             .words = "The repository to mend (the nearest folder upwards with tasks in it)"},
            raw.options.repo);
  to.flag({.names = "--dry-run",
           .value = {},
           .words = "Print the changes as a unified diff, and change nothing"},
          raw.options.dry_run);
  to.flag({.names = "-y,--yes", .value = {}, .words = "Change the files without asking"},
          raw.options.yes);
  to.help();
}

void add_showing(CLI::App& app, CommandRow& row, Raw& raw) {
  Builder to(app, row);
  to.group("Options");
  add_color(to, raw);
  to.help();
}

void add_listing(CLI::App& app, CommandRow& row, Raw& raw) {
  Builder to(app, row);
  to.group("Options");
  to.flag({.names = "--causes", .value = {}, .words = "The known causes of failures instead"},
          raw.options.causes);
  to.help();
}

void add_bare(CLI::App& app, CommandRow& row) {
  Builder to(app, row);
  to.group("Options");
  to.help();
}

void add_sweeping(CLI::App& app, CommandRow& row, Raw& raw) {
  Builder to(app, row);
  to.group("Options");
  to.option({.names = "--timeout", .value = "S", .words = "Seconds, 10 to 86400 (900)"},
            raw.timeout)
      ->check(whole_number(10, 86400));
  to.help();
}

Options put_together(Raw raw) {
  Options options = std::move(raw.options);
  const bool all = std::ranges::find(raw.tasks, "all") != raw.tasks.end();
  for (const std::string& word : raw.tasks) {
    if (!all) options.tasks.push_back(task_number(word));
  }
  for (const std::string& text : raw.formats)
    options.outputs.push_back(parse_output(text));
  options.operand = raw.operand;
  options.timeout = std::chrono::seconds(raw.timeout);
  options.verbosity = raw.quiet ? -1 : raw.verbose ? 1 : 0;
  options.color = raw.color == "always"  ? Color::always
                  : raw.color == "never" ? Color::never
                                         : Color::automatic;
  return options;
}

}  // namespace pinko::app

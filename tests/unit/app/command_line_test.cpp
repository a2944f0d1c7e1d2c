#include "checker/app/command_line.hpp"

#include "checker/app/completion.hpp"
#include "checker/app/manual.hpp"
#include "checker/app/outputs.hpp"
#include "checker/report/wrap.hpp"
#include "checker/report/writer.hpp"
#include "checker/util/text.hpp"
#include "tasks/tasks.hpp"
#include "tests/support/catch.hpp"

#include <set>

using namespace pinko;
using namespace pinko::app;
using Kind = CommandLine::Outcome::Kind;

namespace {

CommandLine::Outcome read(std::vector<const char*> words) {
  words.insert(words.begin(), "pinko-check");
  CommandLine line;
  return line.read(static_cast<int>(words.size()), words.data());
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::vector<CommandRow> all_commands(const CommandTable& table) {
  std::vector<CommandRow> commands = table.commands;
  commands.push_back(table.grade);
  return commands;
}

}  // namespace

TEST_CASE("tasks are numbers, all is every task, none is every task") {
  CHECK(read({"task6", "0"}).options.tasks == std::vector<int>{6, 0});
  CHECK(read({"task1", "all"}).options.tasks.empty());
  CHECK(read({}).options.tasks.empty());
  CHECK(read({}).options.command == Command::grade);
}

TEST_CASE("formats carry their file") {
  const Options options = read({"--format", "json:a:b.json", "--format=console"}).options;
  REQUIRE(options.outputs.size() == 2);
  CHECK(options.outputs[0].format == "json");
  CHECK(options.outputs[0].file == "a:b.json");
  CHECK(options.outputs[1].file.empty());
}

TEST_CASE("pictures of the pages are taken where somebody will look at them") {
  CHECK_FALSE(wants_screenshots(read({"task6"}).options));
  CHECK_FALSE(wants_screenshots(read({"--format", "json:x", "--format", "junit:y"}).options));
  CHECK(wants_screenshots(read({"--format", "console", "--format", "html:x"}).options));
  CHECK(wants_screenshots(read({"--screenshots", "pictures"}).options));
  CHECK(wants_screenshots(read({"--keep-evidence", "seen.json"}).options));
}

TEST_CASE("an option that may be repeated takes one value, and leaves the tasks alone") {
  const Options options =
      read({"--format", "json", "task4", "--check", "t4-up", "task5", "--format", "csv"}).options;
  CHECK(options.tasks == std::vector<int>{4, 5});
  CHECK(options.checks == std::vector<std::string>{"t4-up"});
  CHECK(options.outputs.size() == 2);
}

TEST_CASE("behind two dashes all words are tasks") {
  CHECK(read({"--format=json:x", "--", "task4"}).options.tasks == std::vector<int>{4});
  CHECK(read({"--format=json:x", "--", "--keep", "task4"}).kind == Kind::wrong);
  CHECK(read({"--", "watch"}).message ==
        "'watch' is neither a task (task0 to task6, all) nor a command");
}

TEST_CASE("a near miss is answered with what was probably meant") {
  CHECK(holds(read({"tsk6"}).message, "did you mean 'task6'?"));
  CHECK(holds(read({"explan", "t0-hello"}).message, "did you mean 'explain'?"));
  CHECK(holds(read({"task4", "--rpo", "."}).message, "did you mean '--repo'?"));
  CHECK(holds(read({"--formt=json"}).message, "did you mean '--format'?"));
  CHECK(holds(read({"explain", "--colour", "never"}).message, "did you mean '--color'?"));
  CHECK(holds(read({"all", "--exit0"}).message, "there is no option '--exit0'"));
}

TEST_CASE("what is near nothing is answered without a guess") {
  CHECK(!holds(read({"teacher"}).message, "did you mean"));
  CHECK(!holds(read({"--frobnicate"}).message, "did you mean"));
}

TEST_CASE("every wrong use says what is wrong") {
  using Words = std::vector<const char*>;
  for (const Words& words : {Words{"tsk6"},
                             Words{"--nothing"},
                             Words{"list", "extra"},
                             Words{"explain"},
                             Words{"--repo"},
                             Words{"--replicas", "99"},
                             Words{"--jobs", "many"},
                             Words{"--color", "pink"},
                             Words{"--timeout", "1"},
                             Words{"list", "doctor"}}) {
    const CommandLine::Outcome outcome = read(words);
    INFO(words.front() << ": " << outcome.message);
    CHECK(outcome.kind == Kind::wrong);
    CHECK(!outcome.message.empty());
    CHECK(outcome.message.find('\n') == std::string::npos);
  }
  CHECK(read({"--repo"}).message == "'--repo' needs a value: --repo DIR");
}

TEST_CASE("a value that cannot be is answered with those that can") {
  CHECK(read({"--jobs", "0"}).message == "'--jobs' needs a whole number from 1 to 64, not '0'");
  CHECK(read({"--timeout", "1.5"}).message ==
        "'--timeout' needs a whole number from 10 to 86400, not '1.5'");
  CHECK(read({"--color", "pink"}).message == "'--color' needs auto, always or never, not 'pink'");
  CHECK(read({"--from-evidence", "/nowhere"}).message ==
        "'--from-evidence' needs a file; there is no '/nowhere'");
  CHECK(read({"--from-evidence", "/"}).message ==
        "'--from-evidence' needs a file; '/' is a folder");
  for (const char* unused : {"--repo", "--commit", "--template"}) {
    CHECK(read({unused, "x", "--from-evidence", "/dev/null"})
              .message.ends_with("leave --repo, --commit and --template out"));
  }
  CHECK(read({"--commit", "a", "--commit", "b"}).message == "'--commit' is given more than once");
  CHECK(holds(read({"explain"}).message, "needs a CHECK-ID, such as t0-hello"));
  CHECK(holds(read({"completion"}).message, "needs a SHELL: bash, zsh or fish"));
}

TEST_CASE("an unset variable of a script is no value") {
  for (const char* name :
       {"--repo", "--commit", "--template", "--keep-evidence", "--screenshots"}) {
    INFO(name);
    CHECK(holds(read({name, ""}).message, "' needs a value: --"));
    CHECK(read({(std::string(name) + '=').c_str()}).kind == Kind::wrong);
  }
  CHECK(read({"--format", "json:"}).message ==
        "'--format' needs a file behind the colon: json:FILE");
  CHECK(read({"--student", ""}).kind == Kind::options);
}

TEST_CASE("a task may be named as the shell completes its folder") {
  CHECK(read({"task4/", "5"}).options.tasks == std::vector<int>{4, 5});
  CHECK(read({"task7/"}).kind == Kind::wrong);
}

TEST_CASE("what is no task is told apart") {
  CHECK(holds(read({"TASK4"}).message, "did you mean 'task4'?"));
  CHECK(!holds(read({"task7"}).message, "did you mean"));
  CHECK(!holds(read({"task"}).message, "did you mean"));
  CHECK(holds(read({"help"}).message, "did you mean '--help'?"));
  CHECK(holds(read({"t4-up"}).message, "'t4-up' is a check: `--check t4-up` grades it"));
}

TEST_CASE("help is asked for the program or a command") {
  CHECK(read({"--help"}).kind == Kind::help);
  CHECK(read({"--help"}).command.empty());
  CHECK(read({"explain", "-h"}).kind == Kind::help);
  CHECK(read({"explain", "-h"}).command == "explain");
  CHECK(read({"--version"}).kind == Kind::version);
}

TEST_CASE("help fits the terminal and names every option and command") {
  const CommandTable table = command_table();
  for (const std::size_t width : {80, 60}) {
    for (const CommandRow& command : all_commands(table)) {
      const std::string text = help_text(table, command.name, width);
      for (const std::string_view line : split_lines(text)) {
        INFO(line);
        CHECK(report::columns(line) <= width);
      }
      for (const OptionRow& row : command.rows())
        CHECK(holds(text, "\n  " + row.shown()));
    }
  }
  for (const CommandRow& command : table.commands)
    CHECK(holds(help_text(table, "", 80), "\n  " + command.name + ' '));
}

TEST_CASE("options are told in words without a full stop, and once a command") {
  for (const CommandRow& command : all_commands(command_table())) {
    std::set<std::string> seen;
    for (const OptionRow& row : command.rows()) {
      INFO(command.name << ' ' << row.names);
      CHECK(seen.insert(row.names).second);
      CHECK(!row.words.empty());
      CHECK(!row.words.ends_with('.'));
    }
  }
}

TEST_CASE("every value that an option takes is one that the shells know how to offer") {
  const std::set<std::string> free{"DIR", "FILE", "REV", "NAME", "N", "S"};
  const ValueWords words = value_words();
  for (const CommandRow& command : all_commands(command_table())) {
    for (const OptionRow& row : command.rows()) {
      INFO(row.names << ' ' << row.value);
      CHECK((row.value.empty() || free.contains(row.value) || words.contains(row.value)));
    }
  }
}

TEST_CASE("tasks, check ids and formats are all among the words") {
  const ValueWords words = value_words();
  std::size_t checks = 0;
  for (const Task& task : tasks::all_tasks())
    checks += task.checks.size();
  CHECK(words.at("ID").size() == checks);
  CHECK(words.at("TASK").size() == 8);
  CHECK(words.at("FMT[:FILE]").size() == report::all_writers().size());
}

TEST_CASE("the shells' scripts and the manual hold every option, task, check and format") {
  const CommandTable table = command_table();
  const ValueWords words = value_words();
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string script = completion_script(table, words, shell);
    for (const CommandRow& command : all_commands(table)) {
      for (const OptionRow& row : command.rows()) {
        INFO(shell << ' ' << row.names);
        CHECK(holds(script, row.spellings().back().substr(2)));
      }
    }
    for (const auto& [value, all] : words) {
      for (const ValueWord& word : all)
        CHECK(holds(script, word.word));
    }
  }
  CHECK(completion_script(table, words, "tcsh").empty());
  const std::string manual = replace_all(manual_page(table, words, "1.2.3"), "\\-", "-");
  for (const OptionRow& row : table.grade.rows())
    CHECK(holds(manual, row.spellings().back()));
  for (const CommandRow& command : table.commands)
    CHECK(holds(manual, "\n\\fB" + command.name + "\\fR"));
  for (const ValueWord& word : words.at("FMT[:FILE]"))
    CHECK(holds(manual, "\\fB" + word.word + "\\fR"));
  CHECK(holds(manual, "1.2.3"));
}

TEST_CASE("the manual is ASCII, and no text begins a line with a request of roff by chance") {
  const std::string manual = manual_page(command_table(), value_words(), "0");
  const std::set<std::string_view> requests{".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".BR", ".br"};
  for (const std::string_view line : split_lines(manual)) {
    INFO(line);
    for (const char byte : line)
      CHECK(static_cast<unsigned char>(byte) < 0x80);
    if (line.starts_with('.')) CHECK(requests.contains(split(line, ' ').front()));
    CHECK(!line.starts_with('\''));
  }
}

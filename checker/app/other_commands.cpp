#include "checker/app/command_line.hpp"
#include "checker/app/commands.hpp"
#include "checker/app/completion.hpp"
#include "checker/app/exit_codes.hpp"
#include "checker/app/manual.hpp"
#include "checker/app/page.hpp"
#include "checker/app/world.hpp"
#include "checker/causes/causes.hpp"
#include "checker/causes/pages.hpp"
#include "checker/engine/resources.hpp"
#include "checker/plan/plan.hpp"
#include "checker/report/wrap.hpp"
#include "tasks/tasks.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace pinko::app {
namespace {

std::string read_page(int task) {
  std::ifstream file(home_folder() / "tasks" / ("task" + std::to_string(task)) / "README.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string plural(int count, const std::string& noun) {
  return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

/// What the table says of a check: its worth, and what has to pass before it.
std::string facts_of(const Task& task, const std::string& id) {
  const auto check =
      std::ranges::find_if(task.checks, [&id](const Check& one) { return one.text.id == id; });
  if (check == task.checks.end()) return {};
  const std::string needs(check->text.needs);
  return plural(check->text.points, "point") + " of the " + std::to_string(task.points) +
         " of task " + std::to_string(task.number) +
         (needs.empty() ? "." : "; looked at once " + needs + " passes.");
}

/// `  t0-hello   3  The title`: folded on a terminal, else one line that can be searched.
std::string list_line(const CheckText& check, std::size_t id_width, const Terminal& terminal) {
  std::string text = "  " + report::padded(check.id, id_width) +
                     (check.points < 10 ? "   " : "  ") + std::to_string(check.points) + "  ";
  const std::size_t column = text.size();
  if (!terminal.is_terminal) return text.append(check.title) + '\n';
  std::string lead = text;
  text.clear();
  for (const std::string& part :
       report::fold(check.title, static_cast<std::size_t>(terminal.width) - column)) {
    text.append(lead).append(part) += '\n';
    lead.assign(column, ' ');
  }
  return text;
}

int list_causes() {
  std::size_t width = 0;
  for (const Cause& cause : causes::all_causes())
    width = std::max(width, cause.id.size());
  for (const Cause& cause : causes::all_causes()) {
    const std::string id(cause.id);
    std::cout << id << std::string(width - id.size() + 2, ' ') << cause.title << '\n';
  }
  std::cout << '\n'
            << plural(static_cast<int>(causes::all_causes().size()), "known cause")
            << ". `pinko-check explain CAUSE-ID` says more about one.\n";
  return 0;
}

void show(const std::string& page, const Options& options) {
  const Terminal terminal = ask_terminal(STDOUT_FILENO, options.color);
  std::cout << render_page(page, static_cast<std::size_t>(terminal.width), terminal.color);
}

}  // namespace

int list_command(const Options& options) {
  if (options.causes) return list_causes();
  const Terminal terminal = ask_terminal(STDOUT_FILENO, Color::never);
  int total = 0;
  for (const Task& task : tasks::all_tasks()) {
    std::cout << "task" << task.number << "  " << task.title << "  ("
              << plural(task.points, "point") << ")\n";
    std::size_t width = 0;
    for (const Check& check : task.checks)
      width = std::max(width, check.text.id.size());
    for (const Check& check : task.checks)
      std::cout << list_line(check.text, width, terminal);
    std::cout << '\n';
    total += task.points;
  }
  std::cout << plural(total, "point")
            << " in all. `pinko-check explain CHECK-ID` says more about a check.\n";
  return 0;
}

int explain_command(const Options& options) {
  const std::string& id = options.operand;
  for (const Task& task : tasks::all_tasks()) {
    const std::string section = find_section(read_page(task.number), id);
    if (section.empty()) continue;
    std::string page = section + '\n' + facts_of(task, id);
    if (section.find("```sh") != std::string::npos) {
      page += " Type its commands in the folder task" + std::to_string(task.number) + '.';
    }
    show(page + '\n', options);
    return 0;
  }
  if (const Cause* cause = causes::find_cause(id)) {
    show(causes::page_of(*cause), options);
    return 0;
  }
  const auto plan = plan::make_plan(tasks::all_tasks(), {.tasks = {}, .checks = {id}});
  std::cerr << "pinko-check: "
            << (plan ? "the page of '" + id + "' is missing below " + home_folder().string()
                     : plan.error().message)
            << '\n';
  return kUsage;
}

int completion_command(const Options& options) {
  const std::string script = completion_script(command_table(), value_words(), options.operand);
  if (script.empty()) {
    std::cerr << "pinko-check: there is no completion for '" << options.operand
              << "'; there is one for bash, zsh and fish\n";
    return kUsage;
  }
  std::cout << script;
  return 0;
}

int manual_command(const std::string& version) {
  std::cout << manual_page(command_table(), value_words(), version);
  return 0;
}

int sweep_command(const Options& options, Session& session, const std::stop_token& stop) {
  TerminalProgress progress(ask_terminal(STDERR_FILENO, options.color), options.verbosity);
  World world(session, progress, stop, Deadline::in(options.timeout));
  world.open();
  session.sweep_machine(progress);
  if (!world.engine()) {
    std::cerr << "pinko-check: " << world.engine().error().message << '\n';
    return kInfrastructure;
  }
  const auto swept =
      engine::sweep(*world.engine().value(), progress, Deadline::in(options.timeout));
  if (!swept) {
    std::cerr << "pinko-check: " << swept.error().message << '\n';
    return kInfrastructure;
  }
  std::cout << "removed " << plural(swept->containers, "container") << ", "
            << plural(swept->networks, "network") << ", " << plural(swept->volumes, "volume")
            << ", " << plural(swept->images, "image") << '\n';
  if (swept->refused == 0) return 0;
  std::cerr << "pinko-check: " << plural(swept->refused, "object")
            << " could not be removed; try again once nobody uses them\n";
  return kInfrastructure;
}

int reference_command(const Options& options) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string program = (self.parent_path() / "pinko-reference").string();
  std::vector<std::string> words{program};
  words.insert(words.end(), options.rest.begin(), options.rest.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  std::cerr << "pinko-check: start " << program << ": " << std::generic_category().message(errno)
            << "; build it with `cmake --build build`\n";
  return kInfrastructure;
}

}  // namespace pinko::app

#include "checker/app/options.hpp"

#include "checker/app/command_line.hpp"
#include "checker/app/exit_codes.hpp"
#include "checker/app/terminal.hpp"

#include <iostream>
#include <string_view>
#include <unistd.h>

namespace pinko::app {
namespace {

/// `reference` hands its arguments on untouched, so CLI11 never sees them.
bool is_reference(int argc, char** argv) {
  return argc > 1 && std::string_view(argv[1]) == "reference";
}

Options finished(int exit_code) {
  Options options;
  options.command = Command::done;
  options.exit_code = exit_code;
  return options;
}

}  // namespace

Options read_options(int argc, char** argv, const std::string& version) {
  if (is_reference(argc, argv)) {
    Options options;
    options.command = Command::reference;
    options.rest.assign(argv + 2, argv + argc);
    return options;
  }
  CommandLine line;
  CommandLine::Outcome outcome = line.read(argc, argv);
  switch (outcome.kind) {
    case CommandLine::Outcome::Kind::options:
      return std::move(outcome.options);
    case CommandLine::Outcome::Kind::help: {
      const Terminal terminal = ask_terminal(STDOUT_FILENO, Color::never);
      std::cout << help_text(
          line.table(), outcome.command, static_cast<std::size_t>(terminal.width));
      return finished(0);
    }
    case CommandLine::Outcome::Kind::version:
      std::cout << "pinko-check " << version << '\n';
      return finished(0);
    case CommandLine::Outcome::Kind::wrong:
      break;
  }
  const std::string help = outcome.command.empty() ? "" : outcome.command + ' ';
  std::cerr << "pinko-check: " << outcome.message << "\n`pinko-check " << help
            << "--help` shows what there is.\n";
  return finished(kUsage);
}

}  // namespace pinko::app

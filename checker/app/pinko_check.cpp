#include "checker/app/commands.hpp"
#include "checker/app/exit_codes.hpp"
#include "checker/app/interrupt.hpp"
#include "checker/app/options.hpp"
#include "checker/app/outputs.hpp"
#include "checker/app/session.hpp"
#include "checker/app/watchdog.hpp"
#include "checker/util/run_folder.hpp"

#include <exception>
#include <iostream>

namespace {

/// The commands that start something; an interruption stops it and lets it clean up.
int run_watched(const pinko::app::Options& options) {
  using pinko::app::Command;
  pinko::app::Session session;
  const bool watching = options.command == Command::watch;
  pinko::app::InterruptWatch watch(watching ? "ending; what was started is removed"
                                            : "interrupted; removing what was started");
  int code = pinko::app::kInfrastructure;
  if (options.command == Command::grade)
    code = grade_command(options, PINKO_VERSION, session, watch.token());
  if (watching) code = watch_command(options, PINKO_VERSION, session, watch.token());
  if (options.command == Command::doctor) code = doctor_command(options, session, watch.token());
  if (options.command == Command::sweep) code = sweep_command(options, session, watch.token());
  return watch.signal() == 0 ? code : 128 + watch.signal();
}

int dispatch(const pinko::app::Options& options) {
  using pinko::app::Command;
  switch (options.command) {
    case Command::list:
      return list_command(options);
    case Command::explain:
      return explain_command(options);
    case Command::fix:
      return fix_command(options);
    case Command::completion:
      return completion_command(options);
    case Command::manual:
      return pinko::app::manual_command(PINKO_VERSION);
    case Command::reference:
      return reference_command(options);
    case Command::done:
      return options.exit_code;
    case Command::grade:
    case Command::watch:
    case Command::doctor:
    case Command::sweep:
      return run_watched(options);
  }
  return pinko::app::kInfrastructure;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc > 1 && argv[1] == pinko::app::kWatchdogWord)
      return pinko::app::be_watchdog(argc, argv);
    return pinko::app::after_printing(
        dispatch(pinko::app::read_options(argc, argv, PINKO_VERSION)));
  } catch (const pinko::NoTemporaryFolder& problem) {
    std::cerr << "pinko-check: " << problem.what() << '\n';
    return pinko::app::kInfrastructure;
  } catch (const std::exception& problem) {
    std::cerr << "pinko-check: " << problem.what()
              << "; this is a fault of the checker, not of the submission\n";
    return pinko::app::kInfrastructure;
  }
}

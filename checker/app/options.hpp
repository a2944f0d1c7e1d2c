#pragma once

#include "checker/core/result.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace pinko::app {

enum class Command {
  grade,
  watch,
  list,
  explain,
  fix,
  doctor,
  sweep,
  reference,
  completion,
  manual,
  done,
};

enum class Color { automatic, always, never };

/// A report to write: `json:out.json`; without a file it goes to standard output.
struct Output {
  std::string format;
  std::string file;
};

/// The command line, read and checked, with nothing looked up yet.
struct Options {
  Command command = Command::grade;
  std::vector<int> tasks;           ///< empty: all
  std::vector<std::string> checks;  ///< --check
  std::string repo;                 ///< --repo; empty: the nearest folder upwards
  std::string commit;
  std::string template_site;
  std::string student;          ///< whom reports name
  std::string screenshots;      ///< --screenshots: the folder for taskN.png
  std::vector<Output> outputs;  ///< empty: console to standard output
  int replicas = 0;  ///< --replicas: how many in the second look of task 6; 0: the exercise's own 5
  int jobs = 0;      ///< tasks side by side; 0: as the machine allows
  bool keep = false;
  std::string keep_evidence;
  std::string from_evidence;
  std::chrono::seconds timeout{900};  ///< for the whole run
  int verbosity = 0;                  ///< -1 quiet, 0, 1 verbose
  Color color = Color::automatic;
  bool exit_zero = false;
  bool dry_run = false;           ///< of `fix`: show, and change nothing
  bool yes = false;               ///< of `fix`: do not ask
  bool causes = false;            ///< `list --causes`
  std::string operand;            ///< the check to explain, the shell to complete for
  std::vector<std::string> rest;  ///< of `reference`: passed on as they are
  int exit_code = 0;              ///< of `done`
};

/// Reads the command line. `done` means that help or the version was printed, or that it was wrong
/// and was said so.
[[nodiscard]] Options read_options(int argc, char** argv, const std::string& version);

}  // namespace pinko::app

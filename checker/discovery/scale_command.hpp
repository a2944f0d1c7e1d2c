#pragma once

#include "checker/core/location.hpp"
#include "checker/discovery/source_text.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The command of `2-api-servers.txt` (task 6). The text is parsed; it never meets a shell.
namespace pinko::discovery {

/// What keeps the text from being the command that was asked for.
enum class ScaleFault {
  empty,             ///< nothing but blanks and comments
  utf16,             ///< no shell could read the file
  prose,             ///< not a Compose command at all
  misspelt,          ///< the program's name has a typing mistake
  several_commands,  ///< more than one, also by && ; |
  redirection,       ///< a command that writes a file, such as echo "…" > 2-api-servers.txt
  unfinished_quote,
  unknown_option,  ///< Compose would refuse it
  missing_value,   ///< an option at the end that needs a value
  no_up,           ///< another subcommand, or none
  no_scale,        ///< up without --scale
  wrong_service,   ///< scales another service
  wrong_number,    ///< scales to another number, or to none
  left_out,        ///< names services to start, and not all that are needed
};

[[nodiscard]] std::string_view name_of(ScaleFault fault);

struct ScaleProblem {
  ScaleFault fault = ScaleFault::empty;
  std::string message;  ///< what is there, for a student to read
  Location where;
};

/// One `--scale service=number`.
struct ScaleOption {
  std::string service;
  std::string number;  ///< as written
  Location where;
};

/// What is asked for.
struct ScaleDemand {
  std::string_view service = "back-end";
  int number = 2;
};

struct ScaleCommand {
  TextFacts text;
  std::string command;      ///< the command's line as written, decoded, without blanks at its ends
  Location where;           ///< of the command
  bool compose_v2 = false;  ///< `docker compose`
  std::vector<std::string> files;     ///< -f
  std::vector<std::string> profiles;  ///< --profile
  std::string project;                ///< -p
  std::string project_directory;
  std::vector<std::string> env_files;
  std::vector<ScaleOption> scales;     ///< in order; the last of a service counts
  std::vector<std::string> services;   ///< named behind the options: only these are started
  std::vector<std::string> variables;  ///< assignments before the command
  bool detached = false;
  bool build = false;
  bool no_deps = false;
  bool sudo = false;

  std::vector<ScaleProblem> problems;  ///< the first is the one to mend
  bool right = false;                  ///< does what is asked for
  bool canonical = false;  ///< byte for byte `docker-compose up --scale back-end=2` and a newline
  std::vector<std::string> differences;  ///< from the canonical text, when it is right
};

/// Never fails. The final newline is a demand of its own: see `text.no_final_newline`.
[[nodiscard]] ScaleCommand parse_scale_command(std::string_view bytes,
                                               std::string_view path = {},
                                               const ScaleDemand& demand = {});

}  // namespace pinko::discovery

#pragma once

#include "checker/core/location.hpp"
#include "checker/discovery/dockerfile.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::discovery {

/// Variables of a shell, or those that a Dockerfile gives to it.
using ShellVariables = std::map<std::string, std::string>;

/// One simple command of a shell line, its words as the program would get them. Variables whose
/// values are told, or stand in the text itself, are put in, and a loop over words is unrolled;
/// other variables and globs stay as written: nothing is run.
struct ShellCommand {
  std::vector<std::string> words;        ///< without assignments, sudo, env, redirections, keywords
  std::vector<std::string> assignments;  ///< "DEBIAN_FRONTEND=noninteractive"
  bool sudo = false;
  bool redirected = false;  ///< its output goes to a file
  char joined_by = ';';     ///< to the command before it: ';', '&' (&&), '|' (pipe), 'o' (||)
  Location where;
};

/// The commands of a RUN, CMD or ENTRYPOINT: shell and exec form, here-documents, `sh -c "…"`.
[[nodiscard]] std::vector<ShellCommand> shell_commands(const Instruction& instruction,
                                                       const ShellVariables& variables = {});

/// The commands of a text of its own; places count from its first byte as 1:1.
[[nodiscard]] std::vector<ShellCommand> shell_commands(std::string_view text,
                                                       const ShellVariables& variables = {});

/// The name of the program without its folder: "/usr/bin/apt-get" is "apt-get".
[[nodiscard]] std::string program_of(const ShellCommand& command);

/// apt-get, apt or aptitude, wherever its options stand.
struct AptCall {
  std::string program;                ///< "apt-get", "apt"
  std::string verb;                   ///< "update", "upgrade", "install"; empty when there is none
  bool assume_yes = false;            ///< -y, -qy, --yes, --assume-yes, -qq
  std::vector<std::string> packages;  ///< without versions: "python3"
};
[[nodiscard]] std::optional<AptCall> as_apt(const ShellCommand& command);

/// pip by any name: pip, pip3, pip3.12, python3 -m pip, /venv/bin/pip.
struct PipCall {
  std::string verb;                   ///< "install"; the first word that is no option
  std::vector<std::string> packages;  ///< lower case, '_' as '-', without versions: "flask-cors"
  std::vector<std::string> requirements;  ///< files of -r
  bool break_system_packages = false;
};
[[nodiscard]] std::optional<PipCall> as_pip(const ShellCommand& command);

/// Words of one line by a POSIX shell's quoting alone; operators are not known here. Nothing when a
/// quote is not closed.
struct Word {
  std::string text;
  std::size_t offset = 0;  ///< of its first byte in the line
  bool quoted = false;     ///< any of it was quoted or escaped
};
[[nodiscard]] std::optional<std::vector<Word>> split_words(std::string_view line);

}  // namespace pinko::discovery

#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/command_runner.hpp"
#include "checker/util/deadline.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pinko::engine {

/// The Compose that is there.
struct ComposeProgram {
  std::vector<std::string> argv = {};  ///< {"docker", "compose"} or {"docker-compose"}
  std::string version = {};            ///< "2.26.1"
  int major = 2;
  bool confirmed = true;  ///< it said so itself; else it is what its own script says
  std::vector<std::pair<std::string, std::string>> environment =
      {};  ///< that it starts faster with
};

/// Finds Compose v2 as a plugin or a program of its own, else v1. Error `engine` when there is
/// none.
/// Compose v1 loads all of Python before it says a word, so where its script names its version that
/// is taken for the time being; a refusal of such a program counts once it is confirmed.
[[nodiscard]] Result<ComposeProgram> find_compose(CommandRunner& runner, Deadline deadline);

/// Asks a program that was not asked yet. Error `engine` when it does not run, `timeout` when it
/// had no time to answer.
[[nodiscard]] Status confirm_compose(CommandRunner& runner,
                                     const ComposeProgram& program,
                                     Deadline deadline);

/// The version of Compose v1 that the script `docker-compose` of a Python package names; empty when
/// it is no such script.
[[nodiscard]] std::string version_in_script(std::string_view script);

/// True when a program named so ("python3.11") has a module `distutils` of its own, as Python had
/// before 3.12.
[[nodiscard]] bool has_own_distutils(std::string_view interpreter);

}  // namespace pinko::engine

#pragma once

#include "checker/app/options.hpp"

namespace pinko::app {

/// What a stream can show.
struct Terminal {
  bool is_terminal = false;
  bool color = false;
  int width = 80;
};

/// Asks a descriptor, NO_COLOR and CLICOLOR_FORCE (no-color.org, bixense.com/clicolors), and the
/// user's --color.
[[nodiscard]] Terminal ask_terminal(int descriptor, Color wish);

/// True in a step of a GitHub workflow, which obeys what is printed (GITHUB_ACTIONS).
[[nodiscard]] bool in_workflow();

}  // namespace pinko::app

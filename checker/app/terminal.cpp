#include "checker/app/terminal.hpp"

#include "checker/util/environment.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace pinko::app {
namespace {}  // namespace

Terminal ask_terminal(int descriptor, Color wish) {
  Terminal terminal;
  // A dumb one cannot move its cursor either.
  terminal.is_terminal = isatty(descriptor) == 1 && environment_variable("TERM") != "dumb";
  winsize size{};
  if (terminal.is_terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    terminal.width = std::min<int>(size.ws_col, 100);
  }
  if (wish != Color::automatic) {
    terminal.color = wish == Color::always;
  } else if (!environment_variable("NO_COLOR").empty()) {
    terminal.color = false;
  } else {
    const std::string force = environment_variable("CLICOLOR_FORCE");
    terminal.color = terminal.is_terminal || (!force.empty() && force != "0");
  }
  return terminal;
}

bool in_workflow() {
  return environment_variable("GITHUB_ACTIONS") == "true";
}

}  // namespace pinko::app

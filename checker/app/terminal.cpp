#include "checker/app/terminal.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace pinko::app {
namespace {

std::string_view from_environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread starts
  return value == nullptr ? std::string_view() : value;
}

}  // namespace

Terminal ask_terminal(int descriptor, Color wish) {
  Terminal terminal;
  // A dumb one cannot move its cursor either.
  terminal.is_terminal = isatty(descriptor) == 1 && from_environment("TERM") != "dumb";
  winsize size{};
  if (terminal.is_terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    terminal.width = std::min<int>(size.ws_col, 100);
  }
  if (wish != Color::automatic) {
    terminal.color = wish == Color::always;
  } else if (!from_environment("NO_COLOR").empty()) {
    terminal.color = false;
  } else {
    const std::string_view force = from_environment("CLICOLOR_FORCE");
    terminal.color = terminal.is_terminal || (!force.empty() && force != "0");
  }
  return terminal;
}

bool in_workflow() {
  return from_environment("GITHUB_ACTIONS") == "true";
}

}  // namespace pinko::app

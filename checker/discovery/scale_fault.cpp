#include "checker/discovery/scale_command.hpp"

namespace pinko::discovery {

std::string_view name_of(ScaleFault fault) {
  switch (fault) {
    case ScaleFault::empty:
      return "empty";
    case ScaleFault::utf16:
      return "utf16";
    case ScaleFault::prose:
      return "prose";
    case ScaleFault::misspelt:
      return "misspelt";
    case ScaleFault::several_commands:
      return "several_commands";
    case ScaleFault::redirection:
      return "redirection";
    case ScaleFault::unfinished_quote:
      return "unfinished_quote";
    case ScaleFault::unknown_option:
      return "unknown_option";
    case ScaleFault::missing_value:
      return "missing_value";
    case ScaleFault::no_up:
      return "no_up";
    case ScaleFault::no_scale:
      return "no_scale";
    case ScaleFault::wrong_service:
      return "wrong_service";
    case ScaleFault::wrong_number:
      return "wrong_number";
    case ScaleFault::left_out:
      return "left_out";
  }
  return "";
}

}  // namespace pinko::discovery

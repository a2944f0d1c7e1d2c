#pragma once

#include "checker/core/location.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::causes {

/// A route's path, as its decorator writes it.
struct FlaskRoute {
  std::string path;
  Location where;  ///< of the text between the quotes
};

/// What a Flask program says of itself, as far as it is written out in plain literals.
struct FlaskFacts {
  bool runs = false;  ///< it has exactly one call of app.run, whose host and port are literals
  std::string host;   ///< "127.0.0.1" where none is given
  std::uint16_t port = 5000;
  Location run_place;         ///< of `app.run(…)`
  Location host_place;        ///< of the host's text; of the call where none is given
  Location port_place;        ///< the same for the port
  bool routes_known = false;  ///< every route is a literal of a decorator
  std::vector<FlaskRoute> routes;
};

/// Never fails; what is computed by the program is left unknown.
[[nodiscard]] FlaskFacts read_flask(std::string_view text, std::string_view path);

/// A program's text, its comments and the insides of its strings turned into blanks.
[[nodiscard]] std::string code_without_texts(std::string_view text);

/// `app.run(…)` with host 0.0.0.0 and this port; its other arguments stay as they are. The line as
/// it is where it holds no such call.
[[nodiscard]] std::string corrected_run(std::string_view line, std::uint16_t port);

}  // namespace pinko::causes

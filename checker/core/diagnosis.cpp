#include "checker/core/diagnosis.hpp"

#include <algorithm>

namespace pinko {

Placement in_place_of(const Location& lines) {
  Placement placement{.how = Placing::replace, .at = lines};
  placement.at.end_line = std::max(lines.line, lines.end_line);
  return placement;
}

Placement above(const Location& line) {
  return {.how = Placing::above, .at = line};
}

Placement below(const Location& line) {
  return {.how = Placing::below, .at = line};
}

Placement resolved(Placement placement, const Location& first) {
  if (!placement.at.path.empty()) return placement;
  return {.how = placement.how,
          .at = {.path = first.path, .line = first.line, .end_line = first.line}};
}

}  // namespace pinko

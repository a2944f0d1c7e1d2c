#include "checker/discovery/script_places.hpp"

#include <algorithm>

namespace pinko::discovery {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

Location place_in(const LineIndex& index,
                  const Location& start,
                  std::size_t begin,
                  std::size_t end) {
  Location place = index.span(begin, end);
  const auto shift = [&](int& line, int& column) {
    if (line == 1) column += std::max(start.column, 1) - 1;
    line += std::max(start.line, 1) - 1;
  };
  shift(place.line, place.column);
  shift(place.end_line, place.end_column);
  place.path = start.path;
  return place;
}

}  // namespace pinko::discovery

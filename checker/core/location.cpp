#include "checker/core/location.hpp"

namespace pinko {

std::string to_string(const Location& where) {
  std::string text = where.path;
  if (where.line > 0) {
    text += ':' + std::to_string(where.line);
    if (where.column > 0) text += ':' + std::to_string(where.column);
  }
  return text;
}

}  // namespace pinko

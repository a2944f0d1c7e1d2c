#pragma once

#include "checker/core/location.hpp"
#include "checker/core/sources.hpp"

#include <string>
#include <vector>

namespace pinko {

/// Lines of a file of the submission around a place.
struct Excerpt {
  int first_line = 0;              ///< of `lines`, from 1; 0: there is no excerpt
  std::vector<std::string> lines;  ///< without line ends, capped
};

/// Columns of a place in UTF-16 code units, as SARIF and editors' protocols count them; 0: not
/// known.
struct Columns {
  int start = 0;
  int end = 0;  ///< one past the last unit
};

/// The lines around a place, where the file was read and the place has a line.
[[nodiscard]] Excerpt excerpt_of(const Sources& sources, const Location& where);

/// A place's columns in UTF-16 code units, where the file was read and the place has columns.
[[nodiscard]] Columns utf16_columns(const Sources& sources, const Location& where);

}  // namespace pinko

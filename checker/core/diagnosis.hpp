#pragma once

#include "checker/core/location.hpp"

#include <string>
#include <vector>

namespace pinko {

/// How corrected lines get into their file.
enum class Placing {
  replace,  ///< they take the place of the lines that are there
  above,    ///< they become new lines above the one named
  below,
};

/// Where corrected lines belong. Without a path: in place of the first line of the first place.
struct Placement {
  Placing how = Placing::replace;
  Location at = {};  ///< replace: all its lines; without a line: somewhere in that file
};

/// In place of a whole section: an instruction with all of its lines, a key with what is below it.
[[nodiscard]] Placement in_place_of(const Location& lines);
[[nodiscard]] Placement above(const Location& line);
[[nodiscard]] Placement below(const Location& line);

/// With the path filled in: where `first` is the place to mend.
[[nodiscard]] Placement resolved(Placement placement, const Location& first);

/// Why something is as it is in one submission. What is empty is filled from the cause's row, or
/// left as the finding has it.
struct Diagnosis {
  std::string cause_id;         ///< of the table of causes
  std::string sentence;         ///< for the student, no full stop
  std::vector<Location> where;  ///< the place to mend, then the other end where two disagree
  std::string step;             ///< what to do, a sentence
  std::string corrected;        ///< lines as they should be
  Placement placement = {};     ///< of these lines
};

}  // namespace pinko

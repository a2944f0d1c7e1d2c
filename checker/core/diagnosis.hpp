#pragma once

#include "checker/core/location.hpp"

#include <string>
#include <vector>

namespace pinko {

/// Why something is as it is in one submission. What is empty is filled from the cause's row, or
/// left as the finding has it.
struct Diagnosis {
  std::string cause_id;         ///< of the table of causes
  std::string sentence;         ///< for the student, no full stop
  std::vector<Location> where;  ///< the place to mend, then the other end where two disagree
  std::string step;             ///< what to do, a sentence
  std::string corrected;        ///< what the lines of the first place should say
};

}  // namespace pinko

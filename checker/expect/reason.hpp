#pragma once

#include "checker/core/check.hpp"

#include <string>
#include <vector>

namespace pinko::expect {

struct Message;

/// Why something is not as demanded, in a student's words. Empty where nothing is recognised.
struct Reason {
  std::string id;     ///< of the table of causes
  std::string cause;  ///< in one sentence, no full stop
  std::string hint = {};
  std::vector<Location> where = {};
  std::vector<std::string> follows = {};  ///< as in Finding
  Particulars particulars = {};           ///< what the sentence names, as values
  std::string corrected = {};             ///< lines as they should be
  Placement placement = {};               ///< of these lines

  [[nodiscard]] bool empty() const { return cause.empty(); }
};

/// What another program's message means, as its row says.
[[nodiscard]] Reason reason_of(const Message& message);

/// Puts a reason into a finding; its places only where it has some. An empty one changes nothing.
void explain(Finding& finding, Reason reason);

}  // namespace pinko::expect

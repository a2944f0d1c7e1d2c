#pragma once

#include <string>

namespace pinko::test {

/// The text of tests/approved/<name>, after comparing: equal to `text`, or, with PINKO_APPROVE=1 in
/// the environment, replaced by it. Where they differ, what was received is put beside the build,
/// and the result says how to look at it.
struct Approval {
  bool equal = false;
  std::string message;
};

[[nodiscard]] Approval approve(const std::string& name, const std::string& text);

}  // namespace pinko::test

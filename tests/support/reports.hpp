#pragma once

#include "checker/core/report.hpp"

#include <string>
#include <vector>

/// Self-made reports that the tests of all formats share.
namespace pinko::test {

struct NamedReport {
  std::string name;
  Report report;
};

[[nodiscard]] Report passed_report();
[[nodiscard]] Report failed_report();   ///< a gitlink, what waits for it, a build that failed
[[nodiscard]] Report errored_report();  ///< a mirror that did not answer
[[nodiscard]] Report refused_report();
[[nodiscard]] Report hostile_report();  ///< every text tries to break out of its format

/// All of them, by the names that their golden files have.
[[nodiscard]] std::vector<NamedReport> all_reports();

}  // namespace pinko::test

#pragma once

#include "checker/core/evidence.hpp"
#include "checker/core/report.hpp"

#include <string>
#include <string_view>

namespace pinko::test {

/// What is seen of the model solution of a task when all is well.
[[nodiscard]] TaskEvidence good_evidence(int task);

/// Grades a whole task by its own table.
[[nodiscard]] TaskReport graded(int task, const TaskEvidence& evidence);

/// The verdict of a check. Throws when the report lacks it.
[[nodiscard]] const Verdict& verdict(const TaskReport& report, std::string_view id);

/// "t3-cors failed, t3-browser waits for t3-cors": all that did not pass, in the table's order.
[[nodiscard]] std::string story(const TaskReport& report);

/// What was seen by a probe, to change it. Throws when it is not there.
template <class P>
typename P::Seen& seen(TaskEvidence& evidence, const P& probe) {
  return std::get<typename P::Seen>(std::get<Observation>(evidence.sights.at(describe(probe))));
}

}  // namespace pinko::test

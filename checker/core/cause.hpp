#pragma once

#include "checker/core/check.hpp"
#include "checker/core/diagnosis.hpp"
#include "checker/core/evidence.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pinko {

/// A task's files as the causes read them, once for all of its checks. What is in it is known to
/// the causes alone (`causes/reading.hpp`).
struct TaskReading;

/// A check that failed, with all that may tell why.
struct Case {
  int task = 0;
  std::string_view check;  ///< "t5-api-hello"
  const Observation& seen;
  const Finding& finding;
  const TaskEvidence& evidence;          ///< of the whole task
  const TaskReading* reading = nullptr;  ///< of its files; null where `Knowledge` has no `read`
  const Sources* before = nullptr;       ///< the task before this one, where its files were read
};

/// One known cause of failures: a row of a table.
struct Cause {
  std::string_view id;         ///< kebab-case; also the heading of the student's page
  std::string_view title;      ///< what is so, as a sentence without full stop
  std::string_view direction;  ///< the first hint: which way to look, without the answer
  std::string_view step;       ///< what to do, where the recogniser has nothing more exact
  /// Pure. Nothing unless the case certainly has this cause.
  std::optional<Diagnosis> (*recognise)(const Case&, const Cause&) = nullptr;
};

/// All that is known of why checks fail; a grade without it says what was seen and no more.
struct Knowledge {
  std::span<const Cause> causes;  ///< the first that recognises a case names it
  /// Reads a task's files, which have to outlive what is made of them.
  std::shared_ptr<const TaskReading> (*read)(int task, const Sources&) = nullptr;
  /// Two files that do not fit together, where that is why a check failed; asked before the rows.
  std::optional<Diagnosis> (*edge)(const Case&) = nullptr;
  /// What the task before had and this one lost, one note each; where a cause was found, around its
  /// place, which is empty otherwise.
  std::vector<std::string> (*lost)(const Case&, const Location& place) = nullptr;
  /// The places where two of a task's files disagree, from the files alone.
  std::vector<Diagnosis> (*disagreements)(const TaskReading&) = nullptr;
};

}  // namespace pinko

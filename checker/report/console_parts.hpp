#pragma once

#include "checker/core/report.hpp"
#include "checker/report/sheet.hpp"
#include "checker/report/story.hpp"

/// The parts of the console report.
namespace pinko::report {

/// One check that did not pass: what was expected and seen, where, why, what next, who waits.
/// `folder` is the task's, where its command by hand is typed.
void tell(Sheet& sheet, const std::string& folder, const Trouble& trouble);

/// Two of the task's files that do not fit together; nothing where none is known of.
void tell_disagreement(Sheet& sheet, const TaskReport& task);

/// The checks that passed: all of them when verbose, else those with a note.
void tell_passed(Sheet& sheet, const TaskReport& task);

/// What git says that a teacher's clone would lack; nothing where it lacks nothing.
void tell_unseen(Sheet& sheet, const Report& report);

}  // namespace pinko::report

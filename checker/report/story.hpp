#pragma once

#include "checker/core/comparison.hpp"
#include "checker/core/report.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What every format has to say, in the order in which it should be said.
namespace pinko::report {

/// A check that did not pass, with the checks that wait for it.
struct Trouble {
  const Verdict* verdict = nullptr;
  std::vector<const Verdict*> waiting;
};

/// The checks of a task that neither passed nor wait, the cause first, then in the table's order.
/// A skipped check that waits for none of them stands on its own at the end.
[[nodiscard]] std::vector<Trouble> troubles(const TaskReport& task);

/// The verdict that leads a task's story, or null when all is well.
[[nodiscard]] const Verdict* leading(const TaskReport& task);

/// True when points say nothing about the student, because nobody could look.
[[nodiscard]] bool not_graded(const TaskReport& task);

/// True when a check's points count in its task's; what could not be looked at does not, nor what
/// waits for it, nor anything of a task that is not graded.
[[nodiscard]] bool counts(const TaskReport& task, const Verdict& verdict);

/// Why a check did not pass, in one line; its title when it passed.
[[nodiscard]] std::string in_one_line(const Verdict& verdict);

/// What to do next about a check that did not pass.
[[nodiscard]] std::string next_step(const Verdict& verdict);

/// A hint of one level: 1 says which way to look, 2 the place and what to do there, 3 what its
/// lines should say.
struct HintLevel {
  int level = 0;
  std::string text;
};

/// The hints of a check that did not pass, in order; a level of which nothing is known is left out.
[[nodiscard]] std::vector<HintLevel> hints_of(const Verdict& verdict);

/// What to do about something that the checker could not do, by name_of(ErrorCode).
[[nodiscard]] std::string_view remedy(std::string_view error_code);

/// Where corrected lines belong: "in place of line 7 of task4/docker-compose.yml:"; empty where
/// nobody knows.
[[nodiscard]] std::string in_words(const Placement& placement);

/// "7 of 15", or "not graded".
[[nodiscard]] std::string points_of(const TaskReport& task);

/// The place to mend, or the task's folder where none is known. Never outside of the repository.
[[nodiscard]] Location place_of(const TaskReport& task, const Verdict& verdict);

/// All that a student has to know of a check that did not pass: a paragraph a line, each after its
/// label.
[[nodiscard]] std::string in_words(const TaskReport& task, const Verdict& verdict);

/// The requests of a comparison with the reference that are worth a row: all but the site's files
/// that both stacks answered alike.
[[nodiscard]] std::vector<const ComparedRequest*> compared_rows(const TaskReport& task);

/// "23 requests, answered alike", "23 requests, 1 answered otherwise; not compared: …".
[[nodiscard]] std::string in_words(const ComparisonSeen& comparison);

/// The page that words a check's demand, and its heading there.
[[nodiscard]] std::string statement_ref(const TaskReport& task, const Verdict& verdict);

/// Seconds from the first phase's start to the last one's end.
[[nodiscard]] double seconds_of(const TaskReport& task);

/// True when bytes begin as a PNG picture does.
[[nodiscard]] bool is_png(std::string_view bytes);

/// How many checks came out one way.
struct Counts {
  int all = 0;
  int passed = 0;
  int failed = 0;   ///< failed and refused
  int errored = 0;  ///< errored and unstable
  int skipped = 0;
};

[[nodiscard]] Counts counts_of(const TaskReport& task);
[[nodiscard]] Counts counts_of(const Report& report);

/// What nested repositories of a commit mean, and what to do; the commands follow it.
[[nodiscard]] std::string_view about_gitlinks(std::size_t count);

/// The commands that put their files into the repository, with one commit for all.
[[nodiscard]] std::vector<std::string> mend_gitlinks(const std::vector<std::string>& paths);

/// "`pinko-check task2`" with --repo where the submission is not the current folder.
[[nodiscard]] std::string check_again(const Report& report, const TaskReport& task, bool stands_in);

}  // namespace pinko::report

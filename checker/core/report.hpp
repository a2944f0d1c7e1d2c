#pragma once

#include "checker/core/diagnosis.hpp"
#include "checker/core/evidence.hpp"
#include "checker/core/excerpt.hpp"
#include "checker/core/location.hpp"
#include "checker/core/pictures.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinko {

enum class Outcome { passed, failed, skipped, errored, refused, unstable };

[[nodiscard]] std::string_view name_of(Outcome outcome);

/// The outcome of one check, with its points and reasons.
struct Verdict {
  std::string id;
  std::string title;
  Outcome outcome = Outcome::errored;
  int points = 0;  ///< earned
  int max_points = 0;
  std::string why;        ///< why it matters
  std::string direction;  ///< which way to look, where a known cause tells; without the answer
  std::string hint;       ///< what to do next
  std::string by_hand;    ///< a command to paste that shows the same thing
  std::string expected;
  std::string actual;
  std::string cause;     ///< why, when it is known; for errored: what the checker could not do
  std::string cause_id;  ///< of the table of causes, where the cause is a known one
  std::vector<std::string> notes;
  std::vector<Location> where;      ///< the place to mend, then the other end where two disagree
  std::vector<Columns> utf16 = {};  ///< of the places of `where`, as many or none
  std::string
      waits_for;  ///< skipped: the id of the check that has to pass first (the root of the chain)
  std::string evidence;      ///< raw text, capped: a log's tail, a build's output
  std::string error_code;    ///< errored: name_of(ErrorCode)
  std::string remedy = {};   ///< errored: what to do, where more is known than the code says
  std::string corrected;     ///< lines as they should be, when that is known
  Placement placement = {};  ///< of these lines, resolved
  Excerpt excerpt = {};      ///< the source around the first place
  std::string probe;         ///< describe() of what it looked at: a key of the evidence
  double seconds = 0;        ///< that looking took; checks that share a probe share its time
  int attempts = 0;          ///< how often it was tried; 0: never
};

struct TaskReport {
  int number = 0;
  std::string title;
  std::string folder;                  ///< from the repository's top: "task2", "project/task2"
  Outcome outcome = Outcome::errored;  ///< never skipped; errored: not graded
  int points = 0;
  int max_points = 0;
  std::string cause;  ///< id of the verdict that leads the task's story, empty when all is well
  std::vector<Verdict> checks;  ///< in the table's order
  std::vector<Phase> phases;
  TaskPictures pictures = {};
  /// Where two of the task's files disagree, when no verdict says it: read in the files alone.
  std::optional<Diagnosis> disagreement = {};
};

/// All of a run, in the order in which people read it.
struct Report {
  std::string tool_version;
  std::string tool_commit;       ///< of the checker's own sources, where it is known
  std::string statement_sha256;  ///< of all demands, as the tables word and weigh them
  std::string evidence_file;     ///< where the evidence was kept, if it was
  std::string evidence_sha256;   ///< of that file
  SubmissionFacts submission;
  Environment environment;
  std::string started;
  std::string finished;
  Outcome outcome = Outcome::errored;  ///< passed, failed, errored or refused
  int points = 0;
  int max_points = 0;
  std::vector<TaskReport> tasks;
  std::vector<Error> infrastructure;
  std::vector<std::string> notes;  ///< of the whole run: stand-ins used, one level nested …
  decltype(Evidence::leftovers) leftovers = {};
};

/// True when a verdict's points are among those that could be had; `all` are those of its task.
/// What could not be looked at, and what waits for it, counts nowhere.
[[nodiscard]] bool counts(const Verdict& verdict, const std::vector<Verdict>& all);

/// FORMATS.md: 0 all passed, 1 a student's failure, 3 the checker could not look, 4 refused for
/// safety.
[[nodiscard]] int exit_code(const Report& report);

}  // namespace pinko

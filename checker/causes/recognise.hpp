#pragma once

#include "checker/causes/lines.hpp"
#include "checker/causes/places.hpp"
#include "checker/core/cause.hpp"

#include <optional>
#include <string>

/// How rows of the table recognise their cause.
namespace pinko::causes {

/// The judgement of what was seen names this cause itself.
[[nodiscard]] std::optional<Diagnosis> named(const Case& failure, const Cause& cause);

/// The same for a message of another program; where the judgement names nothing, the message is
/// looked for in what was printed.
[[nodiscard]] std::optional<Diagnosis> said(const Case& failure, const Cause& cause);

/// Makes of the student's own line, at the place to mend, the one that it should be; empty where
/// that cannot be told.
using Correct = std::string (*)(const Case&, const std::string& line);

/// Tells where corrected lines belong.
using Place = Placement (*)(const Case&, const Location& first, const std::string& lines);

/// Puts corrected lines into a diagnosis, with the place that a judgement without one leaves open.
void correct(Diagnosis& found, const Case& failure, std::string lines, Place place);

/// A named cause whose lines can be corrected.
template <Correct lines_of, Place place = place::line>
[[nodiscard]] std::optional<Diagnosis> mended(const Case& failure, const Cause& cause) {
  std::optional<Diagnosis> found = said(failure, cause);
  if (!found) return found;
  const std::vector<Location>& where = failure.finding.where;
  const std::string line =
      where.empty() ? std::string() : line_at(failure.evidence.sources, where.front());
  std::string lines = lines_of(failure, line);
  if (lines != line) correct(*found, failure, std::move(lines), place);
  return found;
}

/// A named cause whose lines are the same for everybody.
template <const char* lines, Place place>
[[nodiscard]] std::optional<Diagnosis> mended_so(const Case& failure, const Cause& cause) {
  std::optional<Diagnosis> found = said(failure, cause);
  if (found) correct(*found, failure, lines, place);
  return found;
}

/// The broken edge between two files that explains what was seen; nothing where none does.
[[nodiscard]] std::optional<Diagnosis> by_edge(const Case& failure);

/// The broken edges of a task's files that anybody would notice, whatever was seen.
[[nodiscard]] std::vector<Diagnosis> disagreements(const TaskReading& reading);

/// What the task before had and this one lost, one note each: files, and lines; where the place to
/// mend is known, lines of that part of the task alone.
[[nodiscard]] std::vector<std::string> lost_lines(const Case& failure, const Location& place);

}  // namespace pinko::causes

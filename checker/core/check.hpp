#pragma once

#include "checker/core/diagnosis.hpp"
#include "checker/core/location.hpp"
#include "checker/core/observation.hpp"
#include "checker/core/particulars.hpp"
#include "checker/core/probe.hpp"
#include "checker/core/result.hpp"
#include "checker/core/sources.hpp"

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace pinko {

/// A pure judgement of one observation. `expected` and `actual` are for a student to read.
struct Finding {
  enum class Kind {
    passed,
    failed,
    unstable,
    blocked,  ///< what had to be judged is not there, and another check on the same probe says so
    errored,  ///< the checker's own machine kept it from being seen; nothing is said of the student
  };
  Kind kind = Kind::failed;
  std::string expected;
  std::string actual;
  std::vector<std::string> notes;  ///< worth a word, never counted
  std::vector<Location> where;     ///< the first is the place to mend
  std::string cause;               ///< why, in one sentence, when it is known
  std::string cause_id;            ///< of the table of causes, when the judgement knows it
  Particulars particulars;         ///< what these sentences name, as values
  std::string hint;                ///< what to do next, when it is better than the check's own hint
  std::string by_hand;             ///< a command that shows it, when the check's own does not
  std::string evidence;            ///< raw text that shows it: a log's tail, a build's output
  std::string corrected;           ///< lines as they should be, when known
  Placement placement = {};        ///< of these lines
  /// Ids without the task's prefix ("cors"): where the first of these that the task has did not
  /// pass, this follows from it and the check is skipped, whatever else was found.
  std::vector<std::string> follows;
  /// Where what the check's `refuter` looked at satisfies that one, this failure is a misreading of
  /// the files, and the check passes with a note.
  bool refutable = false;
  /// Of a check that is the `refuter` of another: it failed for a reason of its own, and what was
  /// seen satisfies the other one all the same.
  bool refutes = false;
  bool blocks = true;  ///< false: what needs this check can be looked at though it failed
  ErrorCode error = ErrorCode::internal;  ///< of `errored`
};

[[nodiscard]] Finding passed(std::string actual = {}, std::vector<std::string> notes = {});
[[nodiscard]] Finding failed(std::string expected,
                             std::string actual,
                             std::vector<Location> where = {});
[[nodiscard]] Finding unstable(std::string expected, std::string actual);
[[nodiscard]] Finding blocked(std::string reason);
[[nodiscard]] Finding errored(ErrorCode error, std::string cause, std::string remedy = {});

/// What a table says of a check in words.
struct CheckText {
  std::string_view id;  ///< "t6-round-robin": also the heading of the student's page
  int points = 0;
  std::string_view title;  ///< the demand, as a sentence that is true when it holds
  std::string_view why;    ///< one sentence
  std::string_view hint;   ///< what to do next, one sentence, no blame
  std::string_view needs;  ///< id of an earlier check of the table that has to pass first, or empty
  std::string_view by_hand;  ///< a command that shows the same thing, to paste in the task's
                             ///< folder; may be empty
  bool judged_anyway =
      false;  ///< fails for a known cause of its own also where `needs` did not pass
  /// Id of another check of the table, or empty: what it looks at tells whether a failure was read
  /// wrongly from the files. Who asks for this check alone gets that one too.
  std::string_view refuter = {};
};

/// One demand of a task: words, what to look at, and how to judge it.
struct Check {
  CheckText text;
  Probe probe;
  Finding (*judge)(const Observation&, const Sources&) = nullptr;
};

/// Ties a judgement to its probe's observation at compile time. A judgement may ask for the task's
/// sources beside what was seen.
template <class P, class Judge>
constexpr Check check(CheckText text, P probe, Judge /*judge*/) {
  using Seen = typename P::Seen;
  constexpr bool kWithSources = std::is_invocable_r_v<Finding, Judge, const Seen&, const Sources&>;
  static_assert(kWithSources || std::is_invocable_r_v<Finding, Judge, const Seen&>,
                "the judgement does not take what its probe sees");
  static_assert(std::is_empty_v<Judge>, "a judgement may not capture anything");
  return Check{text, probe, [](const Observation& seen, const Sources& sources) -> Finding {
                 if constexpr (kWithSources) {
                   return Judge{}(std::get<Seen>(seen), sources);
                 } else {
                   return Judge{}(std::get<Seen>(seen));
                 }
               }};
}

/// True when ids are unique and begin with the task's prefix, every `needs` names an earlier check,
/// every `refuter` one of the table, words are there and the points add up.
constexpr bool well_formed(std::span<const Check> checks, std::string_view prefix, int points) {
  int sum = 0;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const CheckText& text = checks[i].text;
    sum += text.points;
    if (!text.id.starts_with(prefix) || text.points < 1) return false;
    if (text.title.empty() || text.why.empty() || text.hint.empty()) return false;
    bool needs_earlier = text.needs.empty();
    bool refuter_is_there = text.refuter.empty();
    for (std::size_t j = 0; j < checks.size(); ++j) {
      if (j < i && checks[j].text.id == text.id) return false;
      if (j < i && checks[j].text.id == text.needs) needs_earlier = true;
      if (checks[j].text.id == text.refuter) refuter_is_there = true;
    }
    if (!needs_earlier || !refuter_is_there) return false;
  }
  return sum == points;
}

}  // namespace pinko

#include "checker/report/console_parts.hpp"
#include "checker/report/wrap.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::report {
namespace {

constexpr std::size_t kShownLines = 12;  ///< of a text that was expected or seen
constexpr std::size_t kShownPlaces = 4;
constexpr std::size_t kOutputLines = 40;

std::string outcome_of(const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::errored:
      return "not graded";
    case Outcome::unstable:
      return "unstable";
    case Outcome::refused:
      return "refused";
    case Outcome::passed:
    case Outcome::failed:
    case Outcome::skipped:
      break;
  }
  return std::to_string(verdict.points) + " of " + std::to_string(verdict.max_points);
}

/// `  ✗ The title, wrapped                       t2-front-end-files  0 of 2`
void headline(Sheet& sheet, const Verdict& verdict) {
  const std::string right = verdict.id + "  " + outcome_of(verdict);
  const std::size_t margin = 4;
  const std::size_t taken = margin + columns(right) + 2;
  const std::size_t room = sheet.width() > taken + 20 ? sheet.width() - taken : 20;
  const Ink title_ink = verdict.outcome == Outcome::passed ? Ink::plain : Ink::bold;
  const std::vector<std::string> title = fold(verdict.title, room);
  for (std::size_t i = 0; i < title.size(); ++i) {
    if (i == 0) {
      sheet.line("  " + sheet.mark(verdict.outcome) + ' ' +
                 sheet.ink(title_ink, padded(title[i], room)) + "  " + sheet.ink(Ink::dim, right));
    } else {
      sheet.line(std::string(margin, ' ') + sheet.ink(title_ink, title[i]));
    }
  }
}

std::string first_lines(const Sheet& sheet, const std::string& text) {
  const std::vector<std::string_view> lines = split_lines(text);
  if (sheet.verbosity() == Verbosity::verbose || lines.size() <= kShownLines) return text;
  std::string shown;
  for (std::size_t i = 0; i < kShownLines - 1; ++i)
    shown.append(lines[i]) += '\n';
  return shown + "[" + std::to_string(lines.size() - kShownLines + 1) + " more lines: -v]";
}

void places(Sheet& sheet, const std::vector<Location>& where) {
  std::string text;
  const std::size_t shown = std::min(where.size(), kShownPlaces);
  for (std::size_t i = 0; i < shown; ++i)
    text += to_string(where[i]) + '\n';
  if (shown < where.size()) {
    text += "and " + std::to_string(where.size() - shown) + " more";
  }
  sheet.field("place", text);
}

void by_hand(Sheet& sheet, const std::string& folder, const Verdict& verdict) {
  if (verdict.by_hand.empty()) return;
  sheet.field("by hand", "in " + folder + "/, type:", Ink::dim);
  sheet.commands(kWordsAt, verdict.by_hand);
}

/// What the lines should say is the last of the hints: it is shown to those who ask for it.
void corrected(Sheet& sheet, const std::string& lines, const Placement& placement) {
  if (lines.empty()) return;
  if (sheet.verbosity() == Verbosity::verbose) {
    sheet.field("write", in_words(placement), Ink::dim);
    sheet.output(placement.at.path.empty() ? "write" : "", lines);
  } else {
    sheet.field("", "Add -v to see what the lines should say.", Ink::dim);
  }
}

void output(Sheet& sheet, const Verdict& verdict) {
  const std::size_t lines = split_lines(verdict.evidence).size();
  if (lines == 0) return;
  if (sheet.verbosity() != Verbosity::verbose) {
    sheet.field("output",
                std::to_string(lines) + (lines == 1 ? " line" : " lines") + ": add -v to see it",
                Ink::dim);
    return;
  }
  std::string shown;
  const std::vector<std::string_view> all = split_lines(verdict.evidence);
  const std::size_t first = all.size() - std::min(all.size(), kOutputLines);
  if (first > 0) shown = "[" + std::to_string(first) + " lines left out]\n";
  for (std::size_t i = first; i < all.size(); ++i)
    shown.append(all[i]) += '\n';
  sheet.output("output", shown);
}

void waiting(Sheet& sheet, const Trouble& trouble) {
  const std::size_t count = trouble.waiting.size();
  if (count == 0) return;
  std::string ids;
  for (const Verdict* verdict : trouble.waiting) {
    ids += ids.empty() ? "" : ", ";
    ids += verdict->id;
  }
  const std::string lead = count == 1 ? "and 1 check waits for this: "
                                      : "and " + std::to_string(count) + " checks wait for this: ";
  sheet.words(4, std::string(sheet.either("… ", "... ")) + lead + ids, Ink::dim);
}

void blameless(Sheet& sheet, const Verdict& verdict) {
  sheet.field("not done", verdict.cause.empty() ? "the checker could not look" : verdict.cause);
  sheet.field("", "This says nothing about your work.", Ink::yellow);
}

void judged(Sheet& sheet, const Verdict& verdict) {
  sheet.field("cause", verdict.cause, Ink::bold);
  if (!verdict.cause_id.empty() && sheet.verbosity() == Verbosity::verbose) {
    sheet.field("", "pinko-check explain " + verdict.cause_id, Ink::dim);
  }
  sheet.field("expected", first_lines(sheet, verdict.expected));
  sheet.field("seen", first_lines(sheet, verdict.actual), ink_of(verdict.outcome));
  places(sheet, verdict.where);
  sheet.field("why", verdict.why);
}

}  // namespace

void tell(Sheet& sheet, const std::string& folder, const Trouble& trouble) {
  const Verdict& verdict = *trouble.verdict;
  headline(sheet, verdict);
  if (verdict.outcome == Outcome::errored) {
    blameless(sheet, verdict);
  } else {
    judged(sheet, verdict);
  }
  sheet.field("next", next_step(verdict));
  corrected(sheet, verdict.corrected, verdict.placement);
  if (verdict.outcome == Outcome::failed) by_hand(sheet, folder, verdict);
  for (const std::string& note : verdict.notes)
    sheet.field("note", note, Ink::yellow);
  output(sheet, verdict);
  waiting(sheet, trouble);
  sheet.gap();
}

void tell_disagreement(Sheet& sheet, const TaskReport& task) {
  if (!task.disagreement) return;
  const Diagnosis& found = *task.disagreement;
  sheet.words(2, "In the files, two places do not fit together:", Ink::yellow);
  sheet.field("cause", found.sentence, Ink::bold);
  places(sheet, found.where);
  sheet.field("next", found.step);
  corrected(sheet, found.corrected, found.placement);
  sheet.gap();
}

void tell_passed(Sheet& sheet, const TaskReport& task) {
  const bool all = sheet.verbosity() == Verbosity::verbose;
  for (const Verdict& verdict : task.checks) {
    if (verdict.outcome != Outcome::passed || (!all && verdict.notes.empty())) continue;
    headline(sheet, verdict);
    if (all) sheet.field("seen", first_lines(sheet, verdict.actual));
    for (const std::string& note : verdict.notes)
      sheet.field("note", note, Ink::yellow);
  }
}

}  // namespace pinko::report

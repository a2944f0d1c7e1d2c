#include "tests/mutants/judge.hpp"

#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::mutants {
namespace {

std::vector<std::string> failed_checks(const TaskReport& report) {
  std::vector<std::string> ids;
  for (const Verdict& verdict : report.checks) {
    const bool bad = verdict.outcome != Outcome::passed && verdict.outcome != Outcome::skipped;
    if (bad) ids.push_back(verdict.id);
  }
  return ids;
}

std::string listed(const std::vector<std::string>& words) {
  return words.empty() ? "none" : join(words, ", ");
}

std::string none_or(const std::string& id) {
  return id.empty() ? "none" : id;
}

const Verdict* lead_of(const TaskReport& report) {
  const auto lead = std::ranges::find(report.checks, report.cause, &Verdict::id);
  return lead == report.checks.end() ? nullptr : &*lead;
}

std::string all_words(const Verdict& verdict) {
  return join({verdict.expected,
               verdict.actual,
               verdict.cause,
               verdict.hint,
               verdict.corrected,
               join(verdict.notes, "\n")},
              "\n");
}

std::string notes_of(const TaskReport& report) {
  std::string notes;
  for (const Verdict& verdict : report.checks)
    notes += join(verdict.notes, "\n") + '\n';
  return notes;
}

void look_at_lead(const Mutant& mutant, const Verdict& lead, std::vector<std::string>& wrong) {
  if (lead.id != mutant.fails.front()) {
    wrong.push_back("the story is led by " + lead.id + ", not by " + mutant.fails.front());
  }
  const std::string where = lead.where.empty() ? "no place" : to_string(lead.where.front());
  if (!mutant.where.empty() && where.find(mutant.where) != 0) {
    wrong.push_back("the place is " + where + ", not " + mutant.where);
  }
  const bool other = !mutant.or_cause.empty() && lead.cause_id == mutant.or_cause;
  if (lead.cause_id != mutant.cause && !other) {
    wrong.push_back("the cause named is " + none_or(lead.cause_id) + ", not " +
                    none_or(mutant.cause));
  }
  const std::string words = all_words(lead);
  for (const std::string& text : mutant.says) {
    if (words.find(text) == std::string::npos) {
      wrong.push_back("the verdict does not say " + in_quotes(text) + "; it says:\n" + words);
    }
  }
}

}  // namespace

std::vector<std::string> complaints_about(const Mutant& mutant, const TaskReport& report) {
  std::vector<std::string> wrong = broken_rules(report);
  std::vector<std::string> wanted = mutant.fails;
  std::vector<std::string> failed = failed_checks(report);
  std::ranges::sort(wanted);
  std::ranges::sort(failed);
  if (wanted != failed) {
    wrong.push_back("these checks fail: " + listed(failed) + "; wanted: " + listed(wanted));
  }
  int all = 0;
  for (const Verdict& verdict : report.checks)
    all += verdict.max_points;
  if (all - report.points != mutant.lost) {
    wrong.push_back(std::to_string(all - report.points) + " points are lost, not " +
                    std::to_string(mutant.lost));
  }
  if (name_of(report.outcome) != mutant.outcome) {
    wrong.push_back("the task is " + std::string(name_of(report.outcome)) + ", not " +
                    mutant.outcome);
  }
  const Verdict* lead = lead_of(report);
  if (lead != nullptr && !mutant.fails.empty()) look_at_lead(mutant, *lead, wrong);
  for (const std::string& note : mutant.notes) {
    if (notes_of(report).find(note) == std::string::npos) {
      wrong.push_back("no note says " + in_quotes(note) + "; there are:\n" + notes_of(report));
    }
  }
  return wrong;
}

std::vector<std::string> broken_rules(const TaskReport& report) {
  std::vector<std::string> broken;
  int sum = 0;
  for (const Verdict& verdict : report.checks) {
    const bool right =
        verdict.points == (verdict.outcome == Outcome::passed ? verdict.max_points : 0);
    if (!right) {
      broken.push_back(verdict.id + " is " + std::string(name_of(verdict.outcome)) +
                       " and carries " + std::to_string(verdict.points) + " points");
    }
    sum += verdict.points;
    const bool waits = verdict.outcome == Outcome::skipped;
    const auto root = std::ranges::find(report.checks, verdict.waits_for, &Verdict::id);
    const bool bad_root = root == report.checks.end() || root->outcome == Outcome::passed ||
                          root->outcome == Outcome::skipped;
    if (waits && bad_root) {
      broken.push_back(verdict.id + " waits for '" + verdict.waits_for + "', which does not fail");
    }
    const bool says_nothing = verdict.actual.empty() && verdict.cause.empty();
    if (verdict.outcome == Outcome::failed && (says_nothing || verdict.hint.empty())) {
      broken.push_back(verdict.id + " does not say what was seen, or what to do next");
    }
  }
  if (sum != report.points) broken.emplace_back("the task's points are not those of its checks");
  return broken;
}

}  // namespace pinko::mutants

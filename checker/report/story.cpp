#include "checker/report/story.hpp"

#include "checker/report/fingerprint.hpp"
#include "checker/util/git_commands.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <iterator>

namespace pinko::report {
namespace {

bool is_trouble(const Verdict& verdict) {
  return verdict.outcome != Outcome::passed && verdict.outcome != Outcome::skipped;
}

Counts& operator+=(Counts& sum, const Counts& more) {
  sum.all += more.all;
  sum.passed += more.passed;
  sum.failed += more.failed;
  sum.errored += more.errored;
  sum.skipped += more.skipped;
  return sum;
}

void count(Counts& counts, Outcome outcome) {
  ++counts.all;
  switch (outcome) {
    case Outcome::passed:
      ++counts.passed;
      return;
    case Outcome::failed:
    case Outcome::refused:
      ++counts.failed;
      return;
    case Outcome::errored:
    case Outcome::unstable:
      ++counts.errored;
      return;
    case Outcome::skipped:
      ++counts.skipped;
      return;
  }
}

std::string first_line(const std::string& text) {
  const std::size_t end = text.find('\n');
  return end == std::string::npos ? text : text.substr(0, end) + " ...";
}

}  // namespace

std::vector<Trouble> troubles(const TaskReport& task) {
  std::vector<Trouble> found;
  for (const Verdict& verdict : task.checks) {
    if (is_trouble(verdict)) found.push_back({&verdict, {}});
  }
  std::stable_partition(found.begin(), found.end(), [&](const Trouble& trouble) {
    return trouble.verdict->id == task.cause;
  });
  for (const Verdict& verdict : task.checks) {
    if (verdict.outcome != Outcome::skipped) continue;
    const auto root = std::ranges::find_if(
        found, [&](const Trouble& trouble) { return trouble.verdict->id == verdict.waits_for; });
    if (root == found.end()) {
      found.push_back({&verdict, {}});
    } else {
      root->waiting.push_back(&verdict);
    }
  }
  return found;
}

const Verdict* leading(const TaskReport& task) {
  const std::vector<Trouble> found = troubles(task);
  return found.empty() ? nullptr : found.front().verdict;
}

bool not_graded(const TaskReport& task) {
  return task.outcome == Outcome::errored || task.outcome == Outcome::unstable;
}

bool counts(const TaskReport& task, const Verdict& verdict) {
  return !not_graded(task) && pinko::counts(verdict, task.checks);
}

std::string in_one_line(const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::passed:
      return verdict.title;
    case Outcome::skipped:
      return "waits for " + verdict.waits_for +
             (verdict.cause.empty() ? "" : ": " + first_line(verdict.cause));
    case Outcome::errored:
      return "not graded: " + first_line(verdict.cause);
    case Outcome::refused:
    case Outcome::failed:
    case Outcome::unstable:
      break;
  }
  if (!verdict.cause.empty()) return first_line(verdict.cause);
  if (verdict.actual.empty()) return "not so: " + verdict.title;
  if (verdict.expected.empty()) return "seen: " + first_line(verdict.actual);
  return "expected: " + first_line(verdict.expected) + "; seen: " + first_line(verdict.actual);
}

std::string next_step(const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::passed:
      return {};
    case Outcome::skipped:
      return "This is looked at once " + verdict.waits_for + " has passed.";
    case Outcome::errored:
      return verdict.remedy.empty() ? std::string(remedy(verdict.error_code)) : verdict.remedy;
    case Outcome::unstable:
      return "Two looks gave two answers. Run it again on a machine that is less busy.";
    case Outcome::failed:
    case Outcome::refused:
      break;
  }
  return verdict.hint;
}

std::vector<HintLevel> hints_of(const Verdict& verdict) {
  std::vector<HintLevel> hints;
  const bool directed = !verdict.direction.empty();
  const std::string& first = directed ? verdict.direction : verdict.hint;
  if (!first.empty()) hints.push_back({.level = 1, .text = first});
  std::string second;
  for (const Location& where : verdict.where)
    second += (second.empty() ? "Look at " : " and ") + to_string(where);
  if (directed && !verdict.hint.empty()) {
    second += (second.empty() ? "" : ". ") + verdict.hint;
  }
  if (!second.empty()) hints.push_back({.level = 2, .text = second});
  if (!verdict.corrected.empty()) hints.push_back({.level = 3, .text = verdict.corrected});
  return hints;
}

std::string_view remedy(std::string_view error_code) {
  if (error_code == "engine")
    return "Start the container engine, or mend what keeps you from it; `pinko-check doctor` looks "
           "at it.";
  if (error_code == "registry") {
    return "The image registry did not answer or limits the rate: run it again later.";
  }
  if (error_code == "package_mirror") {
    return "The package mirror did not answer or lacks the package: run it again later.";
  }
  if (error_code == "disk_full") return "Make room on the disk, then run it again.";
  if (error_code == "host_memory") return "Close other programs to free memory, then run it again.";
  if (error_code == "port_owner") {
    return "Stop what holds the port or the addresses; `pinko-check doctor` names it.";
  }
  if (error_code == "browser") {
    return "Install chromium or Google Chrome; `pinko-check doctor` looks for it.";
  }
  if (error_code == "timeout") return "Give it more time with `--timeout`, then run it again.";
  if (error_code == "cancelled") return "It was stopped on request: run it again.";
  return "Run it again; if that does not help, show this report to whoever looks after "
         "pinko-check.";
}

std::string in_words(const Placement& placement) {
  const Location& at = placement.at;
  if (at.path.empty()) return {};
  if (at.line < 1) return "in " + at.path + ':';
  const std::string first = std::to_string(at.line);
  const std::string file = " of " + at.path + ':';
  switch (placement.how) {
    case Placing::replace:
      break;
    case Placing::above:
      return "as a new line above line " + first + file;
    case Placing::below:
      return "as a new line below line " + first + file;
  }
  if (at.end_line <= at.line) return "in place of line " + first + file;
  return "in place of lines " + first + " to " + std::to_string(at.end_line) + file;
}

std::string points_of(const TaskReport& task) {
  if (not_graded(task)) return "not graded";
  return std::to_string(task.points) + " of " + std::to_string(task.max_points);
}

Location place_of(const TaskReport& task, const Verdict& verdict) {
  Location folder{.path = task.folder};
  if (verdict.where.empty()) return folder;
  const Location& where = verdict.where.front();
  return stays_inside(where.path) ? where : folder;
}

std::string in_words(const TaskReport& task, const Verdict& verdict) {
  std::string text;
  const auto add = [&text](std::string_view label, const std::string& words) {
    if (words.empty()) return;
    text += text.empty() ? "" : "\n";
    text.append(label).append(": ").append(words);
  };
  const bool judged = verdict.outcome == Outcome::failed || verdict.outcome == Outcome::refused;
  add(verdict.outcome == Outcome::errored ? "not graded" : "cause", verdict.cause);
  add("expected", verdict.expected);
  add("seen", verdict.actual);
  for (const Location& where : verdict.where)
    add("place", to_string(where));
  if (judged) add("why", verdict.why);
  add("next", next_step(verdict));
  const bool one_line = verdict.by_hand.find('\n') == std::string::npos;
  if (judged) add("by hand, in " + task.folder, (one_line ? "" : "\n") + verdict.by_hand);
  return text;
}

std::vector<const ComparedRequest*> compared_rows(const TaskReport& task) {
  std::vector<const ComparedRequest*> rows;
  for (const ComparedRequest& request : task.pictures.comparison.requests) {
    if (request.what == AskedFor::file && weight_of(request) == Weight::free) continue;
    rows.push_back(&request);
  }
  return rows;
}

std::string in_words(const ComparisonSeen& comparison) {
  const std::size_t all = comparison.requests.size();
  const auto others = std::ranges::count_if(comparison.requests, [](const ComparedRequest& one) {
    return weight_of(one) != Weight::free;
  });
  std::string words = std::to_string(all) + (all == 1 ? " request, " : " requests, ");
  words += others == 0 ? "answered alike" : std::to_string(others) + " answered otherwise";
  if (!comparison.left_out.empty()) words += "; not compared: " + comparison.left_out;
  return words;
}

std::string statement_ref(const TaskReport& task, const Verdict& verdict) {
  return "tasks/task" + std::to_string(task.number) + "/README.md#" + verdict.id;
}

double seconds_of(const TaskReport& task) {
  if (task.phases.empty()) return 0;
  double start = task.phases.front().start;
  double end = task.phases.front().end;
  for (const Phase& phase : task.phases) {
    start = std::min(start, phase.start);
    end = std::max(end, phase.end);
  }
  return end - start;
}

bool is_png(std::string_view bytes) {
  return bytes.starts_with("\x89PNG\r\n\x1a\n");
}

Counts counts_of(const TaskReport& task) {
  Counts counts;
  for (const Verdict& verdict : task.checks)
    count(counts, verdict.outcome);
  return counts;
}

Counts counts_of(const Report& report) {
  Counts counts;
  for (const TaskReport& task : report.tasks)
    counts += counts_of(task);
  return counts;
}

std::string_view about_gitlinks(std::size_t count) {
  if (count == 1) {
    return "A repository inside the repository: the commit holds a link to it, and every clone an "
           "empty folder. To make its files part of yours, type at the top of the repository:";
  }
  return "Repositories inside the repository: the commit holds a link to each, and every clone "
         "empty folders. To make their files part of yours, type at the top of the repository:";
}

std::vector<std::string> mend_gitlinks(const std::vector<std::string>& paths) {
  std::vector<std::string> commands;
  for (const std::string& path : paths)
    std::ranges::move(git_take_in(path), std::back_inserter(commands));
  commands.push_back(paths.size() == 1
                         ? "git commit -m \"Add the files of the nested repository\""
                         : "git commit -m \"Add the files of the nested repositories\"");
  return commands;
}

std::string check_again(const Report& report, const TaskReport& task, bool stands_in) {
  std::string command = "pinko-check task" + std::to_string(task.number);
  const std::string& path = report.submission.path;
  if (!stands_in && !path.empty() && path != ".") command += " --repo " + shell_quoted(path);
  return command;
}

}  // namespace pinko::report

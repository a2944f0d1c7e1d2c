#include "checker/app/commands.hpp"
#include "checker/app/grading.hpp"
#include "checker/app/terminal.hpp"
#include "checker/discovery/submission.hpp"
#include "checker/repair/diff.hpp"
#include "checker/repair/workshop.hpp"
#include "checker/util/text.hpp"

#include <iostream>
#include <numeric>
#include <unistd.h>

namespace pinko::app {
namespace {

constexpr int kDone = 0;
constexpr int kSomethingLeft = 1;

std::vector<int> wanted_tasks(const Options& options) {
  if (!options.tasks.empty()) return options.tasks;
  std::vector<int> all(kTaskCount);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

/// The diff goes to standard output byte for byte, for `git apply`; a terminal gets it cleaned.
void print_diff(const repair::FileRepair& one) {
  const std::string diff = repair::unified_diff(one);
  std::cout << (isatty(STDOUT_FILENO) != 0 ? printable(diff) : diff) << std::flush;
}

/// Why, beside the diff: on standard error, so that the diff alone can be kept.
void print_reasons(const repair::FileRepair& one) {
  for (const std::string& reason : one.reasons)
    std::cerr << printable(one.path) << ": " << printable(reason) << '\n';
}

void print_rest(const repair::Repairs& repairs) {
  for (const repair::Chore& chore : repairs.chores) {
    std::cerr << "\nTo type yourself, from the repository's top: " << printable(chore.why) << ".\n";
    for (const std::string& command : chore.commands)
      std::cerr << "  " << printable(command) << '\n';
  }
  for (const std::string& one : repairs.left)
    std::cerr << "\nNot changed: " << printable(one) << ".\n";
}

bool asked_and_wanted(std::size_t count) {
  if (isatty(STDIN_FILENO) == 0) {
    std::cerr << "\nNothing was changed: there is nobody to ask. --yes changes the files.\n";
    return false;
  }
  std::cerr << "\nChange " << (count == 1 ? "this file" : "these files") << "? [y/N] ";
  std::string answer;
  std::getline(std::cin, answer);
  return equal_ignoring_case(trim(answer), "y") || equal_ignoring_case(trim(answer), "yes");
}

/// git looks away from a change of letter case where the file system does.
void print_renaming(const repair::FileRepair& one) {
  if (one.path == one.new_path) return;
  std::cerr << "  for git: git rm -q --cached " << shell_quoted(one.path) << " && git add "
            << shell_quoted(one.new_path) << '\n';
}

/// Applies all repairs; one that fails keeps no other from being done.
int apply_all(const Submission& submission, const repair::Repairs& repairs) {
  int code = kDone;
  for (const repair::FileRepair& one : repairs.files) {
    if (const Status applied = repair::apply(submission.root, one); !applied) {
      code = complain(applied.error());
      continue;
    }
    std::cerr << "mended " << printable(one.new_path) << '\n';
    if (submission.git.is_repository) print_renaming(one);
  }
  std::cerr << "Look at it with `git diff`, and commit it: your teacher sees the last commit.\n";
  return code;
}

}  // namespace

int fix_command(const Options& options) {
  const Result<Submission> submission = find_submission(options, {});
  if (!submission) return complain(submission.error());
  const std::vector<int> tasks = wanted_tasks(options);
  const repair::Repairs repairs =
      repair::find_repairs(*submission, tasks, repair::read_desk(*submission, tasks));
  for (const repair::FileRepair& one : repairs.files)
    print_diff(one);
  for (const repair::FileRepair& one : repairs.files)
    print_reasons(one);
  print_rest(repairs);
  const bool more = !repairs.chores.empty() || !repairs.left.empty();
  if (repairs.files.empty()) {
    if (!more) std::cerr << "There is nothing to mend without thinking.\n";
    return more ? kSomethingLeft : kDone;
  }
  if (options.dry_run) return kSomethingLeft;
  if (!options.yes && !asked_and_wanted(repairs.files.size())) return kSomethingLeft;
  const int code = apply_all(*submission, repairs);
  return code == kDone && more ? kSomethingLeft : code;
}

}  // namespace pinko::app

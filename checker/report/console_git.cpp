#include "checker/report/console_parts.hpp"
#include "checker/report/wrap.hpp"
#include "checker/util/git_commands.hpp"

#include <algorithm>

namespace pinko::report {
namespace {

constexpr std::size_t kShownPaths = 10;
constexpr std::size_t kPathAt = 6;

std::string short_commit(const SubmissionFacts& facts) {
  return facts.commit.substr(0, 9);
}

void paths(Sheet& sheet, const std::vector<std::string>& all) {
  const bool verbose = sheet.verbosity() == Verbosity::verbose;
  const std::size_t shown = verbose ? all.size() : std::min(all.size(), kShownPaths);
  for (std::size_t i = 0; i < shown; ++i)
    sheet.words(kPathAt, all[i]);
  if (shown < all.size()) {
    sheet.words(kPathAt,
                "and " + std::to_string(all.size() - shown) + " more: add -v to see them",
                Ink::dim);
  }
}

void gitlinks(Sheet& sheet, const SubmissionFacts& facts) {
  for (const std::string& path : facts.gitlinks) {
    const std::vector<std::string> parts = fold(path, sheet.width() - 4);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      sheet.line((i == 0 ? "  " + sheet.mark(Outcome::failed) + ' ' : "    ") +
                 sheet.ink(Ink::bold, parts[i]));
    }
  }
  if (facts.gitlinks.empty()) return;
  sheet.words(4, about_gitlinks(facts.gitlinks.size()));
  for (const std::string& command : mend_gitlinks(facts.gitlinks))
    sheet.commands(kPathAt, command);
  sheet.gap();
}

}  // namespace

void tell_unseen(Sheet& sheet, const Report& report) {
  const SubmissionFacts& facts = report.submission;
  if (facts.gitlinks.empty() && facts.unseen.empty() && facts.changed.empty()) return;
  sheet.ruled("Your teacher will not see", short_commit(facts), Ink::dim);
  sheet.line();
  gitlinks(sheet, facts);
  if (!facts.unseen.empty()) {
    sheet.words(4, "On your disk, but not in the last commit:");
    paths(sheet, facts.unseen);
    sheet.gap();
  }
  if (!facts.changed.empty()) {
    sheet.words(4, "Changed since the last commit, which still holds the old text:");
    paths(sheet, facts.changed);
    sheet.gap();
  }
  std::vector<std::string> files = facts.unseen;
  files.insert(files.end(), facts.changed.begin(), facts.changed.end());
  if (files.empty()) return;
  sheet.words(4, "To hand them in, type at the top of the repository:");
  sheet.commands(kPathAt, git_add_tops(files));
  sheet.commands(kPathAt, "git commit -m \"Hand in my latest work\" && git push");
  sheet.line();
}

}  // namespace pinko::report

#include "checker/grade/missing_folder.hpp"

namespace pinko::grade {

void blame_folder(std::vector<Verdict>& verdicts, const Sources& sources) {
  for (Verdict& verdict : verdicts) {
    const bool first = &verdict == &verdicts.front();
    if (verdict.outcome == Outcome::errored || verdict.outcome == Outcome::refused) continue;
    verdict.points = 0;
    verdict.outcome = first ? Outcome::failed : Outcome::skipped;
    verdict.waits_for = first ? std::string() : verdicts.front().id;
    verdict.where.clear();
    verdict.notes.clear();
    verdict.cause = "there is no folder " + sources.folder;
  }
  Verdict& lead = verdicts.front();
  if (lead.outcome != Outcome::failed) return;
  lead.expected = "a folder " + sources.folder + " at the top of the repository";
  lead.actual = sources.meant.empty() ? "no such folder" : "a folder " + sources.meant;
  lead.hint = sources.meant.empty()
                  ? "Make the folder " + sources.folder + " and put this task's files into it."
                  : "Rename it: `git mv " + sources.meant + ' ' + sources.folder + "`.";
  lead.by_hand.clear();
  lead.cause_id = sources.meant.empty() ? "folder-missing" : "folder-misnamed";
}

}  // namespace pinko::grade

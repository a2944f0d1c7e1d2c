#include "checker/repair/repair.hpp"

#include "checker/repair/edits.hpp"
#include "checker/repair/known_files.hpp"
#include "checker/util/git_commands.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::repair {
namespace {

/// A file of the desk, and what it should be.
struct Found {
  std::string path;
  std::string should_be;
  Kind kind = Kind::text;
};

std::string joined(const std::string& folder, std::string_view name) {
  if (name.empty()) return folder;
  return folder.empty() ? std::string(name) : folder + '/' + std::string(name);
}

/// The file itself, or the only one whose name differs in letter case alone.
const std::string* file_called(const Desk& desk, const std::string& path) {
  if (const auto exact = desk.files.find(path); exact != desk.files.end()) return &exact->first;
  const std::string* found = nullptr;
  for (const auto& [other, bytes] : desk.files) {
    if (!equal_ignoring_case(other, path)) continue;
    const std::size_t folder = path.rfind('/') + 1;
    if (other.compare(0, folder, path, 0, folder) != 0) continue;
    if (found != nullptr) return nullptr;
    found = &other;
  }
  return found;
}

std::vector<Found> find_files(const Desk& desk, int task, const std::string& top) {
  std::vector<Found> found;
  for (const KnownFile& known : known_files()) {
    if (task < known.first_task || task > known.last_task) continue;
    const std::string path = joined(joined(top, known.folder), known.name);
    const std::string* there = file_called(desk, path);
    if (there != nullptr) found.push_back({.path = *there, .should_be = path, .kind = known.kind});
  }
  for (const auto& [path, bytes] : desk.files) {
    if (path.starts_with(top + '/') && is_script(path)) {
      found.push_back({.path = path, .should_be = path});
    }
  }
  return found;
}

void mend(Draft& draft, const Found& found, int task, const std::string& top) {
  if (!mend_text(draft)) return;
  switch (found.kind) {
    case Kind::text:
      return;
    case Kind::ubuntu_dockerfile:
      unpin_base(draft, "ubuntu");
      return allow_pip(draft);
    case Kind::nginx_dockerfile:
      return unpin_base(draft, "nginx");
    case Kind::compose:
      if (task >= 5) hide_ports(draft, top);
      return;
  }
}

void repair_file(
    Repairs& repairs, const Desk& desk, const Found& found, int task, const std::string& top) {
  const std::string& bytes = desk.files.at(found.path);
  Draft draft{.path = found.path, .text = bytes};
  mend(draft, found, task, top);
  repairs.left.insert(repairs.left.end(), draft.left.begin(), draft.left.end());
  if (found.path != found.should_be) {
    draft.reasons.insert(draft.reasons.begin(),
                         "Linux tells capital letters from small ones: it is " + found.should_be);
  }
  if (draft.text == bytes && found.path == found.should_be) return;
  repairs.files.push_back({.path = found.path,
                           .new_path = found.should_be,
                           .before = bytes,
                           .after = std::move(draft.text),
                           .reasons = std::move(draft.reasons)});
}

Chore rename_folder(const std::string& from, const std::string& to) {
  return {.why = "the exercise calls the folder " + to + ", not " + from,
          .commands = {git_move(from, to)}};
}

void repair_folders(Repairs& repairs, const Desk& desk, const std::string& top) {
  for (const std::string_view name : {"back-end", "front-end", "proxy"}) {
    const std::string path = joined(top, name);
    if (desk.folders.contains(path)) continue;
    const auto other = std::ranges::find_if(
        desk.folders, [&](const std::string& one) { return equal_ignoring_case(one, path); });
    if (other != desk.folders.end()) repairs.chores.push_back(rename_folder(*other, path));
  }
}

void repair_gitlink(Repairs& repairs, const Desk& desk, const Gitlink& link) {
  Chore chore{.why =
                  link.path +
                  " is a repository of its own, so git holds a link in place of its files, and a "
                  "clone has an empty folder"};
  if (!desk.folders.contains(link.path)) {
    repairs.left.push_back(chore.why + "; there are no files here either: clone the site again");
    return;
  }
  chore.commands = git_take_in(link.path);
  repairs.chores.push_back(std::move(chore));
}

}  // namespace

Repairs find_repairs(const Submission& submission, std::span<const int> tasks, const Desk& desk) {
  Repairs repairs;
  for (const int task : tasks) {
    const TaskFolder& folder = submission.tasks.at(static_cast<std::size_t>(task));
    const std::string wanted = "task" + std::to_string(task);
    if (!folder.present) {
      if (!folder.other.empty()) repairs.chores.push_back(rename_folder(folder.other, wanted));
      continue;
    }
    repair_folders(repairs, desk, folder.path);
    for (const Found& found : find_files(desk, task, folder.path))
      repair_file(repairs, desk, found, task, folder.path);
    for (const Gitlink& link : submission.git.gitlinks) {
      if (link.path.starts_with(folder.path + '/')) repair_gitlink(repairs, desk, link);
    }
  }
  std::ranges::sort(repairs.files, {}, &FileRepair::path);
  return repairs;
}

}  // namespace pinko::repair

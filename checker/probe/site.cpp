#include "checker/probe/files.hpp"
#include "checker/probe/kept_out.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pinko::probe {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 2000;
constexpr int kDeepest = 8;

/// Names that belong to tools, not to a site.
bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

/// A link to a file of the site is served as that file; others are not followed.
bool leads_elsewhere(const fs::path& path, const fs::path& top) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return false;
  const fs::path below = fs::canonical(path, error).lexically_relative(fs::canonical(top, error));
  return error || below.empty() || *below.begin() == ".." || !fs::is_regular_file(path, error);
}

/// Adds the regular files of one folder, and names the folders in it, hidden ones left out.
std::vector<fs::path> take_files(const fs::path& folder,
                                 const fs::path& top,
                                 std::vector<SiteFile>& files) {
  std::vector<fs::path> below;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (is_hidden(at->path()) || leads_elsewhere(at->path(), top)) continue;
    if (at->is_directory(ignored)) below.push_back(at->path());
    if (!at->is_regular_file(ignored) || files.size() == kMostFiles) continue;
    const std::string path = at->path().lexically_relative(top).generic_string();
    files.push_back({.path = path, .size = at->file_size(ignored)});
  }
  return below;
}

/// The regular files below `folder`. Where there are too many, those nearest to the top: a page has
/// its index.html there, whatever else was put beside it.
std::vector<SiteFile> list_files(const fs::path& folder) {
  std::vector<SiteFile> files;
  std::vector<fs::path> level{folder};
  for (int depth = 0; depth < kDeepest && !level.empty() && files.size() < kMostFiles; ++depth) {
    std::vector<fs::path> next;
    for (const fs::path& one : level)
      std::ranges::move(take_files(one, folder, files), std::back_inserter(next));
    level = std::move(next);
  }
  std::sort(files.begin(), files.end(), [](const SiteFile& a, const SiteFile& b) {
    return a.path < b.path;
  });
  return files;
}

bool has_index(const std::vector<SiteFile>& files) {
  return std::any_of(
      files.begin(), files.end(), [](const SiteFile& file) { return file.path == "index.html"; });
}

/// A folder that images are built from: a page that lies there by itself is not the site.
bool is_workshop(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = to_lower(at->path().filename().string());
    if (name == "dockerfile" || name == "docker-compose.yml" || name == "front-end") return true;
  }
  return false;
}

/// The folder nearest to the task's top that holds an index.html, or "".
std::string find_site(const fs::path& root, const std::string& task_folder) {
  std::string best;
  for (const SiteFile& file : list_files(root / task_folder)) {
    const fs::path path = fs::path(task_folder) / file.path;
    if (path.filename() != "index.html" || is_workshop(root / path.parent_path())) continue;
    const std::string folder = path.parent_path().generic_string();
    if (best.empty() || folder.size() < best.size()) best = folder;
  }
  return best;
}

const Gitlink* find_gitlink(const Submission& submission, const std::string& folder) {
  for (const Gitlink& link : submission.git.gitlinks) {
    const bool covers = folder == link.path || folder.starts_with(link.path + '/');
    if (covers || link.path.starts_with(folder + '/')) return &link;
  }
  return nullptr;
}

void fill_in(SiteSeen& seen, const Submission& submission, int task) {
  const fs::path folder = submission.root / seen.folder;
  std::error_code error;
  if (fs::is_directory(folder, error)) seen.files = list_files(folder);
  if (has_index(seen.files)) {
    seen.state = SiteState::files;
    return;
  }
  seen.actual = find_site(submission.root, in_task(submission, task, ""));
  if (!seen.actual.empty()) {
    seen.state = SiteState::elsewhere;
    seen.files = list_files(submission.root / seen.actual);
  } else {
    seen.state = fs::is_directory(folder, error) ? SiteState::empty : SiteState::absent;
  }
}

}  // namespace

SiteSeen see(const ReadSite& p, const Submission& submission, int task) {
  SiteSeen seen;
  seen.folder = in_task(submission, task, p.folder);
  fill_in(seen, submission, task);
  const std::string& folder = seen.actual.empty() ? seen.folder : seen.actual;
  if (!seen.files.empty()) {
    constexpr std::uint64_t kMostPageBytes = 4 * kMostTextBytes;
    seen.index = read_file(submission.root, folder + "/index.html", kMostPageBytes);
  }
  seen.kept_out = take_kept_out(submission.root, in_task(submission, task, ""), folder, seen.files);
  if (const Gitlink* link = find_gitlink(submission, seen.folder)) {
    seen.state = SiteState::gitlink;
    seen.gitlink_commit = link->commit;
  }
  const std::vector<std::string>& unseen = submission.git.unseen;
  seen.committed = std::none_of(unseen.begin(), unseen.end(), [&](const std::string& path) {
    return path == folder || path == folder + '/' || path == folder + "/index.html";
  });
  const auto& supplied = submission.from_template;
  seen.from_template = std::find(supplied.begin(), supplied.end(), seen.folder) != supplied.end();
  return seen;
}

}  // namespace pinko::probe

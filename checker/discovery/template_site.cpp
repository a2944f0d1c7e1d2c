#include "checker/discovery/template_site.hpp"

#include "checker/util/text.hpp"

#include <string>
#include <sys/stat.h>
#include <system_error>
#include <vector>

namespace pinko::discovery {
namespace {

namespace fs = std::filesystem;

constexpr int kFirstTaskWithSite = 2;
constexpr std::string_view kSiteFolder = "front-end/softy-pinko-front-end";
constexpr int kDeepestInSite = 16;

bool holds_index(const fs::path& folder) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    if (at.depth() == kDeepestInSite) at.disable_recursion_pending();
    if (at->path().filename() == "index.html") return true;
  }
  return false;
}

/// Copies one file, link or FIFO, or makes the folder; false where something else stands there.
bool copy_entry(const fs::directory_entry& from, const fs::path& to, std::error_code& error) {
  const fs::file_status status = from.symlink_status(error);
  std::error_code missing;
  const fs::file_status there = fs::symlink_status(to, missing);
  if (error || fs::exists(there)) return fs::is_directory(status) && fs::is_directory(there);
  if (fs::is_symlink(status)) {
    fs::copy_symlink(from.path(), to, error);
  } else if (fs::is_directory(status)) {
    fs::create_directory(to, error);
  } else if (fs::is_regular_file(status)) {
    fs::copy_file(from.path(), to, error);
    // What the owner cannot read stays a finding about this one file.
    if (error == std::errc::permission_denied) error.clear();
  } else if (fs::is_fifo(status)) {
    ::mkfifo(to.c_str(), 0600);
  }
  return true;
}

/// Copies files, links as links, and FIFOs as FIFOs, so that the copy is judged like the original;
/// repositories' own folders stay behind. What is there already stays as it is.
Status copy_tree(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  fs::recursive_directory_iterator at(from, error);
  for (const fs::recursive_directory_iterator end; !error && at != end;) {
    const fs::path target = to / at->path().lexically_relative(from);
    const bool stays_behind = at->path().filename() == ".git" || at.depth() == kDeepestInSite;
    if (stays_behind || !copy_entry(*at, target, error)) at.disable_recursion_pending();
    // The next step forgets what went wrong with this one.
    if (!error) at.increment(error);
  }
  if (!error) return {};
  return fail(ErrorCode::disk_full,
              "copy " + in_quotes(from.string()) + " to put the template in: " + error.message());
}

/// Where a task lacks the site's folder, relative to the root.
std::vector<std::string> missing_sites(const Submission& submission) {
  std::vector<std::string> missing;
  for (std::size_t number = kFirstTaskWithSite; number < kTaskCount; ++number) {
    const TaskFolder& task = submission.tasks[number];
    if (!task.present || holds_index(submission.root / task.path)) continue;
    missing.push_back(task.path + '/' + std::string(kSiteFolder));
  }
  return missing;
}

/// Puts a copy in the place of the original, which is never written to.
Status move_to_copy(Submission& submission, const fs::path& copy) {
  for (const TaskFolder& task : submission.tasks) {
    if (task.present) PINKO_TRY(copy_tree(submission.root / task.path, copy / task.path));
  }
  submission.root = copy;
  return {};
}

}  // namespace

Status fill_from_template(Submission& submission,
                          const fs::path& template_dir,
                          const fs::path& copy) {
  std::error_code error;
  if (!fs::is_regular_file(template_dir / "index.html", error)) {
    return fail(ErrorCode::usage,
                "there is no index.html in " + in_quotes(template_dir.string()) +
                    "; --template takes a clone of softy-pinko-front-end");
  }
  const std::vector<std::string> missing = missing_sites(submission);
  if (missing.empty()) return {};
  if (!submission.exported) PINKO_TRY(move_to_copy(submission, copy));
  for (const std::string& folder : missing) {
    const fs::path target = submission.root / folder;
    const fs::path inside = fs::weakly_canonical(target, error);
    const std::string relative =
        inside.lexically_relative(fs::weakly_canonical(submission.root, error)).generic_string();
    if (relative == ".." || relative.starts_with("../")) continue;  // a link that leads out
    PINKO_TRY(copy_tree(template_dir, target));
    submission.from_template.push_back(folder);
  }
  return {};
}

}  // namespace pinko::discovery

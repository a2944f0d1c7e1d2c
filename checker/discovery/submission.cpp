#include "checker/discovery/submission.hpp"

#include "checker/discovery/git_view.hpp"
#include "checker/discovery/task_folders.hpp"
#include "checker/discovery/template_site.hpp"
#include "checker/util/git_commands.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <system_error>

namespace pinko::discovery {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHowTo =
    "go to the folder that holds task0 … task6, or name it: pinko-check all --repo DIR";

std::string shown(const fs::path& path) {
  return path.empty() ? "the repository's folder" : in_quotes(path.string());
}

/// The folder as an absolute path, when it can be read and holds anything.
Result<fs::path> readable_folder(const fs::path& root) {
  std::error_code error;
  const fs::file_status status = fs::status(root, error);
  if (!fs::exists(status)) {
    return fail(ErrorCode::usage,
                "there is no folder " + shown(root) +
                    (error && error != std::errc::no_such_file_or_directory ? ": " + error.message()
                                                                            : std::string()) +
                    "; give the path of your clone: pinko-check all --repo DIR");
  }
  if (!fs::is_directory(status)) {
    return fail(ErrorCode::usage,
                shown(root) + " is a file, not a folder; give the folder that holds task0 … task6");
  }
  const fs::directory_iterator entries(root, error);
  if (error) {
    return fail(ErrorCode::usage,
                "cannot read the folder " + shown(root) + ": " + error.message() +
                    "; make it readable: chmod u+rx " + shell_quoted(root.string()));
  }
  if (entries == fs::directory_iterator()) {
    return fail(ErrorCode::usage,
                "the folder " + shown(root) + " is empty; " + std::string(kHowTo));
  }
  return fs::weakly_canonical(root, error);
}

std::vector<std::string> present_folders(const FolderFinds& found) {
  std::vector<std::string> paths;
  for (const TaskFolder& task : found.tasks) {
    if (task.present) paths.push_back(task.path);
  }
  return paths;
}

Status check_work_dir(const DiscoverOptions& options) {
  if (options.commit.empty() && options.template_dir.empty()) return {};
  std::error_code error;
  if (fs::is_directory(options.work_dir, error)) return {};
  return fail(ErrorCode::internal, "discover needs a work folder for a commit or a template");
}

/// What git keeps without a working tree, by the rule that git itself goes by.
bool is_bare_repository(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "HEAD", error) &&
         fs::is_directory(folder / "objects", error) && fs::is_directory(folder / "refs", error);
}

/// The nearest folder upwards that holds task folders; empty when none does.
fs::path nearest_holder(const fs::path& start) {
  for (fs::path at = start;; at = at.parent_path()) {
    if (holds_task_folder(at)) return at;
    if (at == at.parent_path()) return {};
  }
}

/// Where to go instead.
std::string way_out(const fs::path& named, const std::vector<std::string>& meant) {
  if (!meant.empty()) return "rename what is there: " + join(meant, "; ");
  std::error_code error;
  const fs::path here = fs::weakly_canonical(named, error);
  const fs::path above = nearest_holder(here);
  // Of a commit that lacks them, the folder itself may hold them now.
  if (above.empty() || above == here) return std::string(kHowTo);
  return "they are in " + shown(above) + ": pinko-check all --repo " + shell_quoted(above.string());
}

Result<FolderFinds> find_or_explain(const fs::path& root, const fs::path& named) {
  FolderFinds found = find_task_folders(root);
  if (found.any) return found;
  std::vector<std::string> meant;
  for (std::size_t i = 0; i < found.tasks.size(); ++i) {
    const std::string& other = found.tasks[i].other;
    if (other.empty()) continue;
    meant.push_back(git_move(other, "task" + std::to_string(i)));
  }
  return fail(ErrorCode::usage,
              "no folder task0 … task6 in " + shown(named) + "; " + way_out(named, meant));
}

}  // namespace

Result<Submission> discover(const fs::path& root, const DiscoverOptions& options) {
  PINKO_TRY(check_work_dir(options));
  PINKO_TRY_ASSIGN(const fs::path top, readable_folder(root));
  Submission submission;
  submission.shown_as = root.string();
  submission.root = top;
  if (!options.commit.empty()) {
    const fs::path target = options.work_dir / "commit";
    std::error_code error;
    fs::create_directories(target, error);
    PINKO_TRY_ASSIGN(ExportedCommit exported, export_commit(top, options.commit, target));
    submission.root = target;
    submission.exported = true;
    submission.git.is_repository = true;
    submission.git.commit = std::move(exported.commit);
    submission.git.gitlinks = std::move(exported.gitlinks);
  } else if (is_bare_repository(top)) {
    return fail(ErrorCode::usage,
                shown(root) +
                    " is a bare repository, without a working tree; --commit HEAD grades its last "
                    "commit");
  }
  PINKO_TRY_ASSIGN(const FolderFinds found, find_or_explain(submission.root, root));
  submission.tasks = found.tasks;
  submission.nested_in = found.nested_in;
  if (!submission.exported) {
    PINKO_TRY_ASSIGN(submission.git, read_git(top, present_folders(found)));
  }
  if (!options.template_dir.empty()) {
    PINKO_TRY(fill_from_template(submission, options.template_dir, options.work_dir / "template"));
  }
  return submission;
}

Result<fs::path> find_root(const fs::path& start) {
  std::error_code error;
  const fs::path first = fs::absolute(start, error).lexically_normal();
  if (fs::path holder = nearest_holder(first); !holder.empty()) return holder;
  // Standing beside the one folder that holds them is as good, and so is a repository without
  // files.
  if (find_task_folders(first).any || is_bare_repository(first)) return first;
  return fail(
      ErrorCode::usage,
      "no folder task0 … task6 in " + shown(first) + " nor above it; " + std::string(kHowTo));
}

}  // namespace pinko::discovery

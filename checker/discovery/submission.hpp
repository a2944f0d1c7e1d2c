#pragma once

#include "checker/core/result.hpp"
#include "checker/core/submission.hpp"

#include <filesystem>
#include <string>

/// A student's repository on disk, and the files in it, as values. Nothing here runs anything.
namespace pinko::discovery {

struct DiscoverOptions {
  /// A revision to grade instead of the working tree; empty: the working tree.
  std::string commit = {};
  /// The untouched front end, for tasks whose own site is missing; empty: none.
  std::filesystem::path template_dir = {};
  /// An empty folder of the caller's that lives as long as the submission is used: exports and
  /// copies go there, the student's own folder is never written to. Needed with `commit` and with
  /// `template_dir` only.
  std::filesystem::path work_dir = {};
};

/// Finds the task folders of `root` and what git says of them. The result's `root` is absolute:
/// the folder given, or one below `work_dir`. Paths in `git` are from the submission's root too.
/// Error usage: no such folder, a file, an empty or unreadable folder, no task folder in it, an
/// unknown revision; the message says what to type.
[[nodiscard]] Result<Submission> discover(const std::filesystem::path& root,
                                          const DiscoverOptions& options = {});

/// The nearest folder, from `start` upwards, that holds a folder `task0` … `task6`.
/// Error usage when there is none; the message says what to type.
[[nodiscard]] Result<std::filesystem::path> find_root(const std::filesystem::path& start);

}  // namespace pinko::discovery

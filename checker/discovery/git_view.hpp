#pragma once

#include "checker/core/result.hpp"
#include "checker/core/submission.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Reads git repositories and never writes to them: no hooks, filters, attributes or configuration
/// of the repository take effect, and it does not matter who owns it.
namespace pinko::discovery {

/// What git says of the folders (such as "task3") of `root`, against the last commit. `root` may be
/// a folder within a repository; paths in the result are from `root`. Not an error: `root` is in no
/// repository, or in one that knows nothing of it, or whose kind is not read here, such as SHA-256
/// (`is_repository` is false then).
/// Error usage: the repository cannot be read.
[[nodiscard]] Result<GitFacts> read_git(const std::filesystem::path& root,
                                        const std::vector<std::string>& folders);

/// A commit as a clone would show it.
struct ExportedCommit {
  std::string commit;             ///< 40 hexadecimal digits
  std::vector<Gitlink> gitlinks;  ///< paths from the exported folder
};

/// Writes the files of a revision below `target`, an empty folder: gitlinks become empty folders,
/// links stay links, bytes are as in git. `repository` may be a working tree, a folder within one
/// (that folder alone is exported), or a bare repository.
/// Error usage: no repository, or an unknown revision (the message names those that exist).
/// Error refused: a tree with names that no checkout would write, or beyond any sensible size.
[[nodiscard]] Result<ExportedCommit> export_commit(const std::filesystem::path& repository,
                                                   const std::string& revision,
                                                   const std::filesystem::path& target);

/// True for what editors, systems and interpreters leave behind: ".DS_Store", "__pycache__" …
[[nodiscard]] bool is_clutter(std::string_view name);

}  // namespace pinko::discovery

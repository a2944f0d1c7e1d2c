#pragma once

#include "checker/core/result.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct git_blob;
struct git_commit;
struct git_repository;
struct git_tree;
struct git_oid;

/// What this folder needs of libgit2, owned properly. For git_view alone.
namespace pinko::discovery::git {

struct Closer {
  void operator()(git_repository* repository) const;
  void operator()(git_tree* tree) const;
  void operator()(git_blob* blob) const;
  void operator()(git_commit* commit) const;
};
using Repository = std::unique_ptr<git_repository, Closer>;
using Tree = std::unique_ptr<git_tree, Closer>;
using Blob = std::unique_ptr<git_blob, Closer>;
using Commit = std::unique_ptr<git_commit, Closer>;

/// A repository, and where the folder asked for stands in its trees: "" or "tasks/solution".
struct Opened {
  Repository repository = nullptr;
  std::string prefix = {};
  std::string unreadable = {};  ///< what of the repository is not known here; it is null then
};

/// Opens the repository that a folder belongs to, whoever owns it; a null one when there is none.
[[nodiscard]] Result<Opened> open(const std::filesystem::path& folder);

/// The last commit; null while there is none.
[[nodiscard]] Result<Commit> head_commit(git_repository& repository);
/// The commit that a revision names. Error usage says which names there are.
[[nodiscard]] Result<Commit> find_commit(git_repository& repository, const std::string& revision);

[[nodiscard]] std::string id_of(const git_commit& commit);
[[nodiscard]] std::string to_hex(const git_oid& id);

/// The tree of a commit, or of a folder in it; null when there is no such folder.
[[nodiscard]] Result<Tree> tree_of(const git_commit& commit, const std::string& prefix);
[[nodiscard]] Result<Blob> read_blob(git_repository& repository, const git_oid& id);
[[nodiscard]] std::string_view bytes_of(const git_blob& blob);

enum class EntryKind { folder, file, executable, link, gitlink };

struct Entry {
  EntryKind kind = EntryKind::file;
  std::string path;  ///< from the tree walked
  const git_oid* id = nullptr;
};

/// Calls `visit` for every entry, folders before what is in them, until it gives an error.
/// Error refused: names that leave the folder, or a tree beyond any sensible size.
[[nodiscard]] Status walk(git_repository& repository,
                          const git_tree& tree,
                          const std::function<Status(const Entry&)>& visit);

}  // namespace pinko::discovery::git

#include "checker/discovery/git_objects.hpp"

#include "checker/util/text.hpp"

#include <array>
#include <cstddef>
#include <git2.h>
#include <system_error>
#include <vector>

namespace pinko::discovery::git {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostEntries = 100'000;
constexpr std::size_t kMostOwnFiles = 500'000;
constexpr int kDeepestTree = 64;
constexpr std::size_t kMostRevisions = 12;

/// libgit2 for the whole program, set to look at nobody's configuration and to ask for no owner.
struct Library {
  Library() {
    git_libgit2_init();
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    // They change nothing of how commits are read; git itself sets them where its user asks for
    // such a clone.
    std::array<const char*, 3> harmless{"worktreeconfig", "partialclone", "relativeworktrees"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless.data(), harmless.size());
    for (const git_config_level_t level : {GIT_CONFIG_LEVEL_SYSTEM,
                                           GIT_CONFIG_LEVEL_XDG,
                                           GIT_CONFIG_LEVEL_GLOBAL,
                                           GIT_CONFIG_LEVEL_PROGRAMDATA}) {
      git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    }
  }
};

void start_library() {
  static const Library library;
}

std::string last_error() {
  const git_error* error = git_error_last();
  return error == nullptr ? "no reason given" : error->message;
}

/// A FIFO where git keeps a file would make every reader wait for ever.
Status check_own_files(const fs::path& folder) {
  std::error_code error;
  std::size_t count = 0;
  fs::recursive_directory_iterator at(folder, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    // The folder's own list tells these: git keeps thousands of them.
    if (at->is_regular_file(ignored) || at->is_directory(ignored)) {
      if (++count < kMostOwnFiles) continue;
      return fail(ErrorCode::usage,
                  "read " + in_quotes(folder.string()) + ": it holds too many files");
    }
    const fs::file_status status = at->status(ignored);
    if (!fs::exists(status) || fs::is_socket(status)) continue;
    return fail(ErrorCode::usage,
                "read " + in_quotes(folder.string()) + ": " + in_quotes(at->path().string()) +
                    " is no file; grade a fresh clone instead");
  }
  return {};
}

std::string prefix_of(const fs::path& folder, git_repository& repository) {
  const char* work = git_repository_workdir(&repository);
  if (work == nullptr) return {};
  std::error_code error;
  const fs::path inside = fs::weakly_canonical(folder, error);
  const fs::path own = fs::weakly_canonical(git_repository_path(&repository), error);
  const std::string prefix =
      inside.lexically_relative(fs::weakly_canonical(work, error)).generic_string();
  const std::string in_own = inside.lexically_relative(own).generic_string();
  const bool is_own = !in_own.empty() && in_own != ".." && !in_own.starts_with("../");
  return is_own || prefix == "." || prefix.starts_with("..") ? std::string() : prefix;
}

std::vector<std::string> branches(git_repository& repository) {
  std::vector<std::string> names;
  git_branch_iterator* each = nullptr;
  if (git_branch_iterator_new(&each, &repository, GIT_BRANCH_ALL) != 0) return names;
  git_reference* reference = nullptr;
  git_branch_t type = GIT_BRANCH_LOCAL;
  while (names.size() < kMostRevisions && git_branch_next(&reference, &type, each) == 0) {
    const char* name = nullptr;
    if (git_branch_name(&name, reference) == 0) names.emplace_back(name);
    git_reference_free(reference);
  }
  git_branch_iterator_free(each);
  return names;
}

/// As many branches and tags as a message holds.
std::vector<std::string> revisions(git_repository& repository) {
  std::vector<std::string> names = branches(repository);
  git_strarray tags{};
  if (git_tag_list(&tags, &repository) != 0) return names;
  for (std::size_t i = 0; i < tags.count && names.size() < kMostRevisions; ++i)
    names.emplace_back(tags.strings[i]);
  git_strarray_dispose(&tags);
  return names;
}

/// Names that no checkout writes: they would leave the folder or touch a repository's own files.
bool is_dangerous(std::string_view name) {
  return name.empty() || name == "." || name == ".." || equal_ignoring_case(name, ".git") ||
         name.find('/') != std::string_view::npos || name.size() > 255;
}

EntryKind kind_of(const git_tree_entry& entry) {
  switch (git_tree_entry_filemode(&entry)) {
    case GIT_FILEMODE_TREE:
      return EntryKind::folder;
    case GIT_FILEMODE_COMMIT:
      return EntryKind::gitlink;
    case GIT_FILEMODE_LINK:
      return EntryKind::link;
    case GIT_FILEMODE_BLOB_EXECUTABLE:
      return EntryKind::executable;
    case GIT_FILEMODE_BLOB:
    case GIT_FILEMODE_UNREADABLE:
      break;
  }
  return EntryKind::file;
}

/// One walk over a tree, with what is left of its budget.
class Walker {
 public:
  Walker(git_repository& repository, const std::function<Status(const Entry&)>& visit)
      : repository_(repository),
        visit_(visit) {}

  Status walk(const git_tree& tree, const std::string& prefix, int depth) {
    if (depth > kDeepestTree)
      return fail(ErrorCode::refused, "the commit nests folders too deeply");
    const std::size_t count = git_tree_entrycount(&tree);
    for (std::size_t i = 0; i < count; ++i) {
      PINKO_TRY(enter(*git_tree_entry_byindex(&tree, i), prefix, depth));
    }
    return {};
  }

 private:
  Status enter(const git_tree_entry& entry, const std::string& prefix, int depth) {
    const std::string name = git_tree_entry_name(&entry);
    if (is_dangerous(name)) {
      return fail(
          ErrorCode::refused,
          "the commit holds the name " + in_quotes(prefix + name) + ", which no clone writes");
    }
    if (++count_ > kMostEntries) {
      return fail(ErrorCode::refused,
                  "the commit holds more than " + std::to_string(kMostEntries) + " files");
    }
    const Entry here{
        .kind = kind_of(entry), .path = prefix + name, .id = git_tree_entry_id(&entry)};
    PINKO_TRY(visit_(here));
    if (here.kind != EntryKind::folder) return {};
    git_tree* raw = nullptr;
    if (git_tree_lookup(&raw, &repository_, here.id) != 0) {
      return fail(ErrorCode::usage,
                  "read the folder " + in_quotes(here.path) + ": " + last_error());
    }
    const Tree below(raw);
    return walk(*below, here.path + '/', depth + 1);
  }

  git_repository& repository_;
  const std::function<Status(const Entry&)>& visit_;
  std::size_t count_ = 0;
};

}  // namespace

void Closer::operator()(git_repository* repository) const {
  git_repository_free(repository);
}
void Closer::operator()(git_tree* tree) const {
  git_tree_free(tree);
}
void Closer::operator()(git_blob* blob) const {
  git_blob_free(blob);
}
void Closer::operator()(git_commit* commit) const {
  git_commit_free(commit);
}

Result<Opened> open(const fs::path& folder) {
  start_library();
  git_buf found{};
  const int code = git_repository_discover(&found, folder.c_str(), 1, nullptr);
  const std::string own = code == 0 ? found.ptr : "";
  git_buf_dispose(&found);
  if (code == GIT_ENOTFOUND) return Opened{};
  if (code != 0) {
    return fail(ErrorCode::usage,
                "open the repository of " + in_quotes(folder.string()) + ": " + last_error());
  }
  PINKO_TRY(check_own_files(own));
  git_repository* raw = nullptr;
  if (git_repository_open(&raw, own.c_str()) != 0) {
    // SHA-256, references in tables: what git can do, and this library not yet.
    if (last_error().starts_with("unsupported")) return Opened{.unreadable = last_error()};
    return fail(ErrorCode::usage, "open the repository " + in_quotes(own) + ": " + last_error());
  }
  Opened opened{.repository = Repository(raw)};
  opened.prefix = prefix_of(folder, *raw);
  return opened;
}

Result<Commit> head_commit(git_repository& repository) {
  git_reference* head = nullptr;
  const int code = git_repository_head(&head, &repository);
  if (code == GIT_EUNBORNBRANCH || code == GIT_ENOTFOUND) return Commit();
  if (code != 0) return fail(ErrorCode::usage, "read the last commit: " + last_error());
  git_object* object = nullptr;
  const int peeled = git_reference_peel(&object, head, GIT_OBJECT_COMMIT);
  git_reference_free(head);
  if (peeled != 0) return fail(ErrorCode::usage, "read the last commit: " + last_error());
  return Commit(reinterpret_cast<git_commit*>(object));
}

Result<Commit> find_commit(git_repository& repository, const std::string& revision) {
  PINKO_TRY_ASSIGN(const Commit head, head_commit(repository));
  git_object* found = nullptr;
  if (git_revparse_single(&found, &repository, revision.c_str()) == 0) {
    git_object* commit = nullptr;
    const int code = git_object_peel(&commit, found, GIT_OBJECT_COMMIT);
    git_object_free(found);
    if (code == 0) return Commit(reinterpret_cast<git_commit*>(commit));
  }
  std::vector<std::string> names = revisions(repository);
  if (head != nullptr) names.insert(names.begin(), "HEAD");
  if (names.empty()) {
    return fail(ErrorCode::usage,
                "the repository has no commit yet; make one: git add . && git commit");
  }
  return fail(ErrorCode::usage,
              "there is no commit " + in_quotes(revision) + "; there are: " + join(names, ", ") +
                  ", and every hash that git log prints");
}

std::string to_hex(const git_oid& id) {
  std::array<char, GIT_OID_HEXSZ + 1> text{};
  return git_oid_tostr(text.data(), text.size(), &id);
}

std::string id_of(const git_commit& commit) {
  return to_hex(*git_commit_id(&commit));
}

Result<Tree> tree_of(const git_commit& commit, const std::string& prefix) {
  git_tree* raw = nullptr;
  if (git_commit_tree(&raw, &commit) != 0) {
    return fail(ErrorCode::usage, "read commit " + id_of(commit) + ": " + last_error());
  }
  Tree tree(raw);
  if (prefix.empty()) return tree;
  git_tree_entry* entry = nullptr;
  if (git_tree_entry_bypath(&entry, tree.get(), prefix.c_str()) != 0) return Tree();
  git_tree* below = nullptr;
  const bool is_folder = git_tree_entry_type(entry) == GIT_OBJECT_TREE;
  const int code =
      is_folder ? git_tree_lookup(&below, git_tree_owner(raw), git_tree_entry_id(entry)) : 0;
  git_tree_entry_free(entry);
  if (code != 0) return fail(ErrorCode::usage, "read " + in_quotes(prefix) + ": " + last_error());
  return Tree(below);
}

Result<Blob> read_blob(git_repository& repository, const git_oid& id) {
  git_blob* raw = nullptr;
  if (git_blob_lookup(&raw, &repository, &id) != 0) {
    return fail(ErrorCode::usage, "read object " + to_hex(id) + ": " + last_error());
  }
  return Blob(raw);
}

std::string_view bytes_of(const git_blob& blob) {
  return {static_cast<const char*>(git_blob_rawcontent(&blob)),
          static_cast<std::size_t>(git_blob_rawsize(&blob))};
}

Status walk(git_repository& repository,
            const git_tree& tree,
            const std::function<Status(const Entry&)>& visit) {
  return Walker(repository, visit).walk(tree, "", 0);
}

}  // namespace pinko::discovery::git

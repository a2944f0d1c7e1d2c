#include "checker/discovery/git_view.hpp"

#include "checker/discovery/git_objects.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <git2.h>
#include <iterator>
#include <map>
#include <set>
#include <system_error>

namespace pinko::discovery {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostCompared = 16 * 1024 * 1024;
constexpr std::size_t kMostNamed = 500;
constexpr std::size_t kMostSeen = 50'000;
constexpr int kDeepestFolder = 32;

struct Committed {
  git::EntryKind kind = git::EntryKind::file;
  git_oid id{};
};

/// What the last commit holds, by path.
using Listing = std::map<std::string, Committed>;

bool has_clutter(const std::string& path) {
  const std::vector<std::string_view> parts = split(path, '/');
  return std::any_of(parts.begin(), parts.end(), is_clutter);
}

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

/// True when the commit holds a file below the folder.
bool holds_below(const Listing& listing, const std::string& folder) {
  const auto next = listing.lower_bound(folder + '/');
  return next != listing.end() && is_below(next->first, folder);
}

/// True for a folder that holds more than a repository's own files.
bool holds_files(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name != ".git" && !is_clutter(name)) return true;
  }
  return false;
}

std::string without_carriage_returns(std::string_view text) {
  return replace_all(std::string(text), "\r\n", "\n");
}

/// Compares a working tree below some folders with a commit's listing.
class Comparison {
 public:
  Comparison(fs::path root, git_repository& repository, const Listing& listing, GitFacts& facts)
      : root_(std::move(root)),
        repository_(repository),
        listing_(listing),
        facts_(facts) {}

  void compare(const std::string& folder) {
    std::error_code error;
    const fs::path top = root_ / folder;
    const auto options = fs::directory_options::skip_permission_denied;
    fs::recursive_directory_iterator at(top, options, error);
    for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
      if (seen_.size() >= kMostSeen) break;
      const std::string path = at->path().lexically_relative(root_).generic_string();
      if (has_clutter(at->path().filename().string()) || at->path().filename() == ".git") {
        at.disable_recursion_pending();
        continue;
      }
      std::error_code ignored;
      const fs::file_status status = at->symlink_status(ignored);
      if (fs::is_directory(status)) {
        if (at.depth() == kDeepestFolder || !enters(at->path(), path))
          at.disable_recursion_pending();
        continue;
      }
      compare_file(at->path(), path, fs::is_symlink(status));
    }
    for (auto it = listing_.lower_bound(folder + '/');
         it != listing_.end() && is_below(it->first, folder);
         ++it) {
      const bool is_file =
          it->second.kind != git::EntryKind::gitlink && it->second.kind != git::EntryKind::folder;
      if (is_file && !seen_.contains(it->first) && !has_clutter(it->first)) {
        name(facts_.changed, it->first);
      }
    }
  }

 private:
  static void name(std::vector<std::string>& list, std::string path) {
    if (list.size() < kMostNamed) list.push_back(std::move(path));
  }

  /// False for a folder that is a repository of its own, and for an environment of Python: such a
  /// folder is named once, or not at all.
  bool enters(const fs::path& folder, const std::string& path) {
    std::error_code error;
    if (fs::exists(folder / "pyvenv.cfg", error)) return holds_below(listing_, path);
    const auto found = listing_.find(path);
    const bool gitlink = found != listing_.end() && found->second.kind == git::EntryKind::gitlink;
    if (!gitlink && !fs::exists(fs::symlink_status(folder / ".git", error))) return true;
    if (!gitlink && holds_below(listing_, path)) return true;
    if (holds_files(folder)) name(facts_.unseen, path + '/');
    return false;
  }

  void compare_file(const fs::path& file, const std::string& path, bool link) {
    seen_.insert(path);
    const auto found = listing_.find(path);
    if (found == listing_.end() || found->second.kind == git::EntryKind::folder ||
        found->second.kind == git::EntryKind::gitlink) {
      name(facts_.unseen, path);
      return;
    }
    const bool was_link = found->second.kind == git::EntryKind::link;
    if (link != was_link || !equal(file, found->second.id, link)) name(facts_.changed, path);
  }

  /// By hash, so that a clone without all its objects can be compared too. Line ends do not count:
  /// git itself converts them on some machines.
  bool equal(const fs::path& file, const git_oid& committed, bool link) {
    std::error_code error;
    std::string bytes;
    if (link) {
      bytes = fs::read_symlink(file, error).string();
    } else {
      if (!fs::is_regular_file(file, error)) return false;
      if (fs::file_size(file, error) > kMostCompared) return true;  // no file of the exercise
      std::ifstream in(file, std::ios::binary);
      bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    git_oid id{};
    git_odb_hash(&id, bytes.data(), bytes.size(), GIT_OBJECT_BLOB);
    if (git_oid_equal(&id, &committed) != 0) return true;
    const auto blob = git::read_blob(repository_, committed);
    if (link || !blob) return false;
    const std::string_view before = git::bytes_of(**blob);
    return before.size() <= kMostCompared && before.size() != bytes.size() &&
           without_carriage_returns(before) == without_carriage_returns(bytes);
  }

  fs::path root_;
  git_repository& repository_;
  const Listing& listing_;
  GitFacts& facts_;
  std::set<std::string> seen_;
};

Result<Listing> list(git_repository& repository, const git_tree& tree) {
  Listing listing;
  PINKO_TRY(git::walk(repository, tree, [&](const git::Entry& entry) -> Status {
    listing.emplace(entry.path, Committed{.kind = entry.kind, .id = *entry.id});
    return {};
  }));
  return listing;
}

}  // namespace

bool is_clutter(std::string_view name) {
  constexpr std::array<std::string_view, 13> kNames = {".DS_Store",
                                                       "__MACOSX",
                                                       "__pycache__",
                                                       ".pytest_cache",
                                                       ".mypy_cache",
                                                       "Thumbs.db",
                                                       "desktop.ini",
                                                       ".idea",
                                                       ".vscode",
                                                       ".vs",
                                                       ".history",
                                                       "node_modules",
                                                       ".directory"};
  if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) return true;
  if (name.starts_with("._") || name.starts_with(".#")) return true;
  for (const std::string_view end : {"~", ".pyc", ".pyo", ".swp", ".swo", ".swx"}) {
    if (name.ends_with(end)) return true;
  }
  return name.size() > 1 && name.starts_with('#') && name.ends_with('#');
}

Result<GitFacts> read_git(const fs::path& root, const std::vector<std::string>& folders) {
  PINKO_TRY_ASSIGN(const git::Opened opened, git::open(root));
  if (opened.repository == nullptr) return GitFacts{};
  git_repository& repository = *opened.repository;
  PINKO_TRY_ASSIGN(const git::Commit commit, git::head_commit(repository));
  GitFacts facts;
  facts.is_repository = true;
  Listing listing;
  if (commit == nullptr) {
    if (!opened.prefix.empty()) return GitFacts{};
  } else {
    PINKO_TRY_ASSIGN(const git::Tree tree, git::tree_of(*commit, opened.prefix));
    // Some unrelated repository around the folder knows nothing of it.
    if (tree == nullptr) return GitFacts{};
    facts.commit = git::id_of(*commit);
    PINKO_TRY_ASSIGN(listing, list(repository, *tree));
  }
  for (const auto& [path, entry] : listing) {
    if (entry.kind != git::EntryKind::gitlink) continue;
    facts.gitlinks.push_back({.path = path, .commit = git::to_hex(entry.id)});
  }
  Comparison comparison(root, repository, listing, facts);
  for (const std::string& folder : folders) {
    comparison.compare(folder);
  }
  std::sort(facts.unseen.begin(), facts.unseen.end());
  std::sort(facts.changed.begin(), facts.changed.end());
  facts.dirty = !facts.unseen.empty() || !facts.changed.empty();
  return facts;
}

}  // namespace pinko::discovery

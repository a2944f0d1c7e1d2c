#include "checker/discovery/git_objects.hpp"
#include "checker/discovery/git_view.hpp"
#include "checker/util/text.hpp"
#include "checker/util/write_whole.hpp"

#include <cstdint>
#include <system_error>

namespace pinko::discovery {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostExportedBytes = 2ULL * 1024 * 1024 * 1024;

/// Writes one commit into an empty folder.
class Exporter {
 public:
  Exporter(git_repository& repository, fs::path target)
      : repository_(repository),
        target_(std::move(target)) {}

  Status put(const git::Entry& entry) {
    const fs::path path = target_ / entry.path;
    std::error_code error;
    // A link and a folder of one name would let a tree write through the link.
    if (fs::exists(fs::symlink_status(path, error))) {
      return fail(ErrorCode::refused, "the commit holds " + in_quotes(entry.path) + " twice");
    }
    switch (entry.kind) {
      case git::EntryKind::gitlink:
        gitlinks_.push_back({.path = entry.path, .commit = git::to_hex(*entry.id)});
        [[fallthrough]];
      case git::EntryKind::folder:
        fs::create_directory(path, error);
        break;
      case git::EntryKind::link:
      case git::EntryKind::file:
      case git::EntryKind::executable:
        return put_blob(entry, path);
    }
    return error ? could_not_write(entry.path, error.message()) : Status();
  }

  [[nodiscard]] std::vector<Gitlink> gitlinks() && { return std::move(gitlinks_); }

 private:
  static tl::unexpected<Error> could_not_write(const std::string& path, const std::string& why) {
    return fail(ErrorCode::disk_full, "write " + in_quotes(path) + " of the commit: " + why);
  }

  Status put_blob(const git::Entry& entry, const fs::path& path) {
    const auto found = git::read_blob(repository_, *entry.id);
    if (!found) {
      return fail(found.error().code,
                  "export " + in_quotes(entry.path) + ": " + found.error().message +
                      "; clone the repository again, whole");
    }
    const git::Blob& blob = *found;
    const std::string_view bytes = git::bytes_of(*blob);
    written_ += bytes.size();
    if (written_ > kMostExportedBytes) {
      return fail(ErrorCode::refused, "the commit holds more than 2 GiB");
    }
    std::error_code error;
    if (entry.kind == git::EntryKind::link) {
      fs::create_symlink(fs::path(bytes), path, error);
      return error ? could_not_write(entry.path, error.message()) : Status();
    }
    if (!write_whole(path, bytes)) return could_not_write(entry.path, "is the disk full?");
    const bool executable = entry.kind == git::EntryKind::executable;
    fs::permissions(path, static_cast<fs::perms>(executable ? 0755 : 0644), error);
    return {};
  }

  git_repository& repository_;
  fs::path target_;
  std::vector<Gitlink> gitlinks_;
  std::uint64_t written_ = 0;
};

}  // namespace

Result<ExportedCommit> export_commit(const fs::path& repository,
                                     const std::string& revision,
                                     const fs::path& target) {
  PINKO_TRY_ASSIGN(const git::Opened opened, git::open(repository));
  if (!opened.unreadable.empty()) {
    return fail(ErrorCode::usage,
                "the git repository is of a kind that is not read here (" + opened.unreadable +
                    "); leave --commit out to grade the folder as it is");
  }
  if (opened.repository == nullptr) {
    return fail(ErrorCode::usage,
                in_quotes(repository.string()) +
                    " is in no git repository; leave --commit out to grade the folder as it is");
  }
  git_repository& source = *opened.repository;
  PINKO_TRY_ASSIGN(const git::Commit commit, git::find_commit(source, revision));
  PINKO_TRY_ASSIGN(const git::Tree tree, git::tree_of(*commit, opened.prefix));
  if (tree == nullptr) {
    return fail(
        ErrorCode::usage,
        "there is no folder " + in_quotes(opened.prefix) + " in commit " + git::id_of(*commit));
  }
  Exporter exporter(source, target);
  PINKO_TRY(git::walk(source, *tree, [&](const git::Entry& entry) { return exporter.put(entry); }));
  return ExportedCommit{.commit = git::id_of(*commit), .gitlinks = std::move(exporter).gitlinks()};
}

}  // namespace pinko::discovery

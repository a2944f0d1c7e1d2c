#include "checker/util/run_folder.hpp"

#include "checker/util/environment.hpp"

#include <cerrno>
#include <chrono>
#include <exception>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pinko {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "pinko-run-";
constexpr std::chrono::seconds kYouth{60};

bool is_run_folder(const fs::path& path) {
  return path.is_absolute() && path.filename().string().starts_with(kPrefix);
}

/// A lock on the folder itself; -1 when somebody else has it, or it is no folder of ours.
int lock_folder(const fs::path& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return -1;
  struct stat seen {};
  const bool ours = fstat(folder, &seen) == 0 && seen.st_uid == geteuid();
  if (ours && flock(folder, LOCK_EX | LOCK_NB) == 0) return folder;
  close(folder);
  return -1;
}

bool is_young(const fs::path& path) {
  std::error_code error;
  const auto changed = fs::last_write_time(path, error);
  return error || fs::file_time_type::clock::now() - changed < kYouth;
}

/// What an image builder or a student's file wrote without the right to write: given back first.
void open_all(const fs::path& folder) {
  std::error_code error;
  fs::permissions(folder, fs::perms::owner_all, fs::perm_options::add, error);
  fs::recursive_directory_iterator at(folder, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (!at->is_symlink(ignored) && at->is_directory(ignored)) {
      fs::permissions(at->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
    }
  }
}

}  // namespace

NoTemporaryFolder::NoTemporaryFolder(const fs::path& where, const std::string& why)
    : std::runtime_error("no temporary folder can be made in " + where.string() + ": " + why +
                         "; set TMPDIR to a folder that you may write to") {}

RunFolder::RunFolder(fs::path path)
    : path_(std::move(path)) {
  if (mkdir(path_.c_str(), S_IRWXU) != 0) {
    throw NoTemporaryFolder(path_.parent_path(), std::generic_category().message(errno));
  }
  lock_ = lock_folder(path_);
}

fs::path RunFolder::path_for(const std::string& run) {
  std::error_code error;
  const fs::path below = fs::temp_directory_path(error);
  if (error) {
    const std::string named = environment_variable("TMPDIR");
    throw NoTemporaryFolder(named.empty() ? "/tmp" : named, error.message());
  }
  return fs::absolute(below) / (std::string(kPrefix) + run);
}

RunFolder::~RunFolder() {
  remove_run_folder(path_);
  if (lock_ >= 0) close(lock_);
}

bool remove_run_folder(const fs::path& folder) noexcept {
  try {
    if (!is_run_folder(folder)) return false;
    std::error_code error;
    fs::remove_all(folder, error);
    if (!error) return true;
    open_all(folder);
    fs::remove_all(folder, error);
    return !error;
  } catch (const std::exception&) {
    return false;
  }
}

int sweep_run_folders(const fs::path& temporary_folder) noexcept {
  int removed = 0;
  try {
    std::error_code error;
    fs::directory_iterator at(temporary_folder, error);
    for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
      const fs::path path = at->path();
      if (!is_run_folder(path) || is_young(path)) continue;
      const int lock = lock_folder(path);
      if (lock < 0) continue;
      if (remove_run_folder(path)) ++removed;
      close(lock);
    }
  } catch (const std::exception&) {
    return removed;
  }
  return removed;
}

}  // namespace pinko

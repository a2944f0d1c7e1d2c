#include "checker/repair/workshop.hpp"

#include "checker/repair/known_files.hpp"
#include "checker/util/descriptor.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pinko::repair {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 1024 * 1024;

tl::unexpected<Error> refuse(const std::string& path, const std::string& problem) {
  return fail(ErrorCode::usage, "mend " + path + ": " + problem);
}

tl::unexpected<Error> refuse_by_system(const std::string& path) {
  return refuse(path, std::generic_category().message(errno));
}

/// The folder that a path is in, reached without following a link.
Descriptor open_folder(const fs::path& root, const std::string& path) {
  Descriptor at(open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::vector<std::string_view> parts = split(path, '/');
  for (std::size_t i = 0; at.is_open() && i + 1 < parts.size(); ++i) {
    const std::string name(parts[i]);
    if (name == "..") return Descriptor();
    at =
        Descriptor(openat(at.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  return at;
}

std::optional<std::string> read_all(int fd) {
  std::string bytes;
  std::array<char, 65536> block{};
  for (;;) {
    const ssize_t got = read(fd, block.data(), block.size());
    if (got < 0) return std::nullopt;
    if (got == 0) return bytes;
    bytes.append(block.data(), static_cast<std::size_t>(got));
    if (bytes.size() > kMostBytes) return std::nullopt;
  }
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(fd, bytes.data(), bytes.size());
    if (put < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

/// A regular file, opened without following a link and without waiting for a pipe's other end.
struct Opened {
  Descriptor fd;
  struct stat facts {};
};

std::optional<Opened> open_regular(int folder, const std::string& name) {
  Opened file{.fd = Descriptor(
                  openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC))};
  if (!file.fd.is_open() || fstat(file.fd.get(), &file.facts) != 0) return std::nullopt;
  if (!S_ISREG(file.facts.st_mode)) return std::nullopt;
  return file;
}

/// Writes a file of the same mode and owner beside the old one; its name, or an error.
Result<std::string> write_beside(int folder, const FileRepair& repair, const struct stat& facts) {
  const std::string name = ".pinko-fix-" + std::to_string(getpid());
  unlinkat(folder, name.c_str(), 0);
  const Descriptor fd(
      openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!fd.is_open()) return refuse_by_system(repair.path);
  const bool written =
      write_all(fd.get(), repair.after) && fchmod(fd.get(), facts.st_mode & 07777) == 0;
  // Who is not root cannot give files away, and owns this one already.
  const bool ours = facts.st_uid == geteuid() && facts.st_gid == getegid();
  const bool owned = ours || fchown(fd.get(), facts.st_uid, facts.st_gid) == 0 || geteuid() != 0;
  if (written && owned && fchmod(fd.get(), facts.st_mode & 07777) == 0 && fsync(fd.get()) == 0) {
    return name;
  }
  auto error = refuse_by_system(repair.path);
  unlinkat(folder, name.c_str(), 0);
  return error;
}

/// True when another file has the new name already. A file system that ignores case finds the old
/// file there, which is no other.
bool is_taken(int folder, const std::string& name, const struct stat& old) {
  struct stat there {};
  if (fstatat(folder, name.c_str(), &there, AT_SYMLINK_NOFOLLOW) != 0) return false;
  return there.st_ino != old.st_ino || there.st_dev != old.st_dev;
}

bool is_file_name(std::string_view name, int task, std::string_view folder) {
  return is_script(name) || std::ranges::any_of(known_files(), [&](const KnownFile& known) {
           return task >= known.first_task && task <= known.last_task && known.folder == folder &&
                  equal_ignoring_case(known.name, name);
         });
}

void read_folder(
    Desk& desk, const fs::path& root, const std::string& path, int task, std::string_view folder) {
  const Descriptor at = open_folder(root, path + "/x");
  if (!at.is_open()) return;
  std::error_code error;
  for (fs::directory_iterator entry(root / path, error), end; !error && entry != end;
       entry.increment(error)) {
    desk.folders.insert(path);
    const std::string name = entry->path().filename().string();
    if (!is_file_name(name, task, folder)) continue;
    const auto file = open_regular(at.get(), name);
    if (!file) continue;
    if (auto bytes = read_all(file->fd.get())) {
      desk.files[std::string(path).append("/").append(name)] = *std::move(bytes);
    }
  }
}

/// The folders below a task's that are looked into: by their names, in any letter case.
std::vector<std::string> subfolders(const fs::path& task_folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(task_folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!entry->is_directory(error) || entry->is_symlink(error)) continue;
    const std::string name = entry->path().filename().string();
    const std::string lower = to_lower(name);
    if (lower == "back-end" || lower == "front-end" || lower == "proxy") names.push_back(name);
  }
  return names;
}

}  // namespace

Desk read_desk(const Submission& submission, std::span<const int> tasks) {
  Desk desk;
  for (const int task : tasks) {
    const TaskFolder& folder = submission.tasks.at(static_cast<std::size_t>(task));
    if (!folder.present) continue;
    read_folder(desk, submission.root, folder.path, task, "");
    for (const std::string& name : subfolders(submission.root / folder.path))
      read_folder(desk, submission.root, folder.path + '/' + name, task, name);
  }
  for (const Gitlink& link : submission.git.gitlinks) {
    std::error_code error;
    for (fs::directory_iterator entry(submission.root / link.path, error), end;
         !error && entry != end;
         entry.increment(error)) {
      if (entry->path().filename() != ".git") desk.folders.insert(link.path);
    }
  }
  return desk;
}

Status apply(const fs::path& root, const FileRepair& repair) {
  const Descriptor folder = open_folder(root, repair.path);
  if (!folder.is_open()) return refuse(repair.path, "its folder cannot be reached without a link");
  const std::string old_name(base_name(repair.path));
  const std::string new_name(base_name(repair.new_path));
  const auto old = open_regular(folder.get(), old_name);
  if (!old) return refuse(repair.path, "it is no regular file any more");
  const auto bytes = read_all(old->fd.get());
  if (!bytes || *bytes != repair.before) {
    return refuse(repair.path, "it changed since it was read; nothing was written");
  }
  if (old_name != new_name && is_taken(folder.get(), new_name, old->facts)) {
    return refuse(repair.path, "there is another file " + repair.new_path);
  }
  if (repair.after != repair.before) {
    PINKO_TRY_ASSIGN(const std::string fresh, write_beside(folder.get(), repair, old->facts));
    if (renameat(folder.get(), fresh.c_str(), folder.get(), old_name.c_str()) != 0) {
      auto error = refuse_by_system(repair.path);
      unlinkat(folder.get(), fresh.c_str(), 0);
      return error;
    }
  }
  if (old_name != new_name &&
      renameat(folder.get(), old_name.c_str(), folder.get(), new_name.c_str()) != 0) {
    return refuse_by_system(repair.path);
  }
  fsync(folder.get());
  return {};
}

}  // namespace pinko::repair

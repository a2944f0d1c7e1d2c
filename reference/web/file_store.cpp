#include "reference/web/file_store.hpp"

#include "reference/net/log.hpp"
#include "reference/web/media_type.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace reference::web {
namespace {

// Up to here a copy costs less than the second system call that the kernel wants for sending a
// file.
constexpr std::size_t kMostInMemory = 8 * 1024;
constexpr std::size_t kMostKept = 512;  // files, and so descriptors
constexpr net::milliseconds kLookAgainAfter{1000};
constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

std::int64_t nanoseconds(const timespec& time) {
  return time.tv_sec * 1'000'000'000L + time.tv_nsec;
}

/// The path of an open file, or nothing when the system does not tell.
std::string path_of(int descriptor) {
  std::array<char, PATH_MAX> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t length = readlink(link.c_str(), path.data(), path.size());
  return length > 0 ? std::string(path.data(), static_cast<std::size_t>(length)) : std::string();
}

std::shared_ptr<const int> shared_descriptor(int descriptor) {
  return {new int(descriptor), [](const int* held) {
            ::close(*held);
            delete held;
          }};
}

std::string read_all(int descriptor, std::size_t size) {
  std::string contents(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got =
        pread(descriptor, contents.data() + have, size - have, static_cast<off_t>(have));
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  contents.resize(have);
  return contents;
}

File describe(const std::string& path, const struct stat& status) {
  File file;
  std::array<char, 64> etag{};
  std::snprintf(etag.data(),
                etag.size(),
                "\"%llx-%llx\"",
                static_cast<unsigned long long>(nanoseconds(status.st_mtim)),
                static_cast<unsigned long long>(status.st_size));
  file.version = {.etag = etag.data(), .modified = status.st_mtim.tv_sec};
  file.size = static_cast<std::uint64_t>(status.st_size);
  file.modified_nanoseconds = nanoseconds(status.st_mtim);
  file.inode = status.st_ino;
  file.fields = "Content-Type: " + std::string(media_type(path)) +
                "\r\nLast-Modified: " + net::http_date(status.st_mtim.tv_sec) +
                "\r\nETag: " + file.version.etag + "\r\nAccept-Ranges: bytes\r\n";
  return file;
}

}  // namespace

net::Result<FileStore> FileStore::open(const std::string& root) {
  const int descriptor = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    return net::Problem{"cannot open the site's folder " + root + ": " +
                        std::generic_category().message(errno)};
  }
  return FileStore(descriptor, path_of(descriptor));
}

FileStore::FileStore(FileStore&& other) noexcept
    : root_(std::exchange(other.root_, -1)),
      root_path_(std::move(other.root_path_)),
      kept_(std::move(other.kept_)) {}

FileStore::~FileStore() {
  if (root_ >= 0) ::close(root_);
}

/// Opens a path whose every step, links included, stays below the root: the kernel sees to it where
/// it can.
int FileStore::open_beneath(const char* path) const {
  open_how how{};
  how.flags = kFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  const long descriptor = syscall(SYS_openat2, root_, path, &how, sizeof how);
  if (descriptor >= 0 || (errno != ENOSYS && errno != EPERM)) return static_cast<int>(descriptor);

  const int opened = openat(root_, path, kFlags);
  if (opened < 0) return opened;
  const std::string true_path = path_of(opened);
  if (true_path == root_path_ || true_path.starts_with(root_path_ + "/")) return opened;
  ::close(opened);
  errno = EXDEV;
  return -1;
}

Found FileStore::find(const std::string& path, net::Deadline now) {
  const auto kept = kept_.find(path);
  if (kept != kept_.end()) {
    Kept& entry = kept->second;
    if (now - entry.looked_at < kLookAgainAfter || unchanged(path, *entry.file)) {
      if (now - entry.looked_at >= kLookAgainAfter) entry.looked_at = now;
      return {.kind = Found::Kind::file, .file = entry.file};
    }
    kept_.erase(kept);
  }
  Found found = load(path);
  if (found.kind == Found::Kind::file) keep(path, found.file, now);
  return found;
}

Found FileStore::load(const std::string& path) {
  const std::string below = path.size() > 1 ? path.substr(1) : ".";
  const int descriptor = open_beneath(below.c_str());
  if (descriptor < 0) {
    const bool forbidden = errno == EACCES || errno == EXDEV || errno == ELOOP;
    return {.kind = forbidden ? Found::Kind::forbidden : Found::Kind::nothing, .file = nullptr};
  }
  const std::shared_ptr<const int> owner = shared_descriptor(descriptor);
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return {};
  if (S_ISDIR(status.st_mode)) return {.kind = Found::Kind::directory, .file = nullptr};
  if (!S_ISREG(status.st_mode)) return {.kind = Found::Kind::forbidden, .file = nullptr};

  auto file = std::make_shared<File>(describe(path, status));
  if (file->size <= kMostInMemory) {
    file->contents = read_all(descriptor, file->size);
    file->size = file->contents.size();
  } else {
    file->descriptor = owner;
  }
  return {.kind = Found::Kind::file, .file = std::move(file)};
}

bool FileStore::unchanged(const std::string& path, const File& file) const {
  struct stat status {};
  if (fstatat(root_, path.c_str() + 1, &status, 0) != 0) return false;
  return status.st_ino == file.inode && static_cast<std::uint64_t>(status.st_size) == file.size &&
         nanoseconds(status.st_mtim) == file.modified_nanoseconds;
}

void FileStore::keep(const std::string& path, std::shared_ptr<const File> file, net::Deadline now) {
  if (kept_.size() >= kMostKept) kept_.erase(kept_.begin());
  kept_.emplace(path, Kept{.file = std::move(file), .looked_at = now});
}

}  // namespace reference::web

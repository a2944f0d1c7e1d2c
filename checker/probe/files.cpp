#include "checker/probe/files.hpp"

#include "checker/util/defer.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pinko::probe {
namespace {

namespace fs = std::filesystem;

/// The entry of `folder` that is called `name`: exactly, or else in other letters' case, or else
/// "".
std::string find_entry(const fs::path& folder, const std::string& name) {
  std::error_code error;
  std::string other;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::string entry = at->path().filename().string();
    if (entry == name) return entry;
    if (!equal_ignoring_case(entry, name)) continue;
    // Of several the one that docker takes for a Dockerfile: small letters come last.
    if (entry > other) other = std::move(entry);
  }
  return other;
}

/// The names on disk that `path` leads to, taking other letter case for want of better; "" when
/// there is none.
std::string spelled_on_disk(const fs::path& root, std::string_view path) {
  std::string spelled;
  for (const std::string_view part : split(path, '/')) {
    if (part == "." || part.empty()) continue;
    const std::string entry = find_entry(root / spelled, std::string(part));
    if (entry.empty()) return {};
    spelled += (spelled.empty() ? "" : "/") + entry;
  }
  return spelled;
}

bool is_below(const fs::path& root, const fs::path& path) {
  const auto [end, ignored] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  return end == root.end();
}

FileState state_of(const struct stat& facts, std::uint64_t most_bytes) {
  if (S_ISDIR(facts.st_mode)) return FileState::directory;
  if (!S_ISREG(facts.st_mode)) return FileState::special;
  if (static_cast<std::uint64_t>(facts.st_size) > most_bytes) return FileState::too_large;
  return FileState::present;
}

/// Reads what `file` is and holds; the descriptor is opened without waiting for a FIFO's other end.
void read_into(FileSeen& seen, const fs::path& file, std::uint64_t most_bytes) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) {
    seen.state = FileState::unreadable;
    return;
  }
  seen.size = static_cast<std::uint64_t>(facts.st_size);
  seen.state = state_of(facts, most_bytes);
  if (seen.state != FileState::present) return;
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    seen.state = FileState::unreadable;
    return;
  }
  const Defer closer{[fd] { close(fd); }};
  std::array<char, 65536> block{};
  for (;;) {
    const ssize_t got = read(fd, block.data(), block.size());
    if (got < 0) seen.state = FileState::unreadable;
    if (got <= 0) break;
    seen.bytes.append(block.data(), static_cast<std::size_t>(got));
    if (seen.bytes.size() > most_bytes) {
      seen.state = FileState::too_large;
      break;
    }
  }
  seen.size = seen.bytes.size();
}

/// A file of that name, in any letter case, in a folder beside it; "" when there is none, or more
/// than one.
std::string one_folder_deeper(const fs::path& root, const std::string& path) {
  const fs::path asked(path);
  std::string found;
  std::error_code error;
  for (fs::directory_iterator at(root / asked.parent_path(), error), end; !error && at != end;
       at.increment(error)) {
    if (!at->is_directory(error) || at->is_symlink(error)) continue;
    const std::string entry = find_entry(at->path(), asked.filename().string());
    if (entry.empty() || !fs::is_regular_file(at->path() / entry, error)) continue;
    if (!found.empty()) return {};
    found = (asked.parent_path() / at->path().filename() / entry).generic_string();
  }
  return found;
}

}  // namespace

FileSeen read_file(const fs::path& root, std::string_view path, std::uint64_t most_bytes) {
  FileSeen seen;
  seen.path = std::string(path);
  const std::string spelled = spelled_on_disk(root, path);
  if (spelled.empty()) return seen;
  std::error_code error;
  const fs::path real_root = fs::canonical(root, error);
  const fs::path real = error ? fs::path{} : fs::canonical(root / spelled, error);
  if (error || !is_below(real_root, real)) {
    seen.state = FileState::link_outside;
    return seen;
  }
  read_into(seen, real, most_bytes);
  const std::string asked = fs::path(path).lexically_normal().generic_string();
  if (spelled != asked && seen.state == FileState::present) {
    seen.state = FileState::wrong_case;
    seen.actual = spelled;
  }
  return seen;
}

std::string in_task(const Submission& submission, int task, std::string_view path) {
  const TaskFolder& folder = submission.tasks.at(static_cast<std::size_t>(task));
  std::string top = folder.present ? folder.path : "task" + std::to_string(task);
  if (path.empty() || path == ".") return top;
  return (fs::path(top) / path).lexically_normal().generic_string();
}

FileSeen see(const ReadFile& p, const Submission& submission, int task) {
  FileSeen seen = read_file(submission.root, in_task(submission, task, p.path));
  if (seen.state == FileState::missing) seen.actual = one_folder_deeper(submission.root, seen.path);
  return seen;
}

}  // namespace pinko::probe

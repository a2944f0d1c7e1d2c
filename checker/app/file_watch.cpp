#include "checker/app/file_watch.hpp"

#include "checker/util/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pinko::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                  IN_MOVED_TO | IN_ATTRIB | IN_ONLYDIR | IN_DONT_FOLLOW;
constexpr std::size_t kBufferSize = 16384;

/// A descriptor that becomes readable when a stop is asked for.
class StopSignal {
 public:
  explicit StopSignal(const std::stop_token& stop)
      : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        on_stop_(stop, Raise{descriptor_.get()}) {}

  [[nodiscard]] int descriptor() const { return descriptor_.get(); }

 private:
  struct Raise {
    int descriptor;
    void operator()() const {
      const std::uint64_t one = 1;
      [[maybe_unused]] const ssize_t written = write(descriptor, &one, sizeof one);
    }
  };

  Descriptor descriptor_;
  std::stop_callback<Raise> on_stop_;  ///< last: a stop of this moment still finds it open
};

Error no_watch(const std::string& what) {
  const int reason = errno;
  std::string message = what + ": " + std::generic_category().message(reason);
  if (reason == ENOSPC || reason == EMFILE) {
    message +=
        "; the system watches no more folders: `sudo sysctl fs.inotify.max_user_watches=100000` "
        "allows more";
  }
  return Error{.code = ErrorCode::internal, .message = message};
}

}  // namespace

bool is_noise(std::string_view name) {
  constexpr std::array<std::string_view, 11> kNames{".git",
                                                    "__pycache__",
                                                    "node_modules",
                                                    ".venv",
                                                    ".idea",
                                                    ".vscode",
                                                    ".DS_Store",
                                                    ".pytest_cache",
                                                    ".mypy_cache",
                                                    ".cache",
                                                    "4913"};  // vim asks whether it may write
  if (std::ranges::find(kNames, name) != kNames.end()) return true;
  if (name.ends_with('~') || name.ends_with(".pyc") || name.ends_with(".pyo")) return true;
  if (name.starts_with(".#") || (name.starts_with('#') && name.ends_with('#'))) return true;
  if (name.starts_with(".goutputstream-") || name.ends_with(".kate-swp")) return true;
  if (name.ends_with("___jb_tmp___") || name.ends_with("___jb_old___")) return true;
  // .name.swp and, where that is taken, .name.swo, .name.swn and so on
  const bool swap =
      name.size() > 5 && name.starts_with('.') && name.substr(name.size() - 4, 3) == ".sw";
  return swap && name.back() >= 'a' && name.back() <= 'z';
}

Result<FileWatch> FileWatch::below(const fs::path& root) {
  const int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor < 0) return fail(no_watch("watch files"));
  FileWatch watch(descriptor);
  PINKO_TRY(watch.add(root));
  return watch;
}

FileWatch::~FileWatch() {
  if (descriptor_ >= 0) close(descriptor_);
}

FileWatch::FileWatch(FileWatch&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      folders_(std::move(other.folders_)) {}

/// Watches a folder and those in it. Links are not followed: what they lead to is either in the
/// repository, and watched there, or none of our business.
Status FileWatch::add(const fs::path& folder) {
  const int watch = inotify_add_watch(descriptor_, folder.c_str(), kEvents);
  if (watch < 0) {
    // It was removed meanwhile, is a link, or may not be read: there is nothing to see.
    if (errno == ENOENT || errno == ENOTDIR || errno == EACCES || errno == ELOOP) return {};
    return fail(no_watch("watch " + folder.string()));
  }
  folders_[watch] = folder;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (is_noise(at->path().filename().string()) || at->is_symlink(ignored)) continue;
    if (at->is_directory(ignored)) PINKO_TRY(add(at->path()));
  }
  return {};
}

/// True when something happened that is not noise.
bool FileWatch::read_events() {
  bool any = false;
  alignas(inotify_event) std::array<std::byte, kBufferSize> buffer{};
  for (ssize_t size = 0; (size = read(descriptor_, buffer.data(), buffer.size())) > 0;) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      at += sizeof(inotify_event) + event->len;
      const std::string_view name = event->len > 0 ? event->name : "";
      any = take(event->wd, event->mask, name) || any;
    }
  }
  return any;
}

/// Takes note of one event; true when it is not noise.
bool FileWatch::take(int watch, std::uint32_t what, std::string_view name) {
  if ((what & IN_IGNORED) != 0) folders_.erase(watch);
  if ((what & IN_IGNORED) != 0 || is_noise(name)) return false;
  const bool new_folder = (what & IN_ISDIR) != 0 && (what & (IN_CREATE | IN_MOVED_TO)) != 0;
  const auto parent = folders_.find(watch);
  // Where it cannot be watched its files are still seen when another change wakes us.
  if (new_folder && parent != folders_.end()) static_cast<void>(add(parent->second / name));
  return true;
}

bool FileWatch::await_change(const std::stop_token& stop, std::chrono::milliseconds quiet) {
  const StopSignal stopped(stop);
  std::array<pollfd, 2> waiting{{{.fd = descriptor_, .events = POLLIN, .revents = 0},
                                 {.fd = stopped.descriptor(), .events = POLLIN, .revents = 0}}};
  bool changed = false;
  for (;;) {
    const int timeout = changed ? static_cast<int>(quiet.count()) : -1;
    const int ready = poll(waiting.data(), waiting.size(), timeout);
    if (stop.stop_requested()) return false;
    if (ready == 0) return true;
    if (ready < 0 && errno != EINTR) return false;
    if (ready > 0 && read_events()) changed = true;
  }
}

}  // namespace pinko::app

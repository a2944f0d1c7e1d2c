#include "checker/engine/process.hpp"

#include "checker/engine/owner.hpp"
#include "checker/util/defer.hpp"
#include "checker/util/environment.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

// posix_spawn and not Boost.Process v2: that of Boost 1.81 knows no process groups, leaves
// descriptors below its own error pipe open in the child, and forks where glibc can share memory.
namespace pinko::engine {
namespace {

std::string words_of(int error) {
  return std::error_code(error, std::generic_category()).message();
}

/// What the child does not ask for by number, it does not get.
void close_others_in_child(posix_spawn_file_actions_t& actions,
                           posix_spawnattr_t& attributes,
                           int first) {
#if defined(__APPLE__)
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_CLOEXEC_DEFAULT);
  (void)actions;
  (void)first;
#else
  (void)attributes;
  posix_spawn_file_actions_addclosefrom_np(&actions, first);
#endif
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts)
    pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

int open_end_descriptor([[maybe_unused]] pid_t pid) {
#if defined(__linux__) && defined(SYS_pidfd_open)
  return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
#else
  return -1;
#endif
}

ExitStatus status_of(int raw) {
  if (WIFSIGNALED(raw)) return {.code = 128 + WTERMSIG(raw), .signal = WTERMSIG(raw)};
  return {.code = WEXITSTATUS(raw), .signal = 0};
}

/// Copies of the descriptors asked for, above every number that the child wants, so that mapping
/// one never overwrites another.
class LiftedDescriptors {
 public:
  explicit LiftedDescriptors(std::vector<DescriptorMap> wanted) {
    for (int standard = 0; standard < 3; ++standard) {
      const bool named = std::ranges::any_of(
          wanted, [&](const DescriptorMap& map) { return map.child == standard; });
      if (!named) wanted.push_back({.child = standard, .ours = null()});
    }
    for (const DescriptorMap& map : wanted)
      highest_ = std::max(highest_, map.child);
    for (const DescriptorMap& map : wanted) {
      const int lifted = fcntl(map.ours, F_DUPFD_CLOEXEC, highest_ + 1);
      if (lifted < 0) error_ = errno;
      maps_.push_back({.child = map.child, .ours = lifted});
    }
  }
  ~LiftedDescriptors() {
    for (const DescriptorMap& map : maps_) {
      if (map.ours >= 0) close(map.ours);
    }
    if (null_ >= 0) close(null_);
  }
  LiftedDescriptors(const LiftedDescriptors&) = delete;
  LiftedDescriptors& operator=(const LiftedDescriptors&) = delete;

  [[nodiscard]] int error() const { return error_; }
  [[nodiscard]] int highest() const { return highest_; }
  [[nodiscard]] const std::vector<DescriptorMap>& maps() const { return maps_; }

 private:
  int null() {
    if (null_ < 0) null_ = open("/dev/null", O_RDWR | O_CLOEXEC);
    return null_;
  }
  std::vector<DescriptorMap> maps_;
  int null_ = -1;
  int highest_ = 2;
  int error_ = 0;
};

/// A group of its own, no blocked or ignored signals inherited.
void prepare(posix_spawnattr_t& attributes, bool own_session) {
  sigset_t none;
  sigemptyset(&none);
  sigset_t usual;
  sigemptyset(&usual);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGCHLD}) {
    sigaddset(&usual, signal);
  }
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setpgroup(&attributes, 0);
  short flags = 0;
  posix_spawnattr_getflags(&attributes, &flags);
  // The leader of a session leads a group as well.
  const int apart = own_session ? POSIX_SPAWN_SETSID : POSIX_SPAWN_SETPGROUP;
  flags = static_cast<short>(flags | apart | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setflags(&attributes, flags);
}

Result<std::string> find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const std::vector<std::filesystem::path> found = programs_named(name);
  if (found.empty()) return fail(ErrorCode::internal, "start " + name + ": not found on the PATH");
  return found.front().string();
}

}  // namespace

Process::Process(pid_t pid)
    : pid_(pid),
      end_descriptor_(open_end_descriptor(pid)) {}

Result<Process> Process::spawn(const SpawnRequest& request) {
  if (request.argv.empty()) return fail(ErrorCode::internal, "start a program: no name given");
  PINKO_TRY_ASSIGN(const std::string program, find_program(request.argv.front()));
  const LiftedDescriptors lifted(request.descriptors);
  if (lifted.error() != 0) {
    return fail(ErrorCode::internal, "start " + program + ": " + words_of(lifted.error()));
  }

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  const Defer cleaner{[&] {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }};
  for (const DescriptorMap& map : lifted.maps()) {
    posix_spawn_file_actions_adddup2(&actions, map.ours, map.child);
  }
  close_others_in_child(actions, attributes, lifted.highest() + 1);
  if (!request.cwd.empty()) posix_spawn_file_actions_addchdir_np(&actions, request.cwd.c_str());
  prepare(attributes, request.own_session);

  const std::vector<char*> argv = pointers_to(request.argv);
  const std::vector<char*> environment = pointers_to(request.environment);
  pid_t pid = -1;
  const int error =
      posix_spawn(&pid, program.c_str(), &actions, &attributes, argv.data(), environment.data());
  if (error != 0) return fail(ErrorCode::internal, "start " + program + ": " + words_of(error));
  return Process(pid);
}

Process::~Process() {
  kill_group();
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      end_descriptor_(std::exchange(other.end_descriptor_, -1)),
      exit_(other.exit_) {}

Process& Process::operator=(Process&& other) noexcept {
  if (this != &other) {
    kill_group();
    pid_ = std::exchange(other.pid_, -1);
    end_descriptor_ = std::exchange(other.end_descriptor_, -1);
    exit_ = other.exit_;
  }
  return *this;
}

std::optional<ExitStatus> Process::poll() {
  if (exit_ || pid_ < 0) return exit_;
  int raw = 0;
  const pid_t ended = waitpid(pid_, &raw, WNOHANG);
  if (ended == pid_) exit_ = status_of(raw);
  if (ended < 0 && errno == ECHILD) exit_ = ExitStatus{.code = 255, .signal = 0};
  return exit_;
}

std::optional<ExitStatus> Process::wait(Deadline deadline) {
  constexpr int kNapMs = 5;  // only where the system has no descriptor to wait on
  while (!poll() && !deadline.passed()) {
    const int left = static_cast<int>(std::min<long long>(deadline.left().count() + 1, 60'000));
    pollfd end{.fd = end_descriptor_, .events = POLLIN, .revents = 0};
    if (end_descriptor_ >= 0) {
      ::poll(&end, 1, left);
    } else {
      ::poll(nullptr, 0, std::min(left, kNapMs));
    }
  }
  return poll();
}

void Process::signal_group(int signal) noexcept {
  if (pid_ > 0) ::kill(-pid_, signal);
}

void Process::kill_group() noexcept {
  if (pid_ <= 0) return;
  // Also when the leader has ended: its children may live on in the group.
  signal_group(SIGKILL);
  if (!exit_) {
    int raw = 0;
    while (waitpid(pid_, &raw, 0) < 0 && errno == EINTR) {
    }
    exit_ = status_of(raw);
  }
  pid_ = -1;
  if (end_descriptor_ >= 0) close(std::exchange(end_descriptor_, -1));
}

void Process::detach() noexcept {
  pid_ = -1;
  if (end_descriptor_ >= 0) close(std::exchange(end_descriptor_, -1));
}

std::vector<std::string> child_environment() {
  constexpr std::array<std::string_view, 16> kPassed = {"PATH",
                                                        "HOME",
                                                        "USER",
                                                        "LOGNAME",
                                                        "LANG",
                                                        "LC_ALL",
                                                        "LC_CTYPE",
                                                        "TMPDIR",
                                                        "TZ",
                                                        "HTTP_PROXY",
                                                        "HTTPS_PROXY",
                                                        "NO_PROXY",
                                                        "http_proxy",
                                                        "https_proxy",
                                                        "no_proxy",
                                                        "XDG_RUNTIME_DIR"};
  std::vector<std::string> passed{kOwnerVariable + ("=" + owner_of_this_process())};
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('='));
    if (name.starts_with("DOCKER_") || std::ranges::find(kPassed, name) != kPassed.end()) {
      passed.emplace_back(text);
    }
  }
  return passed;
}

std::vector<std::filesystem::path> programs_named(const std::string& name) {
  std::vector<std::filesystem::path> found;
  const std::string path = environment_variable("PATH");
  const std::string_view folders = path.empty() ? std::string_view("/usr/bin:/bin") : path;
  for (const std::string_view folder : split(folders, ':')) {
    if (folder.empty()) continue;
    const std::filesystem::path candidate = std::filesystem::path(folder) / name;
    std::error_code ignored;
    const bool program = std::filesystem::is_regular_file(candidate, ignored) &&
                         access(candidate.c_str(), X_OK) == 0;
    // /bin and /usr/bin are one folder on most systems.
    const bool known = std::ranges::any_of(found, [&](const std::filesystem::path& earlier) {
      return std::filesystem::equivalent(earlier, candidate, ignored);
    });
    if (program && !known) found.push_back(candidate);
  }
  return found;
}

}  // namespace pinko::engine

#pragma once

#include "checker/core/result.hpp"
#include "checker/util/deadline.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace pinko::engine {

/// A descriptor of ours that a child gets under a number of its own.
struct DescriptorMap {
  int child = 0;
  int ours = -1;
};

/// How a child process is started. It gets nothing that is not named here: no other descriptor, no
/// other variable.
struct SpawnRequest {
  std::vector<std::string> argv = {};           ///< argv[0] without '/' is looked for on our PATH
  std::filesystem::path cwd = {};               ///< empty: ours
  std::vector<std::string> environment = {};    ///< all of it, as NAME=value
  std::vector<DescriptorMap> descriptors = {};  ///< of 0, 1 and 2 those not named are /dev/null
  bool own_session = false;  ///< what is sent to our terminal and our group does not reach it
};

/// How a process ended.
struct ExitStatus {
  int code = 0;    ///< what it returned; 128 + signal when a signal ended it
  int signal = 0;  ///< 0 when it ended by itself
};

/// A child process that leads a process group of its own. The destructor kills the whole group and
/// waits for the child.
class Process {
 public:
  /// Error `internal` when the program cannot be started: not found, not executable, no memory.
  [[nodiscard]] static Result<Process> spawn(const SpawnRequest& request);

  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }

  /// A descriptor that becomes readable when the process ends, for poll(); -1 where the system has
  /// none.
  [[nodiscard]] int end_descriptor() const { return end_descriptor_; }

  /// How it ended, when it has; does not wait.
  [[nodiscard]] std::optional<ExitStatus> poll();

  /// Waits until it ends or the deadline passes; nothing then.
  [[nodiscard]] std::optional<ExitStatus> wait(Deadline deadline);

  /// Sends a signal to every process of the group.
  void signal_group(int signal) noexcept;

  /// Ends the whole group at once and collects the child.
  void kill_group() noexcept;

  /// Leaves it running: this knows nothing of it any more.
  void detach() noexcept;

 private:
  explicit Process(pid_t pid);
  pid_t pid_ = -1;
  int end_descriptor_ = -1;
  std::optional<ExitStatus> exit_ = {};
};

/// The variables of our own environment that a child process may see: PATH, HOME, the locale,
/// TMPDIR, proxies, and all that begin with DOCKER_; as NAME=value. One more tells that it is ours:
/// see kOwnerVariable.
[[nodiscard]] std::vector<std::string> child_environment();

/// Where a program stands on our PATH, every different one in order; empty when there is none.
[[nodiscard]] std::vector<std::filesystem::path> programs_named(const std::string& name);

}  // namespace pinko::engine

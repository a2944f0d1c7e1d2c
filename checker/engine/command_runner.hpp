#pragma once

#include "checker/core/result.hpp"
#include "checker/util/deadline.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pinko::engine {

/// How much of a command's output is kept: its beginning and its end. All of it is read, so that
/// the command never waits for us.
struct OutputCap {
  std::size_t head = 64 * 1024;
  std::size_t tail = 192 * 1024;
};

/// A command line to run to its end.
struct Command {
  std::vector<std::string> argv;
  std::filesystem::path cwd = {};  ///< empty: ours
  std::vector<std::pair<std::string, std::string>> environment =
      {};                  ///< on top of what any child gets
  std::string input = {};  ///< written to its stdin
  int input_from = -1;     ///< a descriptor that is its stdin instead
  Deadline deadline = Deadline::in(std::chrono::seconds(60));
  OutputCap keep = {};
  std::function<void(std::string_view)> on_line = {};  ///< each line as it comes, both streams
  std::stop_token stop = {};                           ///< ends the command when asked
};

/// What a command did. That it failed is an outcome; an Error means that it could not be started.
struct CommandOutcome {
  int exit_code = 0;  ///< 128 + signal when a signal ended it
  int signal = 0;
  bool timed_out = false;
  bool cancelled = false;
  bool truncated = false;  ///< more was printed than kept; the texts say where
  std::string out;
  std::string err;
  std::string combined;  ///< both streams in the order in which they came
  double seconds = 0;

  [[nodiscard]] bool ok() const { return exit_code == 0 && !timed_out && !cancelled; }
};

/// The seam to other programs. Implementations may be used from several threads at once.
class CommandRunner {
 public:
  virtual ~CommandRunner() = default;
  [[nodiscard]] virtual Result<CommandOutcome> run(const Command& command) = 0;

 protected:
  CommandRunner() = default;
  CommandRunner(const CommandRunner&) = default;
  CommandRunner& operator=(const CommandRunner&) = default;
};

/// Runs commands as child processes, each in a process group of its own. When the deadline passes
/// or a stop is asked for, the whole group is killed and what it printed is kept.
class ProcessRunner final : public CommandRunner {
 public:
  [[nodiscard]] Result<CommandOutcome> run(const Command& command) override;
};

}  // namespace pinko::engine

#pragma once

#include "checker/app/durations.hpp"
#include "checker/app/terminal.hpp"
#include "checker/run/shell.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace pinko::app {

/// One row of what is going on.
struct Doing {
  std::string who;   ///< "task4"; empty for the run as a whole
  std::string what;  ///< "building"
  std::chrono::steady_clock::time_point since;
};

/// What a user who waits is shown of a run: a line for each thing that is going on, with how long
/// it has taken and how long it usually takes, and a last line for all of it where it is more than
/// one task. Pure: no line is longer than `width` columns.
[[nodiscard]] std::vector<std::string> progress_lines(const std::vector<Doing>& doing,
                                                      const Doing& run,
                                                      const Durations& durations,
                                                      std::chrono::steady_clock::time_point now,
                                                      std::size_t width);

/// Tells on standard error what a run is doing: on a terminal a few lines that change, elsewhere a
/// line as each task ends.
class TerminalProgress final : public run::Progress, public Log {
 public:
  TerminalProgress(Terminal terminal, int verbosity);
  ~TerminalProgress() override;
  TerminalProgress(const TerminalProgress&) = delete;
  TerminalProgress& operator=(const TerminalProgress&) = delete;

  /// Begins to compare with earlier runs of the same tasks ("0 1 2").
  void begin(const std::string& tasks, std::size_t count);
  /// How a task that was looked at is told where there is no terminal: a line without its end.
  void tell_with(std::function<std::string(int, const TaskEvidence&)> teller);
  /// Somebody else who wants to know of each task as it ends, in the thread in which it did.
  void also_tell(std::function<void(int, const TaskEvidence&)> listener);
  /// Keeps the times of this run for the next ones. Not to be called after an interruption, which
  /// ends steps early.
  void remember();

  /// The run as a whole does something, such as "looking at the base images"; empty: no longer.
  void preparing(std::string_view what);
  void working(int task, std::string_view doing) override;
  void finished(int task, const TaskEvidence& evidence) override;
  void write(LogLevel level, std::string_view line) override;

  /// Says something about the whole run on a line that stays.
  void say(std::string_view line);

 private:
  using Clock = std::chrono::steady_clock;

  void change(int row, std::string_view what);
  void tick(const std::stop_token& stop);
  void show();
  void wipe();

  const Terminal terminal_;
  const int verbosity_;
  const bool lively_;  ///< lines that change
  std::mutex mutex_;
  std::map<int, Doing> doing_;  ///< by task; -1 is the run
  std::map<int, Clock::time_point> task_began_;
  Doing run_;
  std::size_t tasks_ = 0;
  std::size_t finished_ = 0;
  Durations durations_;
  std::function<std::string(int, const TaskEvidence&)> teller_;
  std::function<void(int, const TaskEvidence&)> listener_;
  std::size_t shown_ = 0;  ///< lines on the screen that are to be wiped
  std::condition_variable_any wake_;
  std::jthread ticker_;
};

}  // namespace pinko::app

#include "checker/app/progress.hpp"

#include "checker/report/workflow.hpp"
#include "checker/report/wrap.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace pinko::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRun = -1;

double seconds_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

std::string in_words(double seconds) {
  const long whole = std::lround(seconds);
  if (whole < 100) return std::to_string(whole) + " s";
  return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
}

std::string step_of(const Doing& doing) {
  return doing.who.empty() ? doing.what : doing.who + ' ' + doing.what;
}

/// "3 s" or "3 s, usually 12 s".
std::string times(double taken, const std::optional<double>& usual) {
  // Below a second a comparison is only noise.
  if (!usual || *usual < 1) return in_words(taken);
  return in_words(taken) + ", usually " + in_words(*usual);
}

/// In a workflow's log nothing that a submission's programs printed may be a command.
void print(std::string_view text) {
  const std::string safe = in_workflow() ? report::without_commands(text) : std::string(text);
  std::fwrite(safe.data(), 1, safe.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

std::vector<std::string> progress_lines(const std::vector<Doing>& doing,
                                        const Doing& run,
                                        const Durations& durations,
                                        Clock::time_point now,
                                        std::size_t width) {
  std::size_t widest = 0;
  for (const Doing& one : doing)
    widest = std::max(widest, report::columns(one.what));
  std::vector<std::string> lines;
  for (const Doing& one : doing) {
    const std::string what = report::padded(one.what, widest);
    lines.push_back((one.who.empty() ? "" : one.who + "  ") + what + "  " +
                    times(seconds_between(one.since, now), durations.usual(step_of(one))));
  }
  if (!doing.empty() && !run.who.empty()) {
    lines.emplace_back(run.who).append("  ").append(
        times(seconds_between(run.since, now), durations.usual(run.what)));
  }
  for (std::string& line : lines) {
    line.insert(0, "  ");
    line = report::shortened(line, width);
  }
  return lines;
}

TerminalProgress::TerminalProgress(Terminal terminal, int verbosity)
    : terminal_(terminal),
      verbosity_(verbosity),
      lively_(terminal.is_terminal && verbosity >= 0),
      run_{.who = {}, .what = {}, .since = Clock::now()},
      durations_(Durations::load(durations_file())) {
  if (lively_) ticker_ = std::jthread([this](const std::stop_token& stop) { tick(stop); });
}

TerminalProgress::~TerminalProgress() {
  ticker_.request_stop();
  if (ticker_.joinable()) ticker_.join();
  wipe();
}

void TerminalProgress::begin(const std::string& tasks, std::size_t count) {
  const std::lock_guard lock(mutex_);
  run_.what = "tasks " + tasks;
  run_.since = Clock::now();
  tasks_ = count;
}

void TerminalProgress::tell_with(std::function<std::string(int, const TaskEvidence&)> teller) {
  teller_ = std::move(teller);
}

void TerminalProgress::remember() {
  const std::lock_guard lock(mutex_);
  const std::filesystem::path file = durations_file();
  if (file.empty()) return;
  if (!run_.what.empty()) durations_.add(run_.what, seconds_between(run_.since, Clock::now()));
  // A cache that cannot be written is a cache that is not there.
  static_cast<void>(durations_.save(file));
}

void TerminalProgress::preparing(std::string_view what) {
  const std::lock_guard lock(mutex_);
  change(kRun, what);
}

void TerminalProgress::working(int task, std::string_view doing) {
  const std::lock_guard lock(mutex_);
  change(task, doing);
}

/// Ends what a row was doing, and begins the next.
void TerminalProgress::change(int row, std::string_view what) {
  const Clock::time_point now = Clock::now();
  if (const auto before = doing_.find(row); before != doing_.end()) {
    durations_.add(step_of(before->second), seconds_between(before->second.since, now));
    doing_.erase(before);
  }
  if (!what.empty()) {
    const std::string who = row == kRun ? "" : "task" + std::to_string(row);
    doing_[row] = {.who = who, .what = std::string(what), .since = now};
    task_began_.try_emplace(row, now);
  }
  show();
}

void TerminalProgress::also_tell(std::function<void(int, const TaskEvidence&)> listener) {
  listener_ = std::move(listener);
}

void TerminalProgress::finished(int task, const TaskEvidence& evidence) {
  if (listener_) listener_(task, evidence);
  const std::string told = teller_ && !lively_ && verbosity_ >= 0
                               ? teller_(task, evidence)
                               : "task" + std::to_string(task) + " looked at";
  const std::lock_guard lock(mutex_);
  ++finished_;
  const auto began = task_began_.find(task);
  const double taken =
      seconds_between(began == task_began_.end() ? run_.since : began->second, Clock::now());
  change(task, {});
  if (lively_ || verbosity_ < 0) return;
  print(told + "  (" + in_words(taken) + ")\n");
}

void TerminalProgress::write(LogLevel level, std::string_view line) {
  if (level == LogLevel::debug && verbosity_ < 1) return;
  if (level == LogLevel::info && verbosity_ < 0) return;
  say(line);
}

void TerminalProgress::say(std::string_view line) {
  const std::lock_guard lock(mutex_);
  wipe();
  print("pinko-check: " + replace_all(printable(line), "\n", "\n  | ") + '\n');
  show();
}

/// Moves the seconds on while nothing else happens.
void TerminalProgress::tick(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
    if (!stop.stop_requested()) show();
  }
}

void TerminalProgress::show() {
  if (!lively_) return;
  wipe();
  std::vector<Doing> doing;
  for (const auto& [row, one] : doing_)
    doing.push_back(one);
  if (tasks_ > 1) {
    run_.who = std::to_string(finished_) + " of " + std::to_string(tasks_) + " tasks done";
  }
  std::string text;
  const std::vector<std::string> lines = progress_lines(
      doing, run_, durations_, Clock::now(), static_cast<std::size_t>(terminal_.width - 1));
  for (const std::string& line : lines)
    text += line + '\n';
  print(text);
  shown_ = lines.size();
}

void TerminalProgress::wipe() {
  if (shown_ > 0) print("\x1b[" + std::to_string(shown_) + "A\r\x1b[J");
  shown_ = 0;
}

}  // namespace pinko::app

#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace pinko::app {

/// Turns SIGINT, SIGTERM and, but under nohup(1), SIGHUP into a stop request, so that a run cleans
/// up before it ends. A second signal ends the program at once; what it leaves is removed by the
/// next run. Made before any other thread, which then inherit the blocked signals.
class InterruptWatch {
 public:
  /// `words` are said on the first signal.
  explicit InterruptWatch(std::string_view words);
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  /// The signal that asked for the stop; 0 while none did.
  [[nodiscard]] int signal() const { return signal_; }

 private:
  void watch();

  std::string words_;
  std::stop_source source_;
  std::atomic<int> signal_ = 0;
  sigset_t signals_{};
  std::thread thread_;
};

}  // namespace pinko::app

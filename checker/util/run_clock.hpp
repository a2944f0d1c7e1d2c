#pragma once

#include "checker/util/deadline.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace pinko {

/// The time that a whole run may take. It begins once base images have arrived and what others left
/// is gone, which is not the submission's doing; until then nothing is cut short.
class RunClock {
 public:
  explicit RunClock(std::chrono::milliseconds span)
      : span_(span) {}

  /// The first call counts. Any thread.
  void begin() {
    const std::lock_guard lock(mutex_);
    if (!end_) end_ = Deadline::in(span_);
  }

  /// The deadline of a phase that begins now: never beyond the run's own.
  [[nodiscard]] Deadline within(std::chrono::milliseconds span) const {
    const std::lock_guard lock(mutex_);
    return end_ ? end_->at_most(span) : Deadline::in(span);
  }

  /// True when the run's time is over: what has just been looked at may have been cut short.
  [[nodiscard]] bool over() const {
    const std::lock_guard lock(mutex_);
    return end_ && end_->passed();
  }

 private:
  mutable std::mutex mutex_;
  std::chrono::milliseconds span_;
  std::optional<Deadline> end_ = {};
};

}  // namespace pinko

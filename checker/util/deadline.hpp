#pragma once

#include <algorithm>
#include <chrono>

namespace pinko {

/// The moment at which a phase has to be over, on the steady clock.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  /// A deadline that lies `span` ahead.
  [[nodiscard]] static Deadline in(std::chrono::milliseconds span) {
    return Deadline(Clock::now() + span);
  }
  explicit Deadline(Clock::time_point at)
      : at_(at) {}

  [[nodiscard]] bool passed() const { return Clock::now() >= at_; }
  [[nodiscard]] Clock::time_point at() const { return at_; }

  /// What is left, never negative.
  [[nodiscard]] std::chrono::milliseconds left() const {
    const auto span = std::chrono::duration_cast<std::chrono::milliseconds>(at_ - Clock::now());
    return std::max(span, std::chrono::milliseconds(0));
  }

  /// The sooner of this one and one that lies `span` ahead.
  [[nodiscard]] Deadline at_most(std::chrono::milliseconds span) const {
    return Deadline(std::min(at_, Clock::now() + span));
  }

 private:
  Clock::time_point at_;
};

}  // namespace pinko

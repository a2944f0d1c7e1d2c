#pragma once

#include "checker/util/deadline.hpp"

#include <memory>
#include <semaphore>

namespace pinko::run {

/// The addresses that Compose files choose themselves. An engine gives them to one network at a
/// time, and all tasks of a submission tend to choose the same: those that choose any take turns.
class OwnSubnets {
  struct Release {
    void operator()(std::binary_semaphore* taken) const { taken->release(); }
  };

 public:
  using Turn = std::unique_ptr<std::binary_semaphore, Release>;

  /// Waits until no other task has its turn, which ends with the value; empty where that took too
  /// long. Any thread may end it.
  [[nodiscard]] Turn take(Deadline deadline) {
    return Turn(free_.try_acquire_until(deadline.at()) ? &free_ : nullptr);
  }

 private:
  std::binary_semaphore free_{1};
};

}  // namespace pinko::run

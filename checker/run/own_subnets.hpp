#pragma once

#include "checker/util/deadline.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace pinko::run {

/// The addresses that Compose files choose themselves. An engine gives them to one network at a
/// time, and all tasks of a submission tend to choose the same: those that choose any take turns.
class OwnSubnets {
  struct Release {
    void operator()(OwnSubnets* taken) const { taken->give_back(); }
  };

 public:
  using Turn = std::unique_ptr<OwnSubnets, Release>;

  /// Waits until no other task has its turn, which ends with the value; empty where that took too
  /// long. Any thread may end it; the object outlives it.
  [[nodiscard]] Turn take(Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_until(lock, deadline.at(), [this] { return !taken_; })) return nullptr;
    taken_ = true;
    return Turn(this);
  }

 private:
  void give_back() {
    {
      const std::scoped_lock lock(mutex_);
      taken_ = false;
    }
    freed_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable freed_;
  bool taken_ = false;
};

}  // namespace pinko::run

#pragma once

#include "reference/net/task.hpp"

#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace reference::net {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;
using std::chrono::milliseconds;

/// Why a wait is over.
enum class Wake : std::uint8_t { ready, timed_out, cancelled };

/// One coroutine that waits for one thing, and until when.
struct Wait {
  std::coroutine_handle<> waiter;
  Deadline deadline;
  Wake outcome = Wake::ready;
};

/// A descriptor as the loop knows it, on a cache line of its own. `readable` and `writable` stay
/// true until a call proves otherwise, so that work is tried first and waited for only when it
/// would block.
struct alignas(64) Channel {
  int descriptor = -1;
  std::uint32_t place = 0;  ///< index in the loop's list
  bool registered = false;  ///< the kernel reports events: from the first wait on
  bool shared = false;      ///< other loops accept from the same socket
  bool readable = true;
  bool writable = true;
  bool hung_up = false;  ///< the other side has sent its last octet
  bool idle = false;     ///< waits for what may never come: the first to go when the loop drains
  Wait read;
  Wait write;
};

/// An edge-triggered epoll loop that resumes coroutines; one per thread. A port to another system
/// replaces this file and event_loop.cpp.
class EventLoop {
 public:
  EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  /// Serves until drain() has been called and every spawned task has ended.
  void run();

  /// Starts a task that belongs to the loop alone.
  void spawn(Task<> task);

  /// Starts a task that the loop does not wait for: it is dropped with the loop.
  void spawn_in_background(Task<> task);

  /// Ends the loop from any thread: idle waits end at once, work under way within `grace`. A second
  /// call with a shorter grace shortens it.
  void drain(milliseconds grace);
  [[nodiscard]] bool draining() const { return draining_; }

  /// The time when the loop last woke; near enough for deadlines.
  [[nodiscard]] Deadline now() const { return now_; }
  [[nodiscard]] Deadline after(milliseconds span) const { return now_ + span; }

  /// Called before each wait for events (to write out what was gathered), and four times a second
  /// (to tidy up).
  void before_waiting(std::function<void()> work) { before_waiting_.push_back(std::move(work)); }
  void now_and_then(std::function<void()> work) { now_and_then_.push_back(std::move(work)); }

  /// Ends after the span, or sooner when the loop drains.
  Task<> sleep(milliseconds span);

  // What sockets and listeners are made of.

  /// Takes the descriptor over: close() closes it.
  Channel* open(int descriptor);
  void close(Channel* channel);
  void register_for_events(Channel& channel, bool shared = false);

  /// An awaitable that suspends until the wait's event, its deadline or a cancellation.
  struct Readiness {
    EventLoop& loop;
    Channel& channel;
    Wait& wait;
    Deadline deadline;
    bool known = false;  ///< the event was seen before: no wait
    bool idle = false;   ///< a draining loop ends the wait

    [[nodiscard]] bool await_ready() const { return loop.cancelled_ || known; }
    bool await_suspend(std::coroutine_handle<> waiter);
    [[nodiscard]] Wake await_resume() const {
      if (idle) channel.idle = false;
      if (loop.cancelled_) return Wake::cancelled;
      return known ? Wake::ready : wait.outcome;
    }
  };
  Readiness until_readable(Channel& channel, Deadline deadline) {
    return {*this, channel, channel.read, deadline};
  }
  Readiness until_writable(Channel& channel, Deadline deadline) {
    return {*this, channel, channel.write, deadline};
  }

  /// Ends a wait that is under way, if there is one.
  static void cancel(Wait& wait) { wake(wait, Wake::cancelled); }

 private:
  static void wake(Wait& wait, Wake outcome);
  void dispatch(Channel& channel, std::uint32_t events);
  void sweep();
  void cancel_idle();
  void cancel_all();
  void follow_orders();
  [[nodiscard]] bool finished() const { return draining_ && tasks_ == 0; }

  int epoll_;
  Channel* doorbell_;  ///< an eventfd: another thread wants something
  std::atomic<std::int64_t> ordered_grace_{-1};
  Deadline now_;
  Deadline next_sweep_;
  Deadline forced_end_ = Deadline::max();
  bool draining_ = false;
  bool cancelled_ = false;
  std::size_t tasks_ = 0;
  std::vector<Task<>> background_;
  std::vector<Channel*> channels_;
  std::vector<Channel*> closed_;  ///< may still be named by events in hand
  std::vector<Channel*> spare_;
  std::vector<std::function<void()>> before_waiting_;
  std::vector<std::function<void()>> now_and_then_;

  struct Detached;
  static Detached detach(EventLoop& loop, Task<> task);
};

}  // namespace reference::net

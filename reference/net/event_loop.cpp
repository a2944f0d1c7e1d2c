#include "reference/net/event_loop.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace reference::net {
namespace {

constexpr milliseconds kSweepEvery{250};

}  // namespace

/// The outermost coroutine of a spawned task: runs at once, frees itself.
struct EventLoop::Detached {
  struct promise_type {  // NOLINT(readability-identifier-naming): the language's own name
    Detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
    static void* operator new(std::size_t size) { return allocate_frame(size); }
    static void operator delete(void* frame, std::size_t size) noexcept { free_frame(frame, size); }
  };
};

EventLoop::EventLoop()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)),
      now_(Clock::now()),
      next_sweep_(now_ + kSweepEvery) {
  const int bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (epoll_ < 0 || bell < 0) {
    throw std::system_error(errno, std::system_category(), "cannot make an event loop");
  }
  doorbell_ = open(bell);
  register_for_events(*doorbell_);
}

EventLoop::~EventLoop() {
  background_.clear();
  for (Channel* channel : channels_) {
    if (channel->descriptor >= 0) ::close(channel->descriptor);
    delete channel;
  }
  for (Channel* channel : closed_)
    delete channel;
  for (Channel* channel : spare_)
    delete channel;
  ::close(epoll_);
}

EventLoop::Detached EventLoop::detach(EventLoop& loop, Task<> task) {
  ++loop.tasks_;
  try {
    co_await task;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "a session ended early: %s\n", failure.what());
  }
  --loop.tasks_;
}

void EventLoop::spawn(Task<> task) {
  detach(*this, std::move(task));
}

void EventLoop::spawn_in_background(Task<> task) {
  background_.push_back(std::move(task));
  background_.back().start();
}

void EventLoop::run() {
  std::array<epoll_event, 256> events;
  while (!finished()) {
    for (const auto& work : before_waiting_)
      work();
    const int ready =
        epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), kSweepEvery.count());
    now_ = Clock::now();
    for (int i = 0; i < ready; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      dispatch(*static_cast<Channel*>(event.data.ptr), event.events);
    }
    follow_orders();
    if (now_ >= next_sweep_) sweep();
    spare_.insert(spare_.end(), closed_.begin(), closed_.end());
    closed_.clear();
  }
  for (const auto& work : before_waiting_)
    work();
}

void EventLoop::dispatch(Channel& channel, std::uint32_t events) {
  if (channel.descriptor < 0) return;  // closed by an event before it
  const bool broken = (events & (EPOLLHUP | EPOLLERR)) != 0;
  if (broken || (events & EPOLLRDHUP) != 0) channel.hung_up = true;
  if (broken || (events & (EPOLLIN | EPOLLRDHUP)) != 0) {
    channel.readable = true;
    wake(channel.read, Wake::ready);
  }
  if (channel.descriptor < 0) return;
  if (broken || (events & EPOLLOUT) != 0) {
    channel.writable = true;
    wake(channel.write, Wake::ready);
  }
}

void EventLoop::wake(Wait& wait, Wake outcome) {
  if (!wait.waiter) return;
  wait.outcome = outcome;
  std::exchange(wait.waiter, {}).resume();
}

bool EventLoop::Readiness::await_suspend(std::coroutine_handle<> waiter) {
  if (idle) channel.idle = true;
  if (loop.draining_ && channel.idle) {
    wait.outcome = Wake::cancelled;
    return false;
  }
  if (!channel.registered) loop.register_for_events(channel);
  wait.waiter = waiter;
  wait.deadline = deadline;
  return true;
}

Channel* EventLoop::open(int descriptor) {
  Channel* channel = nullptr;
  if (spare_.empty()) {
    channel = new Channel;
  } else {
    channel = spare_.back();
    spare_.pop_back();
    *channel = Channel{};
  }
  channel->descriptor = descriptor;
  channel->place = static_cast<std::uint32_t>(channels_.size());
  channels_.push_back(channel);
  return channel;
}

void EventLoop::close(Channel* channel) {
  // What others listen on too stays open, and would go on reporting.
  if (channel->shared) epoll_ctl(epoll_, EPOLL_CTL_DEL, channel->descriptor, nullptr);
  if (channel->descriptor >= 0) ::close(channel->descriptor);
  channel->descriptor = -1;
  channels_.back()->place = channel->place;
  channels_[channel->place] = channels_.back();
  channels_.pop_back();
  closed_.push_back(channel);
}

void EventLoop::register_for_events(Channel& channel, bool shared) {
  channel.registered = true;
  channel.shared = shared;
  if (channel.descriptor < 0) return;  // a timer
  epoll_event event{};
  event.events =
      shared ? (EPOLLIN | EPOLLET | EPOLLEXCLUSIVE) : (EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
  event.data.ptr = &channel;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, channel.descriptor, &event) != 0) {
    throw std::system_error(errno, std::system_category(), "cannot watch a descriptor");
  }
}

Task<> EventLoop::sleep(milliseconds span) {
  Channel* timer = open(-1);
  timer->idle = true;
  co_await until_readable(*timer, after(span));
  close(timer);
}

void EventLoop::drain(milliseconds grace) {
  ordered_grace_.store(grace.count());
  const std::uint64_t ring = 1;
  [[maybe_unused]] const ssize_t written = write(doorbell_->descriptor, &ring, sizeof ring);
}

void EventLoop::follow_orders() {
  const std::int64_t grace = ordered_grace_.exchange(-1);
  if (grace < 0) return;
  forced_end_ = std::min(forced_end_, now_ + milliseconds(grace));
  draining_ = true;
  cancel_idle();
}

/// Ends the waits whose time is over. A sweep costs less than a timer for each wait.
void EventLoop::sweep() {
  next_sweep_ = now_ + kSweepEvery;
  const std::vector<Channel*> present = channels_;
  for (Channel* channel : present) {
    if (channel->read.waiter && channel->read.deadline <= now_)
      wake(channel->read, Wake::timed_out);
    if (channel->write.waiter && channel->write.deadline <= now_) {
      wake(channel->write, Wake::timed_out);
    }
  }
  for (const auto& work : now_and_then_)
    work();
  if (now_ >= forced_end_) cancel_all();
}

void EventLoop::cancel_idle() {
  const std::vector<Channel*> present = channels_;
  for (Channel* channel : present) {
    if (channel->idle) cancel(channel->read);
  }
}

void EventLoop::cancel_all() {
  cancelled_ = true;
  const std::vector<Channel*> present = channels_;
  for (Channel* channel : present) {
    cancel(channel->read);
    cancel(channel->write);
  }
}

}  // namespace reference::net

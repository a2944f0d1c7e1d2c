#pragma once

#include "reference/net/frame_pool.hpp"

#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace reference::net {

template <class T = void>
class Task;

namespace detail {

/// What the promises of all tasks share: frames from the pool, and who waits for the end.
struct PromiseBase {
  std::coroutine_handle<> waiting = std::noop_coroutine();
  std::exception_ptr failure;

  struct AtTheEnd {
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Promise>
    [[nodiscard]] std::coroutine_handle<> await_suspend(
        std::coroutine_handle<Promise> ended) const noexcept {
      return ended.promise().waiting;
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  AtTheEnd final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { failure = std::current_exception(); }

  static void* operator new(std::size_t size) { return allocate_frame(size); }
  static void operator delete(void* frame, std::size_t size) noexcept { free_frame(frame, size); }
};

template <class T>
struct Promise : PromiseBase {
  std::optional<T> value;

  Task<T> get_return_object() noexcept;
  void return_value(T result) noexcept { value.emplace(std::move(result)); }
  T take() { return std::move(*value); }
};

template <>
struct Promise<void> : PromiseBase {
  Task<void> get_return_object() noexcept;
  void return_void() noexcept {}
  void take() {}
};

}  // namespace detail

/// A coroutine that yields one T. It runs when it is awaited, or from start() on, beside its
/// parent. All on one thread.
///
/// The result of a co_await is given a name before it is tested: GCC 12 miscompiles an endless loop
/// that begins with `if (co_await …)`.
template <class T>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle coroutine) noexcept
      : coroutine_(coroutine) {}
  Task(Task&& other) noexcept
      : coroutine_(std::exchange(other.coroutine_, {})),
        started_(other.started_) {}
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (coroutine_) coroutine_.destroy();
  }

  /// Runs the task up to its first wait. Whoever starts a task awaits it later, or it is destroyed
  /// at work.
  void start() {
    started_ = true;
    coroutine_.resume();
  }

  [[nodiscard]] bool done() const noexcept { return coroutine_.done(); }

  [[nodiscard]] bool await_ready() const noexcept { return started_ && coroutine_.done(); }

  /// Most tasks end without a wait: then the parent goes on in place, so that no stack of
  /// resumptions grows.
  bool await_suspend(std::coroutine_handle<> parent) {
    if (!started_) {
      start();
      if (coroutine_.done()) return false;
    }
    coroutine_.promise().waiting = parent;
    return true;
  }

  T await_resume() {
    promise_type& promise = coroutine_.promise();
    if (promise.failure) std::rethrow_exception(promise.failure);
    return promise.take();
  }

 private:
  Handle coroutine_;
  bool started_ = false;
};

/// A value that is at hand, or the task that will yield it. Nearly all reads and writes succeed at
/// once, and those need no coroutine.
template <class T>
class [[nodiscard]] Soon {
 public:
  Soon(T value)
      : value_(std::move(value)) {}
  Soon(Task<T> task)
      : task_(std::move(task)) {}

  [[nodiscard]] bool await_ready() const noexcept { return !task_; }
  bool await_suspend(std::coroutine_handle<> parent) { return task_->await_suspend(parent); }
  T await_resume() { return task_ ? task_->await_resume() : std::move(value_); }

 private:
  T value_{};
  std::optional<Task<T>> task_;
};

namespace detail {

template <class T>
Task<T> Promise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}

inline Task<void> Promise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

}  // namespace detail
}  // namespace reference::net

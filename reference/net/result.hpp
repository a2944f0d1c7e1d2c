#pragma once

#include <string>
#include <utility>
#include <variant>

namespace reference::net {

/// Why something could not be had: what was attempted, on what, what happened.
struct Problem {
  std::string text;
};

/// A value, or the problem that kept it away.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : held_(std::move(value)) {}
  Result(Problem problem)
      : held_(std::move(problem)) {}

  explicit operator bool() const { return held_.index() == 0; }
  T& operator*() { return std::get<0>(held_); }
  const T& operator*() const { return std::get<0>(held_); }
  T* operator->() { return &std::get<0>(held_); }
  const T* operator->() const { return &std::get<0>(held_); }
  [[nodiscard]] const std::string& problem() const { return std::get<1>(held_).text; }

 private:
  std::variant<T, Problem> held_;
};

}  // namespace reference::net

#pragma once

#include <utility>

namespace pinko {

/// Runs a function at the end of the scope: `const Defer closer{[&] { close(fd); }};`.
template <class Function>
class [[nodiscard]] Defer {
 public:
  explicit Defer(Function function)
      : function_(std::move(function)) {}
  ~Defer() { function_(); }
  Defer(const Defer&) = delete;
  Defer& operator=(const Defer&) = delete;
  Defer(Defer&&) = delete;
  Defer& operator=(Defer&&) = delete;

 private:
  Function function_;
};

}  // namespace pinko

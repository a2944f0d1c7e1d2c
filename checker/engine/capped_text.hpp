#pragma once

#include "checker/engine/command_runner.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace pinko::engine {

/// Text that grows without end and of which the head and the tail are kept.
class CappedText {
 public:
  explicit CappedText(OutputCap cap)
      : cap_(cap) {}

  void append(std::string_view bytes);

  [[nodiscard]] bool cut() const { return dropped_ > 0; }

  /// Head and tail, with a line between them that says how much was left out.
  [[nodiscard]] std::string text() &&;

 private:
  OutputCap cap_;
  std::string head_;
  std::string tail_;
  std::size_t dropped_ = 0;
};

}  // namespace pinko::engine

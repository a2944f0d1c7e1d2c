#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <sys/uio.h>

namespace reference::net {

/// Up to six pieces of memory that leave in one system call.
class Pieces {
 public:
  Pieces() = default;
  explicit Pieces(std::string_view only) { add(only); }

  void add(std::string_view piece);
  void sent(std::size_t octets);
  [[nodiscard]] bool empty() const { return first_ == count_; }
  [[nodiscard]] std::span<iovec> left() { return {pieces_.data() + first_, count_ - first_}; }

 private:
  std::array<iovec, 6> pieces_{};
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

}  // namespace reference::net

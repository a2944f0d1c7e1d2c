#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace pinko::engine {

/// The checker's own pool of small subnets: the engine's default pool ends after about thirty
/// networks. Each name begins at a place of its own, so that stacks started at once seldom ask for
/// the same one.
class SubnetPool {
 public:
  static constexpr std::string_view kPool = "10.213.0.0/16";
  static constexpr int kSize = 1024;  ///< of 62 hosts each

  explicit SubnetPool(std::string_view name)
      : at_(std::hash<std::string_view>{}(name) % kSize) {}

  /// "10.213.5.64/26"
  [[nodiscard]] std::string next() {
    const std::size_t index = at_;
    at_ = (at_ + 1) % kSize;
    return "10.213." + std::to_string(index / 4) + "." + std::to_string(index % 4 * 64) + "/26";
  }

 private:
  std::size_t at_;
};

}  // namespace pinko::engine

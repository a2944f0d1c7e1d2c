#pragma once

#include "reference/proxy/config.hpp"
#include "reference/proxy/upstream.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace reference::proxy {

/// Which upstream a path belongs to.
class Routes {
 public:
  explicit Routes(const ProxyConfig& config);

  /// The upstream of the longest prefix that the path begins with, or null. As with nginx the path
  /// counts after its codes are decoded and its dots resolved: `/%61pi` is `/api`.
  [[nodiscard]] Upstream* find(std::string_view normal_path) const;

  [[nodiscard]] const std::vector<std::unique_ptr<Upstream>>& upstreams() const {
    return upstreams_;
  }

 private:
  struct Route {
    std::string prefix;
    Upstream* upstream;
  };

  std::vector<std::unique_ptr<Upstream>> upstreams_;
  std::vector<Route> routes_;  ///< longest first
};

}  // namespace reference::proxy

#include "reference/proxy/routes.hpp"

#include <algorithm>

namespace reference::proxy {

Routes::Routes(const ProxyConfig& config) {
  for (const UpstreamConfig& upstream : config.upstreams) {
    upstreams_.push_back(std::make_unique<Upstream>(upstream));
  }
  for (const RouteConfig& route : config.routes) {
    const auto upstream = std::find_if(upstreams_.begin(), upstreams_.end(), [&](const auto& u) {
      return u->name() == route.upstream;
    });
    routes_.push_back({.prefix = route.prefix, .upstream = upstream->get()});
  }
  std::sort(routes_.begin(), routes_.end(), [](const Route& a, const Route& b) {
    return a.prefix.size() > b.prefix.size();
  });
}

Upstream* Routes::find(std::string_view normal_path) const {
  const auto found = std::find_if(routes_.begin(), routes_.end(), [&](const Route& route) {
    return normal_path.starts_with(route.prefix);
  });
  return found == routes_.end() ? nullptr : found->upstream;
}

}  // namespace reference::proxy

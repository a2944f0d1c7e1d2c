#pragma once

#include "reference/net/event_loop.hpp"
#include "reference/net/listener.hpp"
#include "reference/proxy/config.hpp"
#include "reference/proxy/routes.hpp"
#include "reference/proxy/worker.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace reference::proxy {

/// A reverse proxy: what its threads share. Loops are handed in, so that one process can hold more
/// servers.
class Proxy {
 public:
  explicit Proxy(ProxyConfig config);
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;
  ~Proxy();

  [[nodiscard]] const ProxyConfig& config() const { return config_; }
  [[nodiscard]] const Routes& routes() const { return routes_; }

  /// Serves the listeners' clients on the loop. The worker that is returned lives as long as the
  /// loop runs.
  [[nodiscard]] std::unique_ptr<Worker> serve(net::EventLoop& loop,
                                              const std::vector<net::Listener*>& listeners,
                                              int log_to) const;

 private:
  void keep_resolving();
  bool resolve_all();

  ProxyConfig config_;
  Routes routes_;
  std::mutex mutex_;
  std::condition_variable ending_;
  bool ended_ = false;
  std::thread resolver_;
};

}  // namespace reference::proxy

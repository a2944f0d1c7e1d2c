#pragma once

#include "reference/net/event_loop.hpp"
#include "reference/net/http_server.hpp"
#include "reference/net/listener.hpp"
#include "reference/net/log.hpp"
#include "reference/net/result.hpp"
#include "reference/proxy/proxy.hpp"

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace reference {

/// SIGINT and SIGTERM, held back from now on and read when it suits. To be made on the main thread
/// before others start, and before anyone is told that the service is there.
class EndSignals {
 public:
  EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;
  ~EndSignals();

  /// Readable when one has come.
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// Servers, and the threads that run them: each thread has a loop, and each loop serves every
/// listener.
class Service {
 public:
  /// Log lines go to the descriptor `log_to`; -1 for none.
  Service(unsigned threads, int log_to);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service();

  /// Each returns where it listens.
  net::Result<net::Endpoint> add_proxy(proxy::ProxyConfig config);
  net::Result<net::Endpoint> add_web(const net::HostPort& at,
                                     const std::string& root,
                                     const net::HttpServer::Settings& settings);
  net::Result<net::Endpoint> add_api(const net::HostPort& at,
                                     const std::string& name,
                                     const net::HttpServer::Settings& settings);

  /// Runs each loop on a thread of its own.
  void start();
  /// Takes no more clients, and ends within `grace`. From any thread.
  void drain(net::milliseconds grace);
  /// Waits until all threads have ended.
  void wait();

  /// Runs the first loop on this thread, the others on their own, until SIGINT or SIGTERM comes;
  /// then drains them. A second signal ends them at once. With one loop the program has one thread,
  /// which spares its locks.
  void run_until_signal(const EndSignals& signals, net::milliseconds grace);

 private:
  void start_from(std::size_t first);
  net::Task<> drain_on_signal(int signals, net::milliseconds grace);
  net::Result<net::Listener*> listen(const net::HostPort& at);
  void serve(std::size_t loop,
             const net::Listener& listener,
             net::Handler handler,
             const net::HttpServer::Settings& settings);

  int log_to_;
  bool ran_ = false;
  // In this order: what is below uses what is above.
  std::vector<std::unique_ptr<net::EventLoop>> loops_;
  std::vector<std::unique_ptr<net::Log>> logs_;  ///< one for each loop
  std::vector<std::unique_ptr<net::Listener>> listeners_;
  std::vector<std::unique_ptr<proxy::Proxy>> proxies_;
  std::vector<std::unique_ptr<proxy::Worker>> workers_;
  std::vector<std::unique_ptr<net::HttpServer>> servers_;
  std::vector<std::thread> threads_;
};

}  // namespace reference

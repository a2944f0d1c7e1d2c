#pragma once

#include "reference/net/endpoint.hpp"
#include "reference/net/event_loop.hpp"
#include "reference/net/result.hpp"
#include "reference/net/socket.hpp"

#include <functional>
#include <string>

namespace reference::net {

/// A listening socket. Several loops may accept from one.
class Listener {
 public:
  /// The problem of a port in use names the port and, where the system tells, its owner.
  static Result<Listener> open(const Endpoint& at);

  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&& other) noexcept;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  /// Where it listens; the port is the true one when 0 was asked for.
  [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  Listener(int descriptor, const Endpoint& endpoint)
      : descriptor_(descriptor),
        endpoint_(endpoint) {}

  int descriptor_ = -1;
  Endpoint endpoint_;
};

/// Makes the task that serves one client.
using ServeClient = std::function<Task<>(Socket client, Endpoint from)>;

/// Accepts clients until the loop drains.
Task<> accept_clients(EventLoop& loop, const Listener& listener, ServeClient serve);

/// "nginx (process 123)" for who listens on the port, or nothing when the system does not tell.
std::string owner_of_port(std::uint16_t port);

}  // namespace reference::net

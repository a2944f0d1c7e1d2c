#pragma once

#include "checker/core/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pinko::browser {

/// The network of our pages. Each page reaches the world through a door of its own, a SOCKS proxy
/// on a loopback port: behind it every name of the student's machine is the run's address, with the
/// same port, and nothing else exists. So one browser serves pages on many addresses at once, each
/// sees `localhost` as at the student's desk, and none can reach anything but the stack it is for.
///
/// One thread carries the bytes of all doors. What the server does to a connection (refused,
/// closed, reset) is done to the browser's side of it.
class Gate {
 public:
  /// An open door; closes it, and all connections through it, when destroyed.
  class Door {
   public:
    Door(Gate& gate, int listener, std::uint16_t port)
        : gate_(&gate),
          listener_(listener),
          port_(port) {}
    ~Door();
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;
    Door(Door&&) = delete;
    Door& operator=(Door&&) = delete;

    /// The port on 127.0.0.1 on which the proxy listens.
    [[nodiscard]] std::uint16_t port() const { return port_; }

   private:
    Gate* gate_;
    int listener_;
    std::uint16_t port_;
  };

  Gate();
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  Gate(Gate&&) = delete;
  Gate& operator=(Gate&&) = delete;

  /// A door to an IPv4 address such as "127.77.0.7", and there to `ports` alone unless there are
  /// none. The gate must outlive it. Error `browser` when
  /// no port is to be had, `internal` when `address` is not one.
  [[nodiscard]] Result<std::unique_ptr<Door>> open(const std::string& address,
                                                   std::vector<std::uint16_t> ports = {});

 private:
  class Keeper;
  std::unique_ptr<Keeper> keeper_;
};

}  // namespace pinko::browser

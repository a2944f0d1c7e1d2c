#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/container_values.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pinko::engine {

/// Who makes objects in the engine: told by their labels, so that nobody removes what is in use.
struct RunIdentity {
  std::string id = {};     ///< short and random: "k3v9q2"
  std::string owner = {};  ///< this process, as owner_of() names it

  [[nodiscard]] static RunIdentity of_this_process();
  /// Of an object that is made now.
  [[nodiscard]] Labels labels() const;

  /// "pinko-check/k3v9q2/task4-proxy:latest"
  [[nodiscard]] std::string image(int task, const std::string& role) const;
  /// "pinko-k3v9q2-task4": a project's, network's or container's name
  [[nodiscard]] std::string name(int task, const std::string& what = {}) const;
};

/// A loopback address that nobody else uses while this lives: 127.77.x.y on Linux. Where the system
/// has no more than 127.0.0.1 it is that, for one claim at a time.
class RunAddress {
 public:
  /// Error `port_owner` when no address is free.
  [[nodiscard]] static Result<RunAddress> claim();
  ~RunAddress();
  RunAddress(RunAddress&& other) noexcept;
  RunAddress& operator=(RunAddress&& other) noexcept;
  RunAddress(const RunAddress&) = delete;
  RunAddress& operator=(const RunAddress&) = delete;

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  RunAddress(std::string text, int lock);
  std::string text_ = {};
  int lock_ = -1;
};

/// Somebody who listens on a port of this machine.
struct PortOwner {
  std::uint16_t port = 0;
  std::string address = {};  ///< "0.0.0.0", "::", "127.0.0.1"
  int pid = 0;               ///< 0 when it may not be seen
  std::string program = {};
};

/// Who listens on a port of this machine; where the system does not tell, nobody.
[[nodiscard]] std::vector<PortOwner> owners_of(std::uint16_t port);

}  // namespace pinko::engine

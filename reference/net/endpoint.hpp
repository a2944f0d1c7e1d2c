#pragma once

#include "reference/net/result.hpp"

#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <vector>

namespace reference::net {

/// An address and a port, of either family.
class Endpoint {
 public:
  Endpoint() = default;
  Endpoint(const sockaddr* address, socklen_t length);

  [[nodiscard]] const sockaddr* address() const {
    return reinterpret_cast<const sockaddr*>(&storage_);
  }
  [[nodiscard]] socklen_t length() const { return length_; }
  [[nodiscard]] int family() const { return storage_.sin6_family; }
  [[nodiscard]] std::uint16_t port() const;
  /// 127.0.0.1, or ::1 without brackets.
  [[nodiscard]] std::string host() const;
  /// 127.0.0.1:80, [::1]:80
  [[nodiscard]] std::string text() const;

  bool operator==(const Endpoint& other) const { return text() == other.text(); }

 private:
  sockaddr_in6 storage_{};  // the larger of the two
  socklen_t length_ = 0;
};

/// A host and a port as a person writes them: `back-end:5252`, `127.0.0.1:80`, `[::1]:80`.
struct HostPort {
  std::string host;
  std::uint16_t port = 0;
};

Result<HostPort> parse_host_port(std::string_view text);

/// The same for where to listen: a port of 0 is any that is free.
Result<HostPort> parse_listen_address(std::string_view text);

/// A number from 1 to 65535.
Result<std::uint16_t> parse_port(std::string_view text);

/// The addresses of a host, in a fixed order and each once. Asks the system's resolver: may block.
Result<std::vector<Endpoint>> resolve(const HostPort& host);

}  // namespace reference::net

#pragma once

#include "reference/net/result.hpp"
#include "reference/service.hpp"

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace reference {

/// The whole exercise in one process: a proxy in front of a web server and API servers.
struct StackOptions {
  std::string listen = "127.0.0.1";
  std::uint16_t port = 80;  ///< the proxy's; 0 for any port that is free, here and below
  std::uint16_t web_port = 9000;
  std::uint16_t api_port = 5252;  ///< the first replica's; the others follow
  unsigned replicas = 2;
  unsigned threads = 1;
  std::string site;  ///< the folder that is served; empty: a page that comes with the program
  net::milliseconds drain{5'000};  ///< for requests under way when it is told to end
};

/// One server of the stack.
struct Address {
  std::string name;
  net::Endpoint endpoint;
};

/// A stack that runs until it is drained.
class Stack {
 public:
  /// Opens all ports; a problem names the one that could not be had. A line per request goes to
  /// `log_to`; -1 for none.
  static net::Result<std::unique_ptr<Stack>> open(const StackOptions& options, int log_to);

  /// The proxy first, then the web server, then the replicas in their order.
  [[nodiscard]] const std::vector<Address>& addresses() const { return addresses_; }
  [[nodiscard]] Service& service() { return service_; }

 private:
  Stack(unsigned threads, int log_to)
      : service_(threads, log_to) {}
  std::string add_servers(const StackOptions& options);

  Service service_;
  std::vector<Address> addresses_;
};

/// Runs a stack until SIGINT or SIGTERM; prints its addresses first. The exit code: 0, or 3 when a
/// port could not be had.
int run_stack(const StackOptions& options, std::ostream& out, std::ostream& complaints);

}  // namespace reference

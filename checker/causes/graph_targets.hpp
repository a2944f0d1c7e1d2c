#pragma once

#include "checker/causes/graph_parts.hpp"

#include <cstdint>
#include <string>

/// Where the proxy sends requests, and whether the service that is meant is there.
namespace pinko::causes {

/// What a location is for, by the task.
struct Aim {
  const Part* part = nullptr;
  std::uint16_t port = 0;
  unsigned silent = 0;
  unsigned not_found = 0;
};

/// A server to which the proxy sends requests, with its place: of proxy_pass, or of the upstream.
struct Target {
  std::string host;
  std::uint16_t port = 80;
  std::size_t piece = 0;
  Location port_where;
  std::string written;  ///< what stands there for host and port: "back-end:5252"
  /// The port for a corrected line: the one that is written, or else the task's.
  [[nodiscard]] std::uint16_t port_or(std::uint16_t usual) const {
    return written.find(':') == std::string::npos ? usual : port;
  }
};

void draw_target(Drawing& drawing, const Target& target, const Aim& aim);

}  // namespace pinko::causes

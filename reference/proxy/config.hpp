#pragma once

#include "reference/net/endpoint.hpp"
#include "reference/net/http_connection.hpp"
#include "reference/net/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reference::proxy {

/// One line `peer HOST:PORT …`. The host may stand for several addresses: each is a peer.
struct PeerConfig {
  net::HostPort host;
  unsigned weight = 1;     ///< its share of the turns
  unsigned max_fails = 1;  ///< so many failures within fail_timeout: out of turn; 0: never
  net::milliseconds fail_timeout{10'000};  ///< and for so long
};

/// A name for peers that do the same work.
struct UpstreamConfig {
  std::string name;
  std::vector<PeerConfig> peers;
};

/// Paths that begin with the prefix go to the upstream; the longest prefix wins.
struct RouteConfig {
  std::string prefix;
  std::string upstream;
};

/// All that a proxy is told.
struct ProxyConfig {
  std::vector<net::HostPort> listen;
  std::vector<UpstreamConfig> upstreams;
  std::vector<RouteConfig> routes;
  unsigned threads = 1;
  net::ClientTimeouts client;
  net::milliseconds connect_timeout{2'000};
  net::milliseconds answer_timeout{60'000};  ///< for a peer's first or next octets
  net::milliseconds resolve_every{5'000};    ///< names are looked up again
  net::milliseconds drain{10'000};           ///< for requests under way when it is told to end
  std::uint64_t max_body = 64UL * 1024 * 1024;
  bool access_log = true;
};

/// Reads a configuration file; a problem names the file, the line and the reason.
/// reference/README.md lists the words.
net::Result<ProxyConfig> parse_config(std::string_view text, std::string_view file_name);

/// What no single line shows: a route to an upstream that is not there, an upstream without peers.
net::Result<ProxyConfig> check_config(ProxyConfig config);

/// `/api=back-end-1:5252,back-end-2:5252`: a route and its upstream in one word, as an option has
/// it.
net::Result<ProxyConfig> add_route(ProxyConfig config, std::string_view text);

}  // namespace reference::proxy

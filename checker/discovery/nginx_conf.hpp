#pragma once

#include "checker/core/location.hpp"
#include "checker/discovery/source_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// An nginx configuration as a source of places and hints. Whether it is valid, nginx alone says.
namespace pinko::discovery {

struct NginxDirective {
  std::string name;
  std::vector<std::string> args;
  bool has_block = false;
  std::vector<NginxDirective> block;
  Location where;
};

struct NginxConf {
  TextFacts text;
  std::vector<NginxDirective> directives;
  std::vector<Problem> problems;
  bool truncated = false;  ///< more directives than anybody writes: the rest was not read
};

/// Never fails. The text may be a whole configuration or what conf.d holds.
[[nodiscard]] NginxConf parse_nginx(std::string_view bytes, std::string_view path = {});

/// `proxy_pass http://back-end:5252/api;`
struct ProxyPass {
  std::string text;
  std::string scheme;
  std::string host;
  std::uint16_t port = 0;  ///< 0: none is written, the scheme's own holds
  std::string uri;  ///< from the first '/' behind the host; empty: the request's path is kept
  bool has_variable = false;
  Location where;
  Location port_where;  ///< of the directive that holds the port, or could
};

struct NginxLocation {
  std::string modifier;  ///< "", "=", "~", "~*", "^~", "@"
  std::string path;
  std::string root;
  std::string alias;
  std::vector<std::string> index;
  std::vector<std::string> try_files;
  std::vector<ProxyPass> proxy_passes;
  Location where;
};

struct NginxListen {
  std::string address;  ///< "0.0.0.0", "[::]", or empty
  std::uint16_t port = 80;
  Location where;
};

struct NginxServer {
  std::vector<NginxListen> listens;  ///< port 80 without a `listen` of its own
  std::vector<std::string> names;
  std::string root;
  std::vector<std::string> index;
  std::vector<std::string> try_files;
  std::vector<std::string> resolver;
  std::vector<NginxLocation> locations;  ///< nested ones behind their parents
  Location where;
};

struct UpstreamServer {
  std::string address;              ///< as written: "back-end:5252"
  std::vector<std::string> params;  ///< "weight=2", "down"
  Location where;
};

struct NginxUpstream {
  std::string name;
  std::string method;  ///< "ip_hash", "least_conn", "random", "hash"; empty: round robin
  std::vector<UpstreamServer> servers;
  Location method_place;
  Location where;
};

[[nodiscard]] std::vector<NginxServer> servers(const NginxConf& conf);
[[nodiscard]] std::vector<NginxUpstream> upstreams(const NginxConf& conf);
/// Every proxy_pass, also one that stands where nginx refuses it.
[[nodiscard]] std::vector<ProxyPass> proxy_passes(const NginxConf& conf);
/// A proxy_pass as nginx reads it at a request: variables that `set` gives one plain value
/// everywhere are replaced by it, and the request's own path is a path. Others stay. Its places are
/// those of the `set` that names the host, or host and port, where one does.
[[nodiscard]] ProxyPass evaluated(const ProxyPass& pass, const NginxConf& conf);
/// The first directive of a name anywhere, or null.
[[nodiscard]] const NginxDirective* find_directive(const NginxConf& conf, std::string_view name);

/// The first directive of a name in the section that begins at a place, or null.
[[nodiscard]] const NginxDirective* directive_in(const NginxConf& conf,
                                                 const Location& section,
                                                 std::string_view name);

[[nodiscard]] ProxyPass parse_proxy_pass(std::string_view text);

}  // namespace pinko::discovery

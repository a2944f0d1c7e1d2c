#include "reference/stack.hpp"

#include <ostream>
#include <site_folder.hpp>
#include <unistd.h>
#include <utility>

namespace reference {
namespace {

using net::HostPort;
using net::HttpServer;
using net::Problem;
using net::Result;

HostPort host_port(const net::Endpoint& endpoint) {
  return {.host = endpoint.host(), .port = endpoint.port()};
}

HttpServer::Settings settings(std::string name) {
  return {.name = std::move(name), .timeouts = {}, .log_proxied = false};
}

}  // namespace

Result<std::unique_ptr<Stack>> Stack::open(const StackOptions& options, int log_to) {
  std::unique_ptr<Stack> stack(new Stack(options.threads, log_to));
  if (const std::string problem = stack->add_servers(options); !problem.empty()) {
    return Problem{problem};
  }
  return stack;
}

/// Returns what kept a server from starting, or nothing.
std::string Stack::add_servers(const StackOptions& options) {
  const std::string site = options.site.empty() ? PINKO_REFERENCE_SITE : options.site;
  const HostPort web_at{.host = options.listen, .port = options.web_port};
  const auto web = service_.add_web(web_at, site, settings("web"));
  if (!web) return web.problem();

  proxy::UpstreamConfig front_end{.name = "front-end", .peers = {{.host = host_port(*web)}}};
  proxy::UpstreamConfig back_end{.name = "back-end", .peers = {}};
  std::vector<Address> replicas;
  for (unsigned i = 0; i < options.replicas; ++i) {
    const std::string name = "api " + std::to_string(i + 1);
    const unsigned port = options.api_port == 0 ? 0 : options.api_port + i;
    if (port > 65535) return "there is no port " + std::to_string(port) + " for " + name;
    const HostPort at{.host = options.listen, .port = static_cast<std::uint16_t>(port)};
    const auto api = service_.add_api(at, name, settings(name));
    if (!api) return api.problem();
    replicas.push_back({.name = name, .endpoint = *api});
    back_end.peers.push_back({.host = host_port(*api)});
  }

  proxy::ProxyConfig config;
  config.listen = {{.host = options.listen, .port = options.port}};
  config.upstreams = {std::move(front_end), std::move(back_end)};
  config.routes = {{.prefix = "/", .upstream = "front-end"},
                   {.prefix = "/api", .upstream = "back-end"}};
  const auto proxy = service_.add_proxy(std::move(config));
  if (!proxy) return proxy.problem();

  addresses_ = {{.name = "proxy", .endpoint = *proxy}, {.name = "web", .endpoint = *web}};
  addresses_.insert(addresses_.end(), replicas.begin(), replicas.end());
  return {};
}

int run_stack(const StackOptions& options, std::ostream& out, std::ostream& complaints) {
  const EndSignals signals;
  const auto stack = Stack::open(options, STDOUT_FILENO);
  if (!stack) {
    complaints << stack.problem() << '\n';
    return 3;
  }
  for (const Address& address : (*stack)->addresses()) {
    out << address.name << " at http://" << address.endpoint.text() << "/\n";
  }
  out << "Ctrl-C ends them. Each request and who answered it:" << std::endl;
  (*stack)->service().run_until_signal(signals, options.drain);
  return 0;
}

}  // namespace reference

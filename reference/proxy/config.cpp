#include "reference/proxy/config.hpp"

#include "reference/net/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace reference::proxy {
namespace {

using net::milliseconds;
using net::Problem;
using net::Result;
using Words = std::span<const std::string_view>;
/// Why a line is wrong, or nothing.
using Complaint = std::optional<std::string>;

template <class T>
Complaint store(const Result<T>& read, T& into) {
  if (!read) return read.problem();
  into = *read;
  return std::nullopt;
}

Complaint read_count(std::string_view text, unsigned least, unsigned most, unsigned& into) {
  const Result<std::uint64_t> number = net::parse_number(text, least, most);
  if (!number) return number.problem();
  into = static_cast<unsigned>(*number);
  return std::nullopt;
}

Complaint read_peer_option(std::string_view word, PeerConfig& peer) {
  const std::size_t equals = std::min(word.find('='), word.size());
  const std::string_view name = word.substr(0, equals);
  const std::string_view value = word.substr(std::min(equals + 1, word.size()));
  if (name == "weight") return read_count(value, 1, 100, peer.weight);
  if (name == "max_fails") return read_count(value, 0, 1000, peer.max_fails);
  if (name == "fail_timeout") return store(net::parse_duration(value), peer.fail_timeout);
  return "a peer has weight=, max_fails= and fail_timeout=, not \"" + std::string(word) + "\"";
}

Complaint read_peer(Words words, ProxyConfig& config) {
  if (config.upstreams.empty()) return "a peer belongs below a line `upstream NAME`";
  PeerConfig peer;
  if (Complaint wrong = store(net::parse_host_port(words[0]), peer.host)) return wrong;
  for (const std::string_view word : words.subspan(1)) {
    if (Complaint wrong = read_peer_option(word, peer)) return wrong;
  }
  config.upstreams.back().peers.push_back(std::move(peer));
  return std::nullopt;
}

bool has_upstream(const ProxyConfig& config, std::string_view name) {
  return std::any_of(config.upstreams.begin(), config.upstreams.end(), [&](const auto& upstream) {
    return upstream.name == name;
  });
}

Complaint read_upstream(Words words, ProxyConfig& config) {
  const std::string name(words[0]);
  if (has_upstream(config, name)) return "there is an upstream " + name + " already";
  config.upstreams.push_back({.name = name, .peers = {}});
  return std::nullopt;
}

Complaint read_route(Words words, ProxyConfig& config) {
  if (!words[0].starts_with('/')) return "a prefix begins with a slash";
  const bool known = std::any_of(config.routes.begin(),
                                 config.routes.end(),
                                 [&](const auto& route) { return route.prefix == words[0]; });
  if (known) return "there is a route for " + std::string(words[0]) + " already";
  config.routes.push_back({.prefix = std::string(words[0]), .upstream = std::string(words[1])});
  return std::nullopt;
}

Complaint read_listen(Words words, ProxyConfig& config) {
  return store(net::parse_listen_address(words[0]), config.listen.emplace_back());
}

Complaint read_access_log(Words words, ProxyConfig& config) {
  if (words[0] != "on" && words[0] != "off") return "access_log is on or off";
  config.access_log = words[0] == "on";
  return std::nullopt;
}

Complaint read_max_body(Words words, ProxyConfig& config) {
  return store(net::parse_size(words[0]), config.max_body);
}

Complaint read_threads(Words words, ProxyConfig& config) {
  return read_count(words[0], 1, 64, config.threads);
}

/// A word that sets a time span.
template <auto Member>
Complaint read_span(Words words, ProxyConfig& config) {
  return store(net::parse_duration(words[0]), config.*Member);
}

template <auto Member>
Complaint read_client_span(Words words, ProxyConfig& config) {
  return store(net::parse_duration(words[0]), config.client.*Member);
}

/// A line's first word, how many follow, and what they do.
struct Directive {
  std::string_view name;
  std::size_t least;
  std::size_t most;
  std::string_view form;
  Complaint (*read)(Words, ProxyConfig&);
};

constexpr Directive kDirectives[] = {
    {"listen", 1, 1, "listen ADDRESS:PORT", read_listen},
    {"upstream", 1, 1, "upstream NAME", read_upstream},
    {"peer", 1, 4, "peer HOST:PORT [weight=N] [max_fails=N] [fail_timeout=10s]", read_peer},
    {"route", 2, 2, "route /PREFIX UPSTREAM", read_route},
    {"threads", 1, 1, "threads N", read_threads},
    {"access_log", 1, 1, "access_log on|off", read_access_log},
    {"max_body", 1, 1, "max_body 64m", read_max_body},
    {"idle_timeout", 1, 1, "idle_timeout 75s", read_client_span<&net::ClientTimeouts::idle>},
    {"head_timeout", 1, 1, "head_timeout 10s", read_client_span<&net::ClientTimeouts::head>},
    {"body_timeout", 1, 1, "body_timeout 30s", read_client_span<&net::ClientTimeouts::body>},
    {"write_timeout", 1, 1, "write_timeout 30s", read_client_span<&net::ClientTimeouts::write>},
    {"connect_timeout", 1, 1, "connect_timeout 2s", read_span<&ProxyConfig::connect_timeout>},
    {"answer_timeout", 1, 1, "answer_timeout 60s", read_span<&ProxyConfig::answer_timeout>},
    {"resolve_every", 1, 1, "resolve_every 5s", read_span<&ProxyConfig::resolve_every>},
    {"drain", 1, 1, "drain 10s", read_span<&ProxyConfig::drain>},
};

Complaint read_line(Words words, ProxyConfig& config) {
  const auto* found = std::find_if(std::begin(kDirectives),
                                   std::end(kDirectives),
                                   [&](const Directive& d) { return d.name == words[0]; });
  if (found == std::end(kDirectives)) return "there is no word \"" + std::string(words[0]) + "\"";
  const std::size_t arguments = words.size() - 1;
  if (arguments < found->least || arguments > found->most) {
    return "this line is written `" + std::string(found->form) + "`";
  }
  return found->read(words.subspan(1), config);
}

}  // namespace

Result<ProxyConfig> parse_config(std::string_view text, std::string_view file_name) {
  ProxyConfig config;
  std::size_t number = 0;
  for (std::string_view line : net::split(text, '\n')) {
    ++number;
    line = line.substr(0, line.find('#'));
    const std::vector<std::string_view> words = net::words_of(line);
    if (words.empty()) continue;
    if (const Complaint wrong = read_line(words, config)) {
      return Problem{std::string(file_name) + ":" + std::to_string(number) + ": " + *wrong};
    }
  }
  Result<ProxyConfig> checked = check_config(std::move(config));
  if (!checked) return Problem{std::string(file_name) + ": " + checked.problem()};
  return checked;
}

Result<ProxyConfig> check_config(ProxyConfig config) {
  if (config.listen.empty()) return Problem{"nothing says where to listen"};
  if (config.routes.empty()) return Problem{"there is no route"};
  for (const UpstreamConfig& upstream : config.upstreams) {
    if (upstream.peers.empty()) return Problem{"the upstream " + upstream.name + " has no peer"};
  }
  for (const RouteConfig& route : config.routes) {
    if (!has_upstream(config, route.upstream)) {
      return Problem{"the route " + route.prefix + " leads to " + route.upstream +
                     ", and there is no upstream of that name"};
    }
  }
  return config;
}

Result<ProxyConfig> add_route(ProxyConfig config, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    return Problem{"a route is /PREFIX=HOST:PORT,…, not \"" + std::string(text) + "\""};
  }
  const std::string_view hosts = text.substr(equals + 1);
  const std::string_view first = hosts.substr(0, hosts.find(','));
  std::string upstream(first.substr(0, first.rfind(':')));
  if (has_upstream(config, upstream))
    upstream.append("-").append(std::to_string(config.upstreams.size() + 1));
  config.upstreams.push_back({.name = upstream, .peers = {}});
  for (const std::string_view host : net::split(hosts, ',')) {
    if (Complaint wrong = read_peer(Words(&host, 1), config)) return Problem{*wrong};
  }
  const std::array<std::string_view, 2> route{text.substr(0, equals), upstream};
  if (Complaint wrong = read_route(route, config)) return Problem{*wrong};
  return config;
}

}  // namespace reference::proxy

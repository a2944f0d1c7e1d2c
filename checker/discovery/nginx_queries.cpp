#include "checker/discovery/nginx_conf.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

namespace pinko::discovery {
namespace {

std::uint16_t to_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? port : 0;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string first_arg(const NginxDirective& directive) {
  return directive.args.empty() ? "" : directive.args.front();
}

/// Calls `visit` for every directive, parents first; nesting is bounded by the parser.
void walk(const std::vector<NginxDirective>& directives,
          const std::function<void(const NginxDirective&)>& visit) {
  for (const NginxDirective& directive : directives) {
    visit(directive);
    walk(directive.block, visit);
  }
}

ProxyPass proxy_pass_of(const NginxDirective& directive) {
  ProxyPass pass = parse_proxy_pass(first_arg(directive));
  pass.where = directive.where;
  pass.port_where = directive.where;
  return pass;
}

NginxLocation location_of(const NginxDirective& directive) {
  NginxLocation location;
  location.where = directive.where;
  if (directive.args.size() > 1) {
    location.modifier = directive.args[0];
    location.path = directive.args[1];
  } else if (!directive.args.empty()) {
    // nginx also reads a modifier that touches its path: `location ~\.php`, `location =/`.
    std::string_view text = directive.args[0];
    for (const std::string_view modifier : {"~*", "^~", "~", "=", "@"}) {
      if (!text.starts_with(modifier)) continue;
      location.modifier = modifier;
      text.remove_prefix(modifier.size());
      break;
    }
    location.path = text;
  }
  for (const NginxDirective& inner : directive.block) {
    if (inner.name == "root") location.root = first_arg(inner);
    if (inner.name == "alias") location.alias = first_arg(inner);
    if (inner.name == "index") location.index = inner.args;
    if (inner.name == "try_files") location.try_files = inner.args;
    if (inner.name == "proxy_pass") location.proxy_passes.push_back(proxy_pass_of(inner));
    const bool block = inner.name == "if" || inner.name == "limit_except";
    if (!block) continue;
    for (const NginxDirective& deep : inner.block) {
      if (deep.name == "proxy_pass") location.proxy_passes.push_back(proxy_pass_of(deep));
    }
  }
  return location;
}

NginxListen listen_of(const NginxDirective& directive) {
  NginxListen listen;
  listen.where = directive.where;
  const std::string text = first_arg(directive);
  if (is_number(text)) {
    listen.port = to_port(text);
    return listen;
  }
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.rfind(':');
  const bool has_port =
      colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
  listen.address = has_port ? text.substr(0, colon) : text;
  if (has_port) listen.port = to_port(std::string_view(text).substr(colon + 1));
  return listen;
}

void add_locations(const std::vector<NginxDirective>& block, NginxServer& server) {
  walk(block, [&](const NginxDirective& directive) {
    if (directive.name == "location") server.locations.push_back(location_of(directive));
  });
}

NginxServer server_of(const NginxDirective& directive) {
  NginxServer server;
  server.where = directive.where;
  for (const NginxDirective& inner : directive.block) {
    if (inner.name == "listen") server.listens.push_back(listen_of(inner));
    if (inner.name == "server_name") server.names = inner.args;
    if (inner.name == "root") server.root = first_arg(inner);
    if (inner.name == "index") server.index = inner.args;
    if (inner.name == "try_files") server.try_files = inner.args;
    if (inner.name == "resolver") server.resolver = inner.args;
  }
  add_locations(directive.block, server);
  if (server.listens.empty()) {
    NginxListen usual;
    usual.where = directive.where;
    server.listens.push_back(usual);
  }
  return server;
}

bool is_balancing_method(std::string_view name) {
  return name == "ip_hash" || name == "least_conn" || name == "random" || name == "hash" ||
         name == "least_time";
}

NginxUpstream upstream_of(const NginxDirective& directive) {
  NginxUpstream upstream;
  upstream.name = first_arg(directive);
  upstream.where = directive.where;
  for (const NginxDirective& inner : directive.block) {
    if (is_balancing_method(inner.name)) {
      upstream.method = inner.name;
      upstream.method_place = inner.where;
    }
    if (inner.name != "server" || inner.args.empty()) continue;
    upstream.servers.push_back({.address = inner.args.front(),
                                .params = {inner.args.begin() + 1, inner.args.end()},
                                .where = inner.where});
  }
  return upstream;
}

using Values = std::map<std::string, std::string, std::less<>>;

/// What variables hold at every request: without `$`, and empty where that depends.
Values plain_values(const NginxConf& conf) {
  Values values = {{"request_uri", "/"}, {"uri", "/"}};
  walk(conf.directives, [&](const NginxDirective& directive) {
    if (directive.name != "set" || directive.args.size() != 2) return;
    const std::string name =
        directive.args[0].substr(std::min<std::size_t>(1, directive.args[0].size()));
    const std::string value =
        directive.args[1].find('$') == std::string::npos ? directive.args[1] : "";
    const auto [at, is_new] = values.try_emplace(name, value);
    if (!is_new && at->second != value) at->second.clear();
  });
  return values;
}

/// The text with `$name` and `${name}` replaced where the value is known; as it is where it would
/// become longer than any address.
std::string filled_in(std::string_view whole, const Values& values) {
  constexpr std::size_t kLongest = 4096;
  constexpr std::string_view kNameLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  std::string filled;
  std::string_view text = whole;
  while (!text.empty()) {
    if (filled.size() > kLongest) return std::string(whole);
    const std::size_t dollar = std::min(text.find('$'), text.size());
    filled += text.substr(0, dollar);
    text.remove_prefix(dollar);
    if (text.empty()) break;
    const bool braces = text.starts_with("${");
    const std::size_t begin = braces ? 2 : 1;
    const std::size_t end = std::min(
        braces ? text.find('}') : text.find_first_not_of(kNameLetters, begin), text.size());
    const auto known = values.find(text.substr(begin, end - std::min(begin, end)));
    const std::size_t behind = std::min(braces ? end + 1 : end, text.size());
    const bool is_known = known != values.end() && !known->second.empty();
    filled += is_known ? std::string_view(known->second) : text.substr(0, behind);
    text.remove_prefix(behind);
  }
  return filled;
}

}  // namespace

ProxyPass parse_proxy_pass(std::string_view text) {
  ProxyPass pass;
  pass.text = text;
  pass.has_variable = text.find('$') != std::string_view::npos;
  const std::size_t scheme = text.find("://");
  if (scheme != std::string_view::npos) {
    pass.scheme = to_lower(text.substr(0, scheme));
    text.remove_prefix(scheme + 3);
  }
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    pass.uri = text.substr(slash);
    text = text.substr(0, slash);
  }
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  pass.host = has_port ? text.substr(0, colon) : text;
  if (has_port) pass.port = to_port(text.substr(colon + 1));
  return pass;
}

std::vector<NginxServer> servers(const NginxConf& conf) {
  std::vector<NginxServer> found;
  walk(conf.directives, [&](const NginxDirective& directive) {
    // Within `upstream`, server is a line, not a block.
    if (directive.name == "server" && directive.has_block) found.push_back(server_of(directive));
  });
  return found;
}

std::vector<NginxUpstream> upstreams(const NginxConf& conf) {
  std::vector<NginxUpstream> found;
  walk(conf.directives, [&](const NginxDirective& directive) {
    if (directive.name == "upstream" && directive.has_block)
      found.push_back(upstream_of(directive));
  });
  return found;
}

std::vector<ProxyPass> proxy_passes(const NginxConf& conf) {
  std::vector<ProxyPass> found;
  walk(conf.directives, [&](const NginxDirective& directive) {
    if (directive.name == "proxy_pass") found.push_back(proxy_pass_of(directive));
  });
  return found;
}

ProxyPass evaluated(const ProxyPass& pass, const NginxConf& conf) {
  if (!pass.has_variable) return pass;
  ProxyPass read = parse_proxy_pass(filled_in(pass.text, plain_values(conf)));
  read.where = pass.where;
  read.port_where = pass.where;
  if (read.has_variable || pass.host.find('$') == std::string::npos) return read;
  walk(conf.directives, [&read](const NginxDirective& directive) {
    const bool sets = directive.name == "set" && directive.args.size() == 2;
    if (sets && directive.args[1].find(read.host) != std::string::npos) {
      read.where = directive.where;
    }
  });
  if (pass.port == 0) read.port_where = read.where;
  return read;
}

const NginxDirective* find_directive(const NginxConf& conf, std::string_view name) {
  const NginxDirective* found = nullptr;
  walk(conf.directives, [&](const NginxDirective& directive) {
    if (found == nullptr && directive.name == name) found = &directive;
  });
  return found;
}

const NginxDirective* directive_in(const NginxConf& conf,
                                   const Location& section,
                                   std::string_view name) {
  const NginxDirective* found = nullptr;
  walk(conf.directives, [&](const NginxDirective& directive) {
    if (found != nullptr || directive.where != section) return;
    const auto inner = std::ranges::find(directive.block, name, &NginxDirective::name);
    if (inner != directive.block.end()) found = &*inner;
  });
  return found;
}

}  // namespace pinko::discovery

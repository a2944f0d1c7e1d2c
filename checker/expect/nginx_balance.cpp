#include "checker/discovery/nginx_conf.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace pinko::expect {
namespace {

using discovery::NginxConf;
using discovery::NginxUpstream;
using discovery::ProxyPass;

constexpr std::string_view kService = "back-end";

bool is_weighted(const discovery::UpstreamServer& server) {
  return std::ranges::any_of(server.params, [](const std::string& param) {
    return param.starts_with("weight=") && param != "weight=1";
  });
}

/// A server that nginx asks while all others answer.
bool takes_part(const discovery::UpstreamServer& server) {
  return std::ranges::none_of(
      server.params, [](const std::string& param) { return param == "backup" || param == "down"; });
}

Reason listed_twice(const discovery::UpstreamServer& server) {
  return {.id = "upstream-listed-twice",
          .cause = server.address +
                   " is listed twice, and the name already stands for all "
                   "servers of the service",
          .hint = "List the name once.",
          .where = {server.where}};
}

/// A server that is no copy of the one that is multiplied: the Compose file has another service of
/// that name, which plays another part.
bool is_another(std::string_view address, const Sources& task) {
  const auto stack = read_stack(task);
  const std::string_view host = address.substr(0, address.find(':'));
  const discovery::Service* found = stack ? stack->find(host) : nullptr;
  return found != nullptr && host != kService && discovery::guess_role(*found) != kService;
}

/// A block that is written and that no proxy_pass of the file leads to.
bool is_unused(const NginxUpstream& upstream, const std::vector<ProxyPass>& passes) {
  return !passes.empty() && std::ranges::none_of(passes, [&upstream](const ProxyPass& pass) {
    return pass.has_variable || pass.host == upstream.name;
  });
}

/// The blocks whose servers have to take turns.
std::vector<NginxUpstream> upstreams_of_service(const NginxConf& conf, const Sources& task) {
  std::vector<NginxUpstream> all = discovery::upstreams(conf);
  const std::vector<ProxyPass> passes = discovery::proxy_passes(conf);
  std::erase_if(all, [&](const NginxUpstream& upstream) {
    if (is_unused(upstream, passes)) return true;
    return !upstream.servers.empty() &&
           std::ranges::all_of(upstream.servers, [&](const discovery::UpstreamServer& server) {
             return is_another(server.address, task);
           });
  });
  return all;
}

std::uint16_t port_of(const ProxyPass& pass) {
  if (pass.port != 0) return pass.port;
  return pass.scheme == "https" ? 443 : 80;
}

/// Is it a variable that a map gives the names of upstream blocks alone?
bool maps_to_blocks(std::string_view variable,
                    const std::vector<NginxUpstream>& blocks,
                    const NginxConf& conf) {
  return std::ranges::any_of(conf.directives, [&](const discovery::NginxDirective& map) {
    if (map.name != "map" || map.args.size() != 2 || map.args[1] != variable) return false;
    return !map.block.empty() && std::ranges::all_of(map.block, [&](const auto& row) {
      return row.args.size() == 1 &&
             std::ranges::find(blocks, row.args.front(), &NginxUpstream::name) != blocks.end();
    });
  });
}

/// Where variables lead to a list of servers that nginx has from its start on: an upstream block,
/// or what another proxy_pass names plainly. It looks nothing up then.
bool leads_to_known_list(const ProxyPass& pass, const NginxConf& conf) {
  const auto blocks = discovery::upstreams(conf);
  if (maps_to_blocks(pass.host, blocks, conf)) return true;
  if (pass.port == 0 && std::ranges::find(blocks, pass.host, &NginxUpstream::name) != blocks.end())
    return true;
  return std::ranges::any_of(discovery::proxy_passes(conf), [&](const ProxyPass& plain) {
    return !plain.has_variable && plain.host == pass.host && port_of(plain) == port_of(pass);
  });
}

/// True when the file lets one service start after another, be it by way of a third.
bool starts_after(const discovery::ComposeFile& stack,
                  const discovery::Service& service,
                  std::string_view other) {
  std::vector<const discovery::Service*> known{&service};
  for (std::size_t i = 0; i < known.size(); ++i) {
    for (const discovery::Placed& name : known[i]->depends_on) {
      const discovery::Service* next = stack.find(name.text);
      if (next != nullptr && std::ranges::find(known, next) == known.end()) known.push_back(next);
    }
  }
  return std::ranges::any_of(
      known, [&](const discovery::Service* one) { return one != &service && one->name == other; });
}

/// A name is looked up when nginx starts, a variable is not: then the proxy has to wait for it.
std::string name_in_place_of_variable(std::string_view host, const Sources& task) {
  std::string hint = "Write the service's name itself in proxy_pass";
  const auto stack = read_stack(task);
  if (!stack || stack->find(host) == nullptr) return hint + '.';
  const auto proxy =
      std::ranges::find(stack->services, std::string_view("proxy"), discovery::guess_role);
  if (proxy == stack->services.end()) return hint + '.';
  const bool waits = starts_after(*stack, *proxy, host);
  return hint + (waits ? "." : ", and give the proxy depends_on with that name.");
}

/// What of an upstream block keeps its servers from taking turns.
Reason judge_upstream(const NginxUpstream& upstream) {
  if (!upstream.method.empty()) {
    return {.id = "balance-method",
            .cause = upstream.method + " is another way to choose a server than taking turns",
            .hint = "Remove the line; round robin is what nginx does by itself.",
            .where = {upstream.method_place}};
  }
  std::set<std::string> seen;
  for (const discovery::UpstreamServer& server : upstream.servers) {
    if (is_weighted(server)) {
      return {.id = "balance-weight",
              .cause = "a weight gives one server more requests than another",
              .hint = "Remove the weight.",
              .where = {server.where}};
    }
    if (takes_part(server) && !seen.insert(server.address).second) return listed_twice(server);
  }
  return {};
}

}  // namespace

std::vector<Location> place_of_api(std::string_view conf, const Sources& task) {
  const std::string* text = task.find(conf);
  if (text == nullptr) return {};
  for (const auto& server :
       discovery::servers(discovery::parse_nginx(*text, task.from_top(conf)))) {
    const auto location = std::ranges::find_if(server.locations, [](const auto& one) {
      return one.path.find("api") != std::string::npos;
    });
    if (location == server.locations.end()) continue;
    const bool passes = !location->proxy_passes.empty();
    return {passes ? location->proxy_passes.front().where : location->where};
  }
  return whole_file(task, conf);
}

Reason read_balance(std::string_view conf, const Sources& task) {
  const std::string* text = task.find(conf);
  if (text == nullptr) return {};
  const NginxConf parsed = discovery::parse_nginx(*text, task.from_top(conf));
  for (const NginxUpstream& upstream : upstreams_of_service(parsed, task)) {
    Reason reading = judge_upstream(upstream);
    if (!reading.empty()) return reading;
  }
  for (const ProxyPass& pass : discovery::proxy_passes(parsed)) {
    if (!pass.has_variable) continue;
    const ProxyPass read = discovery::evaluated(pass, parsed);
    if (is_another(read.host, task) || leads_to_known_list(read, parsed)) continue;
    return {.id = "proxy-pass-variable",
            .cause = "with a variable in proxy_pass, nginx looks the name up anew and begins again",
            .hint = name_in_place_of_variable(read.host, task),
            .where = {pass.where}};
  }
  return {};
}

Reason read_luck(std::string_view conf, std::string_view service, const Sources& task) {
  const std::string* text = task.find(conf);
  if (text == nullptr) return {};
  const NginxConf parsed = discovery::parse_nginx(*text, task.from_top(conf));
  std::vector<ProxyPass> passes = discovery::proxy_passes(parsed);
  for (ProxyPass& pass : passes)
    pass = discovery::evaluated(pass, parsed);
  for (const NginxUpstream& upstream : discovery::upstreams(parsed)) {
    if (std::ranges::find(passes, upstream.name, &ProxyPass::host) == passes.end()) continue;
    std::set<std::string> seen;
    for (const discovery::UpstreamServer& server : upstream.servers) {
      const bool ours = server.address.substr(0, server.address.find(':')) == service;
      if (!ours || !takes_part(server)) continue;
      if (!seen.insert(server.address).second) return listed_twice(server);
    }
  }
  return {};
}

}  // namespace pinko::expect

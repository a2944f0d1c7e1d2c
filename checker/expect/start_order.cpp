#include "checker/discovery/nginx_conf.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/stack.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <set>

namespace pinko::expect {
namespace {

using discovery::ComposeFile;
using discovery::ProxyPass;
using discovery::Service;

/// A name that nginx looks up while it reads its configuration, and ends without.
struct LookUp {
  std::string name;
  Location where;
};

std::vector<LookUp> look_ups(const discovery::NginxConf& conf) {
  std::vector<LookUp> found;
  const std::vector<discovery::NginxUpstream> blocks = discovery::upstreams(conf);
  for (const ProxyPass& pass : discovery::proxy_passes(conf)) {
    const bool block =
        std::ranges::find(blocks, pass.host, &discovery::NginxUpstream::name) != blocks.end();
    if (!pass.has_variable && !block) found.push_back({pass.host, pass.where});
  }
  for (const discovery::NginxUpstream& block : blocks) {
    for (const discovery::UpstreamServer& server : block.servers)
      found.push_back({server.address.substr(0, server.address.find(':')), server.where});
  }
  return found;
}

const Service* service_behind(const ComposeFile& stack, const std::string& name) {
  const auto found = std::ranges::find_if(stack.services, [&name](const Service& service) {
    return service.name == name || (service.container_name && service.container_name->text == name);
  });
  return found == stack.services.end() ? nullptr : &*found;
}

const Service* proxy_of(const ComposeFile& stack) {
  if (const Service* named = stack.find("proxy")) return named;
  const auto found = std::ranges::find_if(stack.services, [](const Service& service) {
    return discovery::guess_role(service) == "proxy";
  });
  return found == stack.services.end() ? nullptr : &*found;
}

/// All services that Compose starts before one.
std::set<std::string> started_before(const ComposeFile& stack, const Service& service) {
  std::set<std::string> before;
  std::vector<const Service*> next{&service};
  while (!next.empty()) {
    const Service* one = next.back();
    next.pop_back();
    for (const discovery::Placed& name : one->depends_on) {
      const Service* other = stack.find(name.text);
      if (other != nullptr && before.insert(other->name).second) next.push_back(other);
    }
  }
  return before;
}

}  // namespace

ProxyReading read_start_order(std::string_view conf, const Sources& task) {
  const auto stack = read_stack(task);
  const std::string* text = task.find(conf);
  const Service* proxy = stack ? proxy_of(*stack) : nullptr;
  if (proxy == nullptr || text == nullptr) return {};
  const std::set<std::string> before = started_before(*stack, *proxy);
  ProxyReading reading;
  std::set<std::string> late;
  for (const LookUp& one : look_ups(discovery::parse_nginx(*text, task.from_top(conf)))) {
    const Service* server = service_behind(*stack, one.name);
    if (server == nullptr || server == proxy || before.contains(server->name)) continue;
    if (late.empty()) reading.where = {proxy->place_of("depends_on"), one.where};
    late.insert(server->name);
  }
  if (late.empty()) return {};
  const std::string names = join({late.begin(), late.end()}, " and ");
  reading.id = "proxy-without-depends-on";
  reading.cause = "nothing makes " + proxy->name + " start after " + names +
                  ", and nginx ends at once when it cannot look a name up";
  reading.hint = "Give " + proxy->name + " depends_on with " + names + '.';
  reading.corrected = "    depends_on:";
  for (const discovery::Placed& kept : proxy->depends_on)
    reading.corrected += "\n      - " + kept.text;
  for (const std::string& name : late)
    reading.corrected += "\n      - " + name;
  return reading;
}

}  // namespace pinko::expect

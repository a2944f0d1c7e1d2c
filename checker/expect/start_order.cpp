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

/// The names that nginx looks up while it reads its configuration, and ends without.
std::vector<std::string> look_ups(const discovery::NginxConf& conf) {
  std::vector<std::string> names;
  const std::vector<discovery::NginxUpstream> blocks = discovery::upstreams(conf);
  for (const ProxyPass& pass : discovery::proxy_passes(conf)) {
    const bool block =
        std::ranges::find(blocks, pass.host, &discovery::NginxUpstream::name) != blocks.end();
    if (!pass.has_variable && !block) names.push_back(pass.host);
  }
  for (const discovery::NginxUpstream& block : blocks) {
    for (const discovery::UpstreamServer& server : block.servers)
      names.push_back(server.address.substr(0, server.address.find(':')));
  }
  return names;
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

std::string note_on_start_order(std::string_view conf, const Sources& task) {
  const auto stack = read_stack(task);
  const std::string* text = task.find(conf);
  const Service* proxy = stack ? proxy_of(*stack) : nullptr;
  if (proxy == nullptr || text == nullptr) return {};
  const std::set<std::string> before = started_before(*stack, *proxy);
  std::set<std::string> late;
  for (const std::string& name : look_ups(discovery::parse_nginx(*text, task.from_top(conf)))) {
    const Service* server = service_behind(*stack, name);
    if (server != nullptr && server != proxy && !before.contains(server->name)) {
      late.insert(server->name);
    }
  }
  if (late.empty()) return {};
  const std::string names = join({late.begin(), late.end()}, " and ");
  return "nothing makes " + proxy->name + " start after " + names +
         ", and nginx ends at once when it cannot look a name up: give " + proxy->name +
         " depends_on with " + names;
}

}  // namespace pinko::expect

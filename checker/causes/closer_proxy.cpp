#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/lines.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::closer {
namespace {

constexpr std::string_view kConf = "proxy/proxy.conf";

bool is_in_network(const discovery::Service& service, const discovery::Placed& network) {
  if (service.networks.empty()) return network.text == "default";
  return std::ranges::find(service.networks, network.text, &discovery::Placed::text) !=
         service.networks.end();
}

/// Do two services share a network? One without networks is in the default one.
bool share_network(const discovery::Service& one, const discovery::Service& other) {
  if (one.networks.empty()) return is_in_network(other, {.text = "default", .where = {}});
  return std::ranges::any_of(one.networks, [&](const discovery::Placed& network) {
    return is_in_network(other, network);
  });
}

}  // namespace

Found networks_apart(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "nginx-host-not-found")) return std::nullopt;
  const auto stack = expect::read_stack(failure.evidence.sources);
  const discovery::Service* proxy = stack ? stack->find("proxy") : nullptr;
  if (proxy == nullptr) return std::nullopt;
  const std::string words = failure.finding.cause + failure.finding.evidence;
  const std::string said = expect::between(words, "not found in upstream \"", "\"");
  const discovery::Service* asked = stack->find(said.substr(0, said.find(':')));
  if (asked == nullptr || share_network(*proxy, *asked)) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = "proxy and " + asked->name + " are in no network together",
                   .where = {proxy->place_of("networks"), asked->place_of("networks")}};
}

Found rewrite_in_proxy(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "route-missing") || failure.task < 5) return std::nullopt;
  const auto place = expect::find_place(failure.evidence.sources, kConf, "rewrite ");
  if (!place) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id), .where = {*place}};
}

Found upstream_inside_server(const Case& failure, const Cause& cause) {
  const bool upstream = failure.finding.cause.find("\"upstream\" directive") != std::string::npos;
  if (!upstream || !is_named(failure, "nginx-directive-misplaced")) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id), .where = {}};
}

Found address_on_scaled(const Case& failure, const Cause& cause) {
  const auto* seen = std::get_if<ProjectSeen>(&failure.seen);
  if (seen == nullptr || seen->output.find("ddress already in use") == std::string::npos) {
    return std::nullopt;
  }
  const auto stack = expect::read_stack(failure.evidence.sources);
  const discovery::Service* service = stack ? stack->find("back-end") : nullptr;
  if (service == nullptr) return std::nullopt;
  Location where = service->place_of("networks");
  for (int more = 0; more < 8; ++more) {
    Location line = where;
    line.line += more;
    const std::string text = line_at(failure.evidence.sources, line);
    const std::size_t at = text.find("ipv4_address");
    if (at == std::string::npos) continue;
    line.column = static_cast<int>(at) + 1;
    return Diagnosis{.cause_id = std::string(cause.id), .where = {line}};
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

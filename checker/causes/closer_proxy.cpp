#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/lines.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::closer {
namespace {

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
  const auto* said = std::get_if<NginxComplaint>(&failure.finding.particulars);
  const discovery::Service* asked = said == nullptr ? nullptr : stack->find(said->host);
  if (asked == nullptr || share_network(*proxy, *asked)) return std::nullopt;
  Diagnosis found{.cause_id = std::string(cause.id),
                  .sentence = "proxy and " + asked->name + " are in no network together",
                  .where = {proxy->place_of("networks"), asked->place_of("networks")}};
  // A service without networks has no line to mend.
  if (proxy->networks.empty()) std::swap(found.where.front(), found.where.back());
  return found;
}

Found rewrite_in_proxy(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "route-missing") || failure.task < 5) return std::nullopt;
  const auto place = expect::find_place(failure.evidence.sources, expect::kProxyConf, "rewrite ");
  if (!place) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id), .where = {*place}};
}

Found upstream_inside_server(const Case& failure, const Cause& cause) {
  const auto* said = std::get_if<NginxComplaint>(&failure.finding.particulars);
  const bool upstream = said != nullptr && said->directive == "upstream";
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

Found host_port_on_scaled(const Case& failure, const Cause& cause) {
  if (is_named(failure, cause.id)) {
    return Diagnosis{.cause_id = std::string(cause.id), .sentence = {}, .where = {}};
  }
  const auto* seen = std::get_if<ProjectSeen>(&failure.seen);
  const bool open = failure.task == 6 && failure.finding.cause_id.empty();
  if (seen == nullptr || seen->ok || !open) return std::nullopt;
  const auto back = std::ranges::find(seen->services, "back-end", &ServiceState::service);
  if (back == seen->services.end()) return std::nullopt;
  expect::Reason obstacle =
      expect::obstacle_to_scaling(failure.evidence.sources, back->service, back->running + 1);
  if (obstacle.id != cause.id) return std::nullopt;
  return Diagnosis{.cause_id = std::move(obstacle.id),
                   .sentence = std::move(obstacle.cause),
                   .where = std::move(obstacle.where),
                   .step = std::move(obstacle.hint)};
}

}  // namespace pinko::causes::closer

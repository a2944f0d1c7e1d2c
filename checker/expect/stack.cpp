#include "checker/expect/stack.hpp"

#include "checker/expect/messages/messages.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace pinko::expect {
namespace {

/// How many containers can have a fixed mapping: each takes one port of a range, or all of them
/// where the container's own ports are a range as well.
int room_in(const discovery::PortMapping& port) {
  return port.container_last > port.container_first ? 1 : port.host_last - port.host_first + 1;
}

}  // namespace

std::optional<discovery::ComposeFile> read_stack(const Sources& task) {
  const auto first_of = [&task](const auto& names) -> std::optional<discovery::ComposeFile> {
    for (const std::string_view name : names) {
      const std::string* text = task.find(name);
      if (text != nullptr) return discovery::parse_compose(*text, task.from_top(name));
    }
    return std::nullopt;
  };
  std::optional<discovery::ComposeFile> stack = first_of(discovery::kComposeNames);
  const std::optional<discovery::ComposeFile> upper = first_of(discovery::kOverrideNames);
  if (stack && upper) return discovery::laid_over(*std::move(stack), *upper);
  return stack;
}

std::string role_of(const Sources& task, std::string_view service) {
  const auto stack = read_stack(task);
  const discovery::Service* found = stack ? stack->find(service) : nullptr;
  if (found != nullptr) return discovery::guess_role(*found);
  discovery::Service named;
  named.name = service;
  return discovery::guess_role(named);
}

std::optional<Location> place_in_stack(const Sources& task,
                                       std::string_view service,
                                       std::string_view key) {
  const auto stack = read_stack(task);
  const discovery::Service* found = stack ? stack->find(service) : nullptr;
  if (found == nullptr) return std::nullopt;
  return found->place_of(key);
}

Reason without_proxy(const Sources& task) {
  const auto stack = read_stack(task);
  if (!stack || stack->services.empty()) return {};
  const bool there = std::ranges::any_of(stack->services, [](const discovery::Service& service) {
    return service.name == "proxy" || discovery::guess_role(service) == "proxy";
  });
  if (there) return {};
  return {.id = "proxy-service-missing",
          .cause = "no service of the Compose file is the proxy",
          .where = {Location{.path = stack->services.front().where.path}},
          .follows = {"proxy-service"}};
}

bool gives_other_names(const Sources& task) {
  return std::ranges::any_of(task.texts, [](const auto& one) {
    return one.first.find("compose") != std::string::npos &&
           (one.second.find("aliases") != std::string::npos ||
            one.second.find("links:") != std::string::npos ||
            one.second.find("extra_hosts") != std::string::npos ||
            one.second.find("hostname:") != std::string::npos);
  });
}

std::optional<Finding> undefined_network(const ComposeSeen& seen) {
  const discovery::ComposeFile file = discovery::parse_compose(seen);
  for (const discovery::Service& service : file.services) {
    for (const discovery::Placed& network : service.networks) {
      const bool defined =
          network.text == "default" ||
          std::ranges::find(file.networks, network.text, &discovery::Placed::text) !=
              file.networks.end();
      if (defined || network.text.find('$') != std::string::npos) continue;
      Finding finding = failed(
          "a file that Compose accepts",
          service.name + " uses the network " + network.text + ", which the file does not define",
          {network.where});
      explain(finding, reason_of(*message_of("compose-network-undefined")));
      return finding;
    }
  }
  return std::nullopt;
}

std::optional<PortGap> gap_at(const Sources& task, std::string_view role, std::uint16_t port) {
  const auto stack = read_stack(task);
  if (!stack) return std::nullopt;
  const auto found = std::ranges::find_if(stack->services, [&](const discovery::Service& service) {
    return discovery::guess_role(service) == role;
  });
  if (found == stack->services.end()) return std::nullopt;
  const std::string number = std::to_string(port);
  std::vector<std::string> others;
  PortGap gap{
      .reason = {.id = "port-not-published",
                 .cause = found->name + " does not publish port " + number + " of your computer",
                 .hint = "Write `- \"" + number + ':' + number + "\"` below ports of " +
                         found->name + '.',
                 .where = {found->where},
                 .particulars = UnpublishedPort{port}},
      .no_ports = found->ports.empty()};
  for (const discovery::PortMapping& mapping : found->ports) {
    if (mapping.fixed() && mapping.host_first <= port && port <= mapping.host_last) {
      return std::nullopt;
    }
    if (others.empty()) gap.reason.where = {mapping.where};
    others.push_back(mapping.text);
  }
  if (!others.empty()) gap.reason.cause += ": its ports are " + join(others, ", ");
  return gap;
}

Reason port_of_another(const Sources& task, std::string_view role, std::uint16_t port) {
  const auto stack = read_stack(task);
  if (!stack) return {};
  const discovery::PortMapping* taken = nullptr;
  std::string taker;
  bool has_role = false;
  for (const discovery::Service& service : stack->services) {
    const bool own = discovery::guess_role(service) == role;
    has_role = has_role || own;
    for (const discovery::PortMapping& mapping : service.ports) {
      if (!mapping.fixed() || mapping.host_first > port || port > mapping.host_last) continue;
      if (own) return {};
      taken = &mapping;
      taker = service.name;
    }
  }
  if (taken == nullptr) return {};
  const std::string number = std::to_string(port);
  return {.id = has_role ? "port-not-published" : "service-missing",
          .cause = "port " + number + " of your computer leads to " + taker +
                   ", which is not the " + std::string(role),
          .hint = "Give port " + number + " to the " + std::string(role) + '.',
          .where = {taken->where},
          .follows = {"services"}};
}

void explain_by_gap(Finding& finding, PortGap gap) {
  if (!gap.no_ports) std::erase(finding.follows, "services");
  explain(finding, std::move(gap.reason));
}

Reason obstacle_to_scaling(const Sources& task, std::string_view service, int replicas) {
  const auto stack = read_stack(task);
  const discovery::Service* found = stack ? stack->find(service) : nullptr;
  if (found == nullptr) return {};
  if (found->container_name) {
    return {
        .id = "container-name-on-scaled",
        .cause = "container_name gives the name to one container, and the second cannot have it",
        .hint = "Remove container_name from " + found->name + '.',
        .where = {found->place_of("container_name")}};
  }
  for (const discovery::PortMapping& port : found->ports) {
    if (!port.fixed() || room_in(port) >= replicas) continue;
    return {.id = "host-port-on-scaled",
            .cause = room_in(port) == 1
                         ? "port " + std::to_string(port.host_first) +
                               " of your computer can belong to one container only"
                         : in_quotes(port.text) + " has " + std::to_string(room_in(port)) +
                               " ports of your computer, and each container needs one of its own",
            .hint = "Remove ports from " + found->name + "; expose is enough.",
            .where = {port.where}};
  }
  return {};
}

}  // namespace pinko::expect

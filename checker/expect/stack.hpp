#pragma once

#include "checker/core/sources.hpp"
#include "checker/discovery/compose_file.hpp"
#include "checker/expect/reason.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pinko::expect {

inline constexpr std::string_view kProxyConf = "proxy/proxy.conf";  ///< in a task's folder

/// The task's Compose file as its text says; nothing where there is none.
[[nodiscard]] std::optional<discovery::ComposeFile> read_stack(const Sources& task);

/// The part that a service plays: "back-end", "front-end", "proxy" or "".
[[nodiscard]] std::string role_of(const Sources& task, std::string_view service);

/// The place of a service's key, such as "container_name", in the Compose file; of the service
/// where it has no such key; nothing where there is no such service.
[[nodiscard]] std::optional<Location> place_in_stack(const Sources& task,
                                                     std::string_view service,
                                                     std::string_view key);

/// The Compose file may give its servers other names than those of their services.
[[nodiscard]] bool gives_other_names(const Sources& task);

/// A failure when a service uses a network that the file does not define: Compose v1 reads such a
/// file, and refuses to start it.
[[nodiscard]] std::optional<Finding> undefined_network(const ComposeSeen& seen);

constexpr std::size_t kServersWithProxy = 3;

/// That no service of the Compose file plays the proxy, which the check of that service tells where
/// a task has one. Empty where one does, and where there is no Compose file.
[[nodiscard]] Reason without_proxy(const Sources& task);

/// Why a port of the host leads nowhere, as the Compose file says.
struct PortGap {
  Reason reason;
  bool no_ports = false;  ///< the service has none at all, which the check of the services tells
};

/// The gap when the service of a role publishes other ports of the host than `port`, or none;
/// nothing where it does publish it, or where there is no such service or no Compose file.
[[nodiscard]] std::optional<PortGap> gap_at(const Sources& task,
                                            std::string_view role,
                                            std::uint16_t port);

/// Which other service has the port of the host that belongs to a role; empty where none has.
[[nodiscard]] Reason port_of_another(const Sources& task,
                                     std::string_view role,
                                     std::uint16_t port);

/// Puts a gap into the finding of a request that nobody answered.
void explain_by_gap(Finding& finding, PortGap gap);

/// What of the Compose file keeps a service from having so many containers; empty where nothing
/// does.
[[nodiscard]] Reason obstacle_to_scaling(const Sources& task,
                                         std::string_view service,
                                         int replicas);

}  // namespace pinko::expect

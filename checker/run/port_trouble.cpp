#include "checker/run/port_trouble.hpp"

#include "checker/engine/run_identity.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace pinko::run {
namespace {

/// Who keeps the run's own address of a port from being used: it listens on all of them.
std::optional<engine::PortOwner> owner_everywhere(std::uint16_t port) {
  for (engine::PortOwner& owner : engine::owners_of(port)) {
    if (owner.address == "0.0.0.0" || owner.address == "::") return std::move(owner);
  }
  return std::nullopt;
}

Error port_taken(std::uint16_t port, const engine::PortOwner& owner) {
  return Error{.code = ErrorCode::port_owner,
               .message = "port " + std::to_string(port) + " of this machine is taken by " +
                          (owner.program.empty() ? "another program" : owner.program) +
                          (owner.pid > 0 ? " (pid " + std::to_string(owner.pid) + ")" : "") +
                          "; end it and run the checker again"};
}

}  // namespace

/// A listener of this machine's on 0.0.0.0 keeps even our own address from being used: not the
/// student's doing.
std::optional<Error> foreign_port_owner(const ComposeSeen& file, const ProjectSeen& seen) {
  const bool taken = seen.output.find("address already in use") != std::string::npos ||
                     seen.output.find("port is already allocated") != std::string::npos;
  if (!taken) return std::nullopt;
  for (const ComposeService& service : file.services) {
    for (const PublishedPort& port : service.ports) {
      const auto owner = owner_everywhere(port.host_port);
      if (owner) return port_taken(port.host_port, *owner);
    }
  }
  // The engine knows its own ports and says "allocated" of them: this was another program, gone
  // since. With a capital A it speaks of a container's address in a network, which is another
  // thing.
  if (seen.output.find("address already in use") != std::string::npos) {
    return Error{.code = ErrorCode::port_owner,
                 .message =
                     "another program of this machine took a port of the stack for a "
                     "moment; run the checker again"};
  }
  return std::nullopt;
}

bool publishes(const ComposeSeen& file, std::uint16_t port) {
  return std::ranges::any_of(file.services, [port](const ComposeService& service) {
    return std::ranges::find(service.ports, port, &PublishedPort::host_port) != service.ports.end();
  });
}

std::optional<Error> stranger_on(const ComposeSeen& file, std::uint16_t port) {
  const auto owner = publishes(file, port) ? std::nullopt : owner_everywhere(port);
  if (!owner) return std::nullopt;
  return port_taken(port, *owner);
}

}  // namespace pinko::run

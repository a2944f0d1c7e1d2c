#include "checker/causes/closer.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/expect/stack.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <utility>

namespace pinko::causes::closer {
namespace {

using discovery::PortMapping;
using discovery::Service;

/// The port on which the statement puts a server; empty for what it does not name.
std::string_view port_of(std::string_view role) {
  if (role == "back-end") return "5252";
  if (role == "front-end") return "9000";
  return role == "proxy" ? "80" : "";
}

struct Published {
  const Service* service;
  const PortMapping* port;
};

bool collide(const PortMapping& one, const PortMapping& other) {
  return one.fixed() && other.fixed() && one.protocol == other.protocol &&
         one.host_first <= other.host_last && other.host_first <= one.host_last;
}

/// Two services that publish one port of the host; the one whose port it is comes last.
std::optional<std::pair<Published, Published>> rivals(const discovery::ComposeFile& stack) {
  std::vector<Published> before;
  for (const Service& service : stack.services) {
    for (const PortMapping& port : service.ports) {
      const auto rival = std::ranges::find_if(before, [&](const Published& one) {
        return one.service != &service && collide(*one.port, port);
      });
      const Published own{&service, &port};
      if (rival == before.end()) {
        before.push_back(own);
        continue;
      }
      const auto has_right = [](const Published& one) {
        return std::to_string(one.port->host_first) == port_of(discovery::guess_role(*one.service));
      };
      return has_right(*rival) ? std::pair(own, *rival) : std::pair(*rival, own);
    }
  }
  return std::nullopt;
}

}  // namespace

Found port_wanted_twice(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const auto stack = expect::read_stack(failure.evidence.sources);
  const auto both = found && stack ? rivals(*stack) : std::nullopt;
  if (!both) return found;
  const auto& [guest, owner] = *both;
  const std::string number =
      std::to_string(std::max(guest.port->host_first, owner.port->host_first));
  found->sentence = guest.service->name + " and " + owner.service->name + " both want port " +
                    number + " of your computer";
  found->where = {guest.port->where, owner.port->where};
  const std::string own(port_of(discovery::guess_role(*guest.service)));
  const std::string line = line_at(failure.evidence.sources, guest.port->where);
  if (own.empty() || own == number) return found;
  if (failure.task >= 5 && own != "80") {
    found->step = "Remove ports from " + guest.service->name + ": only the proxy needs one.";
    return found;
  }
  found->step = "Give " + guest.service->name + " its own port, " + own + '.';
  if (trim(line).starts_with("- ")) {
    found->corrected = std::string(indent_of(line)) + "- \"" + own + ':' + own + '"';
  }
  return found;
}

}  // namespace pinko::causes::closer

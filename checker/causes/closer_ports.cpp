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

/// The statement gives it the port that it publishes.
bool has_right(const Published& one) {
  return std::to_string(one.port->host_first) == port_of(discovery::guess_role(*one.service));
}

/// Every published port with its service, in the order of the file.
std::vector<Published> published_in(const discovery::ComposeFile& stack) {
  std::vector<Published> all;
  for (const Service& service : stack.services) {
    for (const PortMapping& port : service.ports)
      all.push_back({&service, &port});
  }
  return all;
}

/// Two services that publish one port of the host; the one whose port it is comes last.
std::optional<std::pair<Published, Published>> rivals(const discovery::ComposeFile& stack) {
  const std::vector<Published> all = published_in(stack);
  for (auto own = all.begin(); own != all.end(); ++own) {
    const auto rival = std::find_if(all.begin(), own, [&own](const Published& one) {
      return one.service != own->service && collide(*one.port, *own->port);
    });
    if (rival == own) continue;
    return has_right(*rival) ? std::pair(*own, *rival) : std::pair(*rival, *own);
  }
  return std::nullopt;
}

/// "80:80" of `80:80"` or `80 : 80`; empty where there are not two numbers.
std::string two_numbers(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  std::vector<std::string> numbers;
  for (std::size_t at = text.find_first_of(kDigits); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.size(), text.find_first_not_of(kDigits, at));
    numbers.emplace_back(text.substr(at, end - at));
    at = text.find_first_of(kDigits, end);
  }
  return numbers.size() == 2 ? join(numbers, ":") : std::string();
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
    found->step = "Remove ports from " + guest.service->name + "; expose is enough.";
    return found;
  }
  found->step = "Give " + guest.service->name + " its own port, " + own + '.';
  if (trim(line).starts_with("- ")) {
    found->corrected = std::string(indent_of(line)) + "- \"" + own + ':' + own + '"';
  }
  return found;
}

Found exposed_pair(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const auto stack = expect::read_stack(failure.evidence.sources);
  if (!found || !stack) return found;
  for (const Service& service : stack->services) {
    const auto pair = std::ranges::find_if(service.expose, [](const discovery::Placed& entry) {
      return entry.text.find(':') != std::string::npos;
    });
    if (pair == service.expose.end()) continue;
    const std::string port = pair->text.substr(pair->text.rfind(':') + 1);
    found->where = {pair->where};
    found->corrected = with(line_at(failure.evidence.sources, pair->where), pair->text, port);
    return found;
  }
  return found;
}

Found port_form(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const Sources& task = failure.evidence.sources;
  const auto stack = expect::read_stack(task);
  if (!found || !stack) return found;
  const std::vector<Published> all = published_in(*stack);
  const auto bad = std::ranges::find_if(
      all, [](const Published& one) { return one.port->container_first == 0; });
  if (bad == all.end()) return found;
  const auto& [service, port] = *bad;
  const std::string line = line_at(task, port->where);
  found->where = {port->where};
  if (stack->find(port->text) != nullptr) {
    found->sentence = in_quotes(port->text) + " stands among the ports of " + service->name +
                      ", and is a service: the line `depends_on:` is missing above it";
    found->step = "Write `depends_on:` above it, in the column of ports.";
    found->corrected = indent_of(line_at(task, service->place_of("ports")));
    found->corrected.append("depends_on:\n").append(line);
    return found;
  }
  found->sentence = in_quotes(port->text) + " below ports of " + service->name +
                    " is not of the form \"host:container\"";
  const std::string mended = two_numbers(port->text);
  if (!mended.empty() && trim(line).starts_with("- ")) {
    found->corrected = indent_of(line);
    found->corrected.append("- \"").append(mended).append("\"");
  }
  return found;
}

}  // namespace pinko::causes::closer

#include "checker/expect/compose.hpp"

#include "checker/discovery/compose_file.hpp"
#include "checker/expect/compose_refused.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

const ComposeService* find(const ComposeSeen& seen, std::string_view name) {
  const auto found = std::ranges::find(seen.services, name, &ComposeService::name);
  return found == seen.services.end() ? nullptr : &*found;
}

const ComposeService* playing(const ComposeSeen& seen, std::string_view role) {
  const auto found = std::ranges::find(seen.services, role, &ComposeService::role);
  return found == seen.services.end() ? nullptr : &*found;
}

std::string names_of(const ComposeSeen& seen) {
  std::vector<std::string> names;
  for (const ComposeService& service : seen.services)
    names.push_back(service.name);
  return names.empty() ? "no service" : join(names, ", ");
}

bool publishes(const ComposeService& service, std::uint16_t port) {
  return std::ranges::any_of(service.ports, [port](const PublishedPort& one) {
    return one.host_port == port && !one.chosen_by_engine;
  });
}

/// The key, or a name like it, stands among the keys of that service (of any, where none is
/// named), or in the column of the services; or its entries stand among the ports.
bool stands_there(const discovery::ComposeFile& file,
                  std::string_view owner,
                  const std::string& key) {
  const std::vector<std::string> meant{key};
  const auto is_key = [&meant](const discovery::Placed& one) {
    return !nearest(one.text, meant).empty();
  };
  const auto is_service = [&file](const discovery::PortMapping& port) {
    return file.find(port.text) != nullptr;
  };
  return std::ranges::any_of(file.services, [&](const discovery::Service& service) {
    if (!nearest(service.name, meant).empty()) return true;
    if (!owner.empty() && service.name != owner) return false;
    return std::ranges::any_of(service.keys, is_key) ||
           (key == "depends_on" && std::ranges::any_of(service.ports, is_service));
  });
}

/// Nothing could be read for a key. Where Compose refuses the file, and the key stands in it all
/// the same, that is the one thing to mend.
void follow_refusal(Finding& finding,
                    const ComposeSeen& seen,
                    std::string_view owner,
                    const std::string& key) {
  if (seen.accepted || !stands_there(discovery::parse_compose(seen), owner, key)) return;
  finding.follows = {"compose-valid"};
  finding.cause = "what stands there for " + key + " can be read once Compose takes the file";
}

/// A service without a key that it needs.
Finding lacking(std::string wanted,
                const ComposeSeen& seen,
                const ComposeService& service,
                const std::string& key) {
  Finding finding = failed(std::move(wanted), service.name + " has no " + key, {service.where});
  finding.cause_id = "service-without-" + key;
  if (key == "ports" && !service.exposed.empty()) {
    finding.cause =
        service.name + " has expose, which opens no port of your computer, and no ports";
  }
  follow_refusal(finding, seen, service.name, key);
  if (!seen.accepted && key == "build" && service.image.empty()) {
    finding.follows = {"compose-valid"};
    finding.cause = "Compose refuses a service that has neither build nor image";
  }
  return finding;
}

std::vector<std::string> notes_on_images(const ComposeSeen& seen) {
  const std::size_t at = seen.file.path.find("task");
  if (at == std::string::npos) return {};
  const std::string own = seen.file.path.substr(at, 5);
  std::vector<std::string> notes;
  for (const ComposeService& service : seen.services) {
    const std::size_t tag = service.image.find(":task");
    if (tag == std::string::npos || service.image.substr(tag + 1) == own) continue;
    notes.push_back("the image of " + service.name + " is called " + service.image + " in " + own);
  }
  return notes;
}

/// A stack without a service called proxy, which only the start of the stack would show.
std::vector<std::string> notes_on_proxy(const ComposeSeen& seen) {
  if (find(seen, "proxy") != nullptr) return {};
  const ComposeService* other = playing(seen, "proxy");
  if (other == nullptr) return {"no service of the Compose file is the proxy"};
  return {"the proxy's service is called " + other->name + ", and the task calls it proxy"};
}

}  // namespace

Finding has_compose_file(const ComposeSeen& seen) {
  Finding finding = is_there(seen.file);
  if (finding.kind != Finding::Kind::passed) return finding;
  if (!seen.file.path.ends_with("docker-compose.yml")) {
    finding.notes.push_back(seen.file.path +
                            " works with Compose v2; the task says "
                            "docker-compose.yml");
  }
  return finding;
}

Finding is_accepted(const ComposeSeen& seen) {
  if (seen.file.state != FileState::present) {
    Finding finding = has_compose_file(seen);
    finding.follows = {"compose-file"};
    return finding;
  }
  if (!seen.accepted) return refused_file(seen);
  if (auto network = undefined_network(seen)) return *std::move(network);
  std::vector<std::string> notes = notes_on_images(seen);
  for (const discovery::Placed& key : discovery::parse_compose(seen).repeated) {
    notes.push_back("the key " + key.text + " stands twice in its section (" +
                    to_string(key.where) + "): Compose " + seen.compose +
                    " takes the last, and newer ones refuse the file");
  }
  if (seen.override_file.state == FileState::present) {
    notes.push_back("Compose lays " + seen.override_file.path + " over " + seen.file.path +
                    ", and so did the checker; the task asks for one file");
  }
  if (!seen.message.empty()) {
    notes.push_back("Compose " + seen.compose + " refuses " + what_v1_refuses(seen.message) +
                    "; newer ones do not, and the checker read the file as they do");
  }
  return passed("Compose " + seen.compose + " reads " + seen.file.path, std::move(notes));
}

Finding has_both_services(const ComposeSeen& seen) {
  if (seen.services.empty() && !seen.accepted) return blocked("no service can be read");
  const ComposeService* back = playing(seen, "back-end");
  const ComposeService* front = playing(seen, "front-end");
  const std::string wanted = "a back end and a front end, with build and ports";
  if (back == nullptr || front == nullptr) {
    Finding finding = failed(wanted, names_of(seen), {Location{.path = seen.file.path}});
    finding.cause_id = "service-missing";
    finding.cause = std::string("no service plays the part of the ") +
                    (back == nullptr ? "back end" : "front end");
    const std::string role = back == nullptr ? "back-end" : "front-end";
    for (const discovery::Service& service : discovery::parse_compose(seen).services) {
      Reason left_out = left_out_by_profile(service);
      if (discovery::guess_role(service) == role) explain(finding, std::move(left_out));
    }
    return finding;
  }
  for (const ComposeService* service : {back, front}) {
    if (!service->has_build) return lacking(wanted, seen, *service, "build");
    if (service->ports.empty()) return lacking(wanted, seen, *service, "ports");
  }
  std::vector<std::string> notes;
  const auto asks = [&notes](const ComposeService& service, std::uint16_t port) {
    if (publishes(service, port)) return;
    notes.push_back("the task asks for port " + std::to_string(port) + " of your computer, and " +
                    service.name + " has another");
  };
  asks(*back, 5252);
  asks(*front, 9000);
  return passed(back->name + " and " + front->name, std::move(notes));
}

Finding has_depends_on(const ComposeSeen& seen) {
  if (seen.services.empty() && !seen.accepted) return blocked("no service can be read");
  for (const ComposeService& service : seen.services) {
    for (const std::string& name : service.depends_on) {
      if (find(seen, name) != nullptr) return passed(service.name + " depends on " + name);
    }
  }
  Finding finding = failed("a service with depends_on", "no service has it");
  finding.cause_id = "depends-on-missing";
  const ComposeService* front = playing(seen, "front-end");
  finding.where = {front != nullptr ? front->where : Location{.path = seen.file.path}};
  for (const ComposeService& service : seen.services) {
    if (service.depends_on.empty()) continue;
    finding.cause_id = "depends-on-unknown";
    finding.actual = service.name + " depends on " + service.depends_on.front() +
                     ", which is no service of the file";
    finding.where = {service.where};
  }
  for (const discovery::Service& service : discovery::parse_compose(seen).services) {
    const std::string role = discovery::guess_role(service);
    const bool of_task = role == "back-end" || role == "front-end";
    Reason left_out = of_task ? left_out_by_profile(service) : Reason{};
    if (left_out.empty() || find(seen, service.name) != nullptr) continue;
    explain(finding, std::move(left_out));
    finding.follows = {"services"};
  }
  if (finding.cause_id != "depends-on-missing") return finding;
  if (seen.services.size() < 2) finding.follows = {"services"};  // nobody to wait for
  follow_refusal(finding, seen, {}, "depends_on");
  return finding;
}

Finding has_service(const ComposeSeen& seen, std::string_view name) {
  if (seen.file.state != FileState::present) return has_compose_file(seen);
  if (!seen.accepted) return refused_file(seen);
  const ComposeService* exact = find(seen, name);
  std::vector<std::string> notes = notes_on_proxy(seen);
  if (exact != nullptr) {
    for (std::string& note : notes_on_images(seen))
      notes.push_back(std::move(note));
    return passed(to_string(exact->where), std::move(notes));
  }
  Finding finding = failed(
      "a service named " + std::string(name), names_of(seen), {Location{.path = seen.file.path}});
  finding.notes = std::move(notes);
  const auto alike = [](const ComposeService& one) {
    const std::string lower = to_lower(one.name);
    return lower.find("back") != std::string::npos || lower.find("api") != std::string::npos;
  };
  const auto count = std::ranges::count_if(seen.services, alike);
  const auto first = std::ranges::find_if(seen.services, alike);
  if (first != seen.services.end()) finding.where = {first->where};
  if (count > 1) {
    finding.cause_id = "two-back-ends-by-hand";
    finding.cause = "two services written by hand are two services; --scale multiplies one";
    finding.hint = "Keep one of them, and call it " + std::string(name) +
                   ", also in depends_on and in proxy.conf.";
  } else if (count == 1) {
    finding.cause_id = "service-called-otherwise";
    finding.cause = "the back end's service is called " + first->name;
    finding.hint = "Call it " + std::string(name) + ", also in depends_on and in proxy.conf.";
    if (!first->container_name.empty()) {
      finding.notes.push_back("container_name keeps " + first->name +
                              " single: remove that line as well");
    }
  }
  return finding;
}

Finding has_proxy(const ComposeSeen& seen, const Sources& task) {
  if (seen.services.empty() && !seen.accepted) return blocked("no service can be read");
  const std::string wanted = "a service named proxy, with build, on port 80";
  const ComposeService* proxy = find(seen, "proxy");
  if (proxy == nullptr) {
    Finding finding = failed(wanted, names_of(seen), {Location{.path = seen.file.path}});
    finding.cause_id = "proxy-service-missing";
    finding.cause = "no service of the Compose file is the proxy";
    if (const ComposeService* other = playing(seen, "proxy")) {
      finding.where = {other->where};
      finding.cause_id = "proxy-called-otherwise";
      finding.cause = "the proxy's service is called " + other->name;
      finding.hint = "Call it proxy.";
    }
    return finding;
  }
  if (!proxy->has_build) return lacking(wanted, seen, *proxy, "build");
  if (publishes(*proxy, 80)) return passed(to_string(proxy->where));
  Finding finding = proxy->ports.empty() ? lacking(wanted, seen, *proxy, "ports")
                                         : failed(wanted, "proxy has other ports", {proxy->where});
  if (!proxy->ports.empty()) finding.cause_id = "port-not-published";
  if (auto gap = gap_at(task, "proxy", 80)) {
    gap->reason.id = finding.cause_id;
    explain(finding, std::move(gap->reason));
  }
  return finding;
}

}  // namespace pinko::expect

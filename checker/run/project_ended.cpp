#include "checker/engine/blame.hpp"
#include "checker/probe/logs.hpp"
#include "checker/run/compose_reading.hpp"
#include "checker/run/images.hpp"
#include "checker/run/project.hpp"
#include "checker/run/ready.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <utility>

namespace pinko::run {
namespace {

using engine::ContainerState;
using std::chrono::seconds;

bool has_ended(const ContainerState& state) {
  return !state.running && !state.never_started;
}

/// A container that has a server's names in its networks and does nothing. It counts for no
/// service.
engine::CopySpec stand_in(std::string name) {
  return {.name = std::move(name),
          .labels = {{std::string(kServiceLabel), ""}},
          .command = {"sleep", "3600"}};
}

}  // namespace

std::optional<NotReached> Project::no_api(const ProjectSeen& seen,
                                          const StartProject& probe) const {
  const auto service = service_of("back-end");
  const bool ended = service && service_of("proxy") &&
                     std::ranges::any_of(seen.services, [&service](const ServiceState& one) {
                       return one.service == *service && one.running == 0 && one.exited > 0;
                     });
  if (!ended) return std::nullopt;
  return NotReached{.reason = "no API server runs", .because = describe(probe)};
}

/// nginx ends when it cannot look a server's name up, and a server that has ended has none: which
/// of the two is first would be chance. Here the name stays, and the proxy is judged by itself.
/// True when it was started for that.
Result<bool> Project::stand_in_for_ended(const Listed& all) const {
  if (!service_of("proxy")) return false;
  bool any = false;
  for (const std::string_view role : {"back-end", "front-end"}) {
    PINKO_TRY_ASSIGN(const std::vector<ContainerState> servers, states_of(of_role(all, role)));
    if (servers.empty() || !std::ranges::all_of(servers, has_ended)) continue;
    const std::string name = servers.front().name + "-stand-in";
    if (std::ranges::find(all, name, &engine::EngineObject::name) != all.end()) continue;
    const Status stands = start_copy(scene_, servers.front(), stand_in(name));
    if (!stands) scene_.shell.log.debug("no " + name + ": " + stands.error().message);
    any = any || stands.has_value();
  }
  if (!any) return false;
  const Status renewed = start_proxies_anew();
  if (!renewed) scene_.shell.log.debug("the proxy stays as it is: " + renewed.error().message);
  return renewed.has_value();
}

namespace {

/// Whether a server is called so: its service, its container, or as Compose calls the containers of
/// a service, whatever the project's name ("task6-back-end-1").
bool is_called(const ComposeService& service, std::string_view name) {
  if (service.name == name || service.container_name == name) return true;
  const std::size_t digits = name.find_last_not_of("0123456789") + 1;
  for (const char joint : {'-', '_'}) {
    const std::string end = joint + service.name + joint;
    if (digits < name.size() && name.substr(0, digits).ends_with(end)) return true;
  }
  return false;
}

}  // namespace

/// Whether nginx ended because it did not find another server of the stack.
bool Project::missed_a_server(const engine::EngineObject& proxy) const {
  const auto log = probe::log_tail(*scene_.shell.engine, proxy.id, scene_.within(seconds(10)));
  if (!log) return false;
  std::string name = between(*log, "host not found in upstream \"", "\"");
  name.resize(std::min(name.size(), name.find(':')));
  if (name.empty()) return false;
  return std::ranges::any_of(seen_.services, [&name](const ComposeService& service) {
    return service.role != "proxy" && is_called(service, name);
  });
}

/// A proxy is asked only where it listens, and where the file gives it port 80 of the host: nobody
/// else would ever answer there.
void Project::await_proxy(const engine::EngineObject& proxy) const {
  if (!await_listening(scene_, proxy.id, 80)) return;
  knock_at(proxy, 80);
  const bool published = std::ranges::any_of(seen_.services, [](const ComposeService& service) {
    return service.role == "proxy" &&
           std::ranges::find(service.ports, 80, &PublishedPort::host_port) != service.ports.end();
  });
  if (published && !scene_.unreachable) await_answer(scene_, proxy.id, 80);
}

/// Knocks where the file publishes the server's own port as it is.
void Project::knock_at(const engine::EngineObject& server, std::uint16_t port) const {
  const std::string service = label(server.labels, kServiceLabel);
  const auto ports = published_ports(seen_);
  const bool plain = std::ranges::any_of(ports, [&](const PublishedPort& one) {
    return one.service == service && one.host_port == port && one.container_port == port;
  });
  if (plain) knock(scene_, server.id, port);
}

/// A proxy that looked for a server before that was there is started once more: by now all are.
void Project::await_proxies(const Listed& proxies) const {
  engine::ContainerEngine& engine = *scene_.shell.engine;
  for (const engine::EngineObject& proxy : proxies) {
    await_proxy(proxy);
    const auto now = engine.state(proxy.id, scene_.within(seconds(10)));
    if (!now || !*now || !has_ended(**now) || !missed_a_server(proxy)) continue;
    const auto started = engine.start(proxy.id, scene_.within(seconds(10)));
    if (started && started->empty()) await_proxy(proxy);
  }
}

/// A service beside those of the exercise, which may do its work and end.
bool Project::has_no_role(std::string_view service) const {
  return std::ranges::any_of(seen_.services, [service](const ComposeService& one) {
    return one.name == service && one.role.empty();
  });
}

/// An Error where a server ended for what is other here than where the student tried it.
Status Project::ended_by_itself(const ServiceState& state) const {
  const bool without_volume = contained_.without_volume.contains(state.service);
  const bool failed = state.exited > 0 && state.exit_code != 0;
  if (!failed && (state.running > 0 || !without_volume)) return {};
  engine::EndedServer server{
      .name = state.service,
      .log = state.log,
      .kept_from_writing = contained_.kept_from_writing.contains(state.service),
      .without_volume = without_volume};
  std::vector<std::string> bases;
  for (const engine::PlannedBuild& planned : contained_.builds) {
    if (planned.service == state.service) bases = stand_ins_of(scene_, planned.request.tag);
  }
  if (!bases.empty()) server.stand_in = bases.front();
  if (const auto error = engine::ended_by_us(server)) return fail(*error);
  return {};
}

/// Waits until all listen that will.
Status Project::await_all(const Listed& all) const {
  const bool listening = await_servers(all);
  PINKO_TRY_ASSIGN(const bool renewed, listening ? false : stand_in_for_ended(all));
  if (!renewed) await_proxies(of_role(all, "proxy"));
  return {};
}

/// What became of the containers.
Result<ProjectSeen> Project::look_at_states(ProjectSeen seen) const {
  PINKO_TRY_ASSIGN(seen.services, states());
  for (const ServiceState& state : seen.services)
    PINKO_TRY(ended_by_itself(state));
  seen.ok = seen.exit_code == 0 && std::ranges::all_of(seen.services, [this](const auto& one) {
              return one.exited == 0 || (one.exit_code == 0 && has_no_role(one.service));
            });
  return seen;
}

}  // namespace pinko::run

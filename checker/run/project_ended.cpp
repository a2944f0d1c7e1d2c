#include "checker/probe/logs.hpp"
#include "checker/run/project.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::run {
namespace {

using engine::ContainerState;
using std::chrono::seconds;

bool has_ended(const ContainerState& state) {
  return !state.running && !state.never_started;
}

/// Starts containers that have ended and stops their first process at once, so that others find
/// them by their names for a while.
class Held {
 public:
  Held(Scene& scene, std::vector<ContainerState> ended)
      : scene_(scene),
        held_(std::move(ended)) {
    std::erase_if(held_, [this](const ContainerState& one) { return !hold(one); });
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  /// Lets them end as they did before.
  ~Held() {
    for (const ContainerState& one : held_)
      signal(one, "CONT");
  }

 private:
  bool hold(const ContainerState& one) {
    const auto refusal = scene_.shell.engine->start(one.id, scene_.within(seconds(10)));
    return refusal && refusal->empty() && signal(one, "STOP");
  }

  bool signal(const ContainerState& one, const std::string& name) {
    const Status sent = scene_.shell.engine->signal(one.id, name, scene_.within(seconds(10)));
    if (!sent) scene_.shell.log.debug(one.name + " was not held: " + sent.error().message);
    return sent.has_value();
  }

  Scene& scene_;
  std::vector<ContainerState> held_;
};

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

/// Whether nginx ended because it did not find another server of the stack.
bool Project::missed_a_server(const ContainerState& proxy) const {
  const auto log = probe::log_tail(*scene_.shell.engine, proxy.id, scene_.within(seconds(10)));
  if (!log) return false;
  std::string name = between(*log, "host not found in upstream \"", "\"");
  name.resize(std::min(name.size(), name.find(':')));
  return std::ranges::any_of(seen_.services, [&name](const ComposeService& service) {
    return service.role != "proxy" && (service.name == name || service.container_name == name);
  });
}

Result<bool> Project::revive_proxies() const {
  PINKO_TRY_ASSIGN(const std::vector<ContainerState> all, containers());
  std::vector<ContainerState> proxies = of_role(all, "proxy");
  std::erase_if(proxies, [this](const ContainerState& proxy) {
    return !has_ended(proxy) || !missed_a_server(proxy);
  });
  if (proxies.empty()) return false;
  std::vector<ContainerState> ended;
  std::ranges::copy_if(all, std::back_inserter(ended), [&proxies](const ContainerState& one) {
    return has_ended(one) &&
           std::ranges::find(proxies, one.id, &ContainerState::id) == proxies.end();
  });
  const Held held(scene_, std::move(ended));
  for (const ContainerState& proxy : proxies) {
    const auto started = scene_.shell.engine->start(proxy.id, scene_.within(seconds(10)));
    if (started && started->empty()) await_proxy(proxy);
  }
  return true;
}

/// What became of the containers, once all that will listen does.
Result<ProjectSeen> Project::look_at_states(ProjectSeen seen) const {
  PINKO_TRY(await_all());
  PINKO_TRY_ASSIGN(seen.services, states());
  PINKO_TRY_ASSIGN(const bool revived, revive_proxies());
  if (revived) {
    PINKO_TRY(await_all());
    PINKO_TRY_ASSIGN(const std::vector<ServiceState> now, states());
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (now[i].service == service_of("proxy")) seen.services[i] = now[i];
    }
  }
  seen.ok = seen.exit_code == 0 &&
            std::all_of(seen.services.begin(), seen.services.end(), [](const ServiceState& one) {
              return one.exited == 0;
            });
  return seen;
}

}  // namespace pinko::run

#include "checker/probe/nginx_workers.hpp"
#include "checker/run/project.hpp"
#include "checker/run/ready.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <thread>

namespace pinko::run {
namespace {

using engine::ContainerState;
using std::chrono::seconds;

constexpr std::chrono::milliseconds kWorkersLook{5};  ///< between two looks at nginx's processes
constexpr const char* kNumberLabel = "com.docker.compose.container-number";

/// Keeps a promise at the end of the scope, whatever happens in it: others wait for it.
class Keeping {
 public:
  explicit Keeping(std::promise<void>& promise)
      : promise_(promise) {}
  ~Keeping() { promise_.set_value(); }
  Keeping(const Keeping&) = delete;
  Keeping& operator=(const Keeping&) = delete;

 private:
  std::promise<void>& promise_;
};

/// Of a container among its service's; 0 when Compose gave it none.
int number_of(const ContainerState& state) {
  const auto label = state.labels.find(kNumberLabel);
  int number = 0;
  if (label == state.labels.end()) return number;
  const std::string& text = label->second;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// "task6_back-end_2" and 3 are "task6_back-end_3"; nothing where a name does not end with its
/// number.
std::optional<std::string> numbered(const ContainerState& source, int number) {
  const std::string own = std::to_string(number_of(source));
  if (!source.name.ends_with(own)) return std::nullopt;
  return source.name.substr(0, source.name.size() - own.size()) + std::to_string(number);
}

Status start_replica(const Scene& scene, const ContainerState& source, int number) {
  const auto name = numbered(source, number);
  if (!name) return fail(ErrorCode::engine, source.name + " has no number");
  return start_copy(
      scene, source, {.name = *name, .labels = {{kNumberLabel, std::to_string(number)}}});
}

/// True once every worker is one that knows the configuration as it was read just now.
bool reload_nginx(const Scene& scene, const ContainerState& proxy) {
  const auto before = probe::nginx_workers(proxy);
  if (!before || before->empty()) return false;
  const Deadline deadline = scene.within(seconds(2));
  if (!scene.shell.engine->signal(proxy.id, "HUP", deadline)) return false;
  while (!deadline.passed() && !scene.shell.stop.stop_requested()) {
    const auto now = probe::nginx_workers(proxy);
    const bool renewed = now && !now->empty() && std::ranges::none_of(*now, [&](int worker) {
                           return std::ranges::find(*before, worker) != before->end();
                         });
    if (renewed) return true;
    std::this_thread::sleep_for(kWorkersLook);
  }
  return false;
}

}  // namespace

Status start_copy(const Scene& scene, const ContainerState& source, const engine::CopySpec& spec) {
  engine::ContainerEngine& engine = *scene.shell.engine;
  const Deadline deadline = scene.within(seconds(30));
  PINKO_TRY_ASSIGN(const std::string id, engine.copy(source.id, spec, deadline));
  PINKO_TRY_ASSIGN(const std::string refusal, engine.start(id, deadline));
  return refusal.empty() ? Status() : Status(fail(ErrorCode::engine, refusal));
}

/// What cannot be scaled may still answer: page and API are looked at with one back end. A
/// container that could not be started has lost its network for good in newer engines.
Result<bool> Project::start_unscaled() {
  const auto back_end = service_of("back-end");
  if (!back_end || !contained_.not_scalable.contains(*back_end)) return false;
  PINKO_TRY_ASSIGN(const std::vector<ContainerState> servers, containers("back-end"));
  for (const ContainerState& one : servers) {
    if (one.running) continue;
    const Status removed = scene_.shell.engine->remove(
        engine::ObjectKind::container, one.id, scene_.within(seconds(30)));
    if (!removed) scene_.shell.log.debug("left as it is: " + removed.error().message);
  }
  PINKO_TRY_ASSIGN(const ProjectSeen alone, up(1));
  PINKO_TRY(note_containers());
  return alone.exit_code == 0;
}

std::future<Result<ProjectSeen>> Project::begin_scaling(int replicas) {
  scaling_since_ = scene_.seconds();
  scene_.shell.progress.working(scene_.task,
                                "starting " + std::to_string(replicas) + " API servers");
  auto started = std::make_shared<std::promise<void>>();
  scene_.settled = started->get_future();
  return std::async(std::launch::async, [this, replicas, started] {
    Status copied;
    {
      const Keeping settled(*started);
      copied = add_copies(replicas);
    }
    return scale(replicas, copied);
  });
}

Result<ProjectSeen> Project::scale(int replicas, const Status& copied) const {
  if (copied) {
    // The others were waited for when they came up.
    PINKO_TRY_ASSIGN(Listed copies, list());
    std::erase_if(copies, [this](const engine::EngineObject& one) {
      return std::ranges::find(scene_.up, one.id) != scene_.up.end();
    });
    (void)await_servers(copies);
    return look_at_states({.exit_code = 0});
  }
  scene_.shell.log.debug("Compose is asked for more API servers: " + copied.error().message);
  return up(replicas);
}

/// Compose has shown by now that it can multiply the service, and how it makes one container of it.
/// A service that can have any number of them gets the others just so, by the engine and side by
/// side. Whatever stands in the way is left to Compose, whose words count.
Status Project::add_copies(int replicas) const {
  const auto back_end = service_of("back-end");
  if (!back_end || contained_.not_scalable.contains(*back_end)) {
    return fail(ErrorCode::engine, "not any number of them can be had");
  }
  PINKO_TRY_ASSIGN(std::vector<ContainerState> running, containers("back-end"));
  std::erase_if(running, [](const ContainerState& one) { return !one.running; });
  const int missing = replicas - static_cast<int>(running.size());
  if (running.empty() || missing < 0) {
    return fail(ErrorCode::engine, std::to_string(running.size()) + " are there now");
  }
  const ContainerState& last = *std::ranges::max_element(running, {}, number_of);
  std::vector<std::future<Status>> copies;
  for (int i = 1; i <= missing; ++i) {
    copies.push_back(std::async(std::launch::async, [this, &last, number = number_of(last) + i] {
      return start_replica(scene_, last, number);
    }));
  }
  Status all;
  for (std::future<Status>& copy : copies) {
    if (Status made = copy.get(); !made) all = std::move(made);
  }
  return all;
}

void Project::finish_scaling(Result<ProjectSeen> seen) {
  const StartProject probe{scene_.plan.task->fixture.more_replicas};
  if (!seen || seen->exit_code != 0) {
    refuse(probe, sight_of(std::move(seen)), "the stack could not be scaled", scaling_since_);
  } else if (const Status renewed = start_proxies_anew(); !renewed) {
    refuse(probe, renewed.error(), "the proxy could not be started again", scaling_since_);
  } else {
    scene_.put(probe, Observation(*std::move(seen)), scaling_since_);
  }
}

/// nginx asks for a name's addresses once, when it reads its configuration: at its start, and when
/// it is told to read it again. What is no nginx, or does not follow, is started anew.
Status Project::start_proxies_anew() const {
  const Deadline deadline = scene_.within(seconds(30));
  PINKO_TRY_ASSIGN(Listed all, list());
  const Listed proxies = of_role(std::move(all), "proxy");
  PINKO_TRY_ASSIGN(const std::vector<ContainerState> states, states_of(proxies));
  for (const ContainerState& proxy : states) {
    if (scene_.shell.on_this_machine && reload_nginx(scene_, proxy)) continue;
    PINKO_TRY(scene_.shell.engine->kill(proxy.id, deadline));
    PINKO_TRY_ASSIGN(const std::string refusal, scene_.shell.engine->start(proxy.id, deadline));
    if (!refusal.empty()) return fail(ErrorCode::engine, "start the proxy again: " + refusal);
  }
  for (const engine::EngineObject& proxy : proxies)
    await_proxy(proxy);
  return {};
}

}  // namespace pinko::run

#include "checker/run/servers.hpp"

#include "checker/run/ready.hpp"

namespace pinko::run {
namespace {

engine::ContainerSpec spec_for(const Scene& scene, const Part& part) {
  engine::ContainerSpec spec;
  spec.image = part.image;
  spec.labels = scene.shell.identity.labels();
  return spec;
}

/// Makes a container. One whose image has no command gets one that is never run: the files can be
/// read all the same.
Result<engine::Resource> make(Scene& scene,
                              Part& part,
                              engine::ContainerSpec spec,
                              Deadline deadline) {
  engine::ContainerEngine& engine = *scene.shell.engine;
  auto made = engine::make_container(engine, scene.shell.log, spec, deadline);
  if (made || !engine::lacks_command(made.error())) return made;
  part.refusal = kNothingToStart;
  spec.command = std::vector<std::string>{"true"};
  return engine::make_container(engine, scene.shell.log, spec, deadline);
}

/// Makes and starts one server. Words of the engine about a command that cannot be started stay in
/// the container's state, where the probe of listeners finds them.
Status start_one(Scene& scene, Part& part, const std::string& network) {
  engine::ContainerSpec spec = spec_for(scene, part);
  spec.network = network;
  spec.publish = {{.address = scene.address, .host_port = part.port, .container_port = part.port}};
  const Deadline deadline = scene.within(std::chrono::seconds(60));
  PINKO_TRY_ASSIGN(engine::Resource container, make(scene, part, spec, deadline));
  part.container = container.id();
  scene.containers.push_back(std::move(container));
  if (!part.refusal.empty()) return {};
  PINKO_TRY_ASSIGN(const std::string refusal, scene.shell.engine->start(part.container, deadline));
  if (!refusal.empty()) scene.shell.log.debug("container not started: " + refusal);
  return {};
}

Result<std::string> make_task_network(Scene& scene) {
  engine::NetworkSpec spec;
  spec.name = scene.shell.identity.name(scene.task, "net");
  spec.labels = scene.shell.identity.labels();
  spec.cut_egress = true;
  PINKO_TRY_ASSIGN(
      engine::Resource network,
      engine::make_network(
          *scene.shell.engine, scene.shell.log, spec, scene.within(std::chrono::seconds(30))));
  std::string name = network.name();
  scene.networks.push_back(std::move(network));
  return name;
}

}  // namespace

void start_by_hand(Scene& scene) {
  scene.shell.progress.working(scene.task, "starting");
  const auto servers = scene.plan.task->fixture.servers;
  if (servers.empty()) return;
  const Result<std::string> network = make_task_network(scene);
  if (!network) {
    scene.put_rest(network.error());
    return;
  }
  for (const ServerSpec& server : servers) {
    const std::string role(server.role);
    if (scene.not_built.contains(role)) continue;
    Part& part = scene.parts[role];
    part.port = server.port;
    if (const Status started = start_one(scene, part, *network); !started) {
      scene.put_rest(started.error());
      return;
    }
  }
  for (const ServerSpec& server : servers) {
    const Part& part = scene.parts[std::string(server.role)];
    if (part.container.empty() || !await_listening(scene, part.container, server.port)) continue;
    knock(scene, part.container, server.port);
  }
}

Result<std::string> container_to_read(Scene& scene, Part& part) {
  if (!part.container.empty()) return part.container;
  PINKO_TRY_ASSIGN(
      engine::Resource container,
      make(scene, part, spec_for(scene, part), scene.within(std::chrono::seconds(30))));
  part.container = container.id();
  scene.containers.push_back(std::move(container));
  return part.container;
}

}  // namespace pinko::run

#include "checker/run/project.hpp"

#include "checker/probe/files.hpp"
#include "checker/probe/logs.hpp"
#include "checker/run/compose_reading.hpp"
#include "checker/run/images.hpp"
#include "checker/run/port_trouble.hpp"
#include "checker/run/ready.hpp"
#include "checker/util/text.hpp"
#include "checker/util/write_whole.hpp"

#include <algorithm>

namespace pinko::run {
namespace {

using engine::ContainerState;
using std::chrono::seconds;

bool was_built(const ProjectBuildSeen& seen, std::string_view service) {
  return std::any_of(seen.images.begin(), seen.images.end(), [service](const BuildSeen& image) {
    return image.role == service && image.ok;
  });
}

}  // namespace

std::string label(const engine::Labels& labels, std::string_view key) {
  const auto found = labels.find(std::string(key));
  return found == labels.end() ? std::string() : found->second;
}

bool Project::refuse(const Probe& probe,
                     Sight sight,
                     std::string reason,
                     std::optional<double> since) {
  scene_.put(probe, std::move(sight), since);
  scene_.no_stack = {.reason = std::move(reason), .because = describe(probe)};
  return false;
}

bool Project::read() {
  scene_.shell.progress.working(scene_.task, "reading the Compose file");
  Result<ComposeReading> reading = read_compose(scene_);
  if (!reading) return refuse(ReadCompose{}, reading.error(), "the Compose file was not read");
  seen_ = reading->seen;
  const bool unread = reading->refusal && !seen_.accepted;
  scene_.put(ReadCompose{}, unread ? Sight(*reading->refusal) : Sight(Observation(seen_)));
  if (!reading->contained) {
    scene_.no_stack = {.reason = "Compose does not accept the file",
                       .because = describe(ReadCompose{})};
    if (reading->refusal) scene_.put_rest(*reading->refusal);
    return false;
  }
  contained_ = std::move(*reading->contained);
  folder_.emplace("model");
  return true;
}

void Project::prepare_start(int replicas) {
  begun_ = scene_.shell.compose->begin_up(up_request(replicas));
}

bool Project::build() {
  scene_.shell.progress.working(scene_.task, "building");
  surroundings_ = std::async(std::launch::async, [this] { return make_surroundings(); });
  std::vector<ImageJob> jobs;
  for (const engine::PlannedBuild& planned : contained_.builds) {
    // `context: .` leaves a dot in the path.
    const auto path = planned.request.dockerfile.lexically_normal().lexically_relative(
        scene_.submission.root.lexically_normal());
    jobs.push_back(
        {.role = planned.service, .dockerfile = path.generic_string(), .request = planned.request});
  }
  ProjectBuildSeen seen;
  seen.ok = !jobs.empty();
  if (jobs.empty()) seen.message = "no service of the file has a build";
  std::optional<Error> error;
  for (ImageResult& result : build_images(scene_, std::move(jobs))) {
    if (!result.seen) {
      error = result.seen.error();
      continue;
    }
    seen.ok = seen.ok && result.seen->ok;
    seen.images.push_back(*std::move(result.seen));
  }
  const bool ok = seen.ok && !error;
  // A build that failed is the student's to mend, whatever else could not be looked at.
  const bool failed = std::any_of(
      seen.images.begin(), seen.images.end(), [](const BuildSeen& image) { return !image.ok; });
  scene_.put(BuildProject{}, error && !failed ? Sight(*error) : Sight(Observation(seen)));
  fill_parts();
  if (!ok) {
    begun_.reset();
    scene_.no_stack = {.reason = "not every image could be built",
                       .because = describe(BuildProject{})};
  }
  return ok;
}

std::optional<std::string> Project::service_of(std::string_view role) const {
  for (const ComposeService& service : seen_.services) {
    if (service.role == role) return service.name;
  }
  return std::nullopt;
}

void Project::fill_parts() {
  const auto* seen = scene_.seen(BuildProject{});
  if (seen == nullptr) return;
  for (const engine::PlannedBuild& planned : contained_.builds) {
    if (!was_built(*seen, planned.service)) continue;
    for (const ComposeService& service : seen_.services) {
      if (service.name != planned.service || service.role.empty()) continue;
      scene_.parts[service.role].image = planned.request.tag;
    }
  }
}

/// What containers will find: networks, volumes and the file that Compose reads. An engine takes a
/// while to make a network, and builds do not need it.
Status Project::make_surroundings() {
  const Shell& shell = scene_.shell;
  PINKO_TRY(pull_missing_images(scene_, contained_));
  const bool own = std::ranges::any_of(
      contained_.networks, [](const engine::NetworkSpec& spec) { return !spec.subnet.empty(); });
  if (own) scene_.own_subnets = shell.own_subnets->take(scene_.within(std::chrono::minutes(10)));
  for (const engine::NetworkSpec& spec : contained_.networks) {
    PINKO_TRY_ASSIGN(
        engine::Resource network,
        engine::make_network(*shell.engine, shell.log, spec, scene_.within(seconds(30))));
    scene_.networks.push_back(std::move(network));
  }
  for (const engine::VolumeSpec& spec : contained_.volumes) {
    PINKO_TRY_ASSIGN(
        engine::Resource volume,
        engine::make_volume(*shell.engine, shell.log, spec, scene_.within(seconds(30))));
    scene_.networks.push_back(std::move(volume));
  }
  const auto model = folder_->path() / "docker-compose.json";
  if (!write_whole(model, contained_.model)) {
    return fail(ErrorCode::disk_full, "write " + model.string() + ": is the disk full?");
  }
  scene_.project.emplace(*shell.engine, shell.log, shell.identity.name(scene_.task));
  return {};
}

/// Once the images are there.
Status Project::fill_volumes() const {
  for (const engine::VolumeSpec& spec : contained_.volumes) {
    PINKO_TRY(engine::fill_volume(
        *scene_.shell.engine, scene_.shell.log, spec, scene_.within(seconds(60))));
  }
  return {};
}

engine::UpRequest Project::up_request(int replicas) const {
  engine::UpRequest request;
  request.project = scene_.shell.identity.name(scene_.task);
  request.model = folder_->path() / "docker-compose.json";
  request.folder = scene_.submission.root / scene_.origin_folder;
  const auto back_end = service_of("back-end");
  if (back_end && replicas > 1) request.scale = {{*back_end, replicas}};
  request.deadline = scene_.within(seconds(120));
  return request;
}

Result<ProjectSeen> Project::up(int replicas, engine::EarlyCommand* begun) const {
  const engine::ComposeCli& compose = *scene_.shell.compose;
  const engine::UpRequest request = up_request(replicas);
  PINKO_TRY_ASSIGN(const engine::CommandOutcome outcome,
                   begun != nullptr ? compose.up(request, *begun) : compose.up(request));
  ProjectSeen seen;
  seen.exit_code = outcome.exit_code;
  seen.output = tail(outcome.combined, 8 * 1024);
  PINKO_TRY_ASSIGN(const Listed all, list());
  // Whoever of these is missing later was removed by somebody else.
  scene_.up.clear();
  for (const engine::EngineObject& one : all)
    scene_.up.push_back(one.id);
  scene_.was_up = seen.exit_code == 0;
  PINKO_TRY(await_all(all));
  return look_at_states(std::move(seen));
}

bool Project::start(int replicas) {
  scene_.shell.progress.working(scene_.task, "starting");
  const StartProject probe{replicas};
  Status made = surroundings_.get();
  if (made) made = fill_volumes();
  if (!made) return refuse(probe, made.error(), "the stack could not be started");
  Result<ProjectSeen> seen = up(replicas, begun_.get());
  if (!seen) return refuse(probe, seen.error(), "the stack could not be started");
  if (const auto foreign = foreign_port_owner(seen_, *seen)) {
    return refuse(probe, *foreign, "the stack could not be started");
  }
  if (const Status noted = note_containers(); !noted) {
    return refuse(probe, noted.error(), "the stack could not be looked at");
  }
  scaled_ = seen->exit_code == 0;
  scene_.no_api = no_api(*seen, probe);
  scene_.put(probe, Observation(*std::move(seen)));
  if (scaled_) return true;
  const Result<bool> alone = replicas > 1 ? start_unscaled() : false;
  if (alone && *alone) return true;
  if (!alone) scene_.put_rest(alone.error());  // what one server would show was not to be seen
  scene_.no_stack = {.reason = "the stack did not come up", .because = describe(probe)};
  return false;
}

Result<std::vector<ContainerState>> Project::containers(std::string_view role) const {
  PINKO_TRY_ASSIGN(Listed all, list());
  return states_of(of_role(std::move(all), role));
}

Result<Project::Listed> Project::list() const {
  return scene_.project->list(scene_.within(seconds(30)));
}

Result<std::vector<ContainerState>> Project::states_of(const Listed& listed) const {
  return engine::states_of(*scene_.shell.engine, listed, scene_.within(seconds(30)));
}

Project::Listed Project::of_role(Listed all, std::string_view role) const {
  const auto service = service_of(role);
  std::erase_if(all, [&service](const engine::EngineObject& one) {
    return !service || label(one.labels, kServiceLabel) != *service;
  });
  return all;
}

/// False where one of them ended, or listens elsewhere.
bool Project::await_servers(const Listed& all) const {
  struct Expected {
    std::string_view role;
    std::uint16_t port;
  };
  bool listening = true;
  for (const Expected expected : {Expected{"back-end", 5252}, Expected{"front-end", 9000}}) {
    for (const engine::EngineObject& server : of_role(all, expected.role)) {
      const bool one = await_listening(scene_, server.id, expected.port);
      if (one) knock_at(server, expected.port);
      listening = listening && one;
    }
  }
  return listening;
}

/// Which container stands for each role from now on.
Status Project::note_containers() {
  PINKO_TRY_ASSIGN(const Listed all, list());
  for (const ComposeService& service : seen_.services) {
    if (service.role.empty()) continue;
    const Listed servers = of_role(all, service.role);
    if (!servers.empty()) scene_.parts[service.role].container = servers.front().id;
  }
  return {};
}

Result<std::vector<ServiceState>> Project::states() const {
  const Deadline deadline = scene_.within(seconds(30));
  PINKO_TRY_ASSIGN(const Listed listed, list());
  PINKO_TRY_ASSIGN(const std::vector<ContainerState> all, states_of(listed));
  std::vector<ServiceState> states;
  for (const ComposeService& service : seen_.services)
    states.push_back({.service = service.name});
  for (const ContainerState& container : all) {
    const std::string name = label(container.labels, kServiceLabel);
    const auto state = std::find_if(
        states.begin(), states.end(), [&](const ServiceState& one) { return one.service == name; });
    if (state == states.end()) continue;
    if (container.running) {
      ++state->running;
    } else if (!container.never_started && state->exited++ == 0) {
      state->exit_code = container.exit_code;
      PINKO_TRY_ASSIGN(state->log, probe::log_tail(*scene_.shell.engine, container.id, deadline));
      if (state->log.empty()) state->log = container.error;
    }
  }
  return states;
}

}  // namespace pinko::run

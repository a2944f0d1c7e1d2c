#include "checker/engine/resources.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

namespace pinko::engine {
namespace {

using namespace std::chrono_literals;

constexpr const char* kProjectLabel = "com.docker.compose.project";
constexpr std::chrono::seconds kRemoval = 20s;

/// In the order in which they can be removed: networks and volumes once nobody uses them.
constexpr std::array kKinds = {
    ObjectKind::container, ObjectKind::network, ObjectKind::volume, ObjectKind::image};

int& count_of(Leftovers& leftovers, ObjectKind kind) {
  switch (kind) {
    case ObjectKind::container:
      return leftovers.containers;
    case ObjectKind::network:
      return leftovers.networks;
    case ObjectKind::volume:
      return leftovers.volumes;
    case ObjectKind::image:
      break;
  }
  return leftovers.images;
}

/// Removes objects side by side: the engine takes about 0.1 s for each, nearly all of it waiting.
/// How many it refused to remove.
int remove_all(ContainerEngine& engine,
               Log& log,
               const std::vector<EngineObject>& objects,
               Deadline deadline) {
  std::atomic<int> refused = 0;
  std::vector<std::jthread> workers;
  workers.reserve(objects.size());
  for (const EngineObject& object : objects) {
    workers.emplace_back([&engine, &log, &object, &refused, deadline] {
      const Status gone = engine.remove(object.kind, object.id, deadline);
      if (gone) return;
      ++refused;
      log.warning(gone.error().message);
    });
  }
  workers.clear();
  return refused;
}

using Chosen = std::function<bool(const EngineObject&)>;

Result<Leftovers> remove_chosen(ContainerEngine& engine,
                                Log& log,
                                const std::string& run,
                                const Chosen& chosen,
                                Deadline deadline) {
  Leftovers removed;
  for (const ObjectKind kind : kKinds) {
    PINKO_TRY_ASSIGN(std::vector<EngineObject> objects,
                     engine.list(kind, kRunLabel, run, deadline));
    std::erase_if(objects, [&](const EngineObject& object) { return !chosen(object); });
    const int refused = remove_all(engine, log, objects, deadline);
    count_of(removed, kind) += static_cast<int>(objects.size()) - refused;
    removed.refused += refused;
  }
  return removed;
}

}  // namespace

Resource::Resource(ContainerEngine& engine, Log& log, EngineObject object)
    : engine_(&engine),
      log_(&log),
      object_(std::move(object)) {}

Resource::~Resource() {
  remove();
}

Resource::Resource(Resource&& other) noexcept
    : engine_(std::exchange(other.engine_, nullptr)),
      log_(other.log_),
      object_(std::move(other.object_)) {}

Resource& Resource::operator=(Resource&& other) noexcept {
  if (this != &other) {
    remove();
    engine_ = std::exchange(other.engine_, nullptr);
    log_ = other.log_;
    object_ = std::move(other.object_);
  }
  return *this;
}

void Resource::release() noexcept {
  engine_ = nullptr;
}

void Resource::remove() noexcept {
  if (engine_ == nullptr) return;
  try {
    const Status gone = engine_->remove(object_.kind, object_.id, Deadline::in(kRemoval));
    if (!gone) log_->warning(gone.error().message);
  } catch (const std::exception& error) {
    log_->warning(error.what());
  }
  engine_ = nullptr;
}

void remove_all(std::vector<Resource> resources) {
  std::vector<std::jthread> workers;
  workers.reserve(resources.size());
  for (Resource& resource : resources)
    workers.emplace_back([own = std::move(resource)] {});
}

Result<Resource> make_container(ContainerEngine& engine,
                                Log& log,
                                const ContainerSpec& spec,
                                Deadline deadline) {
  PINKO_TRY_ASSIGN(std::string id, engine.create(spec, deadline));
  return Resource(engine,
                  log,
                  {.kind = ObjectKind::container,
                   .id = std::move(id),
                   .name = spec.name,
                   .labels = spec.labels});
}

Result<Resource> make_network(ContainerEngine& engine,
                              Log& log,
                              const NetworkSpec& spec,
                              Deadline deadline) {
  PINKO_TRY_ASSIGN(std::string id, engine.create_network(spec, deadline));
  return Resource(
      engine,
      log,
      {.kind = ObjectKind::network, .id = std::move(id), .name = spec.name, .labels = spec.labels});
}

Result<Resource> make_volume(ContainerEngine& engine,
                             Log& log,
                             const VolumeSpec& spec,
                             Deadline deadline) {
  PINKO_TRY_ASSIGN(std::string id, engine.create_volume(spec.name, spec.labels, deadline));
  return Resource(
      engine,
      log,
      {.kind = ObjectKind::volume, .id = std::move(id), .name = spec.name, .labels = spec.labels});
}

Status fill_volume(ContainerEngine& engine, Log& log, const VolumeSpec& spec, Deadline deadline) {
  if (spec.folder.empty()) return {};
  PINKO_TRY_ASSIGN(const std::optional<ImageConfig> image, engine.image(spec.image, deadline));
  if (!image) return {};
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::canonical(spec.folder, error);
  if (error)
    return fail(ErrorCode::engine, "copy " + spec.folder.string() + ": " + error.message());
  // The folder's own owner and mode come along where it stands below what is copied to.
  const std::string top = "/pinko-volume/";
  ContainerSpec container{.image = spec.image, .command = std::vector<std::string>{"none"}};
  container.mounts = {{.volume = spec.name, .target = top + folder.filename().string()}};
  container.labels = spec.labels;
  PINKO_TRY_ASSIGN(const Resource made, make_container(engine, log, container, deadline));
  return engine.copy_in(made.id(), folder, top, deadline);
}

ComposeProject::ComposeProject(ContainerEngine& engine, Log& log, std::string project)
    : engine_(&engine),
      log_(&log),
      project_(std::move(project)) {}

ComposeProject::~ComposeProject() {
  remove();
}

ComposeProject::ComposeProject(ComposeProject&& other) noexcept
    : engine_(std::exchange(other.engine_, nullptr)),
      log_(other.log_),
      project_(std::move(other.project_)) {}

ComposeProject& ComposeProject::operator=(ComposeProject&& other) noexcept {
  if (this != &other) {
    remove();
    engine_ = std::exchange(other.engine_, nullptr);
    log_ = other.log_;
    project_ = std::move(other.project_);
  }
  return *this;
}

void ComposeProject::release() noexcept {
  engine_ = nullptr;
}

Result<std::vector<EngineObject>> ComposeProject::list(Deadline deadline) const {
  if (engine_ == nullptr) return std::vector<EngineObject>();
  PINKO_TRY_ASSIGN(std::vector<EngineObject> objects,
                   engine_->list(ObjectKind::container, kProjectLabel, project_, deadline));
  std::ranges::sort(objects, {}, &EngineObject::name);
  return objects;
}

Result<std::vector<ContainerState>> states_of(ContainerEngine& engine,
                                              const std::vector<EngineObject>& listed,
                                              Deadline deadline) {
  std::vector<ContainerState> states;
  for (const EngineObject& one : listed) {
    PINKO_TRY_ASSIGN(std::optional<ContainerState> state, engine.state(one.id, deadline));
    if (state) states.push_back(std::move(*state));
  }
  return states;
}

void ComposeProject::remove() noexcept {
  if (engine_ == nullptr) return;
  try {
    const Deadline deadline = Deadline::in(kRemoval);
    const auto objects = list(deadline);
    if (objects)
      (void)remove_all(*engine_, *log_, *objects, deadline);
    else
      log_->warning(objects.error().message);
  } catch (const std::exception& error) {
    log_->warning(error.what());
  }
  engine_ = nullptr;
}

Judging judging_of(const ContainerEngine& engine) {
  const auto now = std::chrono::system_clock::now();
  return {.own_socket = engine.has_own_socket(), .now = std::chrono::system_clock::to_time_t(now)};
}

Result<Leftovers> sweep(ContainerEngine& engine, Log& log, Deadline deadline) {
  return remove_chosen(
      engine,
      log,
      {},
      [judging = judging_of(engine)](const EngineObject& object) {
        return is_left_over(object.labels, judging);
      },
      deadline);
}

Result<Leftovers> remove_run(ContainerEngine& engine,
                             Log& log,
                             const std::string& run,
                             Deadline deadline) {
  return remove_chosen(
      engine, log, run, [](const EngineObject&) { return true; }, deadline);
}

Result<Leftovers> count_run(ContainerEngine& engine, const std::string& run, Deadline deadline) {
  Leftovers found;
  for (const ObjectKind kind : kKinds) {
    PINKO_TRY_ASSIGN(const std::vector<EngineObject> objects,
                     engine.list(kind, kRunLabel, run, deadline));
    count_of(found, kind) = static_cast<int>(objects.size());
  }
  return found;
}

}  // namespace pinko::engine

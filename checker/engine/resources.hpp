#pragma once

#include "checker/engine/container_engine.hpp"
#include "checker/engine/owner.hpp"
#include "checker/util/log.hpp"

#include <string>
#include <vector>

namespace pinko::engine {

/// An object of the engine that is removed when its owner goes out of scope.
class Resource {
 public:
  Resource(ContainerEngine& engine, Log& log, EngineObject object);
  ~Resource();
  Resource(Resource&& other) noexcept;
  Resource& operator=(Resource&& other) noexcept;
  Resource(const Resource&) = delete;
  Resource& operator=(const Resource&) = delete;

  [[nodiscard]] const std::string& id() const { return object_.id; }
  [[nodiscard]] const std::string& name() const { return object_.name; }

  /// Leaves the object where it is (--keep).
  void release() noexcept;

 private:
  void remove() noexcept;
  ContainerEngine* engine_;
  Log* log_;
  EngineObject object_;
};

/// Removes them side by side; an engine mostly waits with each.
void remove_all(std::vector<Resource> resources);

/// Makes a container without starting it.
[[nodiscard]] Result<Resource> make_container(ContainerEngine& engine,
                                              Log& log,
                                              const ContainerSpec& spec,
                                              Deadline deadline);
[[nodiscard]] Result<Resource> make_network(ContainerEngine& engine,
                                            Log& log,
                                            const NetworkSpec& spec,
                                            Deadline deadline);
[[nodiscard]] Result<Resource> make_volume(ContainerEngine& engine,
                                           Log& log,
                                           const VolumeSpec& spec,
                                           Deadline deadline);

/// Copies its folder into a volume that is there. Without its image nothing is copied: who needs
/// the volume does not start either.
[[nodiscard]] Status fill_volume(ContainerEngine& engine,
                                 Log& log,
                                 const VolumeSpec& spec,
                                 Deadline deadline);

/// Everything of one Compose project: its containers, found by their label, are killed and removed
/// when this goes out of scope; declare it after the networks and volumes that they use.
class ComposeProject {
 public:
  ComposeProject(ContainerEngine& engine, Log& log, std::string project);
  ~ComposeProject();
  ComposeProject(ComposeProject&& other) noexcept;
  ComposeProject& operator=(ComposeProject&& other) noexcept;
  ComposeProject(const ComposeProject&) = delete;
  ComposeProject& operator=(const ComposeProject&) = delete;

  [[nodiscard]] const std::string& name() const { return project_; }

  /// Its containers, by name.
  [[nodiscard]] Result<std::vector<EngineObject>> list(Deadline deadline) const;
  void release() noexcept;

 private:
  void remove() noexcept;
  ContainerEngine* engine_;
  Log* log_;
  std::string project_;
};

/// What the engine says of each container of a list; those that are gone by now are left out.
[[nodiscard]] Result<std::vector<ContainerState>> states_of(ContainerEngine& engine,
                                                            const std::vector<EngineObject>& listed,
                                                            Deadline deadline);

/// How many objects a sweep removed, or a count found.
struct Leftovers {
  int containers = 0;
  int networks = 0;
  int volumes = 0;
  int images = 0;
  int refused = 0;  ///< of any kind, that were to be removed and were not

  [[nodiscard]] int total() const { return containers + networks + volumes + images; }
};

/// How objects of this engine are judged now.
[[nodiscard]] Judging judging_of(const ContainerEngine& engine);

/// Removes every object that is left over (see is_left_over()).
[[nodiscard]] Result<Leftovers> sweep(ContainerEngine& engine, Log& log, Deadline deadline);

/// Removes every object of one run: what its destructors may have missed.
[[nodiscard]] Result<Leftovers> remove_run(ContainerEngine& engine,
                                           Log& log,
                                           const std::string& run,
                                           Deadline deadline);

/// Counts what is there of one run without touching it.
[[nodiscard]] Result<Leftovers> count_run(ContainerEngine& engine,
                                          const std::string& run,
                                          Deadline deadline);

}  // namespace pinko::engine

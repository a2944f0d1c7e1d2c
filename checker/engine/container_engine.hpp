#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/result.hpp"
#include "checker/engine/container_values.hpp"
#include "checker/engine/engine_watch.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pinko::engine {

/// The seam to a container engine. Names of containers may be ids. Implementations may be used from
/// several threads at once. Errors: `engine` when it did not answer or refused for a reason of its
/// own, `timeout` when our deadline passed, `cancelled` after a stop was asked for, `port_owner`
/// when a published port or every address pool is taken; others are named where they occur.
class ContainerEngine {
 public:
  virtual ~ContainerEngine() = default;

  [[nodiscard]] virtual Result<EngineInfo> info(Deadline deadline) = 0;

  /// True when it is reached by a socket in the file system of this machine.
  [[nodiscard]] virtual bool has_own_socket() const = 0;

  /// Notes from now on whether the engine goes away; null where that cannot be told.
  [[nodiscard]] virtual std::unique_ptr<EngineWatch> watch() { return nullptr; }

  /// Builds an image. Errors that are not the student's (`registry`, `package_mirror`, `disk_full`,
  /// `host_memory`, `timeout` while nothing of the student's ran) come after two more attempts.
  [[nodiscard]] virtual Result<BuildOutcome> build(const BuildRequest& request) = 0;

  /// Nothing when no such image is on this machine.
  [[nodiscard]] virtual Result<std::optional<ImageConfig>> image(const std::string& name,
                                                                 Deadline deadline) = 0;
  /// Gives an image one more name. Error `engine` also when it is not there.
  [[nodiscard]] virtual Status name_image(const std::string& image,
                                          const std::string& name,
                                          Deadline deadline) = 0;
  /// Fetches an image from its registry. Errors: `registry`, `disk_full`.
  [[nodiscard]] virtual Status pull(const std::string& name, Deadline deadline) = 0;

  /// Makes a container without starting it: enough to read its files.
  [[nodiscard]] virtual Result<std::string> create(const ContainerSpec& spec,
                                                   Deadline deadline) = 0;
  /// Makes one more container like one that there is: its image, its settings, its networks and the
  /// names by which others find it there. Its own name and what is in it are not copied. Error
  /// `engine` also for what only one container can have: a fixed address, a fixed port.
  [[nodiscard]] virtual Result<std::string> copy(const std::string& container,
                                                 const CopySpec& spec,
                                                 Deadline deadline) = 0;
  /// Starts it. Words of the engine about a command that cannot be started (not found, not
  /// executable) come as a value; empty when it started.
  [[nodiscard]] virtual Result<std::string> start(const std::string& container,
                                                  Deadline deadline) = 0;
  /// Runs a container to its end, or to the deadline, and removes it.
  [[nodiscard]] virtual Result<OutputSeen> run_once(const ContainerSpec& spec,
                                                    Deadline deadline,
                                                    std::size_t keep) = 0;

  /// Nothing when there is no such container.
  [[nodiscard]] virtual Result<std::optional<ContainerState>> state(const std::string& container,
                                                                    Deadline deadline) = 0;
  /// Waits until it does not run any more. Error `timeout` when it still does at the deadline.
  [[nodiscard]] virtual Result<ContainerState> wait_exit(const std::string& container,
                                                         Deadline deadline) = 0;
  [[nodiscard]] virtual Result<std::vector<LogLine>> logs(const std::string& container,
                                                          const LogQuery& query,
                                                          Deadline deadline) = 0;
  [[nodiscard]] virtual Result<OutputSeen> exec(const ExecRequest& request) = 0;

  /// A file or folder of a container, running or not. Links in the path itself are followed inside
  /// the container; those below it are listed, never followed. `exists` is false when it is not
  /// there. A file is given as one entry with an empty path.
  [[nodiscard]] virtual Result<FolderListing> read(const std::string& container,
                                                   const std::string& path,
                                                   const ArchiveCap& cap,
                                                   Deadline deadline) = 0;
  /// Copies a folder of this machine into a container, running or not, with its owners and modes;
  /// links stay links. It stands below `target`, which is there, by its own name. Errors:
  /// `disk_full`.
  [[nodiscard]] virtual Status copy_in(const std::string& container,
                                       const std::filesystem::path& folder,
                                       const std::string& target,
                                       Deadline deadline) = 0;
  [[nodiscard]] virtual Result<NetworkCounters> counters(const std::string& container,
                                                         Deadline deadline) = 0;

  /// Every object that carries the label; with an empty value: any value of it.
  [[nodiscard]] virtual Result<std::vector<EngineObject>> list(ObjectKind kind,
                                                               const std::string& label,
                                                               const std::string& value,
                                                               Deadline deadline) = 0;
  /// The id of the new network. Error `port_owner` when no subnet of the pool is free.
  [[nodiscard]] virtual Result<std::string> create_network(const NetworkSpec& spec,
                                                           Deadline deadline) = 0;
  [[nodiscard]] virtual Result<std::string> create_volume(const std::string& name,
                                                          const Labels& labels,
                                                          Deadline deadline) = 0;
  /// Ends its processes at once. A container that does not run is no error.
  [[nodiscard]] virtual Status kill(const std::string& container, Deadline deadline) = 0;
  /// Sends a signal to its first process: "HUP". Error `engine` when it does not run.
  [[nodiscard]] virtual Status signal(const std::string& container,
                                      const std::string& name,
                                      Deadline deadline) = 0;
  /// Removes an object, by force: a container is killed first and its anonymous volumes go with it.
  /// One that is gone already is no error.
  [[nodiscard]] virtual Status remove(ObjectKind kind,
                                      const std::string& id,
                                      Deadline deadline) = 0;

 protected:
  ContainerEngine() = default;
  ContainerEngine(const ContainerEngine&) = default;
  ContainerEngine& operator=(const ContainerEngine&) = default;
};

/// Of an error of `create`: neither image nor request say what the container shall start.
[[nodiscard]] bool lacks_command(const Error& refused);

}  // namespace pinko::engine

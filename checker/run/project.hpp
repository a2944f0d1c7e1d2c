#pragma once

#include "checker/engine/containment.hpp"
#include "checker/run/scene.hpp"

#include <future>
#include <optional>

namespace pinko::run {

/// The label by which Compose knows whose container one is.
inline constexpr std::string_view kServiceLabel = "com.docker.compose.service";

/// A label's value; empty where the container has none.
[[nodiscard]] std::string label(const engine::Labels& labels, std::string_view key);

/// Makes and starts one more container like `source`. Error `engine` also in the engine's words on
/// a command that cannot be started.
[[nodiscard]] Status start_copy(const Scene& scene,
                                const engine::ContainerState& source,
                                const engine::CopySpec& spec);

/// A task's Compose project: read, built, brought up and scaled, always under private names.
class Project {
 public:
  explicit Project(Scene& scene)
      : scene_(scene) {}

  /// Reads the file as Compose does and makes it safe; keeps the ReadCompose sight. False when
  /// there is nothing to bring up; the scene's no_stack then says why.
  bool read();
  /// Starts what brings it up, so that it waits when all is built; start() goes on with it.
  void prepare_start(int replicas);
  /// Builds every service that has a build; keeps the BuildProject sight. False when a service is
  /// missing.
  bool build();
  /// Brings it up with so many back ends, waits until all listen, and keeps the StartProject sight.
  bool start(int replicas);
  /// Starts more back ends beside those that run, while the stack is looked at with those that its
  /// proxy knows.
  [[nodiscard]] std::future<Result<ProjectSeen>> begin_scaling(int replicas);
  /// Starts the proxy anew, so that it sees them all, and keeps the StartProject sight.
  void finish_scaling(Result<ProjectSeen> seen);

  /// False when the back end could not be multiplied, though the stack may be up with one.
  [[nodiscard]] bool scaled() const { return scaled_; }

  /// The containers of the service that plays a role, by number. An engine that does not answer is
  /// an Error, and never a service without containers.
  [[nodiscard]] Result<std::vector<engine::ContainerState>> containers(std::string_view role) const;

 private:
  using Listed = std::vector<engine::EngineObject>;

  [[nodiscard]] std::optional<std::string> service_of(std::string_view role) const;
  bool refuse(const Probe& probe,
              Sight sight,
              std::string reason,
              std::optional<double> since = {});
  Status make_surroundings();
  [[nodiscard]] Status fill_volumes() const;
  [[nodiscard]] Result<bool> start_unscaled();
  [[nodiscard]] engine::UpRequest up_request(int replicas) const;
  [[nodiscard]] Result<ProjectSeen> up(int replicas, engine::EarlyCommand* begun = nullptr) const;
  [[nodiscard]] Status await_all(const Listed& all) const;
  [[nodiscard]] Result<ProjectSeen> look_at_states(ProjectSeen seen) const;
  /// All containers that there are, by name.
  [[nodiscard]] Result<Listed> list() const;
  /// What the engine says of each; those that are gone by now are left out.
  [[nodiscard]] Result<std::vector<engine::ContainerState>> states_of(const Listed& listed) const;
  [[nodiscard]] Result<ProjectSeen> scale(int replicas, const Status& copied) const;
  [[nodiscard]] Status add_copies(int replicas) const;
  [[nodiscard]] Listed of_role(Listed all, std::string_view role) const;
  [[nodiscard]] Status start_proxies_anew() const;
  [[nodiscard]] Result<bool> stand_in_for_ended(const Listed& all) const;
  [[nodiscard]] bool missed_a_server(const engine::EngineObject& proxy) const;
  [[nodiscard]] Status ended_by_itself(const ServiceState& state) const;
  [[nodiscard]] bool has_no_role(std::string_view service) const;
  [[nodiscard]] Result<std::vector<ServiceState>> states() const;
  void fill_parts();
  [[nodiscard]] bool await_servers(const Listed& all) const;
  void await_proxies(const Listed& proxies) const;
  void await_proxy(const engine::EngineObject& proxy) const;
  void knock_at(const engine::EngineObject& server, std::uint16_t port) const;
  [[nodiscard]] Status note_containers();
  [[nodiscard]] std::optional<NotReached> no_api(const ProjectSeen& seen,
                                                 const StartProject& probe) const;

  Scene& scene_;
  ComposeSeen seen_;
  engine::ContainedProject contained_;
  std::optional<TempDir> folder_;                ///< of the contained model
  std::unique_ptr<engine::EarlyCommand> begun_;  ///< the first `up`
  std::future<Status> surroundings_;
  bool scaled_ = false;
  double scaling_since_ = 0;
};

}  // namespace pinko::run

#pragma once

#include "checker/engine/capped_text.hpp"
#include "checker/engine/container_engine.hpp"
#include "checker/engine/docker_cli.hpp"
#include "checker/engine/engine_api.hpp"
#include "checker/engine/json_access.hpp"
#include "checker/util/log.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace pinko::engine {

// How the Engine API answers, beside 2xx.
inline constexpr int kNotModified = 304;  ///< it is so already: started, ended
inline constexpr int kNotFound = 404;
inline constexpr int kConflict = 409;  ///< a name is taken, or something is being removed

/// The container engine over its API; see docker_engine.hpp.
class DockerClient final : public ContainerEngine {
 public:
  DockerClient(std::unique_ptr<EngineApi> api, std::unique_ptr<DockerCli> cli, Log& log);

  Result<EngineInfo> info(Deadline deadline) override;
  [[nodiscard]] bool has_own_socket() const override;
  std::unique_ptr<EngineWatch> watch() override;
  Result<BuildOutcome> build(const BuildRequest& request) override;
  Result<std::optional<ImageConfig>> image(const std::string& name, Deadline deadline) override;
  Status name_image(const std::string& image, const std::string& name, Deadline deadline) override;
  Status pull(const std::string& name, Deadline deadline) override;
  Result<std::string> create(const ContainerSpec& spec, Deadline deadline) override;
  Result<std::string> copy(const std::string& container,
                           const CopySpec& spec,
                           Deadline deadline) override;
  Result<std::string> start(const std::string& container, Deadline deadline) override;
  Result<OutputSeen> run_once(const ContainerSpec& spec,
                              Deadline deadline,
                              std::size_t keep) override;
  Result<std::optional<ContainerState>> state(const std::string& container,
                                              Deadline deadline) override;
  Result<ContainerState> wait_exit(const std::string& container, Deadline deadline) override;
  Result<std::vector<LogLine>> logs(const std::string& container,
                                    const LogQuery& query,
                                    Deadline deadline) override;
  Result<OutputSeen> exec(const ExecRequest& request) override;
  Result<FolderListing> read(const std::string& container,
                             const std::string& path,
                             const ArchiveCap& cap,
                             Deadline deadline) override;
  Status copy_in(const std::string& container,
                 const std::filesystem::path& folder,
                 const std::string& target,
                 Deadline deadline) override;
  Result<NetworkCounters> counters(const std::string& container, Deadline deadline) override;
  Result<std::vector<EngineObject>> list(ObjectKind kind,
                                         const std::string& label,
                                         const std::string& value,
                                         Deadline deadline) override;
  Result<std::string> create_network(const NetworkSpec& spec, Deadline deadline) override;
  Result<std::string> create_volume(const std::string& name,
                                    const Labels& labels,
                                    Deadline deadline) override;
  Status kill(const std::string& container, Deadline deadline) override;
  Status signal(const std::string& container, const std::string& name, Deadline deadline) override;
  Status remove(ObjectKind kind, const std::string& id, Deadline deadline) override;

 private:
  Result<Json> get(const std::string& path, const std::string& what, Deadline deadline);
  Result<int> cpus(Deadline deadline);
  Status read_output(const std::string& container,
                     OutputSeen& seen,
                     std::size_t keep,
                     Deadline deadline);

  std::unique_ptr<EngineApi> api_;
  std::unique_ptr<DockerCli> cli_;
  Log& log_;
  std::mutex mutex_;
  /// An engine counts an image's names and then takes it away: a name given in between would stand
  /// for nothing.
  std::mutex names_mutex_;
  std::optional<int> cpus_;
  std::filesystem::path data_root_;  ///< when it is on this machine
};

/// The Error for an answer that says no.
[[nodiscard]] tl::unexpected<Error> refusal(const std::string& what, const ApiAnswer& answer);

}  // namespace pinko::engine

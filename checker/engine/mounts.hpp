#pragma once

#include "checker/engine/container_values.hpp"
#include "checker/engine/containment.hpp"
#include "checker/engine/json_access.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace pinko::engine {

struct ModelVolume;

/// What a service's `volumes` become.
struct ServiceMounts {
  Json volumes = Json::array();
  bool kept_from_writing = false;  ///< see ContainedProject
  bool without_volume = false;     ///< see ContainedProject
};

/// Gives the services of a model volumes of the run in place of what they mount.
///
/// What a container writes must not change what the next one is judged by. A folder of the task
/// that may be written to is copied into a volume for that; a single file, or a folder with more in
/// it than a person hands in, is mounted for reading alone.
class MountPlanner {
 public:
  explicit MountPlanner(const ContainmentRequest& request)
      : request_(request) {}

  /// `image`: of the service, as the run calls it.
  [[nodiscard]] ServiceMounts mounts_of(const Json& service, const std::string& image);

  /// The volumes of all services so far, by their keys in the file.
  [[nodiscard]] const std::map<std::string, VolumeSpec>& volumes() const { return volumes_; }

 private:
  [[nodiscard]] std::filesystem::path path_of(const ModelVolume& volume) const;
  [[nodiscard]] bool is_copied(const ModelVolume& volume);
  [[nodiscard]] bool has_no_place(const ModelVolume& volume, const Json& volumes);
  [[nodiscard]] Json mount_of(const ModelVolume& volume, const std::string& image);
  [[nodiscard]] std::string copy_of(const std::filesystem::path& folder, const std::string& image);
  void plan(const std::string& key, VolumeSpec volume);

  const ContainmentRequest& request_;
  std::map<std::string, VolumeSpec> volumes_;
  std::map<std::filesystem::path, bool> can_be_copied_;
};

}  // namespace pinko::engine

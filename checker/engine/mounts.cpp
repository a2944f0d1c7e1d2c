#include "checker/engine/mounts.hpp"

#include "checker/engine/compose_model.hpp"
#include "checker/util/folder_content.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

namespace pinko::engine {

namespace fs = std::filesystem;

ServiceMounts MountPlanner::mounts_of(const Json& service, const std::string& image) {
  ServiceMounts made;
  const Json& volumes = at(service, "volumes");
  for (const Json& entry : volumes) {
    const std::optional<ModelVolume> volume = model_volume(entry);
    if (!volume || volume->target.empty() || is_time_zone(*volume)) continue;
    std::error_code error;
    const bool bind = volume->type == "bind" && fs::exists(path_of(*volume), error);
    const bool copied = is_copied(*volume);
    if ((!bind || copied) && has_no_place(*volume, volumes)) {
      made.kept_from_writing = true;
      made.without_volume = true;
      continue;
    }
    made.kept_from_writing = made.kept_from_writing || (bind && !copied && !volume->read_only);
    made.volumes.push_back(mount_of(*volume, image));
  }
  return made;
}

fs::path MountPlanner::path_of(const ModelVolume& volume) const {
  const fs::path path = (request_.folder / without_escapes(volume.source)).lexically_normal();
  return path.has_filename() ? path : path.parent_path();  // "./api/" is "./api"
}

bool MountPlanner::is_copied(const ModelVolume& volume) {
  if (volume.type != "bind" || volume.read_only) return false;
  const auto [known, is_new] = can_be_copied_.try_emplace(path_of(volume), false);
  std::error_code error;
  if (is_new && fs::is_directory(known->first, error)) {
    known->second = entries_of(known->first).has_value();
  }
  return known->second;
}

/// True where it would stand in a folder of the task that is mounted for reading alone, and that
/// has no such folder in it, as `/app/venv` in `./api:/app:ro`: there it cannot be mounted.
bool MountPlanner::has_no_place(const ModelVolume& volume, const Json& volumes) {
  return std::any_of(volumes.begin(), volumes.end(), [&](const Json& entry) {
    const std::optional<ModelVolume> around = model_volume(entry);
    if (!around || around->type != "bind" || is_copied(*around)) return false;
    const std::string top = around->target.ends_with('/') ? around->target : around->target + '/';
    if (!volume.target.starts_with(top)) return false;
    std::error_code error;
    const fs::path source = path_of(*around);
    return fs::is_directory(source, error) &&
           !fs::exists(source / volume.target.substr(top.size()), error);
  });
}

Json MountPlanner::mount_of(const ModelVolume& volume, const std::string& image) {
  std::error_code error;
  const fs::path path = path_of(volume);
  if (is_copied(volume)) {
    // An empty volume would show what the image has there, which a folder hides.
    return {{"type", "volume"},
            {"source", copy_of(path, image)},
            {"target", volume.target},
            {"volume", {{"nocopy", true}}}};
  }
  if (volume.type == "bind" && fs::exists(path, error)) {
    return replace_all(path.string(), "$", "$$") + ":" + volume.target + ":ro";
  }
  // An anonymous one is what Docker makes of a folder that is not there.
  if (volume.type != "volume" || volume.source.empty()) return volume.target;
  const std::string key = without_escapes(volume.source);
  plan(key, {});
  return key + ":" + volume.target + (volume.read_only ? ":ro" : "");
}

/// The key of the volume that stands for a folder; services that share the folder share it.
std::string MountPlanner::copy_of(const fs::path& folder, const std::string& image) {
  std::string key = "folder-" + image_part(folder.lexically_relative(request_.folder).string());
  while (volumes_.contains(key) && volumes_.at(key).folder != folder)
    key += "-x";
  plan(key, {.name = {}, .labels = {}, .folder = folder, .image = image});
  return key;
}

void MountPlanner::plan(const std::string& key, VolumeSpec volume) {
  volume.name = request_.project + "-" + key;
  volume.labels = request_.labels;
  volumes_.try_emplace(key, std::move(volume));
}

}  // namespace pinko::engine

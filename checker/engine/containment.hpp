#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/result.hpp"
#include "checker/engine/container_values.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::engine {

/// Where a service of the submission's own text stands, for messages; see discovery.
struct ServicePlace {
  std::string service = {};
  std::string key = {};  ///< "privileged", "volumes" …; empty for the service itself
  Location where = {};
};

/// A Compose file as it is written: what `config` leaves out is in it.
struct ComposeText {
  std::string file = {};  ///< from the repository's top
  std::string text = {};
};

/// What containment has to know of the run.
struct ContainmentRequest {
  std::string model = {};  ///< JSON as ComposeConfig gives it
  int compose_major = 2;
  std::filesystem::path folder = {};      ///< the task's folder: what may be read and bound
  std::string repository_path = {};       ///< of that folder, from the repository's top: "task4"
  std::string file = {};                  ///< of the Compose file, from the repository's top
  std::vector<ComposeText> sources = {};  ///< the file's own text, and of what is laid over it
  std::vector<ServicePlace> places = {};  ///< where known
  std::string project = {};               ///< private name of the project
  std::string image_prefix = {};  ///< "pinko-check/<run>/task4-": a service's name is appended
  std::string address = {};       ///< of the run: "127.77.3.9"
  Labels labels = {};
  Limits limits = {};
  bool cut_egress = false;
  bool can_link = true;  ///< the engine lets a container name others; Podman refuses `links`
};

/// An image that has to be built before the project is brought up.
struct PlannedBuild {
  std::string service = {};
  BuildRequest request = {};
};

/// A project that is safe to bring up.
struct ContainedProject {
  std::string model = {};  ///< JSON that both Compose v1 and v2 read
  std::vector<PlannedBuild> builds = {};
  std::vector<NetworkSpec> networks = {};  ///< to be created before `up`
  std::vector<VolumeSpec> volumes = {};    ///< to be created and filled before `up`
  std::vector<ComposeService> services = {};
  /// By service, what makes more than one replica of it impossible: "container_name: api",
  /// "host port 5252".
  std::map<std::string, std::vector<std::string>> not_scalable = {};
  /// Services that asked for files of the task to write to, and may only read them here.
  std::set<std::string> kept_from_writing = {};
  /// Services without a volume that would stand in such a folder: what their image has there is
  /// hidden by the folder.
  std::set<std::string> without_volume = {};
  /// "web: dns": keys that the checker does not pass on, and that may change what a service does.
  std::vector<std::string> left_out = {};
};

/// Refuses what Compose must not even read, or would have followed by the time that its model is
/// there: other files, files of variables, files that unfold without end. Looks at `folder`,
/// `file`, `sources` and `places` alone, and at the files that this one extends. What is no YAML is
/// left to Compose.
[[nodiscard]] Status refuse_source(const ContainmentRequest& request);

/// Refuses what a submission may not ask for (Error `refused`, with file:line where known and what
/// to write instead), and rewrites the rest to private names, addresses and limits.
[[nodiscard]] Result<ContainedProject> contain(const ContainmentRequest& request);

/// True when two names mean the same image: "nginx" and "docker.io/library/nginx:latest".
[[nodiscard]] bool same_image(std::string_view one, std::string_view other);

/// The services of a normalised model as observations; also of a model that would be refused.
[[nodiscard]] std::vector<ComposeService> services_of(const ContainmentRequest& request);

}  // namespace pinko::engine

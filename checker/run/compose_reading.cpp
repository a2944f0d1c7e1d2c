#include "checker/run/compose_reading.hpp"

#include "checker/discovery/compose_file.hpp"
#include "checker/engine/compose_profiles.hpp"
#include "checker/engine/env_file.hpp"
#include "checker/probe/files.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::run {
namespace {

namespace fs = std::filesystem;

/// The first of the names that is there, else what stands in one's place.
FileSeen find_file(const Scene& scene) {
  FileSeen first;
  for (const std::string_view name : discovery::kComposeNames) {
    FileSeen file = probe::see(ReadFile{name}, scene.submission, scene.task);
    if (file.state == FileState::present) return file;
    if (first.path.empty() ||
        (first.state == FileState::missing && file.state != FileState::missing)) {
      first = std::move(file);
    }
  }
  return first;
}

/// The files that `.env` tells Compose to read (COMPOSE_FILE), in the order in which each is laid
/// over the one before; none where it leaves that to Compose.
std::vector<std::string> files_by_env(const Scene& scene) {
  const FileSeen env = probe::see(ReadFile{".env"}, scene.submission, scene.task);
  const auto variables = engine::variables_in(env.bytes);
  const auto given = variables.find("COMPOSE_FILE");
  std::vector<std::string> names;
  if (env.state != FileState::present || given == variables.end()) return names;
  for (std::string_view name : split(given->second, ':')) {
    if (name.starts_with("./")) name.remove_prefix(2);
    names.emplace_back(name);
  }
  return names;
}

/// What Compose would lay over the `main` file, readable or not; missing for most.
FileSeen find_override(const Scene& scene, const FileSeen& main) {
  const std::vector<std::string> chosen = files_by_env(scene);
  if (!chosen.empty() && chosen.front() == base_name(main.path)) {
    if (chosen.size() == 1) return {};
    if (chosen.size() == 2) return probe::see(ReadFile{chosen[1]}, scene.submission, scene.task);
  }
  for (const std::string_view name : discovery::kOverrideNames) {
    FileSeen file = probe::see(ReadFile{name}, scene.submission, scene.task);
    const bool there = file.state != FileState::missing && file.state != FileState::wrong_case;
    if (there) return file;
  }
  return {};
}

std::vector<engine::ServicePlace> places_of(const discovery::ComposeFile& file) {
  std::vector<engine::ServicePlace> places;
  for (const discovery::Service& service : file.services) {
    places.push_back({.service = service.name, .key = {}, .where = service.where});
    for (const discovery::Placed& key : service.keys) {
      places.push_back({.service = service.name, .key = key.text, .where = key.where});
    }
  }
  return places;
}

engine::ContainmentRequest request_for(const Scene& scene,
                                       const ComposeSeen& seen,
                                       const discovery::ComposeFile& parsed,
                                       std::string model) {
  engine::ContainmentRequest request;
  request.model = std::move(model);
  request.compose_major = scene.shell.compose->program().major;
  request.folder = scene.submission.root / scene.origin_folder;
  request.repository_path = scene.origin_folder;
  request.file = seen.file.path;
  for (const FileSeen* file : {&seen.file, &seen.override_file})
    request.sources.push_back({.file = file->path, .text = file->bytes});
  request.places = places_of(parsed);
  request.project = scene.shell.identity.name(scene.task);
  // The engine's image names have the task in them already: "pinko-check/<run>/task4-".
  request.image_prefix = scene.shell.identity.image(scene.task, "");
  request.image_prefix.resize(request.image_prefix.rfind(':'));
  request.address = scene.address;
  request.labels = scene.shell.identity.labels();
  request.cut_egress = true;
  request.can_link = scene.shell.can_link;
  // An engine refuses a container more processors than it has.
  if (const int most = scene.shell.cpus; most > 0) {
    request.limits.cpus = std::min<double>(request.limits.cpus, most);
  }
  return request;
}

/// The services of the normalised model, with the places of the text and its roles where the model
/// lacks them.
void merge_services(ComposeSeen& seen, std::vector<ComposeService> normalised) {
  if (normalised.empty()) return;
  for (ComposeService& service : normalised) {
    const auto written =
        std::find_if(seen.services.begin(), seen.services.end(), [&](const ComposeService& one) {
          return one.name == service.name;
        });
    if (written == seen.services.end()) continue;
    service.where = written->where;
    service.role = written->role;
    service.container_name = written->container_name;
  }
  seen.services = std::move(normalised);
}

}  // namespace

Result<ComposeReading> read_compose(const Scene& scene) {
  ComposeReading reading;
  ComposeSeen& seen = reading.seen;
  seen.file = find_file(scene);
  if (seen.file.state != FileState::present) return reading;
  seen.override_file = find_override(scene, seen.file);
  const discovery::ComposeFile parsed = discovery::parse_compose(seen);
  seen.services = discovery::to_services(parsed, scene.origin_folder);
  if (scene.shell.compose == nullptr) return fail(scene.shell.compose_error);
  seen.compose = scene.shell.compose->program().version;
  if (const Status refused = engine::refuse_source(request_for(scene, seen, parsed, {}));
      !refused) {
    reading.refusal = refused.error();
    return reading;
  }
  std::vector<fs::path> files{scene.submission.root / seen.file.path};
  if (const FileSeen& upper = seen.override_file; upper.state != FileState::missing) {
    if (upper.state != FileState::present) return reading;
    files.push_back(scene.submission.root / upper.path);
  }
  // Compose v1 is started three times for a file that it refuses.
  PINKO_TRY_ASSIGN(engine::ComposeConfig config,
                   scene.shell.compose->config(files, scene.within(std::chrono::seconds(60))));
  seen.accepted = config.accepted;
  seen.message = std::move(config.message);
  if (!parsed.problems.empty()) seen.where = parsed.problems.front().where;
  if (!seen.accepted) return reading;
  const engine::ContainmentRequest request = request_for(
      scene,
      seen,
      parsed,
      engine::without_idle_profiles(config.model, scene.submission.root / scene.origin_folder));
  merge_services(seen, engine::services_of(request));
  Result<engine::ContainedProject> contained = engine::contain(request);
  if (contained) {
    for (const std::string& key : contained->left_out) {
      scene.shell.log.warning(seen.file.path + " is brought up without the key " + key);
    }
    reading.contained = *std::move(contained);
  } else if (contained.error().code == ErrorCode::refused) {
    reading.refusal = contained.error();
  } else {
    return fail(contained.error());
  }
  return reading;
}

std::vector<PublishedPort> published_ports(const ComposeSeen& compose) {
  std::vector<PublishedPort> published;
  for (const ComposeService& service : compose.services) {
    for (PublishedPort port : service.ports) {
      port.service = service.name;
      published.push_back(std::move(port));
    }
  }
  return published;
}

}  // namespace pinko::run

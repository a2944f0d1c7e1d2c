#include "checker/engine/compose_model.hpp"
#include "checker/engine/containment.hpp"
#include "checker/engine/json_access.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::engine {
namespace {

/// From the repository's top, for a path of the model.
std::string from_top(const ContainmentRequest& request, const std::string& path) {
  if (path.empty()) return request.repository_path;
  const std::filesystem::path full = (request.folder / path).lexically_normal();
  const std::filesystem::path below = full.lexically_relative(request.folder);
  std::string text =
      (std::filesystem::path(request.repository_path) / below).lexically_normal().string();
  while (text.size() > 1 && text.ends_with('/'))
    text.pop_back();
  return text;
}

int replicas_of(const Json& service) {
  constexpr double kMost = 1e6;
  for (const Json& number : {at(at(service, "deploy"), "replicas"), at(service, "scale")}) {
    if (number.is_number()) {
      return static_cast<int>(std::clamp(number.get<double>(), 0.0, kMost));
    }
  }
  return 1;
}

}  // namespace

bool same_image(std::string_view one, std::string_view other) {
  return !one.empty() && !other.empty() && plain_image(one) == plain_image(other);
}

std::vector<ComposeService> services_of(const ContainmentRequest& request) {
  std::vector<ComposeService> services;
  const Json model = parse_json(request.model);
  if (!at(model, "services").is_object()) return services;
  for (const auto& [name, service] : at(model, "services").items()) {
    const Json& build = at(service, "build");
    ComposeService seen;
    seen.name = name;
    seen.has_build = is_there(build);
    if (seen.has_build) {
      seen.context = from_top(
          request, without_escapes(build.is_string() ? text_of(build) : text_at(build, "context")));
      seen.dockerfile = without_escapes(text_at(build, "dockerfile"));
    }
    seen.image = text_at(service, "image");
    seen.container_name = text_at(service, "container_name");
    for (const Json& entry : at(service, "ports")) {
      const std::optional<ModelPort> port = model_port(entry);
      if (!port) continue;
      seen.ports.push_back({.service = name,
                            .container_port = first_port(port->container),
                            .host_port = first_port(port->host),
                            .chosen_by_engine = !port->fixed()});
    }
    for (const std::string& port : texts_of(at(service, "expose"))) {
      seen.exposed.push_back(first_port(port));
    }
    seen.depends_on = names_in(at(service, "depends_on"));
    seen.replicas = replicas_of(service);
    for (const ServicePlace& place : request.places) {
      if (place.service == name && place.key.empty()) seen.where = place.where;
    }
    services.push_back(std::move(seen));
  }
  return services;
}

}  // namespace pinko::engine

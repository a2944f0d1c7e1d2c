#include "checker/engine/compose_profiles.hpp"

#include "checker/engine/env_file.hpp"
#include "checker/engine/json_access.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::engine {
namespace {

std::vector<std::string> active_profiles(const std::filesystem::path& folder) {
  const std::map<std::string, std::string> variables = variables_of(folder);
  const auto given = variables.find("COMPOSE_PROFILES");
  std::vector<std::string> active;
  if (given == variables.end()) return active;
  for (const std::string_view name : split(given->second, ','))
    active.emplace_back(trim(name));
  return active;
}

bool is_idle(const Json& service, const std::vector<std::string>& active) {
  const std::vector<std::string> profiles = texts_of(at(service, "profiles"));
  return !profiles.empty() && std::ranges::none_of(active, [&profiles](const std::string& name) {
    return name == "*" || std::ranges::find(profiles, name) != profiles.end();
  });
}

}  // namespace

std::string without_idle_profiles(const std::string& model, const std::filesystem::path& folder) {
  Json made = parse_json(model);
  if (!at(made, "services").is_object()) return model;
  const std::vector<std::string> active = active_profiles(folder);
  Json services = Json::object();
  for (auto& [name, service] : made["services"].items()) {
    if (is_idle(service, active)) continue;
    if (service.is_object()) service.erase("profiles");
    services[name] = std::move(service);
  }
  made["services"] = std::move(services);
  return dump(made);
}

}  // namespace pinko::engine

#include "checker/engine/compose_profiles.hpp"

#include "checker/engine/json_access.hpp"
#include "checker/util/file_start.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace pinko::engine {
namespace {

constexpr std::size_t kLongestEnvFile = 64 * 1024;
constexpr std::string_view kVariable = "COMPOSE_PROFILES";

/// A value of `.env` without the quotes around it.
std::string_view plain(std::string_view value) {
  value = trim(value);
  const bool quoted = value.size() > 1 && (value.front() == '"' || value.front() == '\'') &&
                      value.front() == value.back();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

std::vector<std::string> active_profiles(const std::filesystem::path& folder) {
  const std::string file = read_start(folder / ".env", kLongestEnvFile);
  std::vector<std::string> active;
  for (const std::string_view line : split_lines(file)) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || trim(line.substr(0, equals)) != kVariable) continue;
    active.clear();
    for (const std::string_view name : split(plain(line.substr(equals + 1)), ','))
      active.emplace_back(trim(name));
  }
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

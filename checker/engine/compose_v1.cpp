#include "checker/engine/compose_v1.hpp"

#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/yaml_json.hpp"
#include "checker/engine/env_file.hpp"
#include "checker/engine/json_access.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <system_error>

namespace pinko::engine {
namespace {

constexpr int kDeepest = 64;  ///< of a value in others

constexpr std::array<std::string_view, 3> kNewerOfServices{"annotations", "attach", "develop"};
constexpr std::array<std::string_view, 6> kNewerOfBuilds{
    "no_cache", "platforms", "provenance", "pull", "sbom", "tags"};
constexpr std::array<std::string_view, 2> kNewerOfDependencies{"required", "restart"};
constexpr std::array<std::string_view, 1> kNewerOfResources{"pids"};
constexpr std::array<std::string_view, 2> kNewerOfPorts{"app_protocol", "name"};

/// The member of an object that can be changed; null when there is none.
Json* member(Json& json, std::string_view key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

template <class Keys>
void leave_out(Json& json, const Keys& keys) {
  if (!json.is_object()) return;
  for (const std::string_view key : keys)
    json.erase(std::string(key));
}

/// Puts what a merge key brings under what stands there, as YAML 1.1 has it: the first that names a
/// key gives its value.
void join_merges(Json& json, int depth) {
  if (depth > kDeepest) return;
  if (json.is_array() || json.is_object()) {
    for (Json& value : json)
      join_merges(value, depth + 1);
  }
  const Json* merge = member(json, "<<");
  if (merge == nullptr) return;
  const Json from = merge->is_array() ? *merge : Json::array({*merge});
  json.erase("<<");
  for (const Json& one : from) {
    if (!one.is_object()) continue;
    for (const auto& [key, value] : one.items())
      json.emplace(key, value);
  }
}

/// `${A:+word}` and `${A:-${B}}`; not what no release reads, as a brace stays open.
bool has_newer_form(std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  bool newer = false;
  std::ptrdiff_t opened = 0;
  for (std::size_t from = text.find("${"); from != kNone; from = text.find("${", from + 2)) {
    if (from > 0 && text[from - 1] == '$') continue;
    ++opened;
    const std::string_view rest = text.substr(from + 2);
    const std::string_view inner = rest.substr(0, rest.find('}'));
    const std::size_t sign = inner.find_first_of("+-?");
    newer = newer || (sign != kNone && inner[sign] == '+') || inner.find("${") != kNone;
  }
  return newer && std::ranges::count(text, '}') >= opened;
}

/// Puts values in where variables stand in a form that v1 does not read.
void put_values(Json& json, const std::map<std::string, std::string>& variables, int depth) {
  if (depth > kDeepest) return;
  if (json.is_structured()) {
    for (Json& value : json)
      put_values(value, variables, depth + 1);
  }
  if (!json.is_string()) return;
  const std::string text = json;
  if (has_newer_form(text)) {
    json = replace_all(discovery::substitute(text, variables, '$'), "$", "$$");
  }
}

/// Truths of a mapping as texts: `FLASK_DEBUG: true`.
void write_truths(Json* pairs) {
  if (pairs == nullptr || !pairs->is_object()) return;
  for (Json& value : *pairs) {
    if (value.is_boolean()) value = value.get<bool>() ? "true" : "false";
  }
}

/// Each entry of a list once.
void keep_first(Json* list) {
  if (list == nullptr || !list->is_array()) return;
  Json kept = Json::array();
  std::set<Json> known;
  for (const Json& entry : *list) {
    if (known.insert(entry).second) kept.push_back(entry);
  }
  *list = std::move(kept);
}

/// `9000:9000` below expose: v2 looks at none of it.
void expose_ports_alone(Json* exposed) {
  if (exposed == nullptr || !exposed->is_array()) return;
  for (Json& entry : *exposed) {
    if (!entry.is_string()) continue;
    const std::string text = entry;
    const std::size_t colon = text.rfind(':');
    if (colon != std::string::npos) entry = text.substr(colon + 1);
  }
}

/// `{path: .env, required: false}`
void name_env_files(Json* files, const std::filesystem::path& folder) {
  if (files == nullptr || !files->is_array()) return;
  Json kept = Json::array();
  for (const Json& entry : *files) {
    if (!entry.is_object()) {
      kept.push_back(entry);
      continue;
    }
    const std::string path = text_at(entry, "path");
    std::error_code unknown;
    const bool there = std::filesystem::exists(folder / path, unknown);
    const bool required = !is_there(at(entry, "required")) || truth_at(entry, "required");
    if (there || required) kept.push_back(path);
  }
  *files = std::move(kept);
}

/// `{target: 80, published: 80, host_ip: 127.0.0.1}` and a range of published ports in one line, as
/// v1 knows no other form of them.
void shorten_ports(Json* ports) {
  if (ports == nullptr || !ports->is_array()) return;
  for (Json& port : *ports) {
    const std::string address = text_at(port, "host_ip");
    const std::string host = text_at(port, "published");
    const bool range = host.find('-') != std::string::npos && host.find('$') == std::string::npos;
    if (address.empty() && !range) continue;
    std::string line = address.empty() ? "" : address + ':';
    line += host + ':' + text_at(port, "target");
    if (is_there(at(port, "protocol"))) line += '/' + text_at(port, "protocol");
    port = std::move(line);
  }
}

void leave_out_of_entries(Json* entries, const auto& keys) {
  if (entries == nullptr || !entries->is_structured()) return;
  for (Json& entry : *entries)
    leave_out(entry, keys);
}

void adapt_service(Json& service, const std::filesystem::path& folder) {
  leave_out(service, kNewerOfServices);
  for (const char* key : {"command", "entrypoint"}) {
    const Json* words = member(service, key);
    if (words != nullptr && words->is_null()) service.erase(key);
  }
  write_truths(member(service, "environment"));
  if (Json* build = member(service, "build")) {
    leave_out(*build, kNewerOfBuilds);
    if (build->is_object() && !build->contains("context")) (*build)["context"] = ".";
    write_truths(member(*build, "args"));
  }
  if (Json* health = member(service, "healthcheck"); health != nullptr && health->is_object()) {
    health->erase("start_interval");
  }
  // deploy.resources.limits.pids
  Json* resources = &service;
  for (const char* key : {"deploy", "resources"}) {
    if (resources != nullptr) resources = member(*resources, key);
  }
  leave_out_of_entries(resources, kNewerOfResources);
  leave_out_of_entries(member(service, "depends_on"), kNewerOfDependencies);
  leave_out_of_entries(member(service, "ports"), kNewerOfPorts);
  shorten_ports(member(service, "ports"));
  keep_first(member(service, "ports"));
  expose_ports_alone(member(service, "expose"));
  keep_first(member(service, "expose"));
  name_env_files(member(service, "env_file"), folder);
  if (Json* volumes = member(service, "volumes"); volumes != nullptr && volumes->is_array()) {
    for (Json& volume : *volumes) {
      Json* bind = member(volume, "bind");
      if (bind != nullptr && bind->is_object()) bind->erase("create_host_path");
    }
  }
}

}  // namespace

std::optional<std::string> for_compose_v1(std::string_view text,
                                          const std::filesystem::path& folder) {
  const std::optional<std::string> json = discovery::yaml_as_json(text);
  if (!json) return std::nullopt;
  Json file = parse_json(*json);
  if (!file.is_object()) return std::nullopt;
  join_merges(file, 0);
  put_values(file, variables_of(folder), 0);
  leave_out(file, std::array<std::string_view, 2>{"version", "name"});
  if (Json* services = member(file, "services"); services != nullptr && services->is_object()) {
    for (Json& service : *services) {
      if (service.is_object()) adapt_service(service, folder);
    }
  }
  return dump(file);
}

}  // namespace pinko::engine

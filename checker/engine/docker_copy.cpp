#include "checker/engine/docker_client.hpp"
#include "checker/engine/docker_json.hpp"
#include "checker/util/text.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace pinko::engine {
namespace {

constexpr std::size_t kShortId = 12;  ///< so much of its id is a container's host name and alias

/// A port of the host's own choice can be bound once; others are chosen anew for each container.
bool binds_fixed_port(const Json& host_config) {
  const Json& bindings = at(host_config, "PortBindings");
  if (!bindings.is_object()) return false;
  for (const auto& [port, places] : bindings.items()) {
    for (const Json& place : places) {
      const std::string host_port = text_at(place, "HostPort");
      if (!host_port.empty() && host_port != "0") return true;
    }
  }
  return false;
}

/// Podman tells one limit of CPU in two ways and takes one alone, and calls other limits by names
/// that it does not take.
void write_as_asked(Json& host_config) {
  if (number_at(host_config, "NanoCpus") != 0) {
    host_config.erase("CpuPeriod");
    host_config.erase("CpuQuota");
  }
  constexpr std::string_view kSystem = "RLIMIT_";
  if (!at(host_config, "Ulimits").is_array()) return;
  for (Json& limit : host_config["Ulimits"]) {
    const std::string name = text_at(limit, "Name");
    if (name.starts_with(kSystem)) limit["Name"] = to_lower(name.substr(kSystem.size()));
  }
}

/// The end of a container in a network, as another of its kind has it.
Json endpoint_like(const Json& endpoint, const std::string& id, const std::string& name) {
  Json made = Json::object();
  Json aliases = Json::array();
  for (const std::string& alias : texts_of(at(endpoint, "Aliases"))) {
    if (alias != name && alias != id.substr(0, kShortId)) aliases.push_back(alias);
  }
  if (!aliases.empty()) made["Aliases"] = std::move(aliases);
  for (const std::string_view key : {"Links", "DriverOpts"}) {
    if (is_there(at(endpoint, key))) made[std::string(key)] = at(endpoint, key);
  }
  return made;
}

bool has_fixed_address(const Json& endpoint) {
  const Json& ipam = at(endpoint, "IPAMConfig");
  return !text_at(ipam, "IPv4Address").empty() || !text_at(ipam, "IPv6Address").empty();
}

}  // namespace

CopyPlan plan_copy(const Json& inspected, const CopySpec& spec) {
  const std::string id = text_at(inspected, "Id");
  std::string name = text_at(inspected, "Name");
  if (name.starts_with('/')) name.erase(0, 1);
  CopyPlan plan{.body = at(inspected, "Config")};
  if (!plan.body.is_object()) plan.body = Json::object();
  if (text_at(plan.body, "Hostname") == id.substr(0, kShortId)) plan.body.erase("Hostname");
  plan.body.erase("MacAddress");
  for (const auto& [key, value] : spec.labels)
    plan.body["Labels"][key] = value;
  Json host_config = at(inspected, "HostConfig");
  if (!spec.command.empty()) {
    plan.body["Entrypoint"] = spec.command;
    plan.body.erase("Cmd");
    if (host_config.is_object()) host_config.erase("PortBindings");
  }
  if (host_config.is_object()) write_as_asked(host_config);
  if (binds_fixed_port(host_config)) plan.obstacle = "a fixed port";
  plan.body["HostConfig"] = host_config;
  const std::string first = text_at(host_config, "NetworkMode");
  const Json& networks = at(inspected, "NetworkSettings", "Networks");
  if (!networks.is_object()) return plan;
  for (const auto& [network, endpoint] : networks.items()) {
    if (has_fixed_address(endpoint)) plan.obstacle = "a fixed address";
    Json made = endpoint_like(endpoint, id, name);
    // Compose v2 names a network by its id here.
    if (network == first || text_at(endpoint, "NetworkID") == first) {
      plan.body["HostConfig"]["NetworkMode"] = network;
      plan.body["NetworkingConfig"]["EndpointsConfig"][network] = std::move(made);
    } else {
      plan.joined[network] = Json{{"EndpointConfig", std::move(made)}};
    }
  }
  return plan;
}

Result<std::string> DockerClient::copy(const std::string& container,
                                       const CopySpec& spec,
                                       Deadline deadline) {
  const std::string what = "make another container like " + container;
  PINKO_TRY_ASSIGN(const Json inspected,
                   get("/containers/" + url_escaped(container) + "/json", what, deadline));
  const CopyPlan plan = plan_copy(inspected, spec);
  if (!plan.obstacle.empty()) {
    return fail(ErrorCode::engine, what + ": it has " + plan.obstacle);
  }
  PINKO_TRY_ASSIGN(const ApiAnswer made,
                   api_->call({.method = "POST",
                               .path = "/containers/create?name=" + url_escaped(spec.name),
                               .body = dump(plan.body),
                               .deadline = deadline}));
  if (!made.ok()) return refusal(what, made);
  std::string id = text_at(parse_json(made.body), "Id");
  for (const auto& [network, endpoint] : plan.joined) {
    Json body = endpoint;
    body["Container"] = id;
    PINKO_TRY_ASSIGN(const ApiAnswer joined,
                     api_->call({.method = "POST",
                                 .path = "/networks/" + url_escaped(network) + "/connect",
                                 .body = dump(body),
                                 .deadline = deadline}));
    if (!joined.ok()) return refusal(what, joined);
  }
  return id;
}

}  // namespace pinko::engine

#include "checker/engine/docker_json.hpp"

#include "checker/engine/engine_api.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace pinko::engine {
namespace {

std::uint16_t port_number(std::string_view text) {
  std::uint16_t port = 0;
  std::from_chars(text.data(), text.data() + text.size(), port);
  return port;
}

Json host_config(const ContainerSpec& spec, int cpus) {
  const Limits& limits = spec.limits;
  Json host = {{"IpcMode", "private"}, {"RestartPolicy", {{"Name", "no"}}}};
  host["Ulimits"] = Json::array({{{"Name", "core"}, {"Soft", 0}, {"Hard", 0}}});
  if (limits.file_bytes > 0) {
    host["Ulimits"].push_back(
        {{"Name", "fsize"}, {"Soft", limits.file_bytes}, {"Hard", limits.file_bytes}});
  }
  if (limits.memory_bytes > 0) {
    host["Memory"] = limits.memory_bytes;
    host["MemorySwap"] = limits.memory_bytes;
  }
  if (limits.pids > 0) host["PidsLimit"] = limits.pids;
  if (limits.cpus > 0) {
    const double most = cpus > 0 ? std::min<double>(limits.cpus, cpus) : limits.cpus;
    host["NanoCpus"] = static_cast<std::int64_t>(most * 1e9);
  }
  if (limits.log_bytes > 0) {
    host["LogConfig"] = {{"Type", "json-file"},
                         {"Config", {{"max-size", std::to_string(limits.log_bytes)}}}};
  }
  if (limits.drop_capabilities) {
    host["CapDrop"] = {"ALL"};
    host["CapAdd"] = kept_capabilities();
    host["SecurityOpt"] = {"no-new-privileges"};
  }
  for (const VolumeMount& mount : spec.mounts) {
    host["Mounts"].push_back({{"Type", "volume"},
                              {"Source", mount.volume},
                              {"Target", mount.target},
                              {"VolumeOptions", {{"NoCopy", true}}}});
  }
  if (!spec.network.empty()) host["NetworkMode"] = spec.network;
  for (const Publish& publish : spec.publish) {
    const std::string host_port =
        publish.host_port == 0 ? std::string() : std::to_string(publish.host_port);
    host["PortBindings"][std::to_string(publish.container_port) + "/tcp"].push_back(
        {{"HostIp", publish.address}, {"HostPort", host_port}});
  }
  return host;
}

void read_ports(const Json& ports, std::vector<Publish>& into) {
  if (!ports.is_object()) return;
  for (const auto& [key, bindings] : ports.items()) {
    if (!bindings.is_array()) continue;
    for (const Json& binding : bindings) {
      into.push_back({.address = text_at(binding, "HostIp"),
                      .host_port = port_number(text_at(binding, "HostPort")),
                      .container_port = port_number(key)});
    }
  }
}

}  // namespace

const std::vector<std::string>& kept_capabilities() {
  static const std::vector<std::string> kept = {
      "CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"};
  return kept;
}

Json create_body(const ContainerSpec& spec, int cpus) {
  Json body = {{"Image", spec.image}, {"Labels", spec.labels}};
  if (spec.command) body["Cmd"] = *spec.command;
  if (spec.entrypoint) body["Entrypoint"] = *spec.entrypoint;
  if (!spec.user.empty()) body["User"] = spec.user;
  if (!spec.env.empty()) body["Env"] = spec.env;
  body["HostConfig"] = host_config(spec, cpus);
  for (const Publish& publish : spec.publish) {
    body["ExposedPorts"][std::to_string(publish.container_port) + "/tcp"] = Json::object();
  }
  if (!spec.network.empty() && !spec.aliases.empty()) {
    body["NetworkingConfig"]["EndpointsConfig"][spec.network] = {{"Aliases", spec.aliases}};
  }
  return body;
}

ContainerState container_state(const Json& inspected) {
  const Json& state = at(inspected, "State");
  const Json& settings = at(inspected, "NetworkSettings");
  std::string name = text_at(inspected, "Name");
  if (name.starts_with('/')) name.erase(0, 1);
  ContainerState seen{.id = text_at(inspected, "Id"),
                      .name = name,
                      .image = text_at(inspected, "Image"),
                      .running = truth_at(state, "Running"),
                      .never_started = text_at(state, "Status") == "created" &&
                                       text_at(state, "Error").empty() &&
                                       number_at(state, "ExitCode") == 0,
                      .exit_code = static_cast<int>(number_at(state, "ExitCode")),
                      .out_of_memory = truth_at(state, "OOMKilled"),
                      .pid = static_cast<int>(number_at(state, "Pid")),
                      .error = text_at(state, "Error"),
                      .addresses = {},
                      .published = {},
                      .labels = text_map_of(at(inspected, "Config", "Labels"))};
  if (const Json& networks = at(settings, "Networks"); networks.is_object()) {
    for (const auto& [network, endpoint] : networks.items()) {
      seen.addresses[network] = text_at(endpoint, "IPAddress");
    }
  }
  read_ports(at(settings, "Ports"), seen.published);
  return seen;
}

ImageConfig image_config(const Json& inspected) {
  const Json& config = at(inspected, "Config");
  ImageConfig image{.id = text_at(inspected, "Id"),
                    .tags = texts_of(at(inspected, "RepoTags")),
                    .working_dir = text_at(config, "WorkingDir"),
                    .user = text_at(config, "User"),
                    .entrypoint = texts_of(at(config, "Entrypoint")),
                    .cmd = texts_of(at(config, "Cmd")),
                    .env = texts_of(at(config, "Env")),
                    .exposed = {},
                    .labels = text_map_of(at(config, "Labels"))};
  if (const Json& exposed = at(config, "ExposedPorts"); exposed.is_object()) {
    for (const auto& [port, nothing] : exposed.items())
      image.exposed.push_back(port_number(port));
  }
  return image;
}

NetworkCounters network_counters(const Json& stats) {
  NetworkCounters sum;
  const Json& networks = at(stats, "networks");
  if (!networks.is_object()) return sum;
  for (const auto& [name, one] : networks.items()) {
    sum.received_bytes += static_cast<std::uint64_t>(number_at(one, "rx_bytes"));
    sum.received_packets += static_cast<std::uint64_t>(number_at(one, "rx_packets"));
    sum.sent_bytes += static_cast<std::uint64_t>(number_at(one, "tx_bytes"));
    sum.sent_packets += static_cast<std::uint64_t>(number_at(one, "tx_packets"));
  }
  return sum;
}

bool is_this_machine(std::string_view host_name) {
  std::array<char, 256> own{};
  if (gethostname(own.data(), own.size() - 1) != 0) return false;
  return host_name == own.data();
}

EngineInfo engine_info(const Json& info, const Json& version) {
  std::string name = "docker";
  for (const Json& component : at(version, "Components")) {
    if (to_lower(text_at(component, "Name")).find("podman") != std::string::npos) name = "podman";
  }
  EngineInfo seen{.name = name,
                  .version = text_at(version, "Version"),
                  .api_version = text_at(version, "ApiVersion"),
                  .os = text_at(info, "OperatingSystem"),
                  .architecture = text_at(info, "Architecture"),
                  .cgroup_version = text_at(info, "CgroupVersion"),
                  .storage_driver = text_at(info, "Driver"),
                  .data_root = text_at(info, "DockerRootDir"),
                  .runtime = text_at(info, "DefaultRuntime"),
                  .free_bytes = {},
                  .cpus = static_cast<int>(number_at(info, "NCPU")),
                  .memory_bytes = static_cast<std::uint64_t>(number_at(info, "MemTotal"))};
  // A folder of that name on another machine is another engine's.
  if (!is_this_machine(text_at(info, "Name"))) return seen;
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(seen.data_root, error);
  if (!error) seen.free_bytes = space.available;
  return seen;
}

std::string label_filter(const std::string& label, const std::string& value) {
  const std::string wanted = value.empty() ? label : label + "=" + value;
  return "filters=" + url_escaped(dump(Json{{"label", {wanted}}}));
}

}  // namespace pinko::engine

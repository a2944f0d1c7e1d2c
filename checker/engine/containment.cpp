#include "checker/engine/containment.hpp"

#include "checker/engine/compose_model.hpp"
#include "checker/engine/docker_json.hpp"
#include "checker/engine/json_access.hpp"
#include "checker/engine/mounts.hpp"
#include "checker/engine/refusals.hpp"
#include "checker/engine/service_keys.hpp"
#include "checker/engine/sibling_names.hpp"
#include "checker/util/dockerfile_name.hpp"
#include "checker/util/text.hpp"

#include <set>
#include <utility>

namespace pinko::engine {
namespace {

/// Rewrites one model; see containment.hpp.
class Rewriter {
 public:
  Rewriter(const ContainmentRequest& request, const Json& model)
      : request_(request),
        model_(model),
        siblings_(request),
        mounts_(request) {}

  [[nodiscard]] ContainedProject contain() {
    name_images();
    Json services = Json::object();
    for (const auto& [name, service] : at(model_, "services").items()) {
      services[name] = rewrite(name, service);
    }
    Json made = {{"services", std::move(services)}};
    // Compose v1 reads the newest keys only where no version is named.
    if (!network_keys_.empty()) made["networks"] = networks();
    if (!mounts_.volumes().empty()) made["volumes"] = volumes();
    for (const std::string_view section : {"secrets", "configs"}) {
      if (is_there(at(model_, section))) made[std::string(section)] = at(model_, section);
    }
    project_.model = dump(made);
    project_.services = services_of(request_);
    return std::move(project_);
  }

 private:
  void name_images() {
    std::set<std::string> taken;
    for (const auto& [name, service] : at(model_, "services").items()) {
      if (!is_there(at(service, "build"))) continue;
      std::string part = image_part(name);
      while (!taken.insert(part).second)
        part += "-x";
      const std::string tag = request_.image_prefix + part + ":latest";
      tags_[name] = tag;
      const std::string image = text_at(service, "image");
      if (!image.empty()) tag_of_image_.emplace(plain_image(image), tag);
    }
  }

  [[nodiscard]] Json rewrite(const std::string& name, const Json& service) {
    Json made = kept_of(service);
    for (const std::string& key : left_out_of(service))
      project_.left_out.emplace_back(name).append(": ").append(key);
    made["image"] = image_for(name, service);
    if (is_there(at(service, "build"))) plan_build(name, at(service, "build"));
    if (const Json& replicas = at(at(service, "deploy"), "replicas"); replicas.is_number()) {
      made["deploy"] = {{"replicas", replicas}};
    }
    made["labels"] = labels_for(service);
    set_limits(made);
    set_ports(made, name, service);
    set_volumes(made, name, service);
    const std::string own_name = text_at(service, "container_name");
    if (!own_name.empty()) {
      made["container_name"] = request_.project + "-" + own_name;
      project_.not_scalable[name].push_back("container_name: " + own_name);
    }
    set_networks(made, service, own_name);
    if (!made.contains("networks") || !request_.can_link) return made;
    Json links = siblings_.links(at(model_, "services"), name);
    if (!links.empty()) made["external_links"] = std::move(links);
    return made;
  }

  [[nodiscard]] std::string image_for(const std::string& name, const Json& service) const {
    if (const auto own = tags_.find(name); own != tags_.end()) return own->second;
    const std::string image = text_at(service, "image");
    const auto built = tag_of_image_.find(plain_image(image));
    return built == tag_of_image_.end() ? image : built->second;
  }

  void plan_build(const std::string& name, const Json& build) {
    const std::string written = build.is_string() ? text_of(build) : text_at(build, "context");
    const std::filesystem::path context =
        (request_.folder / without_escapes(written)).lexically_normal();
    const std::string dockerfile = without_escapes(text_at(build, "dockerfile"));
    PlannedBuild planned{.service = name};
    planned.request.context = context;
    planned.request.dockerfile =
        dockerfile_on_disk(context / (dockerfile.empty() ? "Dockerfile" : dockerfile));
    planned.request.dockerfile_text = without_escapes(text_at(build, "dockerfile_inline"));
    planned.request.tag = tags_.at(name);
    planned.request.labels = request_.labels;
    planned.request.target = text_at(build, "target");
    const Json& args = at(build, "args");
    if (args.is_object()) {
      for (const auto& [key, value] : args.items()) {
        if (is_there(value)) planned.request.args[key] = without_escapes(text_of(value));
      }
    }
    for (const std::string& arg : args.is_array() ? texts_of(args) : std::vector<std::string>{}) {
      const std::size_t equals = arg.find('=');
      if (equals == std::string::npos) continue;
      planned.request.args[arg.substr(0, equals)] = without_escapes(arg.substr(equals + 1));
    }
    project_.builds.push_back(std::move(planned));
  }

  [[nodiscard]] Json labels_for(const Json& service) const {
    Json labels = Json::object();
    if (const Json& own = at(service, "labels"); own.is_object()) {
      for (const auto& [key, value] : own.items()) {
        const bool ours = key.starts_with("pinko.") || key.starts_with("com.docker.");
        if (!ours) labels[key] = text_of(value);
      }
    }
    for (const auto& [key, value] : request_.labels)
      labels[key] = value;
    return labels;
  }

  void set_limits(Json& made) const {
    const Limits& limits = request_.limits;
    made["restart"] = "no";
    made["ulimits"] = {{"core", 0}};
    if (limits.file_bytes > 0) made["ulimits"]["fsize"] = limits.file_bytes;
    if (limits.pids > 0) made["pids_limit"] = limits.pids;
    if (limits.cpus > 0) made["cpus"] = limits.cpus;
    if (limits.memory_bytes > 0) {
      made["mem_limit"] = limits.memory_bytes;
      made["memswap_limit"] = limits.memory_bytes;
    }
    if (limits.log_bytes > 0) {
      made["logging"] = {{"driver", "json-file"},
                         {"options", {{"max-size", std::to_string(limits.log_bytes)}}}};
    }
    if (limits.drop_capabilities) {
      made["cap_drop"] = {"ALL"};
      made["cap_add"] = kept_capabilities();
      made["security_opt"] = {"no-new-privileges:true"};
    }
  }

  void set_ports(Json& made, const std::string& name, const Json& service) {
    Json ports = Json::array();
    for (const Json& entry : at(service, "ports")) {
      const std::optional<ModelPort> port = model_port(entry);
      if (!port) continue;
      const std::string host = port->fixed() ? port->host : std::string();
      std::string bound = request_.address;
      bound.append(":").append(host).append(":").append(port->container);
      ports.push_back(bound.append("/").append(port->protocol));
      if (!port->fixed()) continue;
      project_.not_scalable[name].push_back("host port " + port->host);
    }
    if (!ports.empty()) made["ports"] = std::move(ports);
  }

  void set_volumes(Json& made, const std::string& name, const Json& service) {
    ServiceMounts mounts = mounts_.mounts_of(service, text_at(made, "image"));
    if (mounts.kept_from_writing) project_.kept_from_writing.insert(name);
    if (mounts.without_volume) project_.without_volume.insert(name);
    if (!mounts.volumes.empty()) made["volumes"] = std::move(mounts.volumes);
  }

  void set_networks(Json& made, const Json& service, const std::string& own_name) {
    const std::string mode = text_at(service, "network_mode");
    if (mode.starts_with("service:") || mode == "none") {
      made["network_mode"] = mode;
      return;
    }
    const Json& given = at(service, "networks");
    std::vector<std::string> names = names_in(given);
    if (names.empty()) names = {"default"};
    for (const std::string& name : names) {
      network_keys_.insert(name);
      const Json& details = given.is_object() ? at(given, name) : Json();
      std::vector<std::string> aliases = texts_of(at(details, "aliases"));
      // The name that the container would have is a name that others may call it by.
      if (!own_name.empty()) aliases.push_back(own_name);
      Json joined = Json::object();
      if (!aliases.empty()) joined["aliases"] = aliases;
      const std::string address = text_at(details, "ipv4_address");
      if (!address.empty() && !student_subnet(name).empty()) joined["ipv4_address"] = address;
      made["networks"][name] = joined.empty() ? Json() : joined;
    }
  }

  /// A subnet is the student's own only where a container of theirs has a fixed address in it.
  [[nodiscard]] std::string student_subnet(const std::string& network) const {
    bool fixed = false;
    for (const auto& [name, service] : at(model_, "services").items()) {
      fixed = fixed || !text_at(at(at(service, "networks"), network), "ipv4_address").empty();
    }
    const Json& config = at(at(at(model_, "networks"), network), "ipam", "config");
    if (!fixed || !config.is_array() || config.empty()) return {};
    const std::string subnet = text_at(config.front(), "subnet");
    return is_private_subnet(subnet) ? subnet : std::string();
  }

  [[nodiscard]] Json networks() {
    Json made = Json::object();
    for (const std::string& key : network_keys_) {
      const std::string name = request_.project + "-" + key;
      made[key] = {{"external", true}, {"name", name}};
      project_.networks.push_back(
          {.name = name,
           .labels = request_.labels,
           .subnet = student_subnet(key),
           .internal = truth_at(at(at(model_, "networks"), key), "internal"),
           .cut_egress = request_.cut_egress});
    }
    return made;
  }

  [[nodiscard]] Json volumes() {
    Json made = Json::object();
    for (const auto& [key, volume] : mounts_.volumes()) {
      made[key] = {{"external", true}, {"name", volume.name}};
      project_.volumes.push_back(volume);
    }
    return made;
  }

  const ContainmentRequest& request_;
  const Json& model_;
  const SiblingNames siblings_;
  ContainedProject project_;
  std::map<std::string, std::string> tags_;          ///< by service
  std::map<std::string, std::string> tag_of_image_;  ///< by the student's own name for it
  std::set<std::string> network_keys_;
  MountPlanner mounts_;
};

}  // namespace

Result<ContainedProject> contain(const ContainmentRequest& request) {
  const Json model = parse_json(request.model);
  if (!at(model, "services").is_object()) {
    return fail(ErrorCode::engine,
                "make " + request.file + " safe: Compose's model of it has no services");
  }
  PINKO_TRY(refuse_dangers(model, request));
  return Rewriter(request, model).contain();
}

}  // namespace pinko::engine

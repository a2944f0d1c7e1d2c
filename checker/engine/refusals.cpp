#include "checker/engine/refusals.hpp"

#include "checker/discovery/yaml_json.hpp"
#include "checker/engine/compose_model.hpp"
#include "checker/engine/docker_json.hpp"
#include "checker/util/dockerfile_name.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace pinko::engine {
namespace {

/// Keys that are refused whatever they hold, as long as they hold something.
struct Forbidden {
  std::string_view key;
  std::string_view demand;
};
constexpr std::array kForbidden = {
    Forbidden{"devices", "devices of the host"},
    Forbidden{"device_cgroup_rules", "devices of the host"},
    Forbidden{"gpus", "devices of the host"},
    Forbidden{"sysctls", "kernel parameters (sysctls)"},
    Forbidden{"cgroup_parent", "another control group (cgroup_parent)"},
    Forbidden{"userns_mode", "another user namespace (userns_mode)"},
    Forbidden{"runtime", "another container runtime"},
    Forbidden{"credential_spec", "credentials of the host"},
    Forbidden{"volumes_from", "volumes of other containers (volumes_from)"},
    Forbidden{"external_links", "containers from outside (external_links)"},
    Forbidden{"provider", "a program of the host (provider)"},
    Forbidden{"use_api_socket", "the engine's socket"},
    Forbidden{"post_start", "commands with rights of their own (post_start)"},
    Forbidden{"pre_stop", "commands with rights of their own (pre_stop)"},
};

/// Namespaces that a service may share with the host or with foreign containers.
constexpr std::array<std::string_view, 6> kNamespaces = {
    "network_mode", "pid", "ipc", "uts", "cgroup", "net"};

bool is_given(const Json& value) {
  if (value.is_null()) return false;
  if (value.is_array() || value.is_object()) return !value.empty();
  if (value.is_string()) return !text_of(value).empty();
  return true;
}

bool is_harmless_namespace(std::string_view key, std::string_view value) {
  if (value.empty() || value == "private" || value == "none" || value == "bridge" ||
      value == "default" || value == "shareable") {
    return true;
  }
  // A network shared between two services of the same file goes nowhere else.
  return key == "network_mode" && value.starts_with("service:");
}

/// A right that every container keeps here anyway, with or without Linux's own prefix.
bool is_kept(const std::string& capability) {
  std::string name = to_lower(capability);
  if (name.starts_with("cap_")) name.erase(0, 4);
  return std::ranges::find(kept_capabilities(), name, to_lower) != kept_capabilities().end();
}

bool is_remote(std::string_view context) {
  return context.find("://") != std::string_view::npos || context.starts_with("git@") ||
         context.starts_with("github.com/");
}

/// The checks of one model, with the words around them.
class Inspector {
 public:
  explicit Inspector(const ContainmentRequest& request)
      : request_(request) {}

  [[nodiscard]] Status service(const std::string& name, const Json& service) const {
    for (const Forbidden& forbidden : kForbidden) {
      if (is_given(at(service, forbidden.key))) {
        return refuse(name, forbidden.key, forbidden.demand, "remove that key");
      }
    }
    const Json& rights = at(service, "cap_add");
    if (is_given(rights) &&
        (!rights.is_array() || !std::ranges::all_of(texts_of(rights), is_kept))) {
      return refuse(
          name, "cap_add", "more rights than the exercise needs (cap_add)", "remove that key");
    }
    if (truth_at(service, "privileged")) {
      return refuse(name, "privileged", "privileged mode", "remove `privileged`");
    }
    for (const std::string_view key : kNamespaces) {
      const std::string value = text_at(service, key);
      if (is_harmless_namespace(key, value)) continue;
      return refuse(name,
                    key,
                    std::string(key) + ": " + value,
                    "remove that key; services reach each other by their names");
    }
    for (const std::string& option : texts_of(at(service, "security_opt"))) {
      if (option.starts_with("no-new-privileges")) continue;
      return refuse(name, "security_opt", "the security option " + option, "remove it");
    }
    PINKO_TRY(volumes(name, at(service, "volumes")));
    return build(name, at(service, "build"));
  }

  [[nodiscard]] Status volumes(const std::string& name, const Json& entries) const {
    for (const Json& entry : entries) {
      const std::optional<ModelVolume> volume = model_volume(entry);
      if (!volume ||
          (volume->type != "bind" && volume->type != "volume" && volume->type != "tmpfs")) {
        return refuse(name, "volumes", "a mount of an unknown kind", "use COPY in the Dockerfile");
      }
      if (volume->type != "bind" || is_time_zone(*volume)) continue;
      if (volume->source.find("docker.sock") != std::string::npos) {
        return refuse(name, "volumes", "the engine's socket", "remove that volume");
      }
      // What is mounted is what the escaped text means, so that is what is looked at.
      const std::string source = without_escapes(volume->source);
      if (!is_inside(source, request_.folder)) {
        return refuse(name,
                      "volumes",
                      "files outside of the task's folder (" + source + ")",
                      "use a folder of the task, or COPY in the Dockerfile");
      }
    }
    return {};
  }

  [[nodiscard]] Status build(const std::string& name, const Json& build) const {
    if (build.is_null()) return {};
    const std::string context =
        without_escapes(build.is_string() ? text_of(build) : text_at(build, "context"));
    if (is_remote(context)) {
      return refuse(name, "build", "a build of " + context, "build a folder of the task");
    }
    if (!is_inside(context.empty() ? "." : context, request_.folder)) {
      return refuse(name,
                    "build",
                    "a build outside of the task's folder (" + context + ")",
                    "put what it builds into the task's folder");
    }
    const std::string named = without_escapes(text_at(build, "dockerfile"));
    const std::string dockerfile =
        dockerfile_on_disk(request_.folder / context / (named.empty() ? "Dockerfile" : named));
    if (!is_inside(dockerfile, request_.folder)) {
      return refuse(name, "build", "a Dockerfile outside of the task's folder", "move it there");
    }
    for (const std::string_view key :
         {"ssh", "secrets", "additional_contexts", "entitlements", "privileged", "network"}) {
      const Json& value = at(build, key);
      const bool usual =
          key == "network" && (text_of(value) == "default" || text_of(value) == "none");
      if (!is_given(value) || usual || value == Json(false)) continue;
      return refuse(name, "build", "`" + std::string(key) + "` while building", "remove that key");
    }
    return {};
  }

  /// Named volumes, networks, secrets and configs of the whole file.
  [[nodiscard]] Status top(const Json& model) const {
    for (const std::string_view section : {"volumes", "networks", "secrets", "configs"}) {
      PINKO_TRY(entries(section, at(model, section)));
    }
    return {};
  }

  [[nodiscard]] Status entries(std::string_view section, const Json& all) const {
    const bool file = section == "secrets" || section == "configs";
    if (!all.is_object()) return {};
    for (const auto& [name, entry] : all.items()) {
      PINKO_TRY(file ? from_file(section, name, entry) : named(std::string(section), name, entry));
    }
    return {};
  }

  [[nodiscard]] Status from_file(std::string_view section,
                                 const std::string& name,
                                 const Json& entry) const {
    const std::string file = without_escapes(text_at(entry, "file"));
    const bool written_here = is_there(at(entry, "content"));
    if (written_here || (!file.empty() && is_inside(file, request_.folder))) return {};
    return refuse({},
                  section,
                  "`" + name + "` of " + std::string(section) + " from outside",
                  "use a file of the task's folder");
  }

  [[nodiscard]] Status named(const std::string& section,
                             const std::string& name,
                             const Json& entry) const {
    const Json& external = at(entry, "external");
    if (external.is_object() || external == Json(true)) {
      return refuse({},
                    section,
                    "`" + name + "`, which is made elsewhere (external)",
                    "remove `external` so that Compose makes it");
    }
    const std::string driver = text_at(entry, "driver");
    const bool usual = driver.empty() || driver == "local" || driver == "bridge" ||
                       driver == "default" || driver == "overlay";
    const bool options = section == "volumes" && is_given(at(entry, "driver_opts"));
    if (usual && !options) return {};
    return refuse({}, section, "a driver of its own for `" + name + "`", "remove `driver`");
  }

 private:
  [[nodiscard]] tl::unexpected<Error> refuse(const std::string& service,
                                             std::string_view key,
                                             std::string_view demand,
                                             std::string_view instead) const {
    return refuse_demand(request_, service, key, demand, instead);
  }

  const ContainmentRequest& request_;
};

}  // namespace

tl::unexpected<Error> refuse_demand(const ContainmentRequest& request,
                                    const std::string& service,
                                    std::string_view key,
                                    std::string_view demand,
                                    std::string_view instead) {
  Location where{.path = request.file};
  for (const ServicePlace& place : request.places) {
    if (place.service != service) continue;
    if (place.key == key) {
      where = place.where;
      break;
    }
    if (place.key.empty()) where = place.where;
  }
  const std::string who =
      service.empty() ? std::string("the file") : "the service " + in_quotes(service);
  return fail(ErrorCode::refused,
              to_string(where) + ": " + who + " asks for " + std::string(demand) + "; " +
                  std::string(instead));
}

Status refuse_dangers(const Json& model, const ContainmentRequest& request) {
  const Inspector inspector(request);
  PINKO_TRY(refuse_source(request));
  for (const ComposeText& source : request.sources) {
    if (source.text.empty() || discovery::yaml_as_json(source.text)) continue;
    return refuse_demand(
        request, {}, "", "something that only Compose can read", "write plain YAML");
  }
  PINKO_TRY(refuse_crowds(model, request));
  PINKO_TRY(inspector.top(model));
  const Json& services = at(model, "services");
  if (!services.is_object()) return {};
  for (const auto& [name, service] : services.items()) {
    PINKO_TRY(inspector.service(name, service));
  }
  return {};
}

}  // namespace pinko::engine

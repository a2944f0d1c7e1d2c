#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/yaml_json.hpp"
#include "checker/engine/compose_model.hpp"
#include "checker/engine/containment.hpp"
#include "checker/engine/refusals.hpp"
#include "checker/util/file_start.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <set>
#include <system_error>

namespace pinko::engine {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 8;  ///< files that extend each other
constexpr std::size_t kLargest = 1 << 20;
constexpr int kMostPorts = 64;

/// Keys whose values are words of the student's own: nothing below them is Compose's.
constexpr std::array<std::string_view, 5> kWords = {
    "environment", "labels", "args", "command", "entrypoint"};

/// How many ports "1024-60000" are.
int width_of(const std::string& ports) {
  const std::size_t dash = ports.find('-');
  if (dash == std::string::npos) return 1;
  return std::max(1, first_port(ports.substr(dash + 1)) - first_port(ports) + 1);
}

/// A port, short or long, where `${PORT:-5252}` is its default: the dash in it makes no range.
Json with_defaults(Json port) {
  if (port.is_string()) return discovery::substitute(port.get<std::string>(), {});
  if (!port.is_object()) return port;
  for (auto& [key, value] : port.items()) {
    if (value.is_string()) value = discovery::substitute(value.get<std::string>(), {});
  }
  return port;
}

/// How many ports a service names; counted until they are too many.
int ports_of(const Json& service) {
  int ports = 0;
  for (const Json& entry : at(service, "ports")) {
    const std::optional<ModelPort> port = model_port(with_defaults(entry));
    if (port) ports += std::max(width_of(port->host), width_of(port->container));
    if (ports > kMostPorts) break;  // no number holds what thousands of wide ranges come to
  }
  return ports;
}

/// False for a pipe or a device: whoever reads it may wait for ever.
bool can_be_read(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return !fs::exists(status) || fs::is_regular_file(status) || fs::is_directory(status);
}

/// Looks at every mapping of a Compose file, wherever it stands: an anchor or an `x-` section ends
/// up in a service by a merge key.
class SourceInspector {
 public:
  explicit SourceInspector(const ContainmentRequest& request)
      : request_(request) {}

  [[nodiscard]] Status text(const std::string& source, const fs::path& folder, int depth) {
    if (source.empty()) return {};
    if (source.size() > kLargest || depth > kDeepest || discovery::yaml_unfolds_far(source)) {
      return refuse("", "more than can be read (too large or too deep)", "write it plainly");
    }
    const std::optional<std::string> json = discovery::yaml_as_json(source);
    if (!json) return {};
    const Json file = parse_json(*json);
    if (is_there(at(file, "include"))) {
      return refuse("include", "other Compose files (include)", "write the services here");
    }
    return anything(file, folder, depth);
  }

 private:
  [[nodiscard]] Status anything(const Json& value, const fs::path& folder, int depth) {
    if (value.is_array()) {
      for (const Json& item : value)
        PINKO_TRY(anything(item, folder, depth));
    }
    if (!value.is_object()) return {};
    PINKO_TRY(env_files(at(value, "env_file"), folder));
    PINKO_TRY(extended(at(value, "extends"), folder, depth));
    PINKO_TRY(ports(value));
    for (const auto& [key, inner] : value.items()) {
      if (std::ranges::find(kWords, key) != kWords.end()) continue;
      PINKO_TRY(anything(inner, folder, depth));
    }
    return {};
  }

  [[nodiscard]] Status env_files(const Json& value, const fs::path& folder) const {
    const Json list = value.is_array() ? value : Json::array({value});
    for (const Json& entry : list) {
      const std::string file = entry.is_object() ? text_at(entry, "path") : text_of(entry);
      if (file.empty()) continue;
      if (!is_here(file, folder)) {
        return refuse(
            "env_file", "a file outside of the task's folder (" + file + ")", "use `environment`");
      }
      if (!can_be_read(folder / file)) {
        return refuse("env_file", "a pipe or a device (" + file + ")", "use `environment`");
      }
    }
    return {};
  }

  [[nodiscard]] Status extended(const Json& value, const fs::path& folder, int depth) {
    const std::string file = text_at(value, "file");
    if (file.empty()) return {};
    if (!is_here(file, folder)) {
      return refuse("extends",
                    "a file outside of the task's folder (" + file + ")",
                    "write the service here");
    }
    const fs::path path = (folder / file).lexically_normal();
    if (!can_be_read(path)) {
      return refuse("extends", "a pipe or a device (" + file + ")", "write the service here");
    }
    // Once is enough: files that extend each other, service by service, would never end.
    if (!extended_.insert(path).second) return {};
    return text(read_start(path, kLargest + 1), path.parent_path(), depth + 1);
  }

  [[nodiscard]] Status ports(const Json& service) const {
    if (!at(service, "ports").is_array() || ports_of(service) <= kMostPorts) return {};
    return refuse("ports",
                  "more than " + std::to_string(kMostPorts) + " ports",
                  "publish the ports of the exercise alone");
  }

  /// Inside of the task's folder, as seen from a folder of it. A variable may lead anywhere.
  [[nodiscard]] bool is_here(const std::string& file, const fs::path& folder) const {
    return file.find('$') == std::string::npos && is_inside(folder / file, request_.folder);
  }

  [[nodiscard]] tl::unexpected<Error> refuse(std::string_view key,
                                             std::string_view demand,
                                             std::string_view instead) const {
    std::string service;
    for (const ServicePlace& place : request_.places) {
      if (!key.empty() && place.key == key) service = place.service;
    }
    return refuse_demand(request_, service, key, demand, instead);
  }

  const ContainmentRequest& request_;
  std::set<fs::path> extended_;  ///< files that were looked at
};

}  // namespace

Status refuse_source(const ContainmentRequest& request) {
  ContainmentRequest about = request;
  for (const ComposeText& source : request.sources) {
    about.file = source.file;
    PINKO_TRY(SourceInspector(about).text(source.text, request.folder, 0));
  }
  // Compose reads it by itself, wherever it leads.
  std::error_code error;
  const fs::path variables = request.folder / ".env";
  if (fs::is_symlink(variables, error) && !is_inside(variables, request.folder)) {
    return refuse_demand(request,
                         {},
                         "env_file",
                         "a file `.env` that is a link out of the task's folder",
                         "put the file itself there");
  }
  if (!can_be_read(variables)) {
    return refuse_demand(
        request, {}, "env_file", "a file `.env` that is a pipe or a device", "put a file there");
  }
  return {};
}

Status refuse_crowds(const Json& model, const ContainmentRequest& request) {
  constexpr std::size_t kServices = 32;
  constexpr int kReplicas = 20;
  const Json& services = at(model, "services");
  if (!services.is_object()) return {};
  if (services.size() > kServices) {
    return refuse_demand(request,
                         {},
                         "services",
                         std::to_string(services.size()) + " services",
                         "the exercise needs three; leave at most " + std::to_string(kServices));
  }
  for (const ComposeService& service : services_of(request)) {
    if (service.replicas > kReplicas) {
      return refuse_demand(request,
                           service.name,
                           "scale",
                           std::to_string(service.replicas) + " replicas",
                           "leave at most " + std::to_string(kReplicas));
    }
  }
  return {};
}

}  // namespace pinko::engine

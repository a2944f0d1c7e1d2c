#include "checker/engine/docker_client.hpp"
#include "checker/engine/docker_json.hpp"
#include "checker/engine/json_access.hpp"
#include "checker/engine/subnets.hpp"
#include "checker/util/text.hpp"

#include <string>
#include <utility>

namespace pinko::engine {
namespace {

constexpr int kListTries = 5;

std::string list_path(ObjectKind kind, const std::string& filter) {
  switch (kind) {
    case ObjectKind::container:
      return "/containers/json?all=1&" + filter;
    case ObjectKind::network:
      return "/networks?" + filter;
    case ObjectKind::volume:
      return "/volumes?" + filter;
    case ObjectKind::image:
      return "/images/json?" + filter;
  }
  return {};
}

std::string remove_path(ObjectKind kind, const std::string& id) {
  const std::string name = url_escaped(id);
  switch (kind) {
    case ObjectKind::container:
      return "/containers/" + name + "?force=1&v=1";
    case ObjectKind::network:
      return "/networks/" + name;
    case ObjectKind::volume:
      return "/volumes/" + name + "?force=1";
    // Parent layers stay: they are the cache of the next build.
    case ObjectKind::image:
      return "/images/" + name + "?force=1&noprune=1";
  }
  return {};
}

std::string_view words_for(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::container:
      return "container";
    case ObjectKind::network:
      return "network";
    case ObjectKind::volume:
      return "volume";
    case ObjectKind::image:
      return "image";
  }
  return {};
}

EngineObject object_of(ObjectKind kind, const Json& json) {
  EngineObject object{.kind = kind,
                      .id = text_at(json, "Id"),
                      .name = text_at(json, "Name"),
                      .labels = text_map_of(at(json, "Labels"))};
  const std::vector<std::string> names =
      texts_of(at(json, kind == ObjectKind::image ? "RepoTags" : "Names"));
  if (!names.empty()) object.name = names.front();
  if (object.name.starts_with('/')) object.name.erase(0, 1);
  if (object.id.empty()) object.id = object.name;
  return object;
}

Json network_body(const NetworkSpec& spec, const std::string& subnet) {
  Json body = {{"Name", spec.name},
               {"CheckDuplicate", true},
               {"Driver", "bridge"},
               {"Internal", spec.internal},
               {"Labels", spec.labels},
               {"IPAM", {{"Config", Json::array({{{"Subnet", subnet}}})}}}};
  if (spec.cut_egress) body["Options"]["com.docker.network.bridge.enable_ip_masquerade"] = "false";
  return body;
}

/// A submission may choose its addresses, and an engine gives them to one network at a time.
tl::unexpected<Error> addresses_taken(const std::string& what, const std::string& subnet) {
  return fail(ErrorCode::port_owner,
              what + ": the Compose file chooses the addresses " + subnet +
                  ", and another network of this machine has them or some of them; stop what uses "
                  "it (docker network ls) and run the checker again");
}

bool is_taken(const ApiAnswer& answer) {
  const std::string words = engine_message(answer);
  return words.find("overlaps") != std::string::npos ||
         words.find("already used") != std::string::npos ||
         words.find("already in use") != std::string::npos;
}

}  // namespace

Result<std::vector<EngineObject>> DockerClient::list(ObjectKind kind,
                                                     const std::string& label,
                                                     const std::string& value,
                                                     Deadline deadline) {
  const std::string what = "list the " + std::string(words_for(kind)) + "s labelled " + label;
  const std::string path = list_path(kind, label_filter(label, value));
  Result<Json> json = get(path, what, deadline);
  // Podman refuses the whole list where one of it is being removed.
  for (int tries = 1; tries < kListTries && !json; ++tries) {
    if (json.error().message.find("not known") == std::string::npos) break;
    json = get(path, what, deadline);
  }
  if (!json) return fail(json.error());
  std::vector<EngineObject> objects;
  const Json& rows = kind == ObjectKind::volume ? at(*json, "Volumes") : *json;
  if (!rows.is_array()) return objects;
  for (const Json& row : rows)
    objects.push_back(object_of(kind, row));
  return objects;
}

Result<std::string> DockerClient::create_network(const NetworkSpec& spec, Deadline deadline) {
  const std::string what = "make the network " + spec.name;
  SubnetPool pool(spec.name);
  for (int tried = 0; tried < SubnetPool::kSize && !deadline.passed(); ++tried) {
    const std::string subnet = spec.subnet.empty() ? pool.next() : spec.subnet;
    PINKO_TRY_ASSIGN(const ApiAnswer answer,
                     api_->call({.method = "POST",
                                 .path = "/networks/create",
                                 .body = dump(network_body(spec, subnet)),
                                 .deadline = deadline}));
    if (answer.ok()) return text_at(parse_json(answer.body), "Id");
    if (!is_taken(answer)) return refusal(what, answer);
    if (!spec.subnet.empty()) return addresses_taken(what, subnet);
  }
  return fail(ErrorCode::port_owner,
              what + ": no free subnet in " + std::string(SubnetPool::kPool));
}

Result<std::string> DockerClient::create_volume(const std::string& name,
                                                const Labels& labels,
                                                Deadline deadline) {
  PINKO_TRY_ASSIGN(const ApiAnswer answer,
                   api_->call({.method = "POST",
                               .path = "/volumes/create",
                               .body = dump(Json{{"Name", name}, {"Labels", labels}}),
                               .deadline = deadline}));
  if (!answer.ok()) return refusal("make the volume " + name, answer);
  return name;
}

Status DockerClient::signal(const std::string& container,
                            const std::string& name,
                            Deadline deadline) {
  PINKO_TRY_ASSIGN(const ApiAnswer answer,
                   api_->call({.method = "POST",
                               .path = "/containers/" + url_escaped(container) +
                                       "/kill?signal=" + url_escaped(name),
                               .deadline = deadline}));
  if (!answer.ok()) return refusal("send " + name + " to the container " + container, answer);
  return {};
}

Status DockerClient::name_image(const std::string& image,
                                const std::string& name,
                                Deadline deadline) {
  const std::size_t colon = name.rfind(':');
  const std::string repository = name.substr(0, colon);
  const std::string tag = colon == std::string::npos ? "latest" : name.substr(colon + 1);
  const std::scoped_lock lock(names_mutex_);
  PINKO_TRY_ASSIGN(const ApiAnswer answer,
                   api_->call({.method = "POST",
                               .path = "/images/" + url_escaped(image) + "/tag?repo=" +
                                       url_escaped(repository) + "&tag=" + url_escaped(tag),
                               .deadline = deadline}));
  if (!answer.ok()) return refusal("call the image " + image + " " + name, answer);
  return {};
}

namespace {

bool has_endpoints(const ApiAnswer& refused) {
  return engine_message(refused).find("has active endpoints") != std::string::npos;
}

bool is_empty(EngineApi& api, const std::string& network, Deadline deadline) {
  const auto answer = api.call({.path = "/networks/" + url_escaped(network), .deadline = deadline});
  return answer && answer->ok() && at(parse_json(answer->body), "Containers").empty();
}

}  // namespace

Status DockerClient::remove(ObjectKind kind, const std::string& id, Deadline deadline) {
  const ApiRequest request{.method = "DELETE", .path = remove_path(kind, id), .deadline = deadline};
  std::unique_lock<std::mutex> lock;
  if (kind == ObjectKind::image) lock = std::unique_lock(names_mutex_);
  PINKO_TRY_ASSIGN(ApiAnswer answer, api_->call(request));
  // Its content went with another name at this moment; the name is looked at once more.
  if (engine_message(answer).find("unrecognized image ID") != std::string::npos) {
    PINKO_TRY_ASSIGN(answer, api_->call(request));
  }
  // Releases such as 20.10 count wrongly at times when several containers end at once, and count
  // anew when they are started; but the last one may only have gone meanwhile.
  bool miscounted =
      kind == ObjectKind::network && has_endpoints(answer) && is_empty(*api_, id, deadline);
  if (miscounted) {
    PINKO_TRY_ASSIGN(answer, api_->call(request));
    miscounted = has_endpoints(answer);
  }
  if (answer.ok() || answer.status == kNotFound) return {};
  // Somebody else removes the same container at this moment.
  const bool under_way =
      answer.status == kConflict && engine_message(answer).find("in progress") != std::string::npos;
  if (under_way) return {};
  if (miscounted) {
    return fail(ErrorCode::engine,
                "remove the network " + id +
                    ": the engine counts a container in it that is gone; restart the engine (`sudo "
                    "systemctl restart docker`), and type `pinko-check sweep`");
  }
  return refusal("remove the " + std::string(words_for(kind)) + " " + id, answer);
}

}  // namespace pinko::engine

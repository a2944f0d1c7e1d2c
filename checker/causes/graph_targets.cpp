#include "checker/causes/graph_targets.hpp"

#include "checker/causes/lines.hpp"
#include "checker/expect/stack.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>

namespace pinko::causes {
namespace {

using discovery::Service;

/// The target's line with another server in it.
std::string with_server(const Drawing& drawing, const Target& target, const std::string& server) {
  std::string line = line_at(drawing.parts.sources, drawing.graph.pieces[target.piece].where);
  std::string corrected = with(line, target.written, server);
  if (!corrected.empty() || !trim(line).starts_with("set ")) return corrected;
  // `set $api backend;` holds the name alone, and the port stands in proxy_pass.
  const std::string host = server.substr(0, server.find(':'));
  const std::size_t at = line.rfind(target.host, line.find(';'));
  return at == std::string::npos ? std::string() : line.replace(at, target.host.size(), host);
}

/// The line that holds the target's port, or could, with another one.
std::string with_port(const Drawing& drawing, const Target& target, const std::string& port) {
  const std::string line = line_at(drawing.parts.sources, target.port_where);
  std::string corrected = with(line, target.written, target.host + ':' + port);
  return corrected.empty() ? with(line, ':' + std::to_string(target.port), ':' + port) : corrected;
}

/// On which ports a part's server listens, as far as its own file tells.
std::vector<Listening> listeners_of(Drawing& drawing, const Part& part) {
  const Parts& parts = drawing.parts;
  if (part.role == "back-end" && parts.flask && parts.flask->runs) {
    const FlaskFacts& flask = *parts.flask;
    return {{.port = flask.port,
             .piece = drawing.piece(PieceKind::listener,
                                    part.role,
                                    flask.host + ':' + std::to_string(flask.port),
                                    flask.port_place)}};
  }
  if (part.role == "front-end" && parts.site_conf) {
    return nginx_listeners(drawing, *parts.site_conf, part.role);
  }
  return {};
}

void draw_port(Drawing& drawing, const Target& target, const Aim& aim) {
  const std::vector<Listening> listens = listeners_of(drawing, *aim.part);
  if (listens.empty()) return;
  for (const Listening& one : listens) {
    if (one.port == target.port) return drawing.fits(target.piece, one.piece, "leads to");
  }
  const std::string name = aim.part->name();
  const std::string right = std::to_string(aim.port);
  const std::string sentence = "the proxy asks " + name + " on port " +
                               std::to_string(target.port) + ", and it listens on " +
                               std::to_string(listens.front().port);
  const auto usual = std::ranges::find(listens, aim.port, &Listening::port);
  if (usual != listens.end()) {
    drawing.breaks(target.piece,
                   usual->piece,
                   "leads to",
                   {.cause_id = "proxy-pass-other-port",
                    .sentence = sentence,
                    .where = {target.port_where, drawing.graph.pieces[usual->piece].where},
                    .step = "Write the port on which the server listens behind its name.",
                    .corrected = with_port(drawing, target, right)},
                   aim.silent);
    return;
  }
  const Location where = drawing.graph.pieces[listens.front().piece].where;
  const std::string line = line_at(drawing.parts.sources, where);
  const bool flask = aim.part->role == "back-end";
  drawing.breaks(listens.front().piece,
                 target.piece,
                 "is asked by",
                 {.cause_id = flask ? "flask-other-port" : "nginx-other-port",
                  .sentence = sentence,
                  .where = {},
                  .step = "Let both name one port; the task's is " + right + '.',
                  .corrected = flask ? corrected_run(line, aim.port)
                                     : std::string(indent_of(line)) + "listen " + right + ';'},
                 aim.silent);
}

const Service* service_named(const Parts& parts, const std::string& host) {
  for (const Service& service : parts.stack->services) {
    const bool named = service.container_name && service.container_name->text == host;
    if (service.name == host || named) return &service;
  }
  return nullptr;
}

/// The name that Compose gives a container: "task6_back-end_1", "task6-back-end-2".
struct ContainerName {
  std::string project;
  int number = 0;
};

std::optional<ContainerName> container_of(std::string_view host, std::string_view service) {
  const std::size_t at = host.find(service);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = host.substr(at + service.size());
  const bool joint = rest.size() > 1 && (rest.front() == '_' || rest.front() == '-');
  const char* end = host.data() + host.size();
  ContainerName name{.project = std::string(host.substr(0, at == 0 ? 0 : at - 1))};
  if (!joint || std::from_chars(rest.data() + 1, end, name.number).ptr != end) return std::nullopt;
  return name;
}

/// True where the task starts a container of that name.
bool is_started(const ContainerName& name, const Part& part, const Parts& parts) {
  const std::string folder =
      std::filesystem::path(part.service->where.path).parent_path().filename().string();
  const int started = parts.task == 6 && part.role == "back-end" ? 2 : 1;
  return name.project == discovery::project_name(*parts.stack, folder) && name.number >= 1 &&
         name.number <= started;
}

/// One line takes the place of a block's whole list where it names such containers alone, a line
/// each: of two names that stay, one would be too much.
Placement placement_of_list(const Drawing& drawing, const Target& target, const Service& meant) {
  Location lines = drawing.graph.pieces[target.piece].where;
  for (const auto& upstream : discovery::upstreams(*drawing.parts.proxy_conf)) {
    if (upstream.servers.empty() || upstream.servers.front().where.line != lines.line) continue;
    int line = lines.line;
    for (const discovery::UpstreamServer& server : upstream.servers) {
      const std::string host = server.address.substr(0, server.address.find(':'));
      if (server.where.line != line++ || !container_of(host, meant.name)) return {};
    }
    lines.end_line = line - 1;
    return in_place_of(lines);
  }
  return {};
}

void draw_container(Drawing& drawing,
                    const Target& target,
                    const Aim& aim,
                    const ContainerName& named) {
  const Service& meant = *aim.part->service;
  const std::size_t to = drawing.piece(PieceKind::service, aim.part->role, meant.name, meant.where);
  const bool started = is_started(named, *aim.part, drawing.parts);
  const bool scaled = drawing.parts.task == 6 && aim.part->role == "back-end";
  if (started && !scaled) {
    drawing.fits(target.piece, to, "leads to");
    draw_port(drawing, target, aim);
    return;
  }
  drawing.breaks(
      target.piece,
      to,
      "leads to",
      {.cause_id = "upstream-names-containers",
       .sentence = in_quotes(target.host) + " is one container of the service " + meant.name +
                   ", whose own name stands for all of them",
       .where = {},
       .step = "Write the service's name once, in place of the containers' names.",
       .corrected = with_server(
           drawing, target, meant.name + ':' + std::to_string(target.port_or(aim.port))),
       .placement = placement_of_list(drawing, target, meant)},
      started ? kReplicas : kEnds | kProxySilent | aim.silent | aim.not_found | kReplicas);
}

/// A name that no service has, and whose meaning is plain all the same.
bool draw_other_name(Drawing& drawing, const Target& target, const Aim& aim, const Service& meant) {
  if (const auto named = container_of(target.host, meant.name)) {
    draw_container(drawing, target, aim, *named);
    return true;
  }
  // A server of a list is never another list.
  if (drawing.graph.pieces[target.piece].kind == PieceKind::upstream) return false;
  std::vector<std::string> names;
  const auto all = discovery::upstreams(*drawing.parts.proxy_conf);
  names.reserve(all.size());
  for (const discovery::NginxUpstream& upstream : all)
    names.push_back(upstream.name);
  const std::string near = nearest(target.host, names);
  if (near.empty()) return false;
  const auto upstream = std::ranges::find(all, near, &discovery::NginxUpstream::name);
  drawing.breaks(target.piece,
                 drawing.piece(PieceKind::upstream, aim.part->role, near, upstream->where),
                 "leads to",
                 {.cause_id = "proxy-pass-unknown-upstream",
                  .sentence = "proxy_pass asks for " + in_quotes(target.host) +
                              ", and the upstream block is called " + in_quotes(near),
                  .where = {},
                  .step = "Write the same name in both places.",
                  .corrected = with_server(drawing, target, near)},
                 kEnds | kProxySilent | aim.silent | aim.not_found | kReplicas);
  return true;
}

}  // namespace

void draw_target(Drawing& drawing, const Target& target, const Aim& aim) {
  const Parts& parts = drawing.parts;
  if (!aim.part->service) return;
  const Service& meant = *aim.part->service;
  const std::size_t to = drawing.piece(PieceKind::service, aim.part->role, meant.name, meant.where);
  const std::string right = meant.name + ':' + std::to_string(aim.port);
  if (target.host == "localhost" || target.host.starts_with("127.")) {
    drawing.breaks(target.piece,
                   to,
                   "leads to",
                   {.cause_id = "proxy-pass-to-itself",
                    .sentence = "inside the proxy's container, " + target.host +
                                " is the proxy itself, and the server is the service " + meant.name,
                    .where = {},
                    .step = "Write the service's name in place of " + target.host + '.',
                    .corrected = with_server(drawing, target, right)},
                   aim.silent | aim.not_found);
    return;
  }
  const Service* found = service_named(parts, target.host);
  if (found == nullptr) {
    const bool elsewhere = target.host.find('.') != std::string::npos || target.host.empty();
    if (elsewhere || expect::gives_other_names(parts.sources)) return;
    if (draw_other_name(drawing, target, aim, meant)) return;
    drawing.breaks(
        target.piece,
        to,
        "leads to",
        {.cause_id = "proxy-pass-unknown-service",
         .sentence = "the proxy asks for " + in_quotes(target.host) +
                     ", and the Compose file calls the service " + in_quotes(meant.name),
         .where = {},
         .step = "Write the service's name as the Compose file has it.",
         .corrected = with_server(
             drawing, target, meant.name + ':' + std::to_string(target.port_or(aim.port)))},
        kEnds | kProxySilent | aim.silent | aim.not_found);
    return;
  }
  if (found->name != meant.name) {
    const std::string role = discovery::guess_role(*found);
    if (role != "back-end" && role != "front-end") return;
    drawing.breaks(target.piece,
                   to,
                   "leads to",
                   {.cause_id = "proxy-pass-to-other-server",
                    .sentence = "the proxy sends these requests to " + found->name +
                                ", and they are for " + meant.name,
                    .where = {},
                    .step = "Write the name of the server that answers them.",
                    .corrected = with_server(drawing, target, right)},
                   aim.silent | aim.not_found);
    return;
  }
  drawing.fits(target.piece, to, "leads to");
  draw_port(drawing, target, aim);
}

}  // namespace pinko::causes

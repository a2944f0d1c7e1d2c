#include "checker/causes/graph_parts.hpp"
#include "checker/causes/lines.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes {
namespace {

using discovery::NginxConf;
using discovery::NginxLocation;
using discovery::NginxServer;
using discovery::ProxyPass;
using discovery::Service;

constexpr std::string_view kApiPath = "/api/hello";

/// What a location is for, by the task.
struct Aim {
  const Part* part = nullptr;
  std::uint16_t port = 0;
  unsigned silent = 0;
  unsigned not_found = 0;
};

std::optional<Aim> aim_of(const Parts& parts, const NginxLocation& location) {
  if (location.modifier.starts_with('~') || location.modifier == "@") return std::nullopt;
  if (location.path == "/") {
    return Aim{
        .part = &parts.front_end, .port = 9000, .silent = kPageSilent, .not_found = kPageNotFound};
  }
  if (location.path.starts_with("/api")) {
    return Aim{
        .part = &parts.back_end, .port = 5252, .silent = kApiSilent, .not_found = kApiNotFound};
  }
  return std::nullopt;
}

/// A server to which the proxy sends requests, with its place: of proxy_pass, or of the upstream.
struct Target {
  std::string host;
  std::uint16_t port = 80;
  std::size_t piece = 0;
  std::string written;  ///< what stands there for host and port: "back-end:5252"
  /// The port for a corrected line: the one that is written, or else the task's.
  [[nodiscard]] std::uint16_t port_or(std::uint16_t usual) const {
    return written.find(':') == std::string::npos ? usual : port;
  }
};

std::vector<Target> targets_of(Drawing& drawing,
                               const NginxConf& conf,
                               const ProxyPass& pass,
                               std::string_view role) {
  const std::size_t from = drawing.piece(PieceKind::pass, role, pass.text, pass.where);
  const std::string port = pass.port == 0 ? "" : ':' + std::to_string(pass.port);
  const auto all = discovery::upstreams(conf);
  const auto upstream = std::ranges::find(all, pass.host, &discovery::NginxUpstream::name);
  if (upstream == all.end()) {
    return {{.host = pass.host,
             .port = pass.port == 0 ? std::uint16_t{80} : pass.port,
             .piece = from,
             .written = pass.host + port}};
  }
  std::vector<Target> found;
  for (const discovery::UpstreamServer& server : upstream->servers) {
    const ProxyPass read = discovery::parse_proxy_pass("http://" + server.address);
    const std::size_t piece =
        drawing.piece(PieceKind::upstream, role, server.address, server.where);
    drawing.fits(from, piece, "stands for");
    found.push_back({.host = read.host,
                     .port = read.port == 0 ? std::uint16_t{80} : read.port,
                     .piece = piece,
                     .written = server.address});
  }
  return found;
}

/// The target's line with another server in it.
std::string with_server(const Drawing& drawing, const Target& target, const std::string& server) {
  return with(line_at(drawing.parts.sources, drawing.graph.pieces[target.piece].where),
              target.written,
              server);
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
                    .where = {},
                    .step = "Write the port on which the server listens behind its name.",
                    .corrected = with_server(drawing, target, target.host + ':' + right)},
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

/// "task6_back-end_1" and "task6-back-end-2" are containers of the service back-end.
bool is_container_of(std::string_view host, std::string_view service) {
  const std::size_t at = host.find(service);
  if (at == std::string_view::npos) return false;
  const std::string_view rest = host.substr(at + service.size());
  return rest.size() > 1 && (rest.front() == '_' || rest.front() == '-') &&
         rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// A name that no service has, and whose meaning is plain all the same.
bool draw_other_name(Drawing& drawing, const Target& target, const Aim& aim, const Service& meant) {
  const std::size_t to = drawing.piece(PieceKind::service, aim.part->role, meant.name, meant.where);
  const unsigned shows = kEnds | kProxySilent | aim.silent | aim.not_found | kReplicas;
  if (is_container_of(target.host, meant.name)) {
    drawing.breaks(
        target.piece,
        to,
        "leads to",
        {.cause_id = "upstream-names-containers",
         .sentence = quoted(target.host) + " is one container of the service " + meant.name +
                     ", whose own name stands for all of them",
         .where = {},
         .step = "Write the service's name once, in place of the containers' names.",
         .corrected = with_server(
             drawing, target, meant.name + ':' + std::to_string(target.port_or(aim.port)))},
        shows);
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
                  .sentence = "proxy_pass asks for " + quoted(target.host) +
                              ", and the upstream block is called " + quoted(near),
                  .where = {},
                  .step = "Write the same name in both places.",
                  .corrected = with_server(drawing, target, near)},
                 shows);
  return true;
}

/// The Compose file may call services what it likes.
bool gives_other_names(const Sources& task) {
  return std::ranges::any_of(task.texts, [](const auto& one) {
    return one.first.find("compose") != std::string::npos &&
           (one.second.find("aliases") != std::string::npos ||
            one.second.find("links:") != std::string::npos ||
            one.second.find("extra_hosts") != std::string::npos ||
            one.second.find("hostname:") != std::string::npos);
  });
}

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
    if (elsewhere || gives_other_names(parts.sources)) return;
    if (draw_other_name(drawing, target, aim, meant)) return;
    drawing.breaks(
        target.piece,
        to,
        "leads to",
        {.cause_id = "proxy-pass-unknown-service",
         .sentence = "the proxy asks for " + quoted(target.host) +
                     ", and the Compose file calls the service " + quoted(meant.name),
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

void draw_server(Drawing& drawing, const NginxConf& conf, const NginxServer& server) {
  bool api = false;
  bool root = false;
  bool pattern = false;
  for (const NginxLocation& location : server.locations) {
    pattern = pattern || location.modifier.starts_with('~');
    api = api || (location.path != "/" && kApiPath.starts_with(location.path));
    root = root || location.path == "/" || !location.root.empty();
    const auto aim = aim_of(drawing.parts, location);
    if (!aim || location.proxy_passes.size() != 1) continue;
    const ProxyPass& pass = location.proxy_passes.front();
    if (pass.has_variable) continue;
    for (const Target& target : targets_of(drawing, conf, pass, aim->part->role))
      draw_target(drawing, target, *aim);
    if (aim->part == &drawing.parts.back_end) draw_path(drawing, location, pass);
  }
  if (pattern || server.locations.empty()) return;
  if (!api) draw_missing(drawing, server, /*api=*/true);
  if (!root && server.root.empty()) draw_missing(drawing, server, /*api=*/false);
}

}  // namespace

void draw_proxy(Drawing& drawing) {
  const Parts& parts = drawing.parts;
  if (parts.task < 5 || !parts.proxy_conf || !parts.stack) return;
  const std::vector<NginxServer> all = discovery::servers(*parts.proxy_conf);
  if (all.size() == 1) draw_server(drawing, *parts.proxy_conf, all.front());
}

}  // namespace pinko::causes

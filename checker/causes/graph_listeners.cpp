#include "checker/causes/graph_parts.hpp"
#include "checker/causes/lines.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes {
namespace {

using discovery::PortMapping;

constexpr std::uint16_t kApiPort = 5252;
constexpr std::uint16_t kSitePort = 9000;
constexpr std::uint16_t kProxyPort = 80;

bool is_local(std::string_view address) {
  return address.starts_with("127.") || address == "localhost" || address == "[::1]";
}

bool covers(const PortMapping& mapping, std::uint16_t port) {
  return mapping.container_first <= port && port <= mapping.container_last;
}

/// A server of a part, as its own file says.
struct Server {
  const Part* part = nullptr;
  std::vector<Listening> listens;
  std::uint16_t usual = 0;    ///< the task's port
  std::string_view own_id;    ///< of the cause when the server has the wrong port
  std::string own_corrected;  ///< the server's line with the task's port
  Placement own_placement;    ///< of that line
  unsigned silent = 0;        ///< of Shows, when nobody can reach it
  std::string what;           ///< "Flask listens on"
};

bool listens_on(const Server& server, std::uint16_t port) {
  return std::ranges::find(server.listens, port, &Listening::port) != server.listens.end();
}

/// The ports that Compose publishes of a service, against those on which its server listens.
void draw_published(Drawing& drawing, const Server& server) {
  if (!server.part->service || server.listens.empty()) return;
  const Sources& task = drawing.parts.sources;
  const PortMapping* wrong = nullptr;
  for (const PortMapping& mapping : server.part->service->ports) {
    if (mapping.container_first == 0) return;
    const std::size_t from =
        drawing.piece(PieceKind::published, server.part->role, mapping.text, mapping.where);
    for (const Listening& listening : server.listens) {
      if (covers(mapping, listening.port)) return drawing.fits(from, listening.piece, "leads to");
    }
    if (!mapping.fixed()) continue;
    if (wrong == nullptr || mapping.host_first == server.usual) wrong = &mapping;
  }
  if (wrong == nullptr) return;
  const Listening& first = server.listens.front();
  const std::size_t from =
      drawing.piece(PieceKind::published, server.part->role, wrong->text, wrong->where);
  const std::string sentence = "ports leads to port " + std::to_string(wrong->container_first) +
                               " of the container, and " + server.what + ' ' +
                               std::to_string(first.port);
  if (listens_on(server, server.usual)) {
    // The task names the computer's port as well, and it is the same number.
    const std::string usual = std::to_string(server.usual);
    const bool asked_for = wrong->host_first == server.usual;
    drawing.breaks(
        from,
        first.piece,
        "leads to",
        {.cause_id = "published-port-leads-nowhere",
         .sentence = sentence,
         .where = {},
         .step = asked_for ? "Write the port of the server behind the colon."
                           : "Write " + usual + " on both sides of the colon.",
         .corrected = with(line_at(task, wrong->where), wrong->text, usual + ':' + usual)},
        server.silent);
  } else {
    drawing.breaks(first.piece,
                   from,
                   "is published by",
                   {.cause_id = std::string(server.own_id),
                    .sentence = sentence,
                    .where = {},
                    .step = "Let the server listen on " + std::to_string(server.usual) + '.',
                    .corrected = server.own_corrected,
                    .placement = server.own_placement},
                   server.silent);
  }
}

/// In the tasks without Compose, the statement's own commands publish the task's port.
void draw_usual(Drawing& drawing, const Server& server) {
  if (server.listens.empty()) return;
  const Listening& first = server.listens.front();
  if (listens_on(server, server.usual)) return;
  Diagnosis fault{.cause_id = std::string(server.own_id),
                  .sentence = server.what + ' ' + std::to_string(first.port) +
                              ", and `docker run -p` leads to " + std::to_string(server.usual),
                  .where = {drawing.graph.pieces[first.piece].where},
                  .step = "Let the server listen on " + std::to_string(server.usual) + '.',
                  .corrected = server.own_corrected,
                  .placement = server.own_placement};
  drawing.breaks(first.piece, first.piece, "is published", std::move(fault), server.silent);
}

void draw_exposed(Drawing& drawing, const Server& server) {
  if (!server.part->dockerfile) return;
  for (const discovery::Instruction* instruction :
       discovery::final_instructions(*server.part->dockerfile)) {
    if (instruction->keyword != "EXPOSE") continue;
    // EXPOSE is a word to the reader: it opens nothing, and breaks nothing.
    const std::size_t exposed = drawing.piece(
        PieceKind::exposed, server.part->role, instruction->arguments, instruction->where);
    if (!server.listens.empty()) drawing.fits(exposed, server.listens.front().piece, "announces");
  }
}

/// The other end of a server that only its own container can reach: who is to reach it.
std::size_t who_asks(Drawing& drawing, const Server& server) {
  if (server.part->service && !server.part->service->ports.empty()) {
    const PortMapping& mapping = server.part->service->ports.front();
    return drawing.piece(PieceKind::published, server.part->role, mapping.text, mapping.where);
  }
  const std::size_t itself = server.listens.front().piece;
  if (!drawing.parts.proxy_conf) return itself;
  const auto passes = discovery::proxy_passes(*drawing.parts.proxy_conf);
  const auto pass = std::ranges::find(passes, server.part->name(), &discovery::ProxyPass::host);
  if (pass == passes.end()) return itself;
  return drawing.piece(PieceKind::pass, server.part->role, pass->text, pass->where);
}

void draw_local(Drawing& drawing, const Server& server, const Location& where, Diagnosis fault) {
  const std::size_t asks = who_asks(drawing, server);
  const Location other = drawing.graph.pieces[asks].where;
  fault.where = {where};
  if (other != drawing.graph.pieces[server.listens.front().piece].where) {
    fault.where.push_back(other);
  }
  drawing.breaks(asks, server.listens.front().piece, "leads to", std::move(fault), server.silent);
}

void draw_flask(Drawing& drawing) {
  const Parts& parts = drawing.parts;
  if (!parts.flask || !parts.flask->runs) return;
  const FlaskFacts& flask = *parts.flask;
  const std::string line = line_at(parts.sources, flask.run_place);
  Server server{
      .part = &parts.back_end,
      .listens = {},
      .usual = kApiPort,
      .own_id = flask.port_place == flask.run_place ? "flask-default-port" : "flask-other-port",
      .own_corrected = corrected_run(line, kApiPort),
      .own_placement = resolved({}, flask.run_place),
      .silent = kApiSilent | kApiListens,
      .what = "Flask listens on"};
  server.listens = {{.port = flask.port,
                     .piece = drawing.piece(PieceKind::listener,
                                            "back-end",
                                            flask.host + ':' + std::to_string(flask.port),
                                            flask.port_place)}};
  draw_exposed(drawing, server);
  if (is_local(flask.host)) {
    const bool given = flask.host_place != flask.run_place;
    draw_local(
        drawing,
        server,
        flask.host_place,
        {.cause_id = "flask-local-only",
         .sentence = "Flask listens on 127.0.0.1, which only its own container can reach" +
                     std::string(given ? "" : "; it is what Flask does when no host is given"),
         .where = {},
         .step = "Start it with host 0.0.0.0, which means everybody.",
         .corrected = server.own_corrected,
         .placement = server.own_placement});
  }
  if (parts.by_hand()) {
    draw_usual(drawing, server);
  } else if (parts.task == 4) {
    draw_published(drawing, server);
  }
}

std::string with_port(const Parts& parts, const Location& where, std::uint16_t port) {
  const std::string line = line_at(parts.sources, where);
  if (line.find("listen") == std::string::npos) return "    listen " + std::to_string(port) + ';';
  return std::string(indent_of(line)) + "listen " + std::to_string(port) + ';';
}

void draw_nginx(Drawing& drawing, const Part& part, const discovery::NginxConf& conf) {
  const Parts& parts = drawing.parts;
  const bool proxy = part.role == "proxy";
  Server server{.part = &part,
                .listens = nginx_listeners(drawing, conf, part.role),
                .usual = proxy ? kProxyPort : kSitePort,
                .own_id = discovery::find_directive(conf, "listen") == nullptr
                              ? "nginx-default-port"
                              : "nginx-other-port",
                .own_corrected = {},
                .own_placement = {},
                .silent = proxy ? kProxySilent : kPageSilent | kPageListens,
                .what = "nginx listens on"};
  if (server.listens.empty()) return;
  const Location where = drawing.graph.pieces[server.listens.front().piece].where;
  server.own_corrected = with_port(parts, where, server.usual);
  const bool written = line_at(parts.sources, where).find("listen") != std::string::npos;
  server.own_placement = written ? resolved({}, where) : below(where);
  draw_exposed(drawing, server);
  for (const discovery::NginxServer& one : discovery::servers(conf)) {
    for (const discovery::NginxListen& listen : one.listens) {
      if (!is_local(listen.address) || server.listens.size() > 1) continue;
      draw_local(drawing,
                 server,
                 listen.where,
                 {.cause_id = "nginx-local-only",
                  .sentence = "nginx listens on 127.0.0.1, which only its own container can reach",
                  .where = {},
                  .step = "Write the port alone behind listen.",
                  .corrected = with_port(parts, listen.where, listen.port)});
    }
  }
  if (parts.by_hand()) {
    draw_usual(drawing, server);
  } else if (proxy || parts.task == 4) {
    draw_published(drawing, server);
  }
}

/// A section that seems to have no `listen`: it has one that nginx cannot read (`listen: 80`), or
/// in a block where it does not belong.
bool hides_listen(const discovery::NginxConf& conf, const Location& server) {
  return std::ranges::any_of(conf.directives, [&](const discovery::NginxDirective& section) {
    return section.where == server &&
           std::ranges::any_of(section.block, [](const discovery::NginxDirective& inner) {
             return inner.name.starts_with("listen") ||
                    std::ranges::find(inner.block, "listen", &discovery::NginxDirective::name) !=
                        inner.block.end();
           });
  });
}

/// Nobody can tell where nginx would listen: it refuses the line.
bool is_unreadable(const discovery::NginxConf& conf,
                   const discovery::NginxServer& server,
                   const discovery::NginxListen& listen) {
  if (listen.where == server.where) return hides_listen(conf, server.where);
  return listen.port == 0 || listen.address.find('=') != std::string::npos;
}

}  // namespace

std::vector<Listening> nginx_listeners(Drawing& drawing,
                                       const discovery::NginxConf& conf,
                                       std::string_view role) {
  std::vector<Listening> found;
  for (const discovery::NginxServer& server : discovery::servers(conf)) {
    for (const discovery::NginxListen& listen : server.listens) {
      if (is_unreadable(conf, server, listen)) continue;
      found.push_back({.port = listen.port,
                       .piece = drawing.piece(PieceKind::listener,
                                              role,
                                              listen.address + ':' + std::to_string(listen.port),
                                              listen.where)});
    }
  }
  return found;
}

void draw_listeners(Drawing& drawing) {
  const Parts& parts = drawing.parts;
  draw_flask(drawing);
  if (parts.site_conf) draw_nginx(drawing, parts.front_end, *parts.site_conf);
  if (parts.proxy_conf) draw_nginx(drawing, parts.proxy, *parts.proxy_conf);
}

}  // namespace pinko::causes

#include "checker/causes/graph_parts.hpp"
#include "checker/causes/lines.hpp"
#include "checker/expect/page_scripts.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes {
namespace {

using discovery::ScriptCall;

constexpr std::string_view kDirect = "http://localhost:5252/api/hello";

/// The end to which a call shall lead: the published port, the proxy's, or Flask's own.
std::optional<std::size_t> server_of(Drawing& drawing) {
  const Parts& parts = drawing.parts;
  const Part& part = parts.task >= 5 ? parts.proxy : parts.back_end;
  if (part.service && !part.service->ports.empty()) {
    const discovery::PortMapping& mapping = part.service->ports.front();
    return drawing.piece(PieceKind::published, part.role, mapping.text, mapping.where);
  }
  if (parts.task < 5 && parts.flask && parts.flask->runs) {
    const FlaskFacts& flask = *parts.flask;
    return drawing.piece(PieceKind::listener,
                         "back-end",
                         flask.host + ':' + std::to_string(flask.port),
                         flask.port_place);
  }
  return std::nullopt;
}

struct Flaw {
  std::string id;
  std::string sentence;
};

/// True where the Compose file publishes the port that is asked on the part that shall be asked.
bool is_published(const Part& part, const std::string& port) {
  return part.service &&
         std::ranges::any_of(part.service->ports, [&port](const discovery::PortMapping& mapping) {
           return std::to_string(mapping.host_first) == port;
         });
}

Flaw flaw_of(const Parts& parts, const expect::AskedUrl& asked) {
  const bool proxied = parts.task >= 5;
  if (proxied && (asked.port == "5252" || asked.port == "9000")) {
    const bool answers =
        is_published(parts.back_end, asked.port) || is_published(parts.front_end, asked.port);
    return {
        "page-goes-round-proxy",
        "the page asks port " + asked.port +
            (answers ? " itself, past the proxy" : " itself, and only the proxy can be reached")};
  }
  if (!asked.host.empty() && !expect::is_this_computer(asked.host)) {
    const bool service = parts.stack && parts.stack->find(asked.host) != nullptr;
    if (!service) return {};
    return {"page-asks-unknown-host",
            in_quotes(asked.host) + " is a name inside of Docker; the browser runs outside"};
  }
  const std::string port = asked.port.empty() ? "80" : asked.port;
  if (is_published(proxied ? parts.proxy : parts.back_end, port)) return {};
  // A front end that passes requests on may be asked for the API as well.
  if (parts.site_conf && !discovery::proxy_passes(*parts.site_conf).empty()) return {};
  if (!proxied && asked.host.empty()) {
    return {"page-asks-front-end",
            "an address without host is asked of the front end, not of the API"};
  }
  if (!proxied && port != "5252") {
    return {"page-asks-other-port", "the page asks port " + port + ", and the API is on 5252"};
  }
  if (proxied && port != "80") {
    return {"page-asks-other-port", "the page asks port " + port + ", and the proxy is on 80"};
  }
  return {};
}

void draw_call(Drawing& drawing, const ScriptCall& call, std::size_t server) {
  const Parts& parts = drawing.parts;
  const expect::AskedUrl asked = expect::parse_url(call.url);
  const std::size_t from = drawing.piece(PieceKind::call, "front-end", call.url, call.where);
  const std::string right(parts.task >= 5 ? expect::kApiPath : kDirect);
  const std::string corrected = with(line_at(parts.sources, call.where), call.url, right);
  if (Flaw flaw = flaw_of(parts, asked); !flaw.id.empty()) {
    drawing.breaks(from,
                   server,
                   "asks",
                   {.cause_id = std::move(flaw.id),
                    .sentence = std::move(flaw.sentence),
                    .where = {},
                    .step = "Ask for `" + right + "`.",
                    .corrected = corrected},
                   kBrowser);
    return;
  }
  drawing.fits(from, server, "asks");
  if (!parts.flask || !parts.flask->routes_known || expect::is_api_path(asked.path)) return;
  if (expect::lacks_scheme(asked)) return;  // the host is what is wrong, and not the path
  const auto& routes = parts.flask->routes;
  const auto route = std::ranges::find(routes, expect::kApiPath, &FlaskRoute::path);
  const bool answered = std::ranges::find(routes, asked.path, &FlaskRoute::path) != routes.end();
  if (route == routes.end() || answered) return;
  drawing.breaks(from,
                 drawing.piece(PieceKind::route, "back-end", route->path, route->where),
                 "asks",
                 {.cause_id = "page-asks-other-path",
                  .sentence = "the page asks for " + in_quotes(asked.path) + ", and Flask knows " +
                              in_quotes(route->path),
                  .where = {},
                  .step = "Ask for `" + right + "`.",
                  .corrected = corrected},
                 kBrowser);
}

/// Flask has no route for the path that everybody asks.
void draw_routes(Drawing& drawing) {
  const Parts& parts = drawing.parts;
  if (!parts.flask || !parts.flask->routes_known || parts.flask->routes.empty()) return;
  const auto& routes = parts.flask->routes;
  if (std::ranges::find(routes, expect::kApiPath, &FlaskRoute::path) != routes.end()) return;
  const bool computed = std::ranges::any_of(
      routes, [](const FlaskRoute& one) { return one.path.find('<') != std::string::npos; });
  if (computed) return;
  const FlaskRoute& route = routes.front();
  const std::size_t from = drawing.piece(PieceKind::route, "back-end", route.path, route.where);
  std::size_t to = from;
  for (const ScriptCall& call : parts.calls) {
    if (expect::is_api_path(expect::parse_url(call.url).path)) {
      to = drawing.piece(PieceKind::call, "front-end", call.url, call.where);
    }
  }
  const bool slash = route.path == std::string(expect::kApiPath) + '/';
  Diagnosis fault{.cause_id = slash ? "route-elsewhere" : "route-missing",
                  .sentence = "Flask knows the path " + in_quotes(route.path) +
                              ", and is asked for " + in_quotes(expect::kApiPath),
                  .where = {},
                  .step = "Write `@app.route('/api/hello')` above the function.",
                  .corrected = with_place(parts.sources, route.where, expect::kApiPath)};
  if (to == from) fault.where = {route.where};
  drawing.breaks(from, to, "answers", std::move(fault), kApiNotFound);
}

}  // namespace

void draw_page(Drawing& drawing) {
  const Parts& parts = drawing.parts;
  draw_routes(drawing);
  if (parts.task < 3) return;
  const auto server = server_of(drawing);
  if (!server) return;
  for (const ScriptCall& call : parts.calls) {
    const expect::AskedUrl asked = expect::parse_url(call.url);
    const bool for_api = asked.path.find("api") != std::string::npos ||
                         asked.path.find("hello") != std::string::npos;
    if (!call.url.empty() && for_api) draw_call(drawing, call, *server);
  }
}

}  // namespace pinko::causes

#include "checker/causes/graph_parts.hpp"
#include "checker/causes/lines.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes {
namespace {

using discovery::NginxLocation;
using discovery::NginxServer;
using discovery::ProxyPass;

}  // namespace

void draw_path(Drawing& drawing, const NginxLocation& location, const ProxyPass& pass) {
  const Parts& parts = drawing.parts;
  const bool known = parts.flask && parts.flask->routes_known;
  if (!known || pass.uri.empty() || !expect::kApiPath.starts_with(location.path)) return;
  const std::string sent = pass.uri + std::string(expect::kApiPath.substr(location.path.size()));
  const auto& routes = parts.flask->routes;
  const auto route = std::ranges::find(routes, expect::kApiPath, &FlaskRoute::path);
  const bool answered = std::ranges::find(routes, sent, &FlaskRoute::path) != routes.end();
  if (route == routes.end() || answered) return;
  const std::size_t from = drawing.piece(PieceKind::pass, "back-end", pass.text, pass.where);
  const std::size_t to = drawing.piece(PieceKind::route, "back-end", route->path, route->where);
  const std::string kept = pass.text.substr(0, pass.text.size() - pass.uri.size());
  drawing.breaks(from,
                 to,
                 "leads to",
                 {.cause_id = "proxy-pass-takes-path-away",
                  .sentence = "the path " + in_quotes(pass.uri) +
                              " behind proxy_pass takes the place "
                              "of " +
                              in_quotes(location.path) + ", so Flask is asked for " +
                              in_quotes(sent) + " and knows " + in_quotes(route->path),
                  .where = {},
                  .step = "Write nothing behind the port in proxy_pass, not even a `/`.",
                  .corrected = with(line_at(parts.sources, pass.where), pass.text, kept)},
                 kApiNotFound);
}

void draw_missing(Drawing& drawing, const NginxServer& server, bool api) {
  const Parts& parts = drawing.parts;
  const Part& part = api ? parts.back_end : parts.front_end;
  if (!part.service) return;
  // `location api`: a slash is missing, not a location.
  const bool nearly = std::ranges::any_of(server.locations, [](const NginxLocation& one) {
    return one.modifier.empty() && one.path.starts_with("api");
  });
  if (api && nearly) return;
  const std::string path = api ? "/api" : "/";
  const std::string right = part.service->name + (api ? ":5252" : ":9000");
  drawing.breaks(
      drawing.piece(PieceKind::listener, "proxy", "server", server.where),
      drawing.piece(PieceKind::service, part.role, part.service->name, part.service->where),
      "leads to",
      {.cause_id = api ? "api-location-missing" : "root-location-missing",
       .sentence =
           "no location of the proxy is for " + path + ", so nothing reaches " + part.service->name,
       .where = {},
       .step = "Add a location for " + path + " with a proxy_pass.",
       .corrected = "    location " + path + " {\n        proxy_pass http://" + right + ";\n    }",
       .placement = below(server.where)},
      api ? kApiNotFound : kPageNotFound | kWelcomePage);
}

}  // namespace pinko::causes

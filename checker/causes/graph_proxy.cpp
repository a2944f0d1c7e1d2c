#include "checker/causes/graph_targets.hpp"
#include "checker/expect/words.hpp"

#include <algorithm>

namespace pinko::causes {
namespace {

using discovery::NginxConf;
using discovery::NginxLocation;
using discovery::NginxServer;
using discovery::ProxyPass;

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
             .port_where = pass.port_where,
             .written = pass.host + port}};
  }
  std::vector<Target> found;
  for (const discovery::UpstreamServer& server : upstream->servers) {
    if (server.address.find("//") != std::string::npos) continue;  // nginx refuses that
    const ProxyPass read = discovery::parse_proxy_pass("http://" + server.address);
    const std::size_t piece =
        drawing.piece(PieceKind::upstream, role, server.address, server.where);
    drawing.fits(from, piece, "stands for");
    found.push_back({.host = read.host,
                     .port = read.port == 0 ? std::uint16_t{80} : read.port,
                     .piece = piece,
                     .port_where = server.where,
                     .written = server.address});
  }
  return found;
}

void draw_server(Drawing& drawing, const NginxConf& conf, const NginxServer& server) {
  bool api = false;
  bool root = false;
  bool chooses = false;  // by a pattern, a condition or a map: nothing is missing then
  for (const NginxLocation& location : server.locations) {
    chooses = chooses || location.modifier.starts_with('~') || location.proxy_passes.size() > 1 ||
              std::ranges::any_of(location.proxy_passes, [&conf](const ProxyPass& pass) {
                return discovery::evaluated(pass, conf).has_variable;
              });
    api = api || (location.path != "/" && expect::kApiPath.starts_with(location.path));
    root = root || location.path == "/" || !location.root.empty();
    const auto aim = aim_of(drawing.parts, location);
    if (!aim || location.proxy_passes.size() != 1) continue;
    const ProxyPass& written = location.proxy_passes.front();
    const ProxyPass pass = discovery::evaluated(written, conf);
    if (pass.has_variable) continue;
    for (const Target& target : targets_of(drawing, conf, pass, aim->part->role))
      draw_target(drawing, target, *aim);
    // With a variable nginx sends the path behind it as it is.
    const bool of_api = aim->part == &drawing.parts.back_end;
    if (of_api && !written.has_variable) draw_path(drawing, location, pass);
  }
  if (chooses || server.locations.empty()) return;
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

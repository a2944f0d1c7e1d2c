#pragma once

#include "checker/causes/graph.hpp"
#include "checker/causes/parts.hpp"

#include <string>
#include <utility>

/// The sections of a graph, in the order in which they come into play.
namespace pinko::causes {

/// Adds pieces and edges to a graph.
class Drawing {
 public:
  explicit Drawing(const Parts& from)
      : parts(from) {}

  std::size_t piece(PieceKind kind, std::string_view role, std::string text, const Location& where);
  /// An edge that holds.
  void fits(std::size_t from, std::size_t to, std::string relation);
  /// One that does not. The fault's places are the ends, its mending place first, unless it names
  /// places of its own.
  void breaks(
      std::size_t from, std::size_t to, std::string relation, Diagnosis fault, unsigned shows);

  const Parts& parts;
  Graph graph = {};
};

struct ConfFile {
  std::string path;         ///< from the task's folder
  std::string_view not_id;  ///< of the cause when no COPY takes it
  unsigned shows = 0;       ///< of Shows
};

/// A configuration, and the place where nginx reads it.
void draw_conf(Drawing& drawing, const Part& part, const ConfFile& conf);
/// The site's folder in the image, and the folder in which nginx looks.
void draw_site(Drawing& drawing, const Part& part);
/// COPY, the files it takes, where they go, and which of them is started.
void draw_images(Drawing& drawing);
/// Services: who waits for whom, and what the command scales.
void draw_services(Drawing& drawing);
/// Who listens, and which port of the host leads there.
void draw_listeners(Drawing& drawing);
/// Where the proxy leads.
void draw_proxy(Drawing& drawing);
/// A path behind the port in proxy_pass, which takes the place of the location's own.
void draw_path(Drawing& drawing,
               const discovery::NginxLocation& location,
               const discovery::ProxyPass& pass);
/// A server that sends nothing on for /api, or for /.
void draw_missing(Drawing& drawing, const discovery::NginxServer& server, bool api);
/// What the page asks.
void draw_page(Drawing& drawing);

/// The ports on which an nginx configuration listens, as pieces; empty where it has no server.
struct Listening {
  std::uint16_t port = 0;
  std::size_t piece = 0;
};
[[nodiscard]] std::vector<Listening> nginx_listeners(Drawing& drawing,
                                                     const discovery::NginxConf& conf,
                                                     std::string_view role);

}  // namespace pinko::causes

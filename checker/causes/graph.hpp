#pragma once

#include "checker/core/diagnosis.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How the files of a task hang together. Read in the files alone: nothing is run.
namespace pinko::causes {

enum class PieceKind {
  program,    ///< what an image starts
  listener,   ///< Flask's or nginx's address and port
  route,      ///< a path that Flask answers
  exposed,    ///< EXPOSE of a Dockerfile, expose of a service
  published,  ///< a port of the host, and the container's port behind it
  service,    ///< of the Compose file
  pass,       ///< proxy_pass, with the server that it leads to
  upstream,   ///< a server of an upstream block
  copy,       ///< COPY, with its target
  file,       ///< what COPY takes
  root,       ///< the folder in which nginx looks
  call,       ///< the address that the page asks
  image,      ///< the name that a service gives its image
  command,    ///< --scale in 2-api-servers.txt
};

/// One thing that some file says.
struct Piece {
  PieceKind kind = PieceKind::program;
  std::string role;  ///< "back-end", "front-end", "proxy" or empty
  std::string text;  ///< "0.0.0.0:5252", "http://back-end:5252"
  Location where;
};

/// What goes wrong at run time when an edge is broken.
using Shows = unsigned;  ///< a set of them
inline constexpr Shows kApiSilent =
    1U << 0U;  ///< nothing answers for the API, or the proxy says 502 to 504
inline constexpr Shows kApiNotFound = 1U << 1U;   ///< the API's answer is 404, or a page
inline constexpr Shows kPageSilent = 1U << 2U;    ///< the same for the page
inline constexpr Shows kPageNotFound = 1U << 3U;  ///< the page's answer is 403 or 404
inline constexpr Shows kWelcomePage =
    1U << 4U;  ///< nginx shows its own page, or its own file is in the image
inline constexpr Shows kEnds = 1U << 5U;     ///< a container ends
inline constexpr Shows kNoBuild = 1U << 6U;  ///< an image is not built
inline constexpr Shows kBrowser =
    1U << 7U;  ///< the page stays empty, or its script asks the wrong address
inline constexpr Shows kApiListens = 1U << 8U;    ///< the back end listens elsewhere
inline constexpr Shows kPageListens = 1U << 9U;   ///< the front end does
inline constexpr Shows kSiteCopied = 1U << 10U;   ///< the site is elsewhere in the image
inline constexpr Shows kRefused = 1U << 11U;      ///< Compose refuses the file
inline constexpr Shows kReplicas = 1U << 12U;     ///< not as many servers as asked for
inline constexpr Shows kProxySilent = 1U << 13U;  ///< nothing answers on the proxy's port
inline constexpr Shows kConfBeside =
    1U << 14U;  ///< a configuration works, and is not in the place that the task names

/// Two pieces that have to fit together.
struct Edge {
  std::size_t from = 0;  ///< index into `Graph::pieces`
  std::size_t to = 0;
  std::string relation;            ///< "leads to", "publishes", "asks"
  std::optional<Diagnosis> fault;  ///< why they do not fit; both ends are its places
  unsigned breaks = 0;             ///< of Shows
};

struct Graph {
  std::vector<Piece> pieces;
  std::vector<Edge> edges;  ///< in the order in which they come into play: build, start, answer
};

struct Parts;

[[nodiscard]] Graph read_graph(const Parts& parts);

/// True for a broken edge that anybody would notice at run time.
[[nodiscard]] bool is_noticed(const Edge& edge);

}  // namespace pinko::causes

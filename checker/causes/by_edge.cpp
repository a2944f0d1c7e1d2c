#include "checker/causes/reading.hpp"
#include "checker/causes/recognise.hpp"

#include <algorithm>
#include <array>
#include <variant>

namespace pinko::causes {
namespace {

/// What the judgement says when it knows that something is amiss, and not where.
constexpr std::array<std::string_view, 27> kVague{
    "proxy-reaches-nobody",     "route-missing",
    "route-elsewhere",          "page-asks-where-nobody-listens",
    "page-asks-something-else", "page-asks-other-path",
    "page-asks-other-port",     "nginx-default-port",
    "nginx-other-port",         "nginx-local-only",
    "flask-default-port",       "flask-other-port",
    "flask-local-only",         "conf-not-copied",
    "proxy-conf-not-copied",    "proxy-pass-other-port",
    "proxy-pass-missing",       "proxy-pass-takes-path-away",
    "proxy-pass-to-itself",     "proxy-pass-unknown-service",
    "api-location-missing",     "root-location-missing",
    "nginx-root-elsewhere",     "nginx-root-missing",
    "site-copied-elsewhere",    "nginx-connect-refused",
    "nginx-file-not-there"};

/// What an observation shows, as a sum of Shows.
struct Shown {
  const Case& failure;

  unsigned operator()(const HttpSeen& seen) const {
    if (!seen.answered) return kApiSilent | (failure.task >= 5 ? kProxySilent : 0U);
    if (seen.status >= 502 && seen.status <= 504) return kApiSilent;
    if (seen.body.find("Welcome to nginx") != std::string::npos) return kWelcomePage | kApiNotFound;
    const bool other =
        seen.status == 404 || seen.status == 405 || (seen.status >= 300 && seen.status < 400);
    const bool page = seen.status == 200 && (seen.body.find("<html") != std::string::npos ||
                                             seen.body.find("<!DOCTYPE") != std::string::npos);
    return other || page ? kApiNotFound : 0U;
  }
  unsigned operator()(const SiteServedSeen& seen) const {
    if (seen.files.empty() || seen.files.front().equal) return 0;
    const ServedFile& page = seen.files.front();
    if (seen.welcome_page) return kWelcomePage;
    if (page.status == 0) return kPageSilent | (failure.task >= 5 ? kProxySilent : 0U);
    if (page.status >= 502 && page.status <= 504) return kPageSilent;
    const bool absent = page.status == 403 || page.status == 404 || page.status == 500;
    return absent ? kPageNotFound : 0U;
  }
  unsigned operator()(const BuildSeen& seen) const { return seen.ok ? 0U : kNoBuild; }
  unsigned operator()(const ProjectBuildSeen& seen) const { return seen.ok ? 0U : kNoBuild; }
  unsigned operator()(const ListenSeen& seen) const {
    if (!seen.running || seen.listeners.empty()) return 0;
    return failure.task == 1 ? kApiListens : kPageListens;
  }
  unsigned operator()(const CopySeen& seen) const {
    return seen.source.state == FileState::present ? kWelcomePage | kConfBeside : 0U;
  }
  unsigned operator()(const SiteCopySeen& seen) const {
    return !seen.folder_exists || !seen.found_instead.empty() ? kSiteCopied : 0U;
  }
  unsigned operator()(const PageSeen& seen) const { return seen.loaded ? kBrowser : 0U; }
  template <class Other>
  unsigned operator()(const Other& /*seen*/) const {
    return 0;
  }
};

/// Both speak of one file: the same mistake may stand in two images of a task.
bool share_a_file(const Edge& edge, const Case& failure) {
  const std::vector<Location>& where = failure.finding.where;
  return where.empty() || std::ranges::any_of(edge.fault->where, [&where](const Location& end) {
           return end.path == where.front().path;
         });
}

/// Of a copied file only the edge to that very file can tell.
bool is_about(const Edge& edge, const Observation& seen) {
  const auto* copy = std::get_if<CopySeen>(&seen);
  return copy == nullptr || std::ranges::any_of(edge.fault->where, [copy](const Location& end) {
           return end.path == copy->source.path;
         });
}

/// The edge tells more exactly what the judgement says, or says what it leaves open.
bool explains(const Edge& edge, const Piece& from, const Case& failure, unsigned shown) {
  const std::string& known = failure.finding.cause_id;
  const std::string& id = edge.fault->cause_id;
  if (known == id && share_a_file(edge, failure)) return true;
  if (known == "nginx-host-not-found") {
    const auto* said = std::get_if<NginxComplaint>(&failure.finding.particulars);
    if (said != nullptr && from.text.find(said->host) == std::string::npos) return false;
    return id == "proxy-pass-unknown-service" || id == "upstream-names-containers" ||
           id == "proxy-pass-unknown-upstream";
  }
  if (known == "not-all-servers-asked" && id == "upstream-names-containers") return true;
  if (known == "copy-source-missing") {
    return (edge.breaks & kNoBuild) != 0 && share_a_file(edge, failure);
  }
  if (!is_about(edge, failure.seen)) return false;
  const bool open = known.empty() || std::ranges::find(kVague, known) != kVague.end();
  return open && (edge.breaks & shown) != 0;
}

}  // namespace

std::optional<Diagnosis> by_edge(const Case& failure) {
  const unsigned shown = std::visit(Shown{failure}, failure.seen);
  if (shown == 0 && failure.finding.cause_id.empty()) return std::nullopt;
  const Graph& graph = failure.reading->graph;
  const Edge* first = nullptr;
  for (const Edge& edge : graph.edges) {
    if (!edge.fault || !explains(edge, graph.pieces[edge.from], failure, shown)) continue;
    // A page of nginx's own is the proxy's, where its configuration is not in place.
    const bool outermost = graph.pieces[edge.from].role == "proxy";
    if (first == nullptr || (outermost && failure.task >= 5 && (shown & kWelcomePage) != 0)) {
      first = &edge;
      if (outermost) break;
    }
  }
  return first == nullptr ? std::nullopt : first->fault;
}

std::vector<Diagnosis> disagreements(const TaskReading& reading) {
  std::vector<Diagnosis> found;
  for (const Edge& edge : reading.graph.edges)
    if (is_noticed(edge)) found.push_back(*edge.fault);
  return found;
}

std::shared_ptr<const TaskReading> read_task(int task, const Sources& sources) {
  return std::make_shared<const TaskReading>(task, sources);
}

}  // namespace pinko::causes

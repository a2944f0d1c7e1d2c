#include "checker/core/pictures.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace pinko {
namespace {

constexpr std::string_view kListenersOf = "listeners of ";  // as describe(ListListeners) begins
constexpr std::string_view kBrowser = "browser";
constexpr std::string_view kNobody = "nobody";

/// True when an URL or a probe's words name that port: ":80/" but not ":8080/".
bool names_port(std::string_view text, std::uint16_t port) {
  const std::string words = ':' + std::to_string(port);
  const std::size_t at = text.find(words);
  if (at == std::string_view::npos) return false;
  const std::string_view rest = text.substr(at + words.size());
  return rest.empty() || rest.front() < '0' || rest.front() > '9';
}

/// The port of an URL of this machine; 0 for all others.
std::uint16_t own_port(std::string_view url) {
  for (const std::string_view host : {"http://localhost", "http://127.0.0.1"}) {
    if (!url.starts_with(host)) continue;
    url.remove_prefix(host.size());
    if (!url.starts_with(':')) return url.empty() || url.front() == '/' ? 80 : 0;
    std::uint16_t port = 0;
    std::from_chars(url.data() + 1, url.data() + url.size(), port);
    return port;
  }
  return 0;
}

bool asks_the_api(std::string_view text) {
  return text.find("/api") != std::string_view::npos;
}

/// Collects a task's pictures from its observations, in two rounds: nodes first, edges then.
class Painter {
 public:
  Painter(const TaskEvidence& evidence, const Fixture& fixture)
      : evidence_(evidence),
        fixture_(fixture) {}

  TaskPictures paint() {
    for (const auto& [probe, sight] : evidence_.sights) {
      const auto* observation = std::get_if<Observation>(&sight);
      if (observation == nullptr) continue;
      std::visit([&, &name = probe](const auto& seen) { collect(name, seen); }, *observation);
    }
    if (!fixture_.compose && looked_) add_servers();
    for (const StackNode& node : pictures_.nodes)
      connect(node);
    add_nobody();
    return std::move(pictures_);
  }

 private:
  StackNode& node(const std::string& name) {
    const auto found = std::ranges::find(pictures_.nodes, name, &StackNode::name);
    if (found != pictures_.nodes.end()) return *found;
    pictures_.nodes.push_back({.name = name});
    return pictures_.nodes.back();
  }

  void add_log(const std::string& name, const std::string& text) {
    if (trim(text).empty()) return;
    const auto same = [&](const NamedLog& log) { return log.name == name && log.text == text; };
    if (std::ranges::none_of(pictures_.logs, same)) pictures_.logs.push_back({name, text});
  }

  template <class T>
  void collect(const std::string& /*probe*/, const T& /*seen*/) {}

  void collect(const std::string& /*probe*/, const BuildSeen& seen) {
    looked_ = true;
    if (!seen.ok) trouble_[seen.role] = "its image was not built";
  }

  void collect(const std::string& /*probe*/, const ComposeSeen& seen) {
    for (const ComposeService& service : seen.services) {
      StackNode& one = node(service.name);
      one.replicas = std::max(one.replicas, service.replicas);
      roles_.push_back({service.name, service.role.empty() ? service.name : service.role});
      add_ports(service.ports, service.name);
    }
  }

  void collect(const std::string& /*probe*/, const PortsSeen& seen) {
    for (const PublishedPort& port : seen.published)
      add_ports({port}, port.service);
  }

  void collect(const std::string& /*probe*/, const ProjectSeen& seen) {
    for (const ServiceState& state : seen.services) {
      StackNode& one = node(state.service);
      one.replicas = std::max(one.replicas, state.running);
      one.running = one.running && state.running > 0;
      add_log(state.service, state.log);
    }
  }

  void collect(const std::string& probe, const ListenSeen& seen) {
    if (!probe.starts_with(kListenersOf)) return;
    const std::string name = probe.substr(kListenersOf.size());
    looked_ = true;
    node(name).running = seen.running;
    if (!seen.running) trouble_[name] = "it ended with exit code " + std::to_string(seen.exit_code);
    roles_.push_back({name, name});
    add_log(name, seen.log);
    for (const Listener& listener : seen.listeners)
      listens_[name].push_back(listener);
  }

  void collect(const std::string& probe, const HttpSeen& seen) {
    const bool upstream = seen.status >= 502 && seen.status <= 504;
    looked_ = true;
    if (!seen.answered) asked_.push_back({probe, seen.problem, false});
    if (upstream) asked_.push_back({probe, "answered " + std::to_string(seen.status), true});
    if (!seen.log.empty()) add_log("servers, after " + probe, seen.log);
  }

  void collect(const std::string& /*probe*/, const PageSeen& seen) {
    if (!seen.screenshot_png.empty()) pictures_.screenshot_png = seen.screenshot_png;
    for (const BrowserRequest& request : seen.requests) {
      const std::string problem =
          request.blocked.empty() ? request.failure : "blocked by " + request.blocked;
      if (!problem.empty()) asked_.push_back({request.url, problem, false});
    }
  }

  void collect(const std::string& probe, const ReplicaSample& seen) {
    pictures_.samples.push_back({probe, seen});
  }

  void collect(const std::string& /*probe*/, const ComparisonSeen& seen) {
    pictures_.comparison = seen;
  }

  void add_ports(const std::vector<PublishedPort>& ports, const std::string& name) {
    std::vector<PublishedPort>& all = node(name).ports;
    for (const PublishedPort& port : ports) {
      const auto same = [&](const PublishedPort& other) {
        return other.host_port == port.host_port && other.container_port == port.container_port;
      };
      if (std::ranges::none_of(all, same)) all.push_back(port);
    }
  }

  /// The servers that are started by hand publish the statement's ports, whether they came up or
  /// not.
  void add_servers() {
    for (const ServerSpec& server : fixture_.servers) {
      const std::string name(server.role);
      StackNode& one = node(name);
      one.ports = {{name, server.port, server.port, false}};
      if (const auto trouble = trouble_.find(name); trouble != trouble_.end()) {
        one.running = false;
        one.problem = trouble->second;
      } else if (const auto listens = listens_.find(name); listens != listens_.end()) {
        one.problem = elsewhere(listens->second, server.port);
      }
    }
  }

  /// In a few words, that a server listens on another port or for itself alone.
  static std::string elsewhere(const std::vector<Listener>& listeners, std::uint16_t port) {
    std::string problem;
    for (const Listener& listener : listeners) {
      const bool inside = listener.address.starts_with("127.") || listener.address == "::1";
      if (listener.port == port && !inside) return {};
      problem = "listens on " + listener.address + ':' + std::to_string(listener.port);
    }
    return problem;
  }

  /// What the page asks of this machine on a port that nothing publishes.
  void add_nobody() {
    for (const Asked& asked : asked_) {
      const std::uint16_t port = own_port(asked.what);
      const auto publishes = [port](const StackNode& node) {
        return std::ranges::find(node.ports, port, &PublishedPort::host_port) != node.ports.end();
      };
      if (port == 0 || std::ranges::any_of(pictures_.nodes, publishes)) continue;
      const std::string label = ':' + std::to_string(port);
      pictures_.nodes.push_back({.name = std::string(kNobody) + " on " + label,
                                 .ports = {{"", port, port, false}},
                                 .running = false,
                                 .problem = "nothing publishes this port"});
      pictures_.edges.push_back(
          {std::string(kBrowser), pictures_.nodes.back().name, label, asked.problem});
    }
  }

  [[nodiscard]] bool has_role(const std::string& name, std::string_view role) const {
    return std::ranges::any_of(
        roles_, [&](const auto& pair) { return pair.first == name && pair.second == role; });
  }

  void connect(const StackNode& one) {
    for (const PublishedPort& port : one.ports) {
      if (port.host_port == 0) continue;
      pictures_.edges.push_back({std::string(kBrowser),
                                 one.name,
                                 ':' + std::to_string(port.host_port),
                                 problem_of(one, problem_at(port.host_port))});
    }
    if (!has_role(one.name, "proxy")) return;
    for (const StackNode& other : pictures_.nodes) {
      const bool api = has_role(other.name, "back-end");
      if (!api && !has_role(other.name, "front-end")) continue;
      pictures_.edges.push_back(
          {one.name,
           other.name,
           api ? "/api" : "/",
           one.running ? problem_of(other, problem_behind_the_proxy(api)) : std::string()});
    }
  }

  /// What was seen of an edge, else what is known of the node at its end.
  static std::string problem_of(const StackNode& node, std::string seen) {
    if (!seen.empty()) return seen;
    if (!node.problem.empty()) return node.problem;
    return node.running ? std::string() : "it does not run";
  }

  [[nodiscard]] std::string problem_at(std::uint16_t port) const {
    for (const Asked& asked : asked_) {
      if (!asked.upstream && names_port(asked.what, port)) return asked.problem;
    }
    return {};
  }

  [[nodiscard]] std::string problem_behind_the_proxy(bool api) const {
    for (const Asked& asked : asked_) {
      if (asked.upstream && asks_the_api(asked.what) == api) return asked.problem;
    }
    return {};
  }

  /// A request that brought nothing back.
  struct Asked {
    std::string what;
    std::string problem;
    bool upstream = false;  ///< a proxy answered in place of what stands behind it
  };

  const TaskEvidence& evidence_;
  const Fixture& fixture_;
  TaskPictures pictures_;
  bool looked_ = false;                                   ///< at more than files
  std::map<std::string, std::string> trouble_;            ///< by role: why it does not run
  std::map<std::string, std::vector<Listener>> listens_;  ///< by role
  std::vector<std::pair<std::string, std::string>> roles_;
  std::vector<Asked> asked_;
};

}  // namespace

TaskPictures pictures_of(const TaskEvidence& evidence, const Fixture& fixture) {
  return Painter(evidence, fixture).paint();
}

}  // namespace pinko

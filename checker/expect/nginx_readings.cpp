#include "checker/discovery/compose_file.hpp"
#include "checker/discovery/nginx_conf.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

using discovery::NginxConf;
using discovery::NginxDirective;
using discovery::NginxLocation;
using discovery::NginxServer;
using discovery::NginxUpstream;
using discovery::ProxyPass;

constexpr std::string_view kSiteRoot = "/var/www/html/softy-pinko-front-end";
constexpr std::string_view kSiteConf = "front-end/softy-pinko-front-end.conf";

std::optional<NginxConf> parse(std::string_view conf, const Sources& task) {
  const std::string* text = task.find(conf);
  if (text == nullptr) return std::nullopt;
  return discovery::parse_nginx(*text, task.from_top(conf));
}

/// The location that nginx takes for a path: an exact one, or else the longest prefix. Patterns are
/// not tried: a conf with one is left to what was seen at run time.
const NginxLocation* location_for(const NginxServer& server, std::string_view path) {
  const NginxLocation* best = nullptr;
  for (const NginxLocation& location : server.locations) {
    if (location.modifier == "=" && location.path == path) return &location;
    if (location.modifier.starts_with("~") || location.modifier == "=" ||
        location.modifier == "@") {
      continue;
    }
    const bool longer = best == nullptr || location.path.size() > best->path.size();
    if (path.starts_with(location.path) && longer) best = &location;
  }
  return best;
}

bool has_patterns(const NginxServer& server) {
  return std::ranges::any_of(server.locations, [](const NginxLocation& location) {
    return location.modifier.starts_with("~");
  });
}

/// The path that is sent on: a URI behind the port takes the place of the location's own path.
std::string sent_path(const NginxLocation& location, const ProxyPass& pass, std::string_view path) {
  if (pass.uri.empty() || pass.has_variable) return std::string(path);
  return pass.uri + std::string(path.substr(std::min(path.size(), location.path.size())));
}

/// What a proxy_pass leads to.
struct Target {
  std::string_view role;  ///< "back-end"
  std::uint16_t port = 0;
  std::string_view path;
};

Reason judge_port(const ProxyPass& pass, const NginxConf& conf, const Target& target) {
  const std::string right = std::to_string(target.port);
  const auto all = discovery::upstreams(conf);
  const auto upstream = std::ranges::find(all, pass.host, &NginxUpstream::name);
  if (upstream != all.end()) {
    for (const discovery::UpstreamServer& server : upstream->servers) {
      if (server.address.ends_with(':' + right)) continue;
      return {.id = "proxy-pass-other-port",
              .cause = "the upstream lists " + server.address + ", and the " +
                       std::string(target.role) + " listens on port " + right,
              .hint = "Write the port " + right + " behind the service's name.",
              .where = {server.where}};
    }
    return {};
  }
  const std::uint16_t port = pass.port == 0 ? 80 : pass.port;
  if (port == target.port || pass.has_variable) return {};
  return {.id = "proxy-pass-other-port",
          .cause = "proxy_pass leads to port " + std::to_string(port) + ", and the " +
                   std::string(target.role) + " listens on port " + right,
          .hint = "Write the port " + right + " behind the service's name.",
          .where = {pass.port_where}};
}

Reason judge_host(const ProxyPass& pass,
                  const NginxConf& conf,
                  const Target& target,
                  const Sources& task) {
  const auto stack = read_stack(task);
  const auto all = discovery::upstreams(conf);
  if (!stack || stack->services.empty() || pass.has_variable) return {};
  if (std::ranges::find(all, pass.host, &NginxUpstream::name) != all.end()) return {};
  if (stack->find(pass.host) != nullptr) return {};
  const bool itself = pass.host == "localhost" || pass.host == "127.0.0.1";
  // An address, and a name that the file gives otherwise, may well be the server's.
  const bool elsewhere = pass.host.find('.') != std::string::npos || gives_other_names(task);
  if (elsewhere && !itself) return {};
  std::string names;
  for (const discovery::Service& service : stack->services) {
    if (service.container_name && service.container_name->text == pass.host) return {};
    names += (names.empty() ? "" : ", ") + service.name;
  }
  return {.id = itself ? "proxy-pass-to-itself" : "proxy-pass-unknown-service",
          .cause = itself ? "inside the proxy's container, localhost is the proxy itself"
                          : "no service is called " + in_quotes(pass.host) + "; there are " + names,
          .hint = "Write the service's name from the Compose file, such as `http://" +
                  std::string(target.role) + ':' + std::to_string(target.port) + "`.",
          .where = {pass.where}};
}

Reason judge_pass(const NginxLocation& location,
                  const NginxConf& conf,
                  const Target& target,
                  const Sources& task) {
  if (location.proxy_passes.empty()) {
    return {.id = "proxy-pass-missing",
            .cause = "the location " + location.path + " has no proxy_pass",
            .hint = "Add `proxy_pass http://" + std::string(target.role) + ':' +
                    std::to_string(target.port) + ";` to it.",
            .where = {location.where}};
  }
  const ProxyPass& pass = location.proxy_passes.front();
  const std::string sent = sent_path(location, pass, target.path);
  if (sent != target.path) {
    return {.id = "proxy-pass-takes-path-away",
            .cause = "the path " + in_quotes(pass.uri) + " behind proxy_pass takes the place of " +
                     in_quotes(location.path) + ", so the " + std::string(target.role) +
                     " is asked for " + in_quotes(sent),
            .hint = "Write nothing behind the port in proxy_pass, not even a `/`.",
            .where = {pass.where}};
  }
  const ProxyPass read = discovery::evaluated(pass, conf);
  Reason reading = judge_host(read, conf, target, task);
  return reading.empty() ? judge_port(read, conf, target) : reading;
}

/// Where a directive of the location stands, or else of its server; the section itself where
/// neither has it.
Location place_in(const NginxConf& conf,
                  const NginxServer& server,
                  const NginxLocation* location,
                  std::string_view name) {
  Location where = location != nullptr ? location->where : server.where;
  for (const Location& section : {where, server.where}) {
    if (const NginxDirective* one = discovery::directive_in(conf, section, name)) return one->where;
  }
  return where;
}

Reason read_root(const NginxConf& conf, const NginxServer& server, const NginxLocation* location) {
  const std::string& root =
      location != nullptr && !location->root.empty() ? location->root : server.root;
  const auto& tries =
      location != nullptr && !location->try_files.empty() ? location->try_files : server.try_files;
  const bool tries_request = std::ranges::any_of(tries, [](const std::string& name) {
    return name.find("$uri") != std::string::npos || name.find("$request_uri") != std::string::npos;
  });
  if (!tries.empty() && !tries_request) {
    return {.id = "try-files-never-asks",
            .cause = "try_files never looks for the file that was asked for",
            .hint = "Let it begin with `$uri`: `try_files $uri $uri/ =404;`, or remove it.",
            .where = {place_in(conf, server, location, "try_files")}};
  }
  std::string_view folder = root;
  while (folder.size() > 1 && folder.ends_with('/'))
    folder.remove_suffix(1);
  if (folder != kSiteRoot && (location == nullptr || location->alias.empty())) {
    return {.id = root.empty() ? "nginx-root-missing" : "nginx-root-elsewhere",
            .cause = root.empty() ? "the configuration names no root, so nginx looks in its own "
                                    "folder"
                                  : "root names " + root + ", where the site is not",
            .hint = "Write `root " + std::string(kSiteRoot) + ";`.",
            .where = {place_in(conf, server, location, "root")}};
  }
  const auto& index =
      location != nullptr && !location->index.empty() ? location->index : server.index;
  if (!index.empty() && std::ranges::find(index, "index.html") == index.end()) {
    return {.id = "nginx-index-elsewhere",
            .cause = "index names " + join(index, ", ") + ", and the site's page is index.html",
            .hint = "Write `index index.html;`, or remove the line.",
            .where = {place_in(conf, server, location, "index")}};
  }
  return {};
}

const NginxServer* server_on(const std::vector<NginxServer>& all, std::uint16_t port) {
  for (const NginxServer& server : all) {
    for (const discovery::NginxListen& listen : server.listens) {
      if (listen.port == port) return &server;
    }
  }
  return all.empty() ? nullptr : &all.front();
}

/// `location = /api` is for that address, and for none below it.
Reason exact_location(const NginxServer& server, std::string_view path) {
  for (const NginxLocation& location : server.locations) {
    const bool below = location.path == path || location.path == std::string(path) + '/';
    if (location.modifier != "=" || !below) continue;
    return {.id = "location-exact",
            .cause = "`location = " + location.path + "` takes that one address, and none below it",
            .hint = "Write `location " + location.path + "`, without the equals sign.",
            .where = {location.where}};
  }
  return {};
}

/// Does a pattern such as `\.css$` or `\.(css|js)$` take a file?
bool takes_ending(std::string_view pattern, std::string_view path) {
  if (!pattern.starts_with("\\.") || !pattern.ends_with('$')) return false;
  pattern = pattern.substr(2, pattern.size() - 3);
  if (pattern.starts_with('(') && pattern.ends_with(')')) {
    pattern = pattern.substr(1, pattern.size() - 2);
  }
  const auto endings = split(pattern, '|');
  return std::ranges::any_of(endings, [path](std::string_view ending) {
    return path.ends_with('.' + std::string(ending));
  });
}

}  // namespace

Reason read_file_conf(std::string_view conf, std::string_view path, const Sources& task) {
  const auto parsed = parse(conf, task);
  if (!parsed) return {};
  const std::vector<NginxServer> all = discovery::servers(*parsed);
  const NginxServer* server = server_on(all, conf != kSiteConf ? 80 : 9000);
  if (server == nullptr) return {};
  const NginxLocation* taken = has_patterns(*server) ? nullptr : location_for(*server, path);
  for (const NginxLocation& location : server->locations) {
    if (location.modifier.starts_with('~') && takes_ending(location.path, path)) taken = &location;
  }
  if (taken == nullptr) return exact_location(*server, "/");
  if (taken->path == "/") return {};
  return {.id = "location-takes-files",
          .cause = "the location " + taken->path + " takes " + std::string(path) +
                   ", and does not serve it",
          .hint = "Remove that location, or let it serve the site's files as `location /` does.",
          .where = {taken->where}};
}

Reason read_proxy_for_api(std::string_view conf, const Sources& task) {
  const auto parsed = parse(conf, task);
  if (!parsed) return {};
  const std::vector<NginxServer> all = discovery::servers(*parsed);
  const NginxServer* server = server_on(all, 80);
  if (server == nullptr || has_patterns(*server)) return {};
  const NginxLocation* location = location_for(*server, kApiPath);
  if (location == nullptr || location->path == "/") {
    if (Reason exact = exact_location(*server, "/api"); !exact.empty()) return exact;
    const auto without_slash =
        std::ranges::find_if(server->locations, [](const NginxLocation& one) {
          return one.modifier.empty() && one.path.starts_with("api");
        });
    if (without_slash != server->locations.end()) {
      return {.id = "location-without-slash",
              .cause = "the path " + in_quotes(without_slash->path) +
                       " of the location does not begin with a slash, so no address fits it",
              .hint = "Write `location /" + without_slash->path + "`.",
              .where = {without_slash->where}};
    }
    return {.id = "api-location-missing",
            .cause = "no location is for /api, so the request goes where the page comes from",
            .hint = "Add `location /api { proxy_pass http://back-end:5252; }`.",
            .where = {server->where}};
  }
  return judge_pass(*location, *parsed, {.role = "back-end", .port = 5252, .path = kApiPath}, task);
}

Reason read_site_conf(std::string_view conf, const Sources& task) {
  const auto parsed = parse(conf, task);
  if (!parsed) return {};
  const std::vector<NginxServer> all = discovery::servers(*parsed);
  const bool is_proxy = conf != kSiteConf;
  const NginxServer* server = server_on(all, is_proxy ? 80 : 9000);
  if (server == nullptr) {
    return {.id = "nginx-no-server-section",
            .cause = "the file has no server section",
            .hint = "Put everything into `server { … }`.",
            .where = {Location{.path = task.from_top(conf)}}};
  }
  if (has_patterns(*server)) return {};
  const NginxLocation* location = location_for(*server, "/");
  if (!is_proxy) return read_root(*parsed, *server, location);
  if (location == nullptr) {
    return {.id = "root-location-missing",
            .cause = "no location is for /",
            .hint = "Add `location / { proxy_pass http://front-end:9000; }`.",
            .where = {server->where}};
  }
  Reason reading =
      judge_pass(*location, *parsed, {.role = "front-end", .port = 9000, .path = "/"}, task);
  return reading.empty() ? read_site_conf(kSiteConf, task) : reading;
}

}  // namespace pinko::expect

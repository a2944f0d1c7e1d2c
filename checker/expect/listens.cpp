#include "checker/expect/log_causes.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/servers.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace pinko::expect {
namespace {

bool is_local(const std::string& address) {
  return address.starts_with("127.") || address == "::1" || address == "::ffff:127.0.0.1";
}

std::string ports_of(const std::vector<Listener>& listeners) {
  std::set<std::string> words;
  for (const Listener& listener : listeners)
    words.insert(listener.address + ':' + std::to_string(listener.port));
  return join({words.begin(), words.end()}, ", ");
}

bool is_nginx(const ServerFacts& server) {
  return server.sources.ends_with(".conf");
}

LogFiles files_behind(const ServerFacts& server) {
  if (is_nginx(server)) return {.conf = std::string(server.sources), .api = {}};
  return {.conf = {}, .api = std::string(server.sources)};
}

/// The engine itself says that it could not start what CMD or USER names.
bool never_started(std::string_view log) {
  constexpr std::array<std::string_view, 3> kWords{
      kNothingToStart, "OCI runtime", "nable to find user "};
  return std::ranges::any_of(
      kWords, [log](std::string_view words) { return log.find(words) != std::string_view::npos; });
}

void explain_local(Finding& finding, const ServerFacts& server, const Sources& task) {
  finding.cause_id = is_nginx(server) ? "nginx-local-only" : "flask-local-only";
  finding.cause = "the server listens on 127.0.0.1, which only its own container can reach";
  finding.where =
      find_first(task, server.sources, {"127.0.0.1", "localhost", "app.run(", "listen "});
  if (!is_nginx(server) && !find_place(task, server.sources, "127.0.0.1")) {
    finding.cause += "; it is what Flask does when no host is given";
  }
}

void explain_other_port(Finding& finding,
                        const ListenSeen& seen,
                        const ServerFacts& server,
                        const Sources& task) {
  const auto on = [&](std::uint16_t port) {
    return std::ranges::find(seen.listeners, port, &Listener::port) != seen.listeners.end();
  };
  finding.cause_id = is_nginx(server) ? "nginx-other-port" : "flask-other-port";
  finding.cause = "the server listens on another port than " + std::to_string(server.port);
  finding.where = find_first(task, server.sources, {"port=", "port =", "listen", "app.run("});
  if (is_nginx(server) && on(80)) {
    finding.cause_id = "nginx-default-port";
    finding.cause = "nginx listens on port 80, as it does when no configuration says otherwise";
    finding.follows = {"conf-in-image"};
  } else if (!is_nginx(server) && on(5000)) {
    finding.cause_id = "flask-default-port";
    finding.cause = "Flask listens on port 5000, as it does when no port is given";
  }
}

}  // namespace

Finding listens(const ListenSeen& seen, const ServerFacts& server, const Sources& task) {
  const std::string port = std::to_string(server.port);
  Finding finding = failed("a server that listens on 0.0.0.0:" + port, "");
  finding.evidence = seen.log;
  if (!seen.running) {
    finding.actual = never_started(seen.log)
                         ? "the container did not start"
                         : "the container ended with exit code " + std::to_string(seen.exit_code);
    explain(finding,
            recognise_end(
                {.exit_code = seen.exit_code, .out_of_memory = seen.out_of_memory, .log = seen.log},
                files_behind(server),
                task));
    return finding;
  }
  bool local = false;
  for (const Listener& listener : seen.listeners) {
    if (listener.port != server.port) continue;
    if (!is_local(listener.address)) return passed(listener.address + ':' + port);
    local = true;
  }
  if (seen.listeners.empty()) {
    finding.actual = "nothing listens in the container";
    explain(finding, recognise_log(seen.log, files_behind(server), task));
    if (!finding.cause.empty() || !is_nginx(server)) return finding;
    Reason reading = read_site_conf(server.sources, task);
    if (reading.id != "nginx-no-server-section") return finding;
    explain(finding, std::move(reading));
    return finding;
  }
  finding.actual = "listening on " + ports_of(seen.listeners);
  if (local) {
    explain_local(finding, server, task);
  } else {
    explain_other_port(finding, seen, server, task);
  }
  return finding;
}

}  // namespace pinko::expect

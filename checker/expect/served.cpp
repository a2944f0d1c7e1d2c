#include "checker/expect/log_causes.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/page_scripts.hpp"
#include "checker/expect/servers.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

constexpr std::size_t kMostNamed = 5;
/// What a failure to serve anything may follow from.
std::vector<std::string> earlier_failures() {
  return {"listens", "up", "replicas", "services", "proxy-service"};
}

std::string in_words(const ServedFile& file) {
  if (!file.problem.empty()) return file.problem;
  if (file.status != 200) return std::to_string(file.status);
  return "200 with other bytes (" + std::to_string(file.size) + " in place of " +
         std::to_string(file.expected_size) + ")";
}

template <class Shows>
void explain_by_conf(Finding& finding, std::string_view conf, const Sources& task, Shows shows) {
  Reason reading = read_site_conf(conf, task);
  if (shows(reading.id)) explain(finding, std::move(reading));
}

/// True when the Compose file does not publish the port that was asked.
bool explain_by_ports(Finding& finding, std::string_view conf, const Sources& task) {
  const bool proxied = conf.starts_with("proxy/");
  auto gap = proxied ? gap_at(task, "proxy", 80) : gap_at(task, "front-end", 9000);
  if (!gap) return false;
  explain_by_gap(finding, *std::move(gap));
  return true;
}

std::string_view role_behind(std::string_view conf) {
  return conf.starts_with("proxy/") ? "proxy" : "front-end";
}

/// True when nginx says itself why nothing listens.
bool explain_by_log(Finding& finding,
                    const SiteServedSeen& seen,
                    std::string_view conf,
                    const Sources& task) {
  const std::string_view role = role_behind(conf);
  Reason ended = recognise_log(log_of(seen.log, role, task), files_of(role, task), task);
  if (ended.empty()) return false;
  explain_silence(finding, std::move(ended));
  return true;
}

/// True when the front end, which the proxy asks in vain, has ended.
bool explain_by_front_end(Finding& finding, const SiteServedSeen& seen, const Sources& task) {
  const std::string log = log_of(seen.log, "front-end", task);
  const Message* end = find_message(messages_of_servers(), log, {Speaker::compose});
  if (end == nullptr) return false;
  finding.evidence = log;
  Reason ended = recognise_log(log, files_of("front-end", task), task);
  if (ended.empty()) {
    ended = reason_of(*end);
    ended.where = whole_file(task, "front-end/Dockerfile");
  }
  explain(finding, std::move(ended));
  return true;
}

/// Could it be that, after what was seen? Whatever answered was reached, so the port is right; and
/// where nothing listens, no folder and no path was ever looked at.
bool shows(const ServedFile& page, std::string_view id) {
  if (page.status == 0)
    return id == "nginx-no-server-section" || id == "proxy-pass-unknown-service";
  // Who is sent elsewhere was never passed on.
  if (page.status >= 300 && page.status < 400 && id == "proxy-pass-missing") return false;
  return id != "proxy-pass-other-port" || page.status >= 500;
}

/// nginx writes into its log which of its reasons to refuse it had.
std::string_view meaning_of_refusal(std::string_view log) {
  if (log.find("access forbidden by rule") != std::string_view::npos) {
    return "a rule of the configuration (allow, deny) keeps this visitor out";
  }
  return "nginx finds the folder and no index.html in it";
}

std::string_view meaning_of(int status, std::string_view log) {
  if (status == 403) return meaning_of_refusal(log);
  if (status == 404) return "nginx does not find the file in the folder that it looks in";
  if (status == 502 || status == 504) return "the proxy reaches no front end behind proxy_pass";
  if (status >= 500) return "nginx fails on the request; its log says why";
  if (status >= 300) return "nginx sends visitors elsewhere";
  return {};
}

/// try_files whose last word leads to try_files again.
void explain_cycle(Finding& finding,
                   const SiteServedSeen& seen,
                   std::string_view conf,
                   const Sources& task) {
  const Message& cycle = *message_of("try-files-cycle");
  if (find_message({&cycle, 1}, seen.log, {Speaker::nginx}) == nullptr) return;
  explain(finding, reason_of(cycle));
  finding.where = find_first(task, conf, {"try_files"});
}

}  // namespace

Finding serves_page(const SiteServedSeen& seen, std::string_view conf, const Sources& task) {
  if (seen.files.empty()) {
    return errored(ErrorCode::internal, "the page was not asked for");
  }
  const ServedFile& page = seen.files.front();
  if (page.equal) return passed("index.html, " + counted(page.size, "byte"));
  Finding finding = failed("the site's index.html, byte for byte", in_words(page));
  finding.evidence = head(seen.first_body, 1024);
  finding.where = whole_file(task, conf);
  if (!page.problem.empty() || page.status >= 500) finding.follows = earlier_failures();
  if (page.status == 0) follow_unless_up(finding, log_of(seen.log, role_behind(conf), task));
  if (page.status != 0 && !conf.starts_with("proxy/")) {
    Reason other = port_of_another(task, "front-end", 9000);
    if (!other.empty()) {
      explain(finding, std::move(other));
      return finding;
    }
  }
  if (page.status == 0 && explain_by_ports(finding, conf, task)) return finding;
  if (page.status == 0 && explain_by_log(finding, seen, conf, task)) return finding;
  const bool in_vain = page.status == 502 || page.status == 504;
  if (in_vain && conf.starts_with("proxy/") && explain_by_front_end(finding, seen, task)) {
    return finding;
  }
  if (seen.welcome_page) {
    finding.actual = "nginx's own welcome page";
    finding.cause_id = "conf-not-copied";
    finding.cause =
        "nginx does not read your configuration: the file never reached "
        "/etc/nginx/conf.d/default.conf, or listens on another port";
    finding.follows = {"conf-in-image", "proxy-conf-in-image"};
    // Without root nginx looks where its own page is; the file may name that folder as well.
    const bool own_folder = find_place(task, conf, "/usr/share/nginx/html").has_value();
    explain_by_conf(finding, conf, task, [own_folder](std::string_view id) {
      return id == "nginx-root-missing" || id == "proxy-pass-missing" ||
             (own_folder && id == "nginx-root-elsewhere");
    });
    return finding;
  }
  if (page.problem.empty() || page.status != 0) {
    finding.cause = meaning_of(page.status, log_of(seen.log, "front-end", task));
  }
  explain_by_conf(finding, conf, task, [&page](std::string_view id) { return shows(page, id); });
  if (page.status == 500) explain_cycle(finding, seen, conf, task);
  if (page.status == 404 || page.status == 403) {
    finding.follows = {"conf-in-image", "proxy-conf-in-image", "site-in-image"};
  }
  const bool no_index = !task.texts.empty() && task.find(kFrontPage) == nullptr;
  if (page.status >= 400 && no_index) finding.follows.emplace_back("front-end-files");
  if (page.status == 200 && finding.cause.empty()) {
    finding.cause_id = "other-page-served";
    finding.cause = "another page is served, or one that changed on its way";
  }
  return finding;
}

Finding serves_site(const SiteServedSeen& seen, std::string_view conf, const Sources& task) {
  std::vector<std::string> bad;
  std::size_t count = 0;
  for (const ServedFile& file : seen.files) {
    if (file.path.empty()) continue;
    ++count;
    if (!file.equal) bad.push_back(file.path + ": " + in_words(file));
  }
  if (count == 0) return errored(ErrorCode::internal, "no file of the site was asked for");
  if (bad.empty()) return passed(counted(count, "file"));
  const std::string all = std::to_string(count) + (bad.size() == 1 ? " is" : " are");
  Finding finding = failed("every file of the site, byte for byte",
                           counted(bad.size(), "file") + " of " + all + " not served so");
  finding.where = whole_file(task, conf);
  finding.follows = {"site-in-image"};
  // The page itself is right, so the way to the site is; only single files can be out of reach.
  explain_by_conf(
      finding, conf, task, [](std::string_view id) { return id == "try-files-never-asks"; });
  if (finding.cause.empty()) {
    for (const ServedFile& file : seen.files) {
      if (file.path.empty() || file.equal || !finding.cause.empty()) continue;
      explain(finding, read_file_conf(conf, '/' + file.path, task));
    }
  }
  bad.resize(std::min(bad.size(), kMostNamed));
  finding.evidence = join(bad, "\n");
  return finding;
}

Finding hides_servers(const PortsSeen& seen, const Sources& task) {
  std::vector<std::string> fixed;
  std::vector<std::string> owners;
  std::vector<std::string> notes;
  Finding finding = failed("no port of your computer for front end and back end", "");
  for (const PublishedPort& port : seen.published) {
    const std::string role = role_of(task, port.service);
    const bool theirs = port.container_port == 5252 || port.container_port == 9000 ||
                        role == "back-end" || role == "front-end";
    if (port.service == "proxy" || !theirs) continue;
    if (port.chosen_by_engine || port.host_port == 0) {
      notes.push_back(port.service +
                      ": a lone port below ports is published on a random port of "
                      "your computer; expose keeps it inside");
      continue;
    }
    fixed.push_back(port.service + " on " + std::to_string(port.host_port));
    if (std::ranges::find(owners, port.service) == owners.end()) owners.push_back(port.service);
    if (const auto place = place_in_stack(task, port.service, "ports")) {
      finding.where.push_back(*place);
    }
  }
  if (fixed.empty() && !seen.answers_5252 && !seen.answers_9000) {
    return passed("only the proxy has a fixed port of your computer", std::move(notes));
  }
  if (seen.answers_5252) finding.notes.emplace_back("something answers on port 5252");
  if (seen.answers_9000) finding.notes.emplace_back("something answers on port 9000");
  finding.actual = fixed.empty() ? join(finding.notes, ", ") : join(fixed, ", ");
  if (!fixed.empty()) {
    finding.cause_id = "host-port-left";
    finding.cause = "ports leads from your computer to " + join(owners, " and ");
    finding.hint = "Remove ports from " + join(owners, " and ") + "; expose is enough.";
  }
  return finding;
}

}  // namespace pinko::expect

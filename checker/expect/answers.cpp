#include "checker/expect/cors_causes.hpp"
#include "checker/expect/log_causes.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/python_causes.hpp"
#include "checker/expect/servers.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

std::string wanted_answer() {
  return "200 with exactly " + std::string(kGreeting);
}

std::string_view header(const HttpSeen& seen, std::string_view name) {
  for (const auto& [key, value] : seen.headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

bool is_greeting(std::string_view body) {
  if (body.ends_with('\n')) body.remove_suffix(1);
  return body == kGreeting;
}

bool is_page(std::string_view body) {
  const std::string start = to_lower(body.substr(0, 512));
  return start.find("<html") != std::string::npos || start.find("<!doctype") != std::string::npos;
}

bool is_welcome(std::string_view body) {
  return body.find("Welcome to nginx") != std::string_view::npos;
}

std::string answer_in_words(const HttpSeen& seen) {
  if (!seen.answered) return seen.problem.empty() ? "no answer" : seen.problem;
  std::string words = std::to_string(seen.status);
  if (seen.status >= 300 && seen.status < 400) {
    return words + " to " + std::string(header(seen, "location"));
  }
  if (is_page(seen.body)) return words + " with a page (HTML)";
  return words + " with " + shown(seen.body);
}

/// Flask says in its log which addresses it took.
Reason flask_address(std::string_view log, const LogFiles& files, const Sources& task) {
  const std::string line = line_with(log, "Running on http://127.0.0.1:");
  if (line.empty()) return {};
  const std::string port = line.substr(line.rfind(':') + 1, 5);
  if (log.find("Running on all addresses") == std::string_view::npos) {
    return {.id = "flask-local-only",
            .cause = "Flask listens on 127.0.0.1, which only its own container can reach",
            .hint = "Start it with `app.run(host='0.0.0.0', port=5252)`.",
            .where = find_first(task, files.api, {"127.0.0.1", "app.run("})};
  }
  if (port.starts_with("5252")) return {};
  return {.id = "flask-other-port",
          .cause = "Flask listens on another port than 5252: " + line,
          .hint = "Start it with `app.run(host='0.0.0.0', port=5252)`.",
          .where = find_first(task, files.api, {"port", "app.run("})};
}

/// True when nothing answered because the Compose file does not publish the port.
bool explain_by_ports(Finding& finding,
                      const HttpSeen& seen,
                      const Sources& task,
                      std::string_view role,
                      std::uint16_t port) {
  auto gap = seen.answered ? std::nullopt : gap_at(task, role, port);
  if (!gap) return false;
  explain_by_gap(finding, *std::move(gap));
  return true;
}

/// What no answer, or an error, of a role's server is to begin with.
Finding start_failure(const HttpSeen& seen, std::string_view role, const Sources& task) {
  Finding finding = failed(wanted_answer(), answer_in_words(seen));
  finding.evidence = seen.log;
  if (!seen.answered || seen.status >= 500) {
    finding.follows = {"listens", "up", "replicas", "services", "proxy-service"};
  }
  if (!seen.answered) follow_unless_up(finding, log_of(seen.log, role, task));
  return finding;
}

/// The body is nearly right.
void explain_body(Finding& finding,
                  const HttpSeen& seen,
                  const LogFiles& files,
                  const Sources& task) {
  const std::string_view body = trim(seen.body);
  finding.where = find_first(task, files.api, {"Hello", "return"});
  if (body == kGreeting) {
    finding.cause_id = "answer-has-white-space";
    finding.cause = "there is white space around the text";
  } else if (body == in_quotes(kGreeting)) {
    finding.cause_id = "answer-is-json";
    finding.cause = "the text is sent as JSON, with its quotes";
    finding.hint = "Return the text itself, without jsonify.";
  } else if (body.starts_with('{') && body.find(kGreeting) != std::string_view::npos) {
    finding.cause_id = "answer-is-json";
    finding.cause = "the text is packed into JSON: " + std::string(body.substr(0, 80));
    finding.hint = "Return the text itself, without braces and a name for it.";
  } else if (body.starts_with('<') && body.find(kGreeting) != std::string_view::npos) {
    finding.cause_id = "answer-in-markup";
    finding.cause = "the text is sent inside of HTML: " + shown(body.substr(0, 80));
  } else {
    finding.cause = difference(kGreeting, body);
    if (finding.cause.empty() && (body.empty() || is_page(body))) return;
    finding.cause_id = "greeting-differs";
    finding.particulars = OtherText{seen.body};
    if (finding.cause.empty()) finding.cause = "the text is " + shown(body);
  }
}

void explain_direct(Finding& finding, const HttpSeen& seen, const Sources& task) {
  const LogFiles files = files_of("back-end", task);
  const bool alone = !files.api.starts_with("back-end/");
  const std::string log = log_of(seen.log, alone ? "app" : "back-end", task);
  Reason found = recognise_log(log, files, task);
  if (found.empty() && !seen.answered) found = flask_address(log, files, task);
  if (found.empty() && !seen.answered) found = recognise_greeting(log, files, task);
  if (!found.empty() && !seen.answered) {
    explain_silence(finding, std::move(found));
  } else if (!found.empty()) {
    explain(finding, std::move(found));
  } else if (seen.status == 404) {
    finding.cause_id = "route-missing";
    finding.cause = "the server answers, and has no route /api/hello";
    finding.where = find_first(task, files.api, {"@app.route", ".route(", "@app.get"});
    finding.hint = "Write `@app.route('/api/hello')` above the function.";
  } else if (seen.status == 405) {
    finding.cause_id = "route-other-method";
    finding.cause = "the route is there, and does not answer GET";
    finding.where = find_first(task, files.api, {"methods", ".post(", "@app.route", ".route("});
  } else if (seen.status >= 300 && seen.status < 400) {
    finding.cause_id = "route-elsewhere";
    finding.cause = "the route is another one, and the server sends visitors there";
    finding.where = find_first(task, files.api, {"@app.route", ".route("});
  } else if (seen.status == 500) {
    explain(finding, failing_function(log, files, task));
  } else if (seen.status == 200) {
    explain_body(finding, seen, files, task);
  }
}

/// True when the proxy's Dockerfile names no place of nginx's configuration: what proxy.conf says
/// is then no reason for anything.
bool conf_stays_behind(const Sources& task) {
  const std::string* dockerfile = task.find("proxy/Dockerfile");
  return dockerfile != nullptr && dockerfile->find("etc/nginx") == std::string::npos;
}

/// Is it that what was seen? An answer came from a server, so the way to it is right; a text that
/// is no page came from the right one.
bool shows(const HttpSeen& seen, std::string_view id) {
  if (seen.status == 200 && !is_page(seen.body)) return false;
  return id != "proxy-pass-other-port" || !seen.answered || seen.status >= 500;
}

void explain_by_proxy(Finding& finding, const HttpSeen& seen, const Sources& task) {
  if (seen.status == 404 && conf_stays_behind(task)) {
    finding.cause_id = "proxy-conf-not-copied";
    finding.cause = "proxy.conf is not in the image: its Dockerfile never copies it";
    finding.hint = "Add `COPY ./proxy.conf /etc/nginx/conf.d/default.conf` to proxy/Dockerfile.";
    finding.where = whole_file(task, "proxy/Dockerfile");
    finding.follows.emplace_back("proxy-conf-in-image");
    return;
  }
  if (is_welcome(seen.body)) {
    finding.cause_id = "proxy-conf-not-copied";
    finding.cause = "nginx shows its own welcome page: proxy.conf is not what it reads";
    finding.follows.emplace_back("proxy-conf-in-image");
    return;
  }
  Reason ended;
  if (!seen.answered) {
    const LogFiles files = files_of("proxy", task);
    ended = recognise_log(log_of(seen.log, "proxy", task), files, task);
  }
  if (!ended.empty()) {
    // What nginx itself says is so; which name it did not find, the configuration tells better.
    const bool name_alone = ended.id == "nginx-host-not-found";
    explain_silence(finding, std::move(ended));
    if (!name_alone) return;
  }
  Reason reading = read_proxy_for_api(kProxyConf, task);
  if (!reading.empty() && shows(seen, reading.id)) {
    explain(finding, std::move(reading));
    finding.follows.emplace_back("proxy-conf-in-image");
    return;
  }
  if (seen.status == 502 || seen.status == 504) {
    finding.cause_id = "proxy-reaches-nobody";
    finding.cause = "nginx reaches no server behind proxy_pass";
    finding.where = place_of_api(kProxyConf, task);
    const Message* known = find_message(messages_of_servers(), seen.log, {Speaker::nginx});
    if (known != nullptr) explain(finding, reason_of(*known));
    if (finding.cause_id == "nginx-https-to-http") {
      finding.where = find_first(task, kProxyConf, {"https://"});
    }
  }
  if (finding.cause_id.empty() || seen.answered) explain_direct(finding, seen, task);
}

}  // namespace

Finding answers_hello(const HttpSeen& seen, const Sources& task) {
  if (seen.answered && seen.status == 200 && is_greeting(seen.body)) {
    return passed("200 with " + std::string(kGreeting));
  }
  Finding finding = start_failure(seen, "back-end", task);
  if (!explain_by_ports(finding, seen, task, "back-end", 5252)) explain_direct(finding, seen, task);
  return finding;
}

Finding answers_hello_by_proxy(const HttpSeen& seen, const Sources& task) {
  if (seen.answered && seen.status == 200 && is_greeting(seen.body)) {
    return passed("200 with " + std::string(kGreeting));
  }
  Finding finding = start_failure(seen, "proxy", task);
  if (!explain_by_ports(finding, seen, task, "proxy", 80)) explain_by_proxy(finding, seen, task);
  return finding;
}

Finding allows_origin(const HttpSeen& seen, std::string_view origin, const Sources& task) {
  const std::string_view allowed = header(seen, "access-control-allow-origin");
  const auto count = std::ranges::count_if(seen.headers, [](const auto& one) {
    return equal_ignoring_case(one.first, "access-control-allow-origin");
  });
  if (count == 1 && (allowed == "*" || allowed == origin)) {
    return passed("Access-Control-Allow-Origin: " + std::string(allowed));
  }
  Finding finding = failed("Access-Control-Allow-Origin: * (or " + std::string(origin) + ")", "");
  if (!seen.answered) {
    finding.actual = answer_in_words(seen);
    finding.follows = {"api-hello"};
    return finding;
  }
  const LogFiles files = files_of("back-end", task);
  if (count > 1) {
    finding.actual = "the header is there " + std::to_string(count) + " times";
    finding.cause_id = "cors-header-twice";
    finding.cause = "browsers refuse an answer with two of these headers";
    finding.where = find_first(task, files.api, {"Access-Control-Allow-Origin", "CORS("});
    return finding;
  }
  if (!allowed.empty()) {
    finding.actual = "Access-Control-Allow-Origin: " + std::string(allowed);
    finding.cause_id = "cors-other-origin";
    finding.cause = "the header allows another origin than the page's";
    finding.where =
        find_first(task, files.api, {"origins", "Access-Control-Allow-Origin", "CORS("});
    return finding;
  }
  finding.actual = "no such header";
  finding.where = find_first(task, files.api, {"CORS(", "flask_cors", "Flask(__name__)"});
  if (task.find(files.api) == nullptr) return finding;
  if (Reason uncalled = cors_never_called(task); !uncalled.empty()) {
    explain(finding, std::move(uncalled));
    return finding;
  }
  if (Reason path = cors_for_other_path(files.api, task); !path.empty()) {
    explain(finding, std::move(path));
    return finding;
  }
  for (const std::string_view mark : {"origins=", "origins =", "\"origins\"", "'origins'"}) {
    const auto origins = find_place(task, files.api, mark);
    if (!origins) continue;
    // flask-cors sends nothing to a page that is not on its list.
    finding.cause_id = "cors-other-origin";
    finding.cause = "CORS allows other origins than the page's";
    finding.where = {*origins};
    break;
  }
  return finding;
}

}  // namespace pinko::expect

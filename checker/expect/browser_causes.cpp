#include "checker/expect/browser_causes.hpp"

#include "checker/expect/cors_causes.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/page.hpp"
#include "checker/expect/page_scripts.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

constexpr std::string_view kSiteFolder = "front-end/softy-pinko-front-end/";
constexpr std::string_view kFrontConf = "front-end/softy-pinko-front-end.conf";

const BrowserRequest* missing_jquery(const PageSeen& seen) {
  const auto found = std::ranges::find_if(seen.requests, [](const BrowserRequest& request) {
    const bool jquery = to_lower(request.url).find("jquery") != std::string::npos;
    return request.type == "Script" && jquery && (request.status >= 400 || request.status == 0);
  });
  return found == seen.requests.end() ? nullptr : &*found;
}

void explain_no_answer(Finding& finding, const BrowserRequest& request) {
  const AskedUrl asked = parse_url(request.url);
  const std::string at = asked.host + (asked.port.empty() ? "" : ':' + asked.port);
  if (request.failure.find("NAME_NOT_RESOLVED") != std::string::npos ||
      !is_this_computer(asked.host)) {
    finding.cause_id = "page-asks-unknown-host";
    finding.cause = "the browser runs outside of Docker and knows no host " + in_quotes(asked.host);
  } else if (request.url.starts_with("https://") &&
             request.failure.find("SSL") != std::string::npos) {
    finding.cause_id = "page-asks-https";
    finding.cause = "the page asks " + at + " with https, and the server speaks plain http";
    finding.hint = "Write `http://` in front of the address.";
  } else if (request.failure.find("CONNECTION_REFUSED") != std::string::npos) {
    finding.cause_id = "page-asks-where-nobody-listens";
    finding.cause = "nothing listens on " + at + ", where the page asks";
  } else {
    finding.cause_id = "page-gets-no-answer";
    finding.cause = "no answer came from " + at + ": " + request.failure;
    const Message* known =
        find_message(messages_of_browsers(), request.failure, {Speaker::browser});
    if (known == nullptr) return;
    finding.cause_id = known->id;
    finding.cause = std::string(known->words) + ": " + request.failure;
    finding.hint = known->step;
  }
}

/// jQuery stands above the script that uses it, and runs below it for its `defer` or `async`.
void explain_deferred(Finding& finding, const discovery::JQueryUse& use, const Sources& task) {
  finding.cause = "jQuery is loaded with defer or async, so it runs after the script that uses `$`";
  finding.hint = "Take defer and async out of the tag that loads jQuery.";
  finding.where = {use.load, use.use};
  const std::string* page = task.find(kFrontPage);
  if (page == nullptr) return;
  const std::vector<std::string_view> lines = split_lines(*page);
  const auto number = static_cast<std::size_t>(std::max(use.load.line, 0));
  if (number == 0 || number > lines.size()) return;
  const std::string line(lines[number - 1]);
  const std::string mended = replace_all(replace_all(line, " defer", ""), " async", "");
  if (mended == line) return;
  finding.corrected = mended;
  finding.placement = in_place_of({.path = use.load.path, .line = use.load.line});
}

/// The page, or the server that sends it, tells the browser what it may not ask for.
void explain_policy(Finding& finding, const std::string& url, const Sources& task) {
  finding.cause = "the page's Content-Security-Policy forbids its scripts to ask for " + url;
  finding.hint = "Take the policy out, or let its connect-src allow that address.";
  for (const std::string_view path : {kFrontPage, kFrontConf, kProxyConf}) {
    const auto place = find_place(task, path, "Content-Security-Policy");
    if (!place) continue;
    finding.where = {*place};
    return;
  }
}

}  // namespace

std::optional<Location> place_of_message(const ConsoleMessage& message, const Sources& task) {
  std::string path = parse_url(message.url).path;
  if (message.line < 1 || path.find("jquery") != std::string::npos) return std::nullopt;
  if (path.ends_with('/')) path += "index.html";
  // Of a promise that fails the browser knows the page alone, and says its first line.
  if (message.line == 1 && path.ends_with(".html")) return std::nullopt;
  const std::string file = std::string(kSiteFolder) + path.substr(path.starts_with('/') ? 1 : 0);
  if (task.find(file) == nullptr) return std::nullopt;
  return Location{.path = task.from_top(file), .line = message.line, .column = 1};
}

std::vector<Location> place_of_url(const Sources& task, const std::string& url) {
  const PageScripts scripts = read_scripts(task);
  for (const discovery::ScriptCall& call : scripts.calls()) {
    const AskedUrl written = parse_url(call.url);
    const AskedUrl asked = parse_url(url);
    if (call.url == url || (written.path == asked.path && written.port == asked.port)) {
      return {call.where};
    }
  }
  if (const auto text = find_place(task, kFrontPage, "api/hello")) return {*text};
  for (const discovery::ScriptCall& call : scripts.calls())
    if (call.url.empty()) return {call.where};  // the script puts the address together
  return find_first(task, kFrontPage, {"</body>"});
}

void explain_no_jquery(Finding& finding, const PageSeen& seen, const Sources& task) {
  if (const BrowserRequest* missing = missing_jquery(seen)) {
    finding.cause_id = "jquery-not-served";
    finding.cause = "jQuery could not be loaded: " + missing->url + " gave " +
                    (missing->status == 0 ? missing->failure : std::to_string(missing->status));
    finding.hint = "Point the script tag's src at the jQuery file that the site brings along.";
    finding.where = find_first(task, kFrontPage, {"jquery"});
    finding.follows = {"site-served"};
    return;
  }
  finding.cause_id = "browser-jquery-not-there";
  finding.cause = "`$ is not defined`: the script runs, and jQuery is not there yet or not at all";
  finding.hint = "Put your script last in the body, behind the script that loads jQuery.";
  const PageScripts scripts = read_scripts(task);
  const discovery::JQueryUse use = discovery::jquery_use(scripts.page, scripts.texts, scripts.path);
  if (use.used_before_load) {
    finding.cause_id = "jquery-after-script";
    finding.cause = "the script uses `$` above the line that loads jQuery";
    finding.where = {use.use, use.load};
    if (use.load_deferred && use.load.line <= use.tag.line) explain_deferred(finding, use, task);
  } else if (use.used) {
    finding.where = {use.use};
    if (!use.loaded) {
      finding.cause_id = "jquery-not-loaded";
      finding.where.insert(finding.where.begin(), use.tag);
      finding.cause = "the script uses `$`, and the page loads no jQuery";
      finding.hint =
          "Load jQuery above the first script that uses it: `<script "
          "src=\"assets/js/jquery.min.js\"></script>`, with the path of the file that the site "
          "brings along.";
    }
  }
}

void explain_request(Finding& finding, const BrowserRequest& request, const Sources& task) {
  finding.where = place_of_url(task, request.url);
  finding.particulars = AskedAddress{request.url};
  finding.follows = {"script", "page-url", "api-hello"};
  const std::string status = std::to_string(request.status);
  if (request.blocked == "cors" || request.failure.find("CORS") != std::string::npos) {
    finding.cause_id = "blocked-by-cors";
    finding.cause = "the browser hid the answer of " + request.url +
                    " from the page: it allows no other origin (CORS)";
    finding.hint = "Call CORS(app) in api.py, and install flask-cors in its Dockerfile.";
    if (Reason uncalled = cors_never_called(task); !uncalled.empty()) {
      finding.hint = std::move(uncalled.hint);
      uncalled.where.insert(uncalled.where.end(), finding.where.begin(), finding.where.end());
      finding.where = std::move(uncalled.where);
    }
    finding.follows = {"cors", "page-url", "script", "api-hello"};
  } else if (!request.blocked.empty()) {
    finding.cause_id = "browser-refuses";
    finding.cause = "the browser refused to ask " + request.url + " (" + request.blocked + ')';
    if (request.blocked == "csp") explain_policy(finding, request.url, task);
  } else if (request.status == 0) {
    explain_no_answer(finding, request);
  } else if (request.status == 404) {
    finding.cause_id = "page-asks-other-path";
    finding.cause = request.url + " is not there (404)";
  } else if (request.status >= 500) {
    finding.cause_id = "api-fails";
    finding.cause = "the server behind " + request.url + " failed (" + status + ')';
  } else if (is_api_path(parse_url(request.url).path)) {
    if (request.status == 405) {
      finding.cause_id = "page-asks-by-post";
      finding.cause = "the script asks with " + request.method + ", and the API answers GET alone";
      return;
    }
    finding.cause_id = "answer-not-shown";
    finding.cause = "the API was asked and answered " + status +
                    ", and no script put the answer into the element";
    finding.hint = "Fill it when the answer comes: `$('#dynamic-content').text(data)`.";
    finding.follows = {"api-hello"};
  } else {
    finding.cause_id = "page-asks-something-else";
    finding.cause = "the page asks for " + request.url + ", which is not the API";
  }
}

void explain_nothing_asked(Finding& finding, const PageSeen& seen, const Sources& task) {
  finding.cause_id = "page-asks-nothing";
  finding.cause = "no script of the page asked the API";
  finding.where = find_first(task, kFrontPage, {"api/hello", "</body>"});
  finding.follows = {"script", "page-url"};
  const std::vector<discovery::ScriptCall> calls = read_scripts(task).calls();
  const auto idle = std::ranges::find_if(calls, [](const discovery::ScriptCall& call) {
    return is_api_path(parse_url(call.url).path);
  });
  if (idle != calls.end()) {
    finding.cause_id = "script-not-run";
    finding.cause = "the page holds a script that asks for " + idle->url + ", and it was not run";
    finding.where = {idle->where};
  }
  for (const ConsoleMessage& message : seen.console) {
    if (message.level != "exception" && message.level != "error") continue;
    if (message.text.find("Failed to load resource") != std::string::npos) continue;
    finding.cause_id = "script-stops";
    finding.cause = "a script stopped before it asked the API: " + message.text;
    if (const Message* known =
            find_message(messages_of_browsers(), message.text, {Speaker::browser})) {
      finding.cause_id = known->id;
      finding.hint = known->step;
    }
    if (const auto place = place_of_message(message, task)) finding.where = {*place};
    return;
  }
}

}  // namespace pinko::expect

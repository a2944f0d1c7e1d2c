#include "checker/expect/browser_causes.hpp"
#include "checker/expect/page.hpp"
#include "checker/expect/page_elements.hpp"
#include "checker/expect/page_scripts.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

std::string wanted_text() {
  return std::string(kGreeting) + " in the element with the id dynamic-content";
}

/// A text as a visitor sees it: blanks of any kind and number are one.
std::string as_seen(std::string_view text) {
  std::string seen;
  for (const char c : replace_all(std::string(text), "\xC2\xA0", " ")) {
    const bool blank = std::string_view(" \t\r\n\f").find(c) != std::string_view::npos;
    if (!blank || !seen.ends_with(' ')) seen += blank ? ' ' : c;
  }
  return std::string(trim(seen));
}

bool asks_for_data(const BrowserRequest& request) {
  return request.type == "XHR" || request.type == "Fetch" || request.type == "Preflight" ||
         request.type == "EventSource";
}

/// The request by which the page asked the API: the right path first, then any of a script's.
const BrowserRequest* api_request(const PageSeen& seen) {
  const BrowserRequest* any = nullptr;
  const BrowserRequest* best = nullptr;
  for (const BrowserRequest& request : seen.requests) {
    if (request.type == "Preflight") continue;
    const bool right = is_api_path(parse_url(request.url).path);
    if (right && (best == nullptr || request.status == 200)) best = &request;
    if (any == nullptr && asks_for_data(request)) any = &request;
  }
  return best != nullptr ? best : any;
}

bool is_script_from_elsewhere(const BrowserRequest& request) {
  return request.type == "Script" && !is_this_computer(parse_url(request.url).host);
}

bool says_no_jquery(const ConsoleMessage& message) {
  return message.text.find("$ is not defined") != std::string::npos ||
         message.text.find("jQuery is not defined") != std::string::npos;
}

/// What the browser was lent in place of a script is no good for this page: the page has another
/// checksum of it, or uses what other releases have. A checksum that stops nothing but the
/// browser's fetching ahead is no reason: jQuery is there then.
bool is_no_good(const PageSeen& seen, const BrowserRequest& lent) {
  const bool lacks_jquery = std::ranges::any_of(seen.console, says_no_jquery);
  return std::ranges::any_of(seen.console, [&](const ConsoleMessage& message) {
    const bool checksum = lacks_jquery && message.text.find("'integrity'") != std::string::npos &&
                          message.text.find(lent.url) != std::string::npos;
    return checksum || message.text.find("is not a function") != std::string::npos;
  });
}

/// A script of another host that our browser was not let to.
const BrowserRequest* unreachable_script(const PageSeen& seen) {
  const auto found = std::ranges::find_if(seen.requests, [&seen](const BrowserRequest& request) {
    return is_script_from_elsewhere(request) && (request.status == 0 || is_no_good(seen, request));
  });
  return found == seen.requests.end() ? nullptr : &*found;
}

/// A script from elsewhere that came all the same: the browser reaches nothing but the stack.
std::vector<std::string> notes_on_loans(const PageSeen& seen, const Sources& task) {
  const auto lent = std::ranges::find_if(seen.requests, [](const BrowserRequest& request) {
    return is_script_from_elsewhere(request) && request.status == 200;
  });
  if (lent == seen.requests.end()) return {};
  std::string note = "the page loads " + lent->url +
                     " from the internet, which the checker's browser does not reach; it was lent "
                     "another jQuery in its place";
  if (find_place(task, kFrontPage, "integrity=")) {
    note += ", so the checksum that the page names was compared with nothing";
  }
  return {note};
}

/// A script stopped for want of something that another one should have brought.
bool lacks_name(const ConsoleMessage& message) {
  return message.text.find("is not defined") != std::string::npos ||
         message.text.find("is not a function") != std::string::npos;
}

/// The page says in an element what is to be asked, and such a script asks: <h1
/// hx-get="/api/hello">. Or a script of the page's own imports it, and does not begin without.
bool does_nothing_without(const BrowserRequest& outside, const Sources& task) {
  const PageScripts scripts = read_scripts(task);
  const std::vector<discovery::ScriptCall> calls = scripts.calls();
  const bool markup =
      std::ranges::find(calls, "hx-get", &discovery::ScriptCall::how) != calls.end();
  if (markup) return true;
  return std::ranges::any_of(scripts.page.scripts, [&](const discovery::PageScript& script) {
    if (script.type != "module") return false;
    const auto text = scripts.texts.find(script.src);
    const bool inside = script.text.find(outside.url) != std::string::npos;
    return inside ||
           (text != scripts.texts.end() && text->second.find(outside.url) != std::string::npos);
  });
}

std::string console_of(const PageSeen& seen) {
  std::string text;
  for (const ConsoleMessage& message : seen.console) {
    text += message.level + ": " + message.text;
    if (!message.url.empty()) text += " (" + message.url + ':' + std::to_string(message.line) + ')';
    text += '\n';
  }
  for (const BrowserRequest& request : seen.requests) {
    if (request.status >= 200 && request.status < 400 && !asks_for_data(request)) continue;
    text += request.method + ' ' + request.url + ": ";
    text += request.failure.empty() ? std::to_string(request.status) : request.failure;
    if (!request.blocked.empty()) text += " (blocked: " + request.blocked + ')';
    text += '\n';
  }
  return text;
}

Finding judge_wrong_text(const PageSeen& seen, const Sources& task) {
  Finding finding = failed(wanted_text(), "");
  finding.evidence = console_of(seen);
  if (seen.matches == 0) {
    finding.actual = "no element has the id dynamic-content";
    finding.where = whole_file(task, kFrontPage);
    finding.follows = {"heading"};
    explain_no_element(finding, task);
    return finding;
  }
  finding.actual = "the element holds " + shown(trim(seen.text));
  const BrowserRequest* asked = api_request(seen);
  const bool no_jquery = std::ranges::any_of(seen.console, says_no_jquery);
  const BrowserRequest* outside = unreachable_script(seen);
  if (asked == nullptr && outside != nullptr &&
      (std::ranges::any_of(seen.console, lacks_name) || does_nothing_without(*outside, task))) {
    return errored(ErrorCode::browser,
                   "the page loads " + outside->url +
                       " from the internet, which the checker's browser does not reach",
                   "Look at the page by hand; to have it graded, put the script into the site.");
  }
  if (no_jquery && asked == nullptr) {
    explain_no_jquery(finding, seen, task);
  } else if (asked != nullptr) {
    explain_request(finding, *asked, task);
    if (finding.cause_id == "answer-not-shown") explain_answer(finding, seen, task);
  } else {
    explain_nothing_asked(finding, seen, task);
  }
  const std::string differs = difference(kGreeting, trim(seen.text));
  if (!differs.empty()) finding.notes.push_back(differs);
  return finding;
}

bool is_open(const BrowserRequest& request) {
  return request.status == 0 && request.failure.empty() && request.blocked.empty();
}

/// The time was over, and nothing of what the page did until then was wrong: it may be slow, and so
/// may this machine.
bool undecided(const PageSeen& seen) {
  const BrowserRequest* asked = api_request(seen);
  if (asked != nullptr && is_open(*asked)) return true;
  if (!seen.still_loading) return false;
  const bool stopped = std::ranges::any_of(
      seen.console, [](const ConsoleMessage& message) { return message.level == "exception"; });
  return !stopped && (asked == nullptr || asked->status == 200);
}

Finding not_decided(const PageSeen& seen) {
  Finding finding = unstable(wanted_text(), seen.problem);
  if (finding.actual.empty()) finding.actual = "the API's answer had not come in the end";
  finding.hint = "Run it once more, while this machine has little else to do.";
  finding.evidence = console_of(seen);
  finding.follows = {"page-served", "script", "page-url", "api-hello"};
  return finding;
}

/// The page did something over and over, and was ended for it before the text was there.
Finding judge_endless(const PageSeen& seen, const Sources& task) {
  Finding finding = failed(wanted_text(), "the page " + seen.endless);
  finding.cause_id = "page-endless";
  finding.cause = "the page does the same over and over: it " + seen.endless;
  finding.where = seen.endless.starts_with("opened")
                      ? find_first(task, kFrontPage, {"alert(", "confirm(", "prompt("})
                      : find_first(task, kFrontPage, {"setInterval", "location", "\"refresh\""});
  finding.hint = "Let it do that once, or take it out.";
  finding.evidence = console_of(seen);
  finding.follows = {"page-served", "script", "page-url", "api-hello"};
  return finding;
}

bool was_asked(const PageSeen& seen) {
  return std::ranges::any_of(seen.requests, [](const BrowserRequest& request) {
    // A redirect on the way is part of the asking.
    return is_api_path(parse_url(request.url).path) && request.status >= 200 &&
           request.status < 400;
  });
}

/// Whether a script of the page asked for the API at this port, whatever came of it.
bool asked_at(const PageSeen& seen, std::string_view port) {
  return std::ranges::any_of(seen.requests, [port](const BrowserRequest& request) {
    const AskedUrl asked = parse_url(request.url);
    return asks_for_data(request) && request.url.starts_with("http://") &&
           is_api_path(asked.path) && is_this_computer(asked.host) &&
           (asked.port.empty() ? "80" : asked.port) == port;
  });
}

Finding judge_page(const PageSeen& seen, const Sources& task) {
  const bool filled = as_seen(seen.text) == kGreeting;
  if (!filled && !seen.endless.empty()) return judge_endless(seen, task);
  if (!filled && undecided(seen)) return not_decided(seen);
  if (!seen.loaded) {
    Finding finding = failed(wanted_text(), "the page did not load: " + seen.problem);
    finding.follows = {"page-served"};
    return finding;
  }
  if (!filled) return judge_wrong_text(seen, task);
  if (!was_asked(seen)) {
    Finding finding =
        failed("the API's answer in the element", "the text is there, and the API was never asked");
    finding.cause_id =
        as_seen(seen.markup_text) == kGreeting ? "text-written-in-page" : "text-written-by-script";
    finding.cause = as_seen(seen.markup_text) == kGreeting
                        ? "the text is written into the page itself"
                        : "a script writes the text without asking the API";
    finding.where = find_first(task, kFrontPage, {kGreeting, "dynamic-content"});
    finding.hint = "Leave the heading empty and let the script fill it with the API's answer.";
    finding.evidence = console_of(seen);
    finding.follows = {"script"};
    return finding;
  }
  std::vector<std::string> notes = notes_on_loans(seen, task);
  if (seen.matches > 1) {
    notes.push_back(std::to_string(seen.matches) + " elements have the id dynamic-content");
  }
  return passed(std::string(kGreeting), std::move(notes));
}

}  // namespace

Finding shows_greeting(const PageSeen& seen, const Sources& task) {
  Finding finding = judge_page(seen, task);
  finding.refutes = asked_at(seen, "5252");
  return finding;
}

Finding shows_greeting_by_proxy(const PageSeen& seen, const Sources& task) {
  for (const BrowserRequest& request : seen.requests) {
    const AskedUrl asked = parse_url(request.url);
    if (asked.port != "5252" && asked.port != "9000") continue;
    Finding finding = failed("every request to the proxy, on port 80",
                             "a request to " + request.url,
                             place_of_url(task, request.url));
    finding.cause_id = "page-goes-round-proxy";
    finding.particulars = AskedAddress{request.url};
    finding.cause = "the page goes round the proxy, to a server that visitors shall not reach";
    finding.hint = "Ask for `/api/hello`, without host and port.";
    finding.evidence = console_of(seen);
    finding.follows = {"page-url"};
    return finding;
  }
  Finding finding = judge_page(seen, task);
  finding.refutes = asked_at(seen, "80");
  return finding;
}

}  // namespace pinko::expect

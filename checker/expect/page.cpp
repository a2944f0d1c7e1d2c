#include "checker/expect/page.hpp"

#include "checker/discovery/page.hpp"
#include "checker/expect/page_elements.hpp"
#include "checker/expect/page_scripts.hpp"
#include "checker/expect/reason.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <cctype>

namespace pinko::expect {
namespace {

constexpr std::string_view kId = kHeadingId;
constexpr std::string_view kOldHeading = "We provide the best";

using discovery::PageElement;
using discovery::ScriptCall;

Finding no_page(const SiteSeen& seen) {
  return blocked("there is no page " + seen.folder + "/index.html to look at");
}

/// `localhost:` of an address: what browsers take for the name of a protocol, as http: is one;
/// empty where they take none of it so.
std::string taken_for_protocol(std::string_view address) {
  const std::string name(address.substr(0, address.find(':')));
  const bool letters = !name.empty() && name.size() < address.size() &&
                       std::isalpha(static_cast<unsigned char>(name.front())) != 0 &&
                       name.find('/') == std::string::npos;
  return !letters || to_lower(name).starts_with("http") ? std::string() : name + ':';
}

Reason without_scheme(const AskedUrl& asked, const std::string& hint) {
  const std::string protocol = taken_for_protocol(asked.path);
  return {"page-url-without-scheme",
          "without `http://` in front, " +
              (protocol.empty() ? in_quotes(asked.path) + " is a path of the page's own server"
                                : "a browser takes " + in_quotes(protocol) +
                                      " for the name of a protocol, as http: is one"),
          hint};
}

/// How far a call is from the one asked for; nothing is said of a call that is right.
Reason flaw_of_direct(const AskedUrl& asked) {
  const std::string hint = "Ask for `http://localhost:5252/api/hello`.";
  if (lacks_scheme(asked)) return without_scheme(asked, hint);
  if (!is_api_path(asked.path))
    return {
        "page-asks-other-path", "the path " + in_quotes(asked.path) + " is not /api/hello", hint};
  if (asked.host.empty()) {
    return {"page-asks-front-end",
            "an address without host is asked of the front end on port 9000, not of the API",
            hint};
  }
  if (!is_this_computer(asked.host)) {
    return {"page-asks-unknown-host",
            "the browser runs outside of Docker and knows no host " + in_quotes(asked.host),
            hint};
  }
  if (asked.port != "5252") {
    const std::string port = asked.port.empty() ? "80" : asked.port;
    return {"page-asks-other-port",
            "the API is on port 5252, and the script asks on port " + port,
            hint};
  }
  return {};
}

Reason flaw_of_own(const AskedUrl& asked) {
  const std::string hint = "Ask for `/api/hello`, without host and port.";
  if (lacks_scheme(asked)) return without_scheme(asked, hint);
  if (asked.port == "5252" || asked.port == "9000") {
    return {"page-goes-round-proxy",
            "the page still asks the server on port " + asked.port + " directly",
            hint};
  }
  if (!asked.host.empty() && !is_this_computer(asked.host)) {
    return {"page-asks-unknown-host",
            "the browser runs outside of Docker and knows no host " + in_quotes(asked.host),
            hint};
  }
  if (!asked.port.empty() && asked.port != "80") {
    return {"page-asks-other-port",
            "the proxy is on port 80, and the script asks on port " + asked.port,
            hint};
  }
  if (!is_api_path(asked.path))
    return {
        "page-asks-other-path", "the path " + in_quotes(asked.path) + " is not /api/hello", hint};
  return {};
}

/// The calls that could be meant for the API: all but those to other files of the site.
std::vector<ScriptCall> api_calls(const PageScripts& scripts) {
  std::vector<ScriptCall> calls = scripts.calls();
  std::erase_if(calls, [](const ScriptCall& call) {
    const AskedUrl asked = parse_url(call.url);
    return !call.url.empty() && asked.host.empty() && asked.path.find("api") == std::string::npos &&
           asked.path.find("hello") == std::string::npos;
  });
  return calls;
}

Finding no_call(const PageScripts& scripts, const std::string& wanted) {
  Finding finding = failed(wanted, "no script asks for anything", {Location{.path = scripts.path}});
  finding.cause_id = "page-asks-nothing";
  const PageElement* element = discovery::find_by_id(scripts.page, kId);
  if (element == nullptr) return finding;
  finding.where = {element->where};
  if (element->text == kGreeting) {
    finding.cause_id = "text-written-in-page";
    finding.cause = "the text is written into the page itself, and no script asks for it";
  }
  return finding;
}

/// Judges the page's calls by a rule. A call whose address is computed is left to the browser.
Finding judge_calls(const PageScripts& scripts,
                    Reason (*flaw_of)(const AskedUrl&),
                    bool all_must_be_right) {
  const std::string wanted =
      std::string("a script that asks for ") +
      (all_must_be_right ? "/api/hello, without host and port" : "http://localhost:5252/api/hello");
  const std::vector<ScriptCall> calls = api_calls(scripts);
  if (calls.empty()) return no_call(scripts, wanted);
  const ScriptCall* right = nullptr;
  const ScriptCall* computed = nullptr;
  const ScriptCall* wrong = nullptr;
  for (const ScriptCall& call : calls) {
    if (call.url.empty()) {
      computed = &call;
    } else if (flaw_of(parse_url(call.url)).empty()) {
      right = &call;
    } else if (wrong == nullptr) {
      wrong = &call;
    }
  }
  if (wrong == nullptr || (right != nullptr && !all_must_be_right)) {
    if (right != nullptr) {
      Finding found = passed(right->url);
      found.particulars = AskedAddress{right->url};
      return found;
    }
    return passed(computed->how,
                  {"the address is computed by the script; what the browser asks "
                   "for decides"});
  }
  Reason flaw = flaw_of(parse_url(wrong->url));
  Finding finding = failed(wanted, wrong->url, {wrong->where});
  flaw.particulars = AskedAddress{wrong->url};
  explain(finding, std::move(flaw));
  return finding;
}

}  // namespace

Finding has_heading(const SiteSeen& seen) {
  if (seen.index.bytes.empty()) return no_page(seen);
  const discovery::Page page = discovery::parse_page(seen.index.bytes, seen.index.path);
  if (const PageElement* heading = discovery::find_heading(page, kId)) {
    std::vector<std::string> notes;
    const auto same = [](const PageElement& element) { return element.id == kId; };
    if (std::ranges::count_if(page.with_id, same) > 1) {
      notes.emplace_back("the id dynamic-content is there more than once; scripts find the first");
    }
    return passed(to_string(heading->where), std::move(notes));
  }
  const std::string wanted = "an element <h1 id=\"dynamic-content\">";
  if (const PageElement* other = discovery::find_by_id(page, kId)) {
    Finding finding =
        failed(wanted, "an element <" + other->tag + " id=\"dynamic-content\">", {other->where});
    finding.cause_id = "element-is-no-h1";
    finding.hint = "Make it an h1.";
    return finding;
  }
  Finding finding = failed(wanted, "no such element", {Location{.path = seen.index.path}});
  if (const PageElement* old = discovery::find_heading_text(page, kOldHeading)) {
    finding.where = {old->where};
  }
  explain_missing_element(finding, seen.index.bytes, seen.index.path);
  if (seen.from_template) {
    finding.cause_id = "page-untouched";
    finding.cause = "this is the untouched page of the template";
  }
  return finding;
}

Finding heading_comes_first(const SiteSeen& seen) {
  if (seen.index.bytes.empty()) return no_page(seen);
  const discovery::Page page = discovery::parse_page(seen.index.bytes, seen.index.path);
  const PageElement* added = discovery::find_heading(page, kId);
  if (added == nullptr) return blocked("there is no heading dynamic-content");
  const PageElement* old = discovery::find_heading_text(page, kOldHeading);
  const std::string wanted = "dynamic-content before the heading \"We provide the best\"";
  if (old == nullptr) {
    Finding finding =
        failed(wanted, "no heading begins with \"We provide the best\"", {added->where});
    finding.cause_id = "old-heading-gone";
    return finding;
  }
  if (added->order < old->order) return passed(to_string(added->where));
  Finding finding = failed(wanted, "it stands behind that heading", {added->where, old->where});
  finding.cause_id = "heading-behind";
  if (added->order == old->order) {
    finding.cause_id = "heading-not-new";
    finding.cause = "the old heading itself has the id, and the task asks for a new one above it";
    finding.actual = "it is that heading";
    finding.where = {added->where};
  }
  return finding;
}

Finding asks_api(const SiteSeen& seen, const Sources& task) {
  if (seen.index.bytes.empty()) return no_page(seen);
  const PageScripts scripts = read_scripts(seen.index.bytes, seen.index.path, task);
  Finding finding = judge_calls(scripts, flaw_of_direct, /*all_must_be_right=*/false);
  // Scripts ask in more ways than can be read; the browser sees whether they do.
  finding.refutable = true;
  return finding;
}

Finding asks_own_origin(const SiteSeen& seen, const Sources& task) {
  if (seen.index.bytes.empty()) return no_page(seen);
  const PageScripts scripts = read_scripts(seen.index.bytes, seen.index.path, task);
  Finding finding = judge_calls(scripts, flaw_of_own, /*all_must_be_right=*/true);
  const auto* asked = std::get_if<AskedAddress>(&finding.particulars);
  if (finding.kind == Finding::Kind::passed && asked != nullptr &&
      !parse_url(asked->url).host.empty()) {
    finding.notes.emplace_back("the address names its host; /api/hello alone also works elsewhere");
  }
  // An address of a server behind the proxy is one too many, also where this visit did without it.
  finding.refutable = finding.cause_id != "page-goes-round-proxy";
  return finding;
}

}  // namespace pinko::expect

#include "checker/expect/page_elements.hpp"

#include "checker/discovery/page.hpp"
#include "checker/discovery/source_text.hpp"
#include "checker/expect/browser_causes.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/page_scripts.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace pinko::expect {
namespace {

using discovery::PageElement;

constexpr std::size_t kFarthest = 3;  ///< letters between an id and what it was meant to be

bool is_near(std::string_view id) {
  // Quotes of a text are part of the name, and three bytes long each.
  const std::string plain = replace_all(replace_all(std::string(id), "“", ""), "”", "");
  return id != kHeadingId && edit_distance(to_lower(plain), kHeadingId, kFarthest) <= kFarthest;
}

Location place_of(std::string_view bytes, std::string_view path, std::size_t at) {
  return discovery::LineIndex(bytes, path).at(at);
}

/// `<!-- <h1 id="dynamic-content"></h1> -->`
std::optional<std::size_t> in_comment(std::string_view bytes) {
  for (std::size_t open = bytes.find("<!--"); open != std::string_view::npos;
       open = bytes.find("<!--", open + 4)) {
    const std::size_t close = std::min(bytes.find("-->", open), bytes.size());
    const std::string_view comment = bytes.substr(open, close - open);
    if (comment.find("id=") != std::string_view::npos &&
        comment.find(kHeadingId) != std::string_view::npos) {
      return open;
    }
  }
  return std::nullopt;
}

/// A start tag that says class where it should say id.
std::optional<std::size_t> as_class(std::string_view bytes) {
  for (const std::string_view mark : {"class=\"dynamic-content\"", "class='dynamic-content'"}) {
    const std::size_t at = bytes.find(mark);
    if (at != std::string_view::npos) return at;
  }
  return std::nullopt;
}

bool explain_by_ids(Finding& finding, const discovery::Page& page) {
  for (const discovery::Placed& text : page.ids_in_text) {
    if (text.text.find(kHeadingId) == std::string::npos) continue;
    finding.where = {text.where};
    finding.cause_id = "id-is-text";
    finding.cause =
        "the letters id=\"dynamic-content\" stand between two tags, where they are "
        "text and no attribute";
    finding.hint = "Write the id into the start tag: `<h1 id=\"dynamic-content\"></h1>`.";
    return true;
  }
  for (const PageElement& element : page.with_id) {
    if (!equal_ignoring_case(element.id, kHeadingId) || element.id == kHeadingId) continue;
    finding.where = {element.where};
    finding.cause_id = "id-in-other-case";
    finding.cause = "the id is " + in_quotes(element.id) + "; capital letters count";
    return true;
  }
  for (const PageElement& element : page.with_id) {
    if (!is_near(element.id)) continue;
    finding.where = {element.where};
    finding.cause_id = "id-misspelt";
    finding.cause = "the id is " + in_quotes(element.id) + ", not " + in_quotes(kHeadingId);
    if (element.id.find("“") != std::string::npos || element.id.find("”") != std::string::npos) {
      finding.cause =
          "the quotes around the id are those of a text, not those of a keyboard, so "
          "they become a part of it";
      finding.hint = "Write it between plain quotes: `id=\"dynamic-content\"`.";
    }
    return true;
  }
  return false;
}

/// A string of a script that names an element, and how it is handed on.
struct Named {
  std::string call;  ///< "$(", "getElementById("
  std::string id;    ///< with its '#'
  std::string text;  ///< as written: `$("#dynamic-content"`
};

std::vector<Named> named_elements(std::string_view script) {
  std::vector<Named> all;
  for (const std::string_view call :
       {"$(", "jQuery(", "querySelector(", "getElementById(", "getElementsByClassName("}) {
    for (std::size_t at = script.find(call); at != std::string_view::npos;
         at = script.find(call, at + 1)) {
      const std::size_t open = at + call.size();
      if (open >= script.size() || (script[open] != '"' && script[open] != '\'')) continue;
      const std::size_t close = script.find(script[open], open + 1);
      if (close == std::string_view::npos) continue;
      all.push_back({.call = std::string(call),
                     .id = std::string(script.substr(open + 1, close - open - 1)),
                     .text = std::string(script.substr(at, close + 1 - at))});
    }
  }
  return all;
}

/// What the call has to be given to find the heading; empty for one that looks for classes.
std::string right_for(const Named& named) {
  if (named.call == "getElementsByClassName(") return {};
  return (named.call == "getElementById(" ? "" : "#") + std::string(kHeadingId);
}

bool is_right(const Named& named) {
  return !named.id.empty() && named.id == right_for(named);
}

/// What is wrong with the name that a script gives the element; empty when it is right, or when
/// another element is meant.
std::string flaw_of(const Named& named) {
  const bool by_id = named.call == "getElementById(";
  if (named.call == "getElementsByClassName(") {
    return named.id == kHeadingId ? "getElementsByClassName looks for a class" : "";
  }
  if (is_right(named)) return {};
  if (!by_id && named.id == kHeadingId) {
    return in_quotes(named.id) + " without a # in front is the name of a tag";
  }
  if (by_id && named.id == '#' + std::string(kHeadingId)) {
    return "getElementById takes the id without a # in front";
  }
  if (!by_id && named.id == '.' + std::string(kHeadingId)) {
    return in_quotes(named.id) + " with a dot in front is the name of a class";
  }
  const std::string_view id = std::string_view(named.id).substr(named.id.starts_with('#') ? 1 : 0);
  const bool like = named.id.starts_with('#') || by_id;
  return like && (is_near(id) || kHeadingId.starts_with(id))
             ? "the script fills " + in_quotes(named.id) + ", and the element has the id " +
                   in_quotes(kHeadingId)
             : std::string();
}

std::string inline_scripts(const PageScripts& scripts) {
  std::string text;
  for (const discovery::PageScript& script : scripts.page.scripts) {
    if (script.runs) text += script.text + '\n';
  }
  return text;
}

/// The page's scripts name another element.
void explain_other_element(Finding& finding, const Sources& task) {
  const PageScripts scripts = read_scripts(task);
  std::vector<Named> all = named_elements(inline_scripts(scripts));
  for (const auto& [src, text] : scripts.texts) {
    const std::vector<Named> found = named_elements(text);
    all.insert(all.end(), found.begin(), found.end());
  }
  // A script that names the right element as well may do anything with the other one.
  if (std::ranges::any_of(all, is_right)) return;
  const auto wrong =
      std::ranges::find_if(all, [](const Named& named) { return !flaw_of(named).empty(); });
  if (wrong == all.end()) return;
  finding.cause_id = "script-fills-other-element";
  finding.cause = flaw_of(*wrong);
  finding.particulars = Misnamed{.name = wrong->id, .meant = right_for(*wrong)};
  finding.hint =
      "Name it as `$('#dynamic-content')` or `document.getElementById('dynamic-content')`.";
  for (const auto& [path, text] : task.texts) {
    if (auto place = find_place(task, path, wrong->text)) finding.where = {*std::move(place)};
  }
}

/// `.success(…)` and `.error(…)`, which jQuery had until its second release.
void explain_old_name(Finding& finding, const ConsoleMessage& message, const Sources& task) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kNames{
      {{".success", ".done"}, {".error", ".fail"}}};
  for (const auto& [old, today] : kNames) {
    const std::string called = std::string(old) + '(';
    const auto place = find_place(task, kFrontPage, called);
    if (!place || message.text.find(std::string(old) + " is not a function") == std::string::npos) {
      continue;
    }
    finding.where = {*place};
    finding.particulars = Misnamed{.name = std::string(old), .meant = std::string(today)};
    finding.hint =
        "Write `" + std::string(today) + "`: jQuery has no `" + std::string(old) + "` any more.";
    return;
  }
}

}  // namespace

void explain_missing_element(Finding& finding, std::string_view bytes, std::string_view path) {
  finding.cause_id = "element-missing";
  if (explain_by_ids(finding, discovery::parse_page(bytes, path))) return;
  if (const auto at = as_class(bytes)) {
    finding.where = {place_of(bytes, path, *at)};
    finding.cause_id = "class-in-place-of-id";
    finding.cause = "the element has dynamic-content as its class, and no id";
  } else if (const auto comment = in_comment(bytes)) {
    finding.where = {place_of(bytes, path, *comment)};
    finding.cause_id = "heading-in-comment";
    finding.cause = "the heading stands in a comment, which a browser passes over";
  }
}

void explain_no_element(Finding& finding, const Sources& task) {
  const PageScripts scripts = read_scripts(task);
  if (scripts.path.empty() || discovery::find_by_id(scripts.page, "dynamic-content") != nullptr) {
    return;
  }
  finding.cause = "no element of the page has the id dynamic-content";
  finding.hint = "Put `<h1 id=\"dynamic-content\"></h1>` in front of the old heading.";
  const auto* old = discovery::find_heading_text(scripts.page, "We provide the best");
  if (old != nullptr) finding.where = {old->where};
  if (const std::string* bytes = task.find(kFrontPage)) {
    explain_missing_element(finding, *bytes, scripts.path);
  }
}

void explain_answer(Finding& finding, const PageSeen& seen, const Sources& task) {
  const std::string_view text = trim(seen.text);
  if (text.find(kGreeting) != std::string_view::npos) {
    finding.cause_id = "answer-decorated";
    finding.cause = "the script shows more than the API's answer";
    finding.hint = "Show the answer alone: `$('#dynamic-content').text(data)`.";
    return;
  }
  if (text.starts_with("function ") && text.find("[native code]") != std::string_view::npos) {
    const std::string name(trim(text.substr(9, text.find('(') - 9)));
    finding.cause_id = "function-not-called";
    finding.cause = "the script shows the function " + name + " itself, not what it gives";
    finding.hint = "Call it, with parentheses behind its name: `" + name + "()`.";
    finding.particulars = Misnamed{.name = '.' + name + ')', .meant = '.' + name + "())"};
    if (const auto place = find_place(task, kFrontPage, '.' + name + ')')) finding.where = {*place};
    return;
  }
  if (text.find("[object ") != std::string_view::npos || text == "undefined") {
    finding.cause_id = "answer-shown-as-object";
    finding.cause = "the script shows an object of JavaScript in place of the answer's text";
    finding.hint =
        "Take the text out of it: `data` of `$.get`, or `.then(r => r.text())` of fetch.";
    if (text != "undefined") return;
    finding.cause =
        "the script shows `undefined`: it asks the answer for a part, and the answer is a text "
        "without parts";
    finding.hint = "Show the answer itself: `data`, not `data.message`.";
    for (const std::string_view part : {".message", ".greeting", ".msg", ".data", ".hello"}) {
      const auto place = find_place(task, kFrontPage, part);
      if (place) finding.where = {*place};
      if (place) break;
    }
    return;
  }
  explain_other_element(finding, task);
  if (finding.cause_id != "answer-not-shown") return;
  for (const ConsoleMessage& message : seen.console) {
    if (message.level != "exception") continue;
    const Message* known = find_message(messages_of_browsers(), message.text, {Speaker::browser});
    if (known == nullptr) continue;
    finding.cause_id = known->id;
    finding.cause = std::string(known->words) + ": " + message.text;
    finding.hint = known->step;
    if (const auto place = place_of_message(message, task)) finding.where = {*place};
    explain_old_name(finding, message, task);
    return;
  }
}

}  // namespace pinko::expect

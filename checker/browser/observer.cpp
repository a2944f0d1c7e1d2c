#include "checker/browser/observer.hpp"

#include "checker/util/text.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace pinko::browser {
namespace {

using nlohmann::json;

std::string literal(const std::string& text) {
  return json(text).dump(-1, ' ', /*ensure_ascii=*/true, json::error_handler_t::replace);
}

constexpr std::string_view kScript = R"js((() => {
  if (window !== window.top) return;
  const describe = (tree) => {
    let found = [];
    try { found = tree.querySelectorAll(SELECTOR); } catch (error) { }
    const first = found[0];
    const text = first ? first.textContent.slice(0, TEXT_CAP).toWellFormed() : '';
    return JSON.stringify({matches: found.length, tag: first ? first.localName : '', text});
  };
  let last = '';
  const tell = () => {
    const now = describe(document);
    if (now === last) return;
    last = now;
    pinkoTell(now);
  };
  globalThis.pinkoNow = () => describe(document);
  globalThis.pinkoIn = (html) => describe(new DOMParser().parseFromString(html, 'text/html'));
  new MutationObserver(tell).observe(
      document, {subtree: true, childList: true, characterData: true, attributes: true,
                 attributeFilter: ['id', 'class']});
})())js";

}  // namespace

std::string observer_script(const std::string& selector, std::size_t text_cap) {
  const std::string script =
      replace_all(std::string(kScript), "TEXT_CAP", std::to_string(text_cap));
  return replace_all(script, "SELECTOR", literal(selector));
}

std::string describe_now() {
  return "pinkoNow()";
}

std::string describe_in(const std::string& html) {
  return "pinkoIn(" + literal(html) + ")";
}

Command evaluation(const std::string& expression, int world, std::string session) {
  const json params{{"expression", expression}, {"contextId", world}, {"returnByValue", true}};
  return {.method = "Runtime.evaluate", .params = params.dump(), .session = std::move(session)};
}

std::optional<ElementSeen> read_description(std::string_view payload) {
  const json described = json::parse(payload, nullptr, /*allow_exceptions=*/false);
  if (!described.is_object()) return std::nullopt;
  const auto matches = described.find("matches");
  const auto tag = described.find("tag");
  const auto text = described.find("text");
  if (matches == described.end() || tag == described.end() || text == described.end() ||
      !matches->is_number_integer() || !tag->is_string() || !text->is_string()) {
    return std::nullopt;
  }
  return ElementSeen{.matches = matches->get<int>(), .tag = *tag, .text = *text};
}

std::optional<ElementSeen> read_evaluated(std::string_view result) {
  const json evaluated = json::parse(result, nullptr, /*allow_exceptions=*/false);
  if (!evaluated.is_object() || !evaluated.contains("result")) return std::nullopt;
  const json& value = evaluated["result"];
  if (!value.is_object() || !value.contains("value") || !value["value"].is_string()) {
    return std::nullopt;
  }
  return read_description(value["value"].get_ref<const std::string&>());
}

}  // namespace pinko::browser

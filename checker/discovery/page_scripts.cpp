#include "checker/discovery/page.hpp"
#include "checker/discovery/script_places.hpp"
#include "checker/discovery/script_tokens.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>

namespace pinko::discovery {
namespace {

/// One script's text and where it stands.
struct Source {
  std::string_view text;
  Location start;
};

std::optional<Source> source_of(const PageScript& script,
                                const Page& page,
                                const ScriptTexts& texts,
                                std::string_view page_path) {
  if (!script.runs) return std::nullopt;
  if (script.src.empty()) return Source{.text = script.text, .start = script.text_place};
  const auto found = texts.find(script.src);
  if (found == texts.end()) return std::nullopt;
  const std::size_t slash = page_path.rfind('/');
  const std::string folder =
      slash == std::string_view::npos ? "" : std::string(page_path.substr(0, slash + 1));
  Location start{.path = folder + local_path(script.src, page.base), .line = 1, .column = 1};
  return Source{.text = found->second, .start = std::move(start)};
}

bool is_jquery_text(std::string_view text) {
  const std::string_view head = text.substr(0, 1000);
  return head.find("jQuery JavaScript Library") != std::string_view::npos ||
         head.find("/*! jQuery v") != std::string_view::npos;
}

struct Use {
  Location where;
  bool at_once = false;  ///< at the top level: it runs with the script
};

/// The first use of `$` or jQuery that runs at once, else the first at all.
std::optional<Use> find_use(const Source& source) {
  const LineIndex index(source.text, "");
  const std::vector<ScriptToken> tokens = script_tokens(source.text);
  std::optional<Use> found;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const ScriptToken& token = tokens[i];
    const bool dollar = token.is("$");
    if (!dollar && !token.is("jQuery")) continue;
    const bool own = i > 0 && is_one_of(tokens[i - 1].value, {"const", "let", "var", "function"});
    if (own && dollar) return std::nullopt;  // the script's own function of that name
    const bool member = i > 0 && tokens[i - 1].is(".");
    const bool used = tokens[i + 1].is("(") || tokens[i + 1].is(".") || tokens[i + 1].is(")");
    if (member || !used || (found && token.nested)) continue;
    if (dollar && tokens[i + 1].is(")")) continue;  // function($)
    const std::size_t end = token.offset + token.value.size();
    found =
        Use{.where = place_in(index, source.start, token.offset, end), .at_once = !token.nested};
    if (found->at_once) return found;
  }
  return found;
}

/// The scripts that a browser runs, in the order in which it runs them.
std::vector<const PageScript*> in_order(const Page& page) {
  std::vector<const PageScript*> order;
  for (const bool deferred : {false, true}) {
    for (const PageScript& script : page.scripts) {
      if (script.runs && script.deferred == deferred) order.push_back(&script);
    }
  }
  return order;
}

/// Of several copies the first gives the place; one that is not slim makes up for those that are.
void note_load(JQueryUse& result, const PageScript& script) {
  const bool slim = script.src.find("slim") != std::string::npos;
  if (!result.loaded) result.load = script.where;
  if (!result.loaded) result.load_deferred = script.deferred;
  result.slim = slim && (!result.loaded || result.slim);
  result.loaded = true;
}

}  // namespace

bool is_jquery_name(std::string_view src) {
  src = src.substr(0, src.find_first_of("?#"));
  const std::string name = to_lower(src.substr(src.rfind('/') + 1));
  std::string_view rest = name;
  if (!rest.starts_with("jquery")) return false;
  rest.remove_prefix(6);
  if (!rest.ends_with(".js")) return rest.empty();
  rest.remove_suffix(3);
  for (const std::string_view end : {".min", ".pack", ".slim", "-slim"}) {
    if (rest.ends_with(end)) rest.remove_suffix(end.size());
  }
  if (rest.ends_with(".slim")) rest.remove_suffix(5);
  return rest.find_first_not_of("0123456789.-v") == std::string_view::npos;
}

bool waits_by_clock(std::string_view script, std::string_view id) {
  if (is_jquery_text(script)) return false;
  const std::vector<ScriptToken> tokens = script_tokens(script);
  const bool waits = std::ranges::any_of(tokens, [](const ScriptToken& token) {
    return token.kind == ScriptToken::Kind::name &&
           is_one_of(token.value, {"setTimeout", "setInterval"});
  });
  return waits && (script.find(id) != std::string_view::npos || !find_calls(script, {}).empty());
}

std::vector<ScriptCall> find_calls(const Page& page,
                                   const ScriptTexts& texts,
                                   std::string_view page_path) {
  std::vector<ScriptCall> calls;
  for (const PageScript& script : page.scripts) {
    const std::optional<Source> source = source_of(script, page, texts, page_path);
    if (!source || is_jquery_text(source->text) || is_jquery_name(script.src)) continue;
    for (ScriptCall& call : find_calls(source->text, source->start)) {
      calls.push_back(std::move(call));
    }
  }
  const bool htmx = std::ranges::any_of(page.scripts, [](const PageScript& script) {
    return script.runs && script.src.find("htmx") != std::string::npos;
  });
  if (!htmx) return calls;
  for (const Placed& address : page.hx_gets)
    calls.push_back({.how = "hx-get", .url = address.text, .where = address.where});
  return calls;
}

JQueryUse jquery_use(const Page& page, const ScriptTexts& texts, std::string_view page_path) {
  JQueryUse result;
  for (const PageScript* script : in_order(page)) {
    const std::optional<Source> source = source_of(*script, page, texts, page_path);
    if (is_jquery_name(script->src) || (source && is_jquery_text(source->text))) {
      note_load(result, *script);
      continue;
    }
    if (!source) continue;
    const std::optional<Use> use = find_use(*source);
    if (!use) continue;
    const bool early = !result.loaded && use->at_once;
    if (!result.used || (early && !result.used_before_load)) {
      result.use = use->where;
      result.tag = script->where;
    }
    result.used = true;
    result.used_before_load = result.used_before_load || early;
  }
  // Without jQuery nothing comes too early: it is missing altogether.
  result.used_before_load = result.used_before_load && result.loaded;
  return result;
}

}  // namespace pinko::discovery

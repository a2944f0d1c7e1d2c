#include "checker/discovery/page.hpp"
#include "checker/discovery/script_tokens.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>

namespace pinko::discovery {
namespace {

constexpr std::size_t kMostCalls = 500;
constexpr std::size_t kMostWords = 200;  ///< tokens of one call that are looked at

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

/// The place of an offset in a script that begins at `start`.
Location place_in(const LineIndex& index,
                  const Location& start,
                  std::size_t begin,
                  std::size_t end) {
  Location place = index.span(begin, end);
  const auto shift = [&](int& line, int& column) {
    if (line == 1) column += std::max(start.column, 1) - 1;
    line += std::max(start.line, 1) - 1;
  };
  shift(place.line, place.column);
  shift(place.end_line, place.end_column);
  place.path = start.path;
  return place;
}

/// Finds requests in a row of tokens.
class CallFinder {
 public:
  CallFinder(std::string_view script, const Location& start)
      : index_(script, ""),
        start_(start),
        tokens_(script_tokens(script)) {
    for (std::size_t i = 0; i + 2 < tokens_.size(); ++i) {
      const bool assigned = tokens_[i].kind == ScriptToken::Kind::name && tokens_[i + 1].is("=");
      if (!assigned) continue;
      if (const auto value = text_at(i + 2)) names_[tokens_[i].value] = value->value;
    }
  }

  std::vector<ScriptCall> find() {
    for (std::size_t i = 0; i < tokens_.size() && calls_.size() < kMostCalls; ++i) {
      if (tokens_[i].kind == ScriptToken::Kind::name) look_at(i);
    }
    return std::move(calls_);
  }

 private:
  struct Value {
    std::string value;
    std::size_t begin;
    std::size_t end;
  };

  [[nodiscard]] bool is(std::size_t i, std::string_view text) const {
    return i < tokens_.size() && tokens_[i].is(text);
  }

  /// A text, or texts and known names joined by plus signs.
  [[nodiscard]] std::optional<Value> text_at(std::size_t i) const {
    std::optional<Value> found;
    for (std::size_t steps = 0; i < tokens_.size() && steps < kMostWords; i += 2, ++steps) {
      const ScriptToken& token = tokens_[i];
      std::string part;
      if (token.kind == ScriptToken::Kind::text && token.plain) {
        part = token.value;
      } else if (token.kind == ScriptToken::Kind::name && names_.contains(token.value)) {
        part = names_.at(token.value);
      } else {
        return std::nullopt;
      }
      const std::size_t quotes = token.kind == ScriptToken::Kind::text ? 2 : 0;
      if (!found) found = Value{.value = {}, .begin = token.offset, .end = token.offset};
      found->value += part;
      found->end = token.offset + token.value.size() + quotes;
      if (!is(i + 1, "+") || found->value.size() > 4096) return found;
    }
    return found;
  }

  void add(std::string how, bool jquery, std::size_t name, const std::optional<Value>& url) {
    const std::size_t begin = tokens_[name].offset;
    const Value place =
        url.value_or(Value{.value = {}, .begin = begin, .end = begin + tokens_[name].value.size()});
    calls_.push_back({.how = std::move(how),
                      .url = place.value,
                      .uses_jquery = jquery,
                      .where = place_in(index_, start_, place.begin, place.end)});
  }

  /// The URL of `(…)`: the first argument, or the key `url` of an object; `first` is behind the
  /// bracket.
  [[nodiscard]] std::optional<Value> url_of(std::size_t first) const {
    if (!is(first, "{")) return text_at(first);
    int depth = 0;
    const std::size_t last = std::min(tokens_.size(), first + kMostWords);
    for (std::size_t i = first; i < last; ++i) {
      if (is(i, "{") || is(i, "(") || is(i, "[")) ++depth;
      if (is(i, "}") || is(i, ")") || is(i, "]")) --depth;
      if (depth == 0) break;
      const bool key = depth == 1 && tokens_[i].value == "url" && is(i + 1, ":");
      if (key) return text_at(i + 2);
    }
    return std::nullopt;
  }

  void look_at(std::size_t i) {
    const std::string& name = tokens_[i].value;
    const bool member = i > 0 && is(i - 1, ".");
    if (name == "$" || name == "jQuery") {
      const bool method =
          is(i + 1, ".") && i + 2 < tokens_.size() && is(i + 3, "(") &&
          is_one_of(tokens_[i + 2].value, {"ajax", "get", "post", "getJSON", "getScript"});
      if (method) add("$." + tokens_[i + 2].value, true, i, url_of(i + 4));
      return;
    }
    if (name == "fetch" && is(i + 1, "(") && (!member || (i > 1 && is(i - 2, "window")))) {
      add("fetch", false, i, url_of(i + 2));
    }
    if (name == "axios" && is(i + 1, "(")) add("axios", false, i, url_of(i + 2));
    const bool axios = name == "axios" && is(i + 1, ".") && is(i + 3, "(");
    if (axios && is_one_of(tokens_[i + 2].value, {"get", "post", "request"})) {
      add("axios", false, i, url_of(i + 4));
    }
    if (name == "open" && member && is(i + 1, "(")) look_at_open(i);
    const bool load = name == "load" && member && i > 1 && is(i - 2, ")") && is(i + 1, "(");
    if (load) {
      if (const auto url = text_at(i + 2)) add("$.load", true, i, url);
    }
  }

  /// `request.open("GET", url)`; window.open has no method as its first argument.
  void look_at_open(std::size_t i) {
    if (i + 2 >= tokens_.size() || tokens_[i + 2].kind != ScriptToken::Kind::text) return;
    const std::string method = to_lower(tokens_[i + 2].value);
    if (!is_one_of(method, {"get", "post", "put", "head"}) || !is(i + 3, ",")) return;
    add("XMLHttpRequest", false, i, text_at(i + 4));
  }

  LineIndex index_;
  Location start_;
  std::vector<ScriptToken> tokens_;
  std::map<std::string, std::string> names_;
  std::vector<ScriptCall> calls_;
};

/// One script's text and where it stands.
struct Source {
  std::string_view text;
  Location start;
};

std::optional<Source> source_of(const PageScript& script,
                                const ScriptTexts& texts,
                                std::string_view page_path) {
  if (!script.runs) return std::nullopt;
  if (script.src.empty()) return Source{.text = script.text, .start = script.text_place};
  const auto found = texts.find(script.src);
  if (found == texts.end()) return std::nullopt;
  const std::size_t slash = page_path.rfind('/');
  const std::string folder =
      slash == std::string_view::npos ? "" : std::string(page_path.substr(0, slash + 1));
  Location start{.path = folder + local_path(script.src), .line = 1, .column = 1};
  return Source{.text = found->second, .start = std::move(start)};
}

/// jQuery itself by its file's name: "jquery.min.js", "jquery-3.6.0.slim.js", but no plug-in of it.
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
  result.slim = slim && (!result.loaded || result.slim);
  result.loaded = true;
}

}  // namespace

std::vector<ScriptCall> find_calls(std::string_view script, const Location& start) {
  return CallFinder(script, start).find();
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
    const std::optional<Source> source = source_of(script, texts, page_path);
    if (!source || is_jquery_text(source->text) || is_jquery_name(script.src)) continue;
    for (ScriptCall& call : find_calls(source->text, source->start)) {
      calls.push_back(std::move(call));
    }
  }
  return calls;
}

JQueryUse jquery_use(const Page& page, const ScriptTexts& texts, std::string_view page_path) {
  JQueryUse result;
  for (const PageScript* script : in_order(page)) {
    const std::optional<Source> source = source_of(*script, texts, page_path);
    if (is_jquery_name(script->src) || (source && is_jquery_text(source->text))) {
      note_load(result, *script);
      continue;
    }
    if (!source) continue;
    const std::optional<Use> use = find_use(*source);
    if (!use) continue;
    const bool early = !result.loaded && use->at_once;
    if (!result.used || (early && !result.used_before_load)) result.use = use->where;
    result.used = true;
    result.used_before_load = result.used_before_load || early;
  }
  // Without jQuery nothing comes too early: it is missing altogether.
  result.used_before_load = result.used_before_load && result.loaded;
  return result;
}

}  // namespace pinko::discovery

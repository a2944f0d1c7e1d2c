#include "checker/discovery/page.hpp"
#include "checker/discovery/script_places.hpp"
#include "checker/discovery/script_tokens.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>

namespace pinko::discovery {
namespace {

constexpr std::size_t kMostCalls = 500;
constexpr std::size_t kMostWords = 200;  ///< tokens of one call that are looked at

/// Finds requests in a row of tokens.
class CallFinder {
 public:
  CallFinder(std::string_view script, const Location& start)
      : index_(script, ""),
        start_(start),
        tokens_(script_tokens(script)) {
    for (std::size_t i = 0; i + 2 < tokens_.size(); ++i) {
      if (tokens_[i].kind == ScriptToken::Kind::name) note_name(i);
    }
    rebased_ = std::ranges::any_of(tokens_, [](const ScriptToken& token) {
      return token.kind == ScriptToken::Kind::name &&
             is_one_of(token.value, {"baseURL", "ajaxSetup", "ajaxPrefilter"});
    });
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

  /// What a name stands for. One that stands for several texts, or grows, is computed.
  void note_name(std::size_t i) {
    const std::string& name = tokens_[i].value;
    const bool assigned = is(i + 1, "=") && !is(i + 2, "=");
    const bool grows = is(i + 1, "+=") || (is(i + 1, "+") && is(i + 2, "="));
    if (!assigned && !grows) return;
    const auto value = assigned ? text_at(i + 2) : std::nullopt;
    const auto known = names_.find(name);
    if (known == names_.end() && value) {
      names_.emplace(name, value->value);
    } else if (known != names_.end() && (!value || known->second != value->value)) {
      known->second = std::nullopt;
    }
  }

  [[nodiscard]] const std::string* value_of(const ScriptToken& token) const {
    const auto known = names_.find(token.value);
    if (token.kind != ScriptToken::Kind::name || known == names_.end()) return nullptr;
    return known->second ? &*known->second : nullptr;
  }

  /// A text with such a sign behind it is not the value itself: `.replace(…)`, `|| other`.
  [[nodiscard]] bool goes_on(std::size_t i) const {
    return i < tokens_.size() && tokens_[i].kind == ScriptToken::Kind::sign &&
           tokens_[i].value.find_first_of(".[?|&") == 0;
  }

  /// A text, or texts and known names joined by plus signs.
  [[nodiscard]] std::optional<Value> text_at(std::size_t i) const {
    std::optional<Value> found;
    for (std::size_t steps = 0; i < tokens_.size() && steps < kMostWords; i += 2, ++steps) {
      const ScriptToken& token = tokens_[i];
      std::string part;
      if (token.kind == ScriptToken::Kind::text && token.plain) {
        part = token.value;
      } else if (const std::string* known = value_of(token)) {
        part = *known;
      } else {
        return std::nullopt;
      }
      const std::size_t quotes = token.kind == ScriptToken::Kind::text ? 2 : 0;
      if (!found) found = Value{.value = {}, .begin = token.offset, .end = token.offset};
      found->value += part;
      found->end = token.offset + token.value.size() + quotes;
      if (goes_on(i + 1)) return std::nullopt;
      if (!is(i + 1, "+") || found->value.size() > 4096) return found;
    }
    return found;
  }

  void add(std::string how, bool jquery, std::size_t name, const std::optional<Value>& url) {
    const std::size_t begin = tokens_[name].offset;
    Value place =
        url.value_or(Value{.value = {}, .begin = begin, .end = begin + tokens_[name].value.size()});
    if (rebased_ && place.value.find("//") == std::string::npos) place.value.clear();
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
    const std::size_t before = calls_.size();
    look_at_known(i);
    const bool of_known =
        i > 1 && is(i - 1, ".") && is_one_of(tokens_[i - 2].value, {"$", "jQuery", "axios"});
    if (calls_.size() == before && !of_known && is(i + 1, "(")) look_at_other(i);
  }

  /// A function of any name that is given the API's path may well ask for it; where it asks is its
  /// own business.
  void look_at_other(std::size_t i) {
    if (is_one_of(tokens_[i].value,
                  {"log",        "info",     "debug",   "warn",    "error",    "alert",   "text",
                   "html",       "write",    "append",  "prepend", "includes", "indexOf", "match",
                   "startsWith", "endsWith", "replace", "split",   "test",     "push",    "concat",
                   "Error",      "URL",      "if",      "while"})) {
      return;
    }
    for (const std::size_t argument : {i + 2, i + 4}) {
      const bool first = argument == i + 2;
      if (!first && !is(i + 3, ",")) return;
      if (!names_api(argument)) continue;
      add(tokens_[i].value, false, i, std::nullopt);
      return;
    }
  }

  /// Whether the argument that begins there has the API's path in one of its texts, whatever else
  /// it is made of.
  [[nodiscard]] bool names_api(std::size_t first) const {
    int depth = 0;
    const std::size_t last = std::min(tokens_.size(), first + kMostWords);
    for (std::size_t i = first; i < last; ++i) {
      const ScriptToken& token = tokens_[i];
      if (token.kind == ScriptToken::Kind::text &&
          token.value.find("api/hello") != std::string::npos) {
        return true;
      }
      if (depth == 0 && (is(i, ",") || is(i, ")"))) return false;
      if (is(i, "{") || is(i, "(") || is(i, "[")) ++depth;
      if (is(i, "}") || is(i, ")") || is(i, "]")) --depth;
    }
    return false;
  }

  void look_at_known(std::size_t i) {
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
      const auto url = text_at(i + 2);
      if (url || names_api(i + 2)) add("$.load", true, i, url);
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
  std::map<std::string, std::optional<std::string>> names_;  ///< nothing: no single text
  std::vector<ScriptCall> calls_;
  bool rebased_ = false;  ///< what is relative may be asked of another host
};

}  // namespace

std::vector<ScriptCall> find_calls(std::string_view script, const Location& start) {
  return CallFinder(script, start).find();
}

}  // namespace pinko::discovery

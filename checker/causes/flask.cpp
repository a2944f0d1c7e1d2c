#include "checker/causes/flask.hpp"

#include "checker/discovery/source_text.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace pinko::causes {
namespace {

constexpr std::size_t kLongestCall = 2048;  ///< bytes that are looked at of one decorator

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Where a string that begins at `at` ends: one past its closing quotes.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string triple(3, quote);
  if (text.substr(at, 3) == triple) {
    const std::size_t end = text.find(triple, at + 3);
    return end == std::string_view::npos ? text.size() : end + 3;
  }
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return i + 1;
    } else if (text[i] == '\n') {
      return i;
    }
  }
  return text.size();
}

/// Everything but the ends of lines becomes blanks.
void blank(std::string& code, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (code[i] != '\n') code[i] = ' ';
  }
}

/// The same text with comments, and the insides of strings if wanted, turned into blanks.
std::string code_of(std::string_view text, bool with_strings) {
  std::string code(text);
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '#') {
      const std::size_t end = std::min(text.find('\n', i), text.size());
      blank(code, i, end);
      i = end;
    } else if (text[i] == '\'' || text[i] == '"') {
      const std::size_t end = end_of_string(text, i);
      if (!with_strings) blank(code, i, end);
      i = end;
    } else {
      ++i;
    }
  }
  return code;
}

/// Where a bracket closes, in text without strings; npos when it does not.
std::size_t closing(std::string_view code, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < code.size(); ++i) {
    if (code[i] == '(' || code[i] == '[' || code[i] == '{') ++depth;
    if (code[i] == ')' || code[i] == ']' || code[i] == '}') --depth;
    if (depth == 0) return i;
  }
  return std::string_view::npos;
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The arguments between two brackets, without the blanks around them.
std::vector<Span> arguments(std::string_view code, std::size_t open, std::size_t close) {
  std::vector<Span> found;
  std::size_t begin = open + 1;
  int depth = 0;
  for (std::size_t i = open + 1; i <= close; ++i) {
    if (code[i] == '(' || code[i] == '[' || code[i] == '{') ++depth;
    const bool ends = i == close || (code[i] == ',' && depth == 0);
    if (code[i] == ')' || code[i] == ']' || code[i] == '}') --depth;
    if (!ends) continue;
    found.push_back({begin, i});
    begin = i + 1;
  }
  return found;
}

Span trimmed(std::string_view text, Span span) {
  while (span.begin < span.end && std::isspace(static_cast<unsigned char>(text[span.begin])) != 0)
    ++span.begin;
  while (span.end > span.begin && std::isspace(static_cast<unsigned char>(text[span.end - 1])) != 0)
    --span.end;
  return span;
}

/// The inside of a plain string literal.
std::optional<Span> literal(std::string_view text, Span span) {
  if (span.end - span.begin < 2) return std::nullopt;
  const char quote = text[span.begin];
  if ((quote != '\'' && quote != '"') || end_of_string(text, span.begin) != span.end) {
    return std::nullopt;
  }
  if (text.substr(span.begin, 3) == std::string(3, quote)) return std::nullopt;
  return Span{span.begin + 1, span.end - 1};
}

/// Where the call `NAME.run(` of a Flask application opens its bracket.
std::vector<Span> calls_of_run(std::string_view code) {
  std::vector<Span> found;
  for (std::size_t at = code.find(".run("); at != std::string_view::npos;
       at = code.find(".run(", at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_name(code[begin - 1]))
      --begin;
    const std::string_view name = code.substr(begin, at - begin);
    if (name.empty() || name == "subprocess" || name == "asyncio") continue;
    found.push_back({begin, at + 4});
  }
  return found;
}

/// Takes host and port from the arguments; false when one of them is computed.
bool take_arguments(FlaskFacts& facts,
                    std::string_view text,
                    const std::vector<Span>& given,
                    const discovery::LineIndex& index) {
  std::size_t position = 0;
  for (const Span& raw : given) {
    Span span = trimmed(text, raw);
    if (span.begin == span.end) continue;
    std::string_view words = text.substr(span.begin, span.end - span.begin);
    if (words.starts_with('*')) return false;
    std::string name = position == 0 ? "host" : position == 1 ? "port" : "";
    const std::size_t equals = words.find('=');
    const std::size_t quote = words.find_first_of("'\"");
    if (equals != std::string_view::npos && (quote == std::string_view::npos || equals < quote)) {
      name = std::string(trim(words.substr(0, equals)));
      span = trimmed(text, {span.begin + equals + 1, span.end});
      words = text.substr(span.begin, span.end - span.begin);
    }
    ++position;
    if (name == "host") {
      const auto inside = literal(text, span);
      if (!inside) return false;
      facts.host = text.substr(inside->begin, inside->end - inside->begin);
      facts.host_place = index.span(inside->begin, inside->end);
    } else if (name == "port") {
      const auto [end, error] =
          std::from_chars(words.data(), words.data() + words.size(), facts.port);
      if (error != std::errc() || end != words.data() + words.size()) return false;
      facts.port_place = index.span(span.begin, span.end);
    }
  }
  return true;
}

void read_run(FlaskFacts& facts,
              std::string_view text,
              std::string_view code,
              const discovery::LineIndex& index) {
  const std::vector<Span> calls = calls_of_run(code);
  if (calls.size() != 1 || text.find("Flask(") == std::string_view::npos) return;
  const std::size_t close = closing(code, calls.front().end);
  if (close == std::string_view::npos) return;
  facts.run_place = index.span(calls.front().begin, close + 1);
  facts.host = "127.0.0.1";
  facts.host_place = facts.port_place = facts.run_place;
  const std::string words = code_of(text, /*with_strings=*/true);
  facts.runs = take_arguments(facts, words, arguments(code, calls.front().end, close), index);
}

void read_routes(FlaskFacts& facts,
                 std::string_view text,
                 std::string_view code,
                 const discovery::LineIndex& index) {
  // What makes routes, or other paths of them, without a decorator's text.
  facts.routes_known = true;
  for (const std::string_view word :
       {"Blueprint", "add_url_rule", "add_resource", "strict_slashes", "APPLICATION_ROOT"}) {
    if (text.find(word) != std::string_view::npos) facts.routes_known = false;
  }
  for (std::size_t at = code.find('@'); at != std::string_view::npos; at = code.find('@', at + 1)) {
    const std::size_t open = code.find('(', at);
    if (open == std::string_view::npos) break;
    at = code.rfind('@', open);
    const std::string_view name = code.substr(at, open - at);
    if (!name.ends_with(".route") && !name.ends_with(".get")) continue;
    const std::size_t close = closing(code.substr(0, open + kLongestCall), open);
    if (close == std::string_view::npos) continue;
    const auto given = arguments(code, open, close);
    const auto inside = literal(text, trimmed(text, given.front()));
    if (!inside) {
      facts.routes_known = false;
      continue;
    }
    facts.routes.push_back(
        {.path = std::string(text.substr(inside->begin, inside->end - inside->begin)),
         .where = index.span(inside->begin, inside->end)});
  }
}

}  // namespace

FlaskFacts read_flask(std::string_view text, std::string_view path) {
  FlaskFacts facts;
  const discovery::LineIndex index(text, path);
  const std::string code = code_of(text, /*with_strings=*/false);
  read_run(facts, text, code, index);
  read_routes(facts, text, code, index);
  return facts;
}

std::string code_without_texts(std::string_view text) {
  return code_of(text, /*with_strings=*/false);
}

std::string corrected_run(std::string_view line, std::uint16_t port) {
  const std::string code = code_of(line, /*with_strings=*/false);
  const std::vector<Span> calls = calls_of_run(code);
  if (calls.size() != 1) return std::string(line);
  const std::size_t open = calls.front().end;
  const std::size_t close = closing(code, open);
  if (close == std::string_view::npos) return std::string(line);
  std::string kept;
  std::size_t position = 0;
  for (const Span& raw : arguments(code, open, close)) {
    const Span span = trimmed(line, raw);
    const std::string_view words = line.substr(span.begin, span.end - span.begin);
    const std::size_t equals = code.substr(span.begin, span.end - span.begin).find('=');
    const std::string_view name = equals == std::string::npos ? "" : trim(words.substr(0, equals));
    const bool ours = name == "host" || name == "port" || (name.empty() && position < 2);
    ++position;
    if (!ours && !words.empty()) kept.append(", ").append(words);
  }
  return std::string(line.substr(0, open + 1)) + "host=\"0.0.0.0\", port=" + std::to_string(port) +
         kept + std::string(line.substr(close));
}

}  // namespace pinko::causes

#include "checker/causes/closer.hpp"
#include "checker/causes/lines.hpp"
#include "checker/discovery/page.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace pinko::causes::closer {
namespace {

constexpr std::string_view kSite = "front-end/softy-pinko-front-end/";

/// A line of the page's index.html, or of a script beside it.
struct ScriptLine {
  Location where;
  std::string text;
};

/// The API answered, and the element got nothing: the lines in which the script may say why.
std::vector<ScriptLine> lines_of_scripts(const Case& failure) {
  std::vector<ScriptLine> lines;
  if (failure.finding.cause_id != "answer-not-shown") return lines;
  const Sources& task = failure.evidence.sources;
  for (const auto& [path, text] : task.texts) {
    const bool ours = path.starts_with(kSite) && path.find("jquery") == std::string::npos;
    const bool script = path.ends_with(".js") || path.ends_with(".mjs");
    if (!ours || (path != std::string(kSite) + "index.html" && !script)) continue;
    int number = 0;
    for (const std::string_view line : split_lines(text)) {
      ++number;
      lines.push_back({.where = {.path = task.from_top(path), .line = number, .column = 1},
                       .text = std::string(line)});
    }
  }
  return lines;
}

Diagnosis at(const Cause& cause,
             const ScriptLine& line,
             std::size_t column,
             std::string corrected) {
  Location where = line.where;
  where.column = static_cast<int>(column) + 1;
  return {.cause_id = std::string(cause.id), .where = {where}, .corrected = std::move(corrected)};
}

/// Does an assignment follow, and no comparison?
bool is_assigned(std::string_view line, std::size_t behind) {
  const std::string_view rest = trim(line.substr(std::min(behind, line.size())));
  return rest.starts_with('=') && !rest.starts_with("==") && !rest.starts_with("=>");
}

bool is_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The end of the word that begins there.
std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_letter(text[at]))
    ++at;
  return at;
}

/// The property of an element that differs in the case of its letters; empty where none does.
std::string_view property_meant(std::string_view name) {
  for (const std::string_view right : {"innerHTML", "innerText", "textContent"}) {
    if (name != right && equal_ignoring_case(name, right)) return right;
  }
  return {};
}

/// Does the page have the element that the exercise asks for?
bool has_element(const std::string& html) {
  const discovery::Page page = discovery::parse_page(html);
  return std::ranges::any_of(page.with_id, [](const discovery::PageElement& element) {
    return element.id == "dynamic-content";
  });
}

}  // namespace

Found function_assigned(const Case& failure, const Cause& cause) {
  for (const ScriptLine& line : lines_of_scripts(failure)) {
    for (const std::string_view function : {").text", ").html", ").append"}) {
      const std::size_t place = line.text.find(function);
      const std::size_t end = place + function.size();
      const bool jquery = line.text.find("$(") < place || line.text.find("jQuery(") < place;
      if (place == std::string::npos || !jquery || !is_assigned(line.text, end)) continue;
      std::string value(trim(std::string_view(line.text).substr(line.text.find('=', end) + 1)));
      const std::size_t stop = value.find(';');
      const std::string rest = stop == std::string::npos ? ";" : value.substr(stop);
      value = std::string(trim(value.substr(0, stop)));
      std::string corrected = line.text.substr(0, end);
      corrected.append("(").append(value).append(")").append(rest);
      return at(cause, line, place, std::move(corrected));
    }
  }
  return std::nullopt;
}

Found property_misspelt(const Case& failure, const Cause& cause) {
  for (const ScriptLine& line : lines_of_scripts(failure)) {
    for (std::size_t dot = line.text.find('.'); dot != std::string::npos;
         dot = line.text.find('.', dot + 1)) {
      const std::size_t end = word_end(line.text, dot + 1);
      const std::string name = line.text.substr(dot + 1, end - dot - 1);
      const std::string right(property_meant(name));
      if (right.empty() || !is_assigned(line.text, end)) continue;
      Diagnosis found = at(cause, line, dot + 1, with(line.text, name, right));
      found.sentence = "no element has a property " + in_quotes(name) + "; it is called " + right +
                       ", capital letters included";
      found.step = "Write " + right + '.';
      return found;
    }
  }
  return std::nullopt;
}

Found answer_has_no_parts(const Case& failure, const Cause& cause) {
  constexpr std::array<std::string_view, 8> kParts{
      "message", "msg", "text", "data", "greeting", "hello", "result", "response"};
  for (const ScriptLine& line : lines_of_scripts(failure)) {
    for (const std::string_view function : {".text(", ".html(", ".append("}) {
      const std::size_t call = line.text.find(function);
      if (call == std::string::npos) continue;
      const std::size_t name = call + function.size();
      const std::size_t dot = word_end(line.text, name);
      const std::size_t end = dot < line.text.size() ? word_end(line.text, dot + 1) : dot;
      const bool part = dot > name && end > dot + 1 && line.text[dot] == '.' &&
                        end < line.text.size() && line.text[end] == ')';
      if (!part) continue;
      const std::string word = line.text.substr(dot + 1, end - dot - 1);
      if (std::ranges::find(kParts, word) == kParts.end()) continue;
      Diagnosis found = at(cause, line, name, line.text.substr(0, dot) + line.text.substr(end));
      found.sentence =
          "the answer is a text, and has no part " + in_quotes(word) + " that could be shown";
      return found;
    }
  }
  return std::nullopt;
}

Found json_asked_for(const Case& failure, const Cause& cause) {
  for (const ScriptLine& line : lines_of_scripts(failure)) {
    if (const std::size_t at_call = line.text.find("$.getJSON("); at_call != std::string::npos) {
      return at(cause, line, at_call, with(line.text, "$.getJSON(", "$.get("));
    }
    const std::size_t type = line.text.find("dataType");
    if (type == std::string::npos) continue;
    for (const std::string_view json : {"\"json\"", "'json'"}) {
      if (line.text.find(json, type) == std::string::npos) continue;
      return at(cause, line, type, with(line.text, json, "\"text\""));
    }
  }
  return std::nullopt;
}

Found other_page_edited(const Case& failure, const Cause& cause) {
  const std::string& id = failure.finding.cause_id;
  const bool heading = id == "element-missing";
  if (!heading && id != "page-asks-nothing" && id != "page-untouched") return std::nullopt;
  const Sources& task = failure.evidence.sources;
  const std::string index = std::string(kSite) + "index.html";
  for (const auto& [path, text] : task.texts) {
    const bool page = path.starts_with(kSite) && path.ends_with(".html") && path != index;
    if (!page || !has_element(text)) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .sentence = "the changes stand in " + path.substr(kSite.size()) +
                                 ", and visitors get index.html at the top of the site",
                     .where = {Location{.path = task.from_top(path)}},
                     .step = "Make the same changes in " + task.from_top(index) + '.'};
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

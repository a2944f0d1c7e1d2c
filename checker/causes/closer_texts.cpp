#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/copies.hpp"
#include "checker/causes/flask.hpp"
#include "checker/causes/lines.hpp"
#include "checker/discovery/source_text.hpp"
#include "checker/expect/page_scripts.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::closer {
namespace {

/// What the file at the judgement's first place holds; null where it is not read, or where the
/// judgement is sure of a line further down.
const std::string* file_at_start(const Case& failure) {
  if (failure.finding.where.empty() || failure.finding.where.front().line > 1) return nullptr;
  const Sources& task = failure.evidence.sources;
  const std::string& path = failure.finding.where.front().path;
  const std::string top = task.folder + '/';
  return path.starts_with(top) ? task.find(path.substr(top.size())) : nullptr;
}

/// The first line of a text of Python, nginx or HTML with this in it, and its place.
struct LineFound {
  Location where;
  std::string text;
};

std::optional<LineFound> line_with(const Sources& task,
                                   const std::string& path,
                                   std::string_view text,
                                   std::string_view words) {
  int number = 0;
  for (const std::string_view line : split_lines(text)) {
    ++number;
    const std::size_t at = line.find(words);
    if (at == std::string_view::npos) continue;
    return LineFound{
        {.path = task.from_top(path), .line = number, .column = static_cast<int>(at) + 1},
        std::string(line)};
  }
  return std::nullopt;
}

/// api.py of the back end, without comments and texts.
struct Api {
  std::string path;
  std::string code;
};

std::optional<Api> api_of(const Case& failure) {
  const auto* seen = std::get_if<HttpSeen>(&failure.seen);
  const bool silent = seen != nullptr && failure.check.ends_with("-cors") && seen->status == 200 &&
                      std::ranges::none_of(seen->headers, [](const auto& header) {
                        return header.first == "access-control-allow-origin";
                      });
  if (!silent) return std::nullopt;
  for (const char* path : {"back-end/api.py", "api.py"}) {
    const std::string* text = failure.evidence.sources.find(path);
    if (text != nullptr) return Api{path, code_without_texts(*text)};
  }
  return std::nullopt;
}

/// A script of a page as its text has it.
struct Script {
  std::string_view tag;
  std::string_view body;
};

std::vector<Script> scripts_in(std::string_view page) {
  std::vector<Script> all;
  for (std::size_t at = page.find("<script"); at != std::string_view::npos;) {
    const std::size_t end = page.find('>', at);
    if (end == std::string_view::npos) break;
    const std::size_t close = std::min(page.find("</script", end), page.size());
    all.push_back({page.substr(at, end - at), page.substr(end + 1, close - end - 1)});
    at = page.find("<script", close);
  }
  return all;
}

/// The line with git's first mark of a conflict, when the two others follow it; else 0.
int line_of_conflict(std::string_view text) {
  int number = 0;
  int begun = 0;
  bool halved = false;
  for (const std::string_view line : split_lines(text)) {
    ++number;
    if (line.starts_with("<<<<<<< ")) {
      begun = number;
      halved = false;
    }
    halved = halved || (begun > 0 && trim(line) == "=======");
    if (halved && line.starts_with(">>>>>>> ")) return begun;
  }
  return 0;
}

}  // namespace

Found merge_not_finished(const Case& failure, const Cause& cause) {
  const Sources& task = failure.evidence.sources;
  const std::vector<Location>& where = failure.finding.where;
  for (const auto& [path, text] : task.texts) {
    const std::string whole = task.from_top(path);
    const auto here = [&whole](const Location& place) { return place.path == whole; };
    // Where the judgement names no file, any of the task's may be the one.
    if (!where.empty() && std::ranges::none_of(where, here)) continue;
    const int line = line_of_conflict(text);
    if (line == 0) continue;
    return Diagnosis{
        .cause_id = std::string(cause.id),
        .sentence = name_of(path) + " holds both sides of a merge that was not finished",
        .where = {Location{.path = whole, .line = line}}};
  }
  return std::nullopt;
}

Found file_in_utf16(const Case& failure, const Cause& cause) {
  const std::string* text = is_named(failure, "command-utf16") ? nullptr : file_at_start(failure);
  if (text == nullptr || !discovery::facts_of(*text).utf16) return std::nullopt;
  const std::string path = failure.finding.where.front().path;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = name_of(path) +
                               " was saved in UTF-16, in which each letter takes "
                               "two bytes",
                   .where = {Location{.path = path}}};
}

Found byte_order_mark(const Case& failure, const Cause& cause) {
  const bool nginx = is_named(failure, "nginx-directive-unknown");
  const std::string* text = nginx ? file_at_start(failure) : nullptr;
  if (text == nullptr || !discovery::facts_of(*text).has_bom) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id), .where = {}};
}

Found cors_too_late(const Case& failure, const Cause& cause) {
  const auto api = api_of(failure);
  if (!api) return std::nullopt;
  const std::size_t run = api->code.find(".run(");
  const std::size_t call = api->code.find("CORS(");
  if (run == std::string::npos || call == std::string::npos || call < run) return std::nullopt;
  const auto line = line_with(failure.evidence.sources, api->path, api->code, "CORS(");
  return Diagnosis{.cause_id = std::string(cause.id), .where = {line->where}};
}

Found cors_without_app(const Case& failure, const Cause& cause) {
  const auto api = api_of(failure);
  if (!api || api->code.find(".init_app(") != std::string::npos) return std::nullopt;
  const auto line = line_with(failure.evidence.sources, api->path, api->code, "CORS()");
  if (!line) return std::nullopt;
  return Diagnosis{
      .cause_id = std::string(cause.id),
      .where = {line->where},
      .corrected = with(line_at(failure.evidence.sources, line->where), "CORS()", "CORS(app)")};
}

Found code_in_src_script(const Case& failure, const Cause& cause) {
  const Sources& task = failure.evidence.sources;
  const std::string* page = task.find(expect::kFrontPage);
  if (!is_named(failure, "page-asks-nothing") || page == nullptr) return std::nullopt;
  for (const Script& script : scripts_in(*page)) {
    const bool asks = script.body.find("api/hello") != std::string_view::npos;
    if (!asks || script.tag.find("src") == std::string_view::npos) continue;
    const discovery::LineIndex index(*page, task.from_top(std::string(expect::kFrontPage)));
    return Diagnosis{
        .cause_id = std::string(cause.id),
        .where = {index.at(static_cast<std::size_t>(script.tag.data() - page->data()))}};
  }
  return std::nullopt;
}

Found script_without_tag(const Case& failure, const Cause& cause) {
  const Sources& task = failure.evidence.sources;
  const std::string* page = task.find(expect::kFrontPage);
  if (!is_named(failure, "page-asks-nothing") || page == nullptr) return std::nullopt;
  const bool comments = page->find("<!--") != std::string::npos;
  if (comments || page->find("api/hello") == std::string::npos) return std::nullopt;
  for (const Script& script : scripts_in(*page)) {
    if (script.body.find("api/hello") != std::string_view::npos) return std::nullopt;
  }
  for (const std::string_view call : {"$.get(", "$.ajax(", "fetch(", "XMLHttpRequest"}) {
    const auto line = line_with(task, std::string(expect::kFrontPage), *page, call);
    if (line) return Diagnosis{.cause_id = std::string(cause.id), .where = {line->where}};
  }
  return std::nullopt;
}

Found copied_over_main_conf(const Case& failure, const Cause& cause) {
  constexpr std::string_view kMain = "/etc/nginx/nginx.conf";
  const auto* said = std::get_if<NginxComplaint>(&failure.finding.particulars);
  if (said == nullptr || said->file != kMain) return std::nullopt;
  for (const auto& [path, text] : failure.evidence.sources.texts) {
    if (name_of(path) != "Dockerfile") continue;
    const auto line = line_with(failure.evidence.sources, path, text, kMain);
    if (!line) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .where = {line->where},
                     .corrected = with(line->text, kMain, "/etc/nginx/conf.d/default.conf")};
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

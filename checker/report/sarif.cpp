#include "checker/report/fingerprint.hpp"
#include "checker/report/formats.hpp"
#include "checker/report/json_value.hpp"
#include "checker/report/story.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

/// SARIF 2.1.0, as far as GitHub code scanning reads it. What the checker itself could not do is a
/// notification of the tool, not a result.
namespace pinko::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostPlaces = 100;

Json text_of(const std::string& text) {
  return {{"text", text}};
}

Json rule(const TaskReport& task, const Verdict& verdict) {
  const std::string task_name = "task" + std::to_string(task.number);
  std::string markdown = verdict.why;
  markdown += "\n\n**Next:** " + verdict.hint;
  return {{"id", verdict.id},
          {"name", verdict.id},
          {"shortDescription", text_of(verdict.title)},
          {"fullDescription", text_of(verdict.why.empty() ? verdict.title : verdict.why)},
          {"help", {{"text", verdict.why + "\n" + verdict.hint}, {"markdown", markdown}}},
          {"defaultConfiguration", {{"level", "error"}}},
          {"properties",
           {{"tags", Json::array({"pinko-check", task_name})},
            {"precision", "very-high"},
            {"problem.severity", "error"}}}};
}

/// A place; its columns in UTF-16 code units, where they are known.
Json location(const Location& where, const Columns& columns) {
  Json physical = {{"artifactLocation", {{"uri", uri_of(where.path)}, {"uriBaseId", "%SRCROOT%"}}}};
  Json region = {{"startLine", where.line > 0 ? where.line : 1}};
  const bool exact = where.line > 0 && columns.start > 0;
  if (exact) region["startColumn"] = columns.start;
  if (where.line > 0 && where.end_line >= where.line) region["endLine"] = where.end_line;
  if (exact && region.contains("endLine") && columns.end > 0) region["endColumn"] = columns.end;
  physical["region"] = region;
  return {{"physicalLocation", physical}};
}

Columns columns_of(const Verdict& verdict, std::size_t place) {
  return place < verdict.utf16.size() ? verdict.utf16[place] : Columns{};
}

Json related(const Verdict& verdict) {
  Json list = Json::array();
  for (std::size_t i = 1; i < verdict.where.size() && i < kMostPlaces; ++i) {
    if (stays_inside(verdict.where[i].path)) {
      list.push_back(location(verdict.where[i], columns_of(verdict, i)));
    }
  }
  return list;
}

/// What is worth a result: a failure, or a check that passed with a note.
std::string message_of(const TaskReport& task, const Verdict& verdict) {
  if (verdict.outcome == Outcome::failed || verdict.outcome == Outcome::refused) {
    return in_words(task, verdict);
  }
  std::string notes;
  if (verdict.outcome == Outcome::passed) {
    for (const std::string& note : verdict.notes)
      notes += (notes.empty() ? "" : "\n") + note;
  }
  return notes;
}

Json notifications(const Report& report) {
  Json list = Json::array();
  for (const Error& error : report.infrastructure) {
    list.push_back({{"level", "error"},
                    {"message", text_of(error.message)},
                    {"descriptor", {{"id", name_of(error.code)}}}});
  }
  for (const TaskReport& task : report.tasks) {
    for (const Verdict& verdict : task.checks) {
      if (verdict.outcome != Outcome::errored && verdict.outcome != Outcome::unstable) continue;
      list.push_back(
          {{"level", "warning"}, {"message", text_of(verdict.id + ": " + in_one_line(verdict))}});
    }
  }
  return list;
}

/// The correction, where it is known: it takes the place of whole lines, their ends excepted
/// (SARIF 2.1.0, section 3.30.8), or is put in front of one, as a line of its own.
Json fixes(const Verdict& verdict) {
  const Location& where = verdict.placement.at;
  if (verdict.corrected.empty() || where.line < 1 || !stays_inside(where.path)) {
    return Json::array();
  }
  const bool replaces = verdict.placement.how == Placing::replace;
  const int line = where.line + (verdict.placement.how == Placing::below ? 1 : 0);
  const Json region =
      replaces ? Json{{"startLine", line}, {"endLine", std::max(line, where.end_line)}}
               : Json{{"startLine", line}, {"startColumn", 1}, {"endLine", line}, {"endColumn", 1}};
  const Json replacement = {
      {"deletedRegion", region},
      {"insertedContent", text_of(verdict.corrected + (replaces ? "" : "\n"))}};
  const Json change = {
      {"artifactLocation", {{"uri", uri_of(where.path)}, {"uriBaseId", "%SRCROOT%"}}},
      {"replacements", Json::array({replacement})}};
  return Json::array(
      {{{"description", text_of(verdict.hint.empty() ? verdict.title : verdict.hint)},
        {"artifactChanges", Json::array({change})}}});
}

/// Rules and results, filled side by side.
struct Tables {
  Json rules = Json::array();
  Json results = Json::array();
  Ordinals ordinals;

  void add(const TaskReport& task, const Verdict& verdict) {
    rules.push_back(rule(task, verdict));
    const std::string message = message_of(task, verdict);
    if (message.empty()) return;
    const Location where = place_of(task, verdict);
    Json result = {{"ruleId", verdict.id},
                   {"ruleIndex", rules.size() - 1},
                   {"level", verdict.outcome == Outcome::passed ? "note" : "error"},
                   {"message", text_of(message)},
                   {"locations", Json::array({location(where, columns_of(verdict, 0))})},
                   {"partialFingerprints",
                    {{"primaryLocationLineHash",
                      ordinals.fingerprint(verdict.id, where.path, verdict.title) + ":1"}}}};
    const Json others = related(verdict);
    if (!others.empty()) result["relatedLocations"] = others;
    if (const Json list = fixes(verdict); !list.empty()) result["fixes"] = list;
    results.push_back(std::move(result));
  }
};

}  // namespace

std::string sarif(const Report& report, const WriteOptions& /*options*/) {
  Tables tables;
  for (const TaskReport& task : report.tasks) {
    for (const Verdict& verdict : task.checks)
      tables.add(task, verdict);
  }
  const bool looked = report.outcome != Outcome::errored;
  const Json run = {
      {"tool",
       {{"driver",
         {{"name", "pinko-check"},
          {"semanticVersion", report.tool_version},
          {"rules", tables.rules}}}}},
      {"automationDetails", {{"id", "pinko-check/"}}},
      {"columnKind", "utf16CodeUnits"},
      {"invocations",
       Json::array({{{"executionSuccessful", looked},
                     {"exitCode", exit_code(report)},
                     {"toolExecutionNotifications", notifications(report)}}})},
      {"originalUriBaseIds", {{"%SRCROOT%", {{"description", text_of("the repository's top")}}}}},
      {"results", tables.results},
      {"properties", {{"score", report.points}, {"max_score", report.max_points}}}};
  const Json document = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                         {"version", "2.1.0"},
                         {"runs", Json::array({run})}};
  return dumped(document);
}

}  // namespace pinko::report

#include "tests/mutants/recording.hpp"

#include "checker/probe/files.hpp"
#include "checker/probe/sources.hpp"
#include "checker/report/evidence_json.hpp"
#include "checker/util/text.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace pinko::mutants {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kRecordAgain = "; record it with `tests/mutants/record`";

/// What differs from run to run, and what it becomes. Names of mirrors are nobody's business.
const std::vector<std::pair<std::regex, std::string>>& volatile_texts() {
  static const std::vector<std::pair<std::regex, std::string>> all{
      {std::regex(R"(/tmp/tmp\.\w+/repository)"), "/repository"},
      {std::regex(R"(127\.77\.\d+\.\d+)"), "127.77.0.1"},
      {std::regex(R"(\b(172|10|192)\.\d+\.\d+\.\d+\b)"), "172.18.0.2"},
      {std::regex(R"((https?://)([a-z0-9-]+\.)+[a-z]{2,}\b)"), "$1mirror.example"},
      {std::regex(R"(\bpinko-check/[0-9a-z]{6}/)"), "pinko-check/run/"},
      {std::regex(R"(\bpinko-[0-9a-z]{6}-task)"), "pinko-run-task"},
      {std::regex(R"(\b[0-9a-f]{12,64}\b)"), "0123456789ab"},
      {std::regex(R"(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?)"), "2026-01-01 00:00:00"},
      {std::regex(R"(\[?\d\d/[A-Z][a-z]{2}/\d{4}[: ]\d\d:\d\d:\d\d( [+-]\d{4})?\]?)"),
       "[01/Jan/2026:00:00:00 +0000]"},
      {std::regex(R"(\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)"),
       "Thu, 01 Jan 2026 00:00:00 GMT"},
      {std::regex(R"(\bturn[0-9a-z]+-\d+)"), "turn0"},
      {std::regex(R"(Debugger PIN: [\d-]+)"), "Debugger PIN: 000"},
      {std::regex(R"(("[0-9a-f]{8}-[0-9a-f]{2,}"))"), "\"etag\""},
  };
  return all;
}

/// Without nginx's notices of how it starts, which are many and tell nothing.
std::string without_notices(const std::string& text) {
  std::string kept;
  for (const std::string_view line : split(text, '\n')) {
    if (line.find(" [notice] ") == std::string_view::npos) kept.append(line).append("\n");
  }
  kept.pop_back();
  return kept;
}

std::string steady(std::string text) {
  for (const auto& [pattern, by] : volatile_texts())
    text = std::regex_replace(text, pattern, by);
  return text.find(" [notice] ") == std::string::npos ? text : without_notices(text);
}

/// Servers in the order in which they are met, so that who is called A does not change.
void rename_servers(Json& rows) {
  std::map<int, int> names;
  for (Json& row : rows) {
    for (Json& who : row["who"]) {
      const int one = who.get<int>();
      if (one >= 0) who = names.emplace(one, static_cast<int>(names.size())).first->second;
    }
  }
}

/// Headers that say when and by whom, and nothing of what was answered.
void drop_idle_headers(Json& headers) {
  const std::set<std::string> idle{
      "date", "server", "connection", "etag", "last-modified", "accept-ranges"};
  Json kept = Json::array();
  for (Json& header : headers) {
    if (!idle.contains(header.at(0).get<std::string>())) kept.push_back(std::move(header));
  }
  headers = std::move(kept);
}

/// Takes out of a value what changes from run to run, and what no check reads.
void steady(Json& value) {
  if (value.is_string()) value = steady(value.get<std::string>());
  if (value.is_array()) {
    for (Json& item : value)
      steady(item);
  }
  if (!value.is_object()) return;
  if (value.contains("seconds")) value["seconds"] = 0;
  if (value.contains("retried")) value["retried"] = 0;
  if (value.contains("journey")) value["journey"] = Json::array();
  if (value.contains("screenshot_png")) value["screenshot_png"] = "";
  if (value.contains("stand_ins")) value["stand_ins"] = Json::array();
  const bool well = value.contains("ok") && value["ok"] == true;
  if (well && value.contains("output")) value["output"] = "";
  if (value.contains("first_body") && value["files"][0]["equal"] == true) value["first_body"] = "";
  if (value.contains("same_body") && value["same_body"] == true) {
    value["own"]["body"] = "";
    value["reference"]["body"] = "";
  }
  if (value.contains("headers")) drop_idle_headers(value["headers"]);
  if (value.contains("rows")) rename_servers(value["rows"]);
  for (auto& [name, member] : value.items())
    steady(member);
}

bool is_seen_in_files(const Json& sight) {
  const std::string kind = sight.value("kind", "");
  return kind == "file" || kind == "site";
}

/// The part of an evidence file that is worth recording.
Result<Json> kept_part(int task, const std::string& evidence) {
  try {
    Json part = Json::parse(evidence).at("tasks").at(std::to_string(task));
    for (const char* name : {"sources", "phases", "looks"})
      part.erase(name);
    Json sights = Json::object();
    for (const auto& [probe, sight] : part.at("sights").items()) {
      if (!is_seen_in_files(sight)) sights[probe] = sight;
    }
    part["sights"] = std::move(sights);
    steady(part);
    return part;
  } catch (const Json::exception& problem) {
    return fail(ErrorCode::usage, std::string("read the evidence: ") + problem.what());
  }
}

constexpr const char* kItems = "[]";  ///< of a patch for an array: patches by index

Json difference_between(const Json& from, const Json& to);

Json object_difference(const Json& from, const Json& to) {
  Json patch = Json::object();
  for (const auto& [name, value] : from.items()) {
    if (!to.contains(name)) patch[name] = nullptr;
  }
  for (const auto& [name, value] : to.items()) {
    if (!from.contains(name)) {
      patch[name] = value;
    } else if (from[name] != value) {
      patch[name] = difference_between(from[name], value);
    }
  }
  return patch;
}

Json array_difference(const Json& from, const Json& to) {
  Json patches = Json::object();
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (from[i] != to[i]) patches[std::to_string(i)] = difference_between(from[i], to[i]);
  }
  return {{kItems, std::move(patches)}};
}

/// What turns one value into another: of objects the members that differ (null: gone; evidence
/// holds no nulls of its own), of arrays of objects as long as each other the items, else the whole
/// new value; so too of a sight of another kind.
Json difference_between(const Json& from, const Json& to) {
  if (from.is_object() && to.is_object()) {
    const bool other_kind = from.value("kind", "") != to.value("kind", "");
    return other_kind ? to : object_difference(from, to);
  }
  const bool alike = from.is_array() && to.is_array() && from.size() == to.size() && !to.empty() &&
                     from.front().is_object() && to.front().is_object();
  return alike ? array_difference(from, to) : to;
}

void put_in(const Json& patch, Json& value) {
  if (!patch.is_object() || patch.contains("kind") || !value.is_structured()) {
    value = patch;
    return;
  }
  if (patch.contains(kItems) && value.is_array()) {
    for (const auto& [index, item] : patch[kItems].items())
      put_in(item, value.at(std::stoul(index)));
    return;
  }
  for (const auto& [name, member] : patch.items()) {
    if (member.is_null()) {
      value.erase(name);
    } else {
      put_in(member, value[name]);
    }
  }
}

/// One sight a line.
std::string text_of(const Json& value, int depth = 0) {
  constexpr auto kReplace = Json::error_handler_t::replace;
  const bool is_sight = value.is_object() && value.contains("kind");
  if (!value.is_object() || value.empty() || is_sight || depth == 3) {
    return value.dump(-1, ' ', false, kReplace);
  }
  const std::string indent(static_cast<std::size_t>(depth) + 1, ' ');
  std::string text = "{";
  for (const auto& [name, member] : value.items()) {
    text += (text.size() == 1 ? "\n" : ",\n") + indent;
    text += Json(name).dump() + ": " + text_of(member, depth + 1);
  }
  return text + '\n' + indent.substr(1) + (depth == 0 ? "}\n" : "}");
}

Result<Json> parsed(const fs::path& file) {
  Json document = Json::parse(read_whole(file), nullptr, false);
  if (document.is_discarded()) {
    return fail(ErrorCode::usage, "there is no recording " + file.string() + kRecordAgain);
  }
  return document;
}

/// What was recorded, as an evidence file would hold it.
Result<Json> recorded(const Mutant& mutant, const fs::path& recordings) {
  PINKO_TRY_ASSIGN(Json part, parsed(recordings / recording_of(mutant.task, "")));
  if (!mutant.files_only && !mutant.edits.empty()) {
    const fs::path file = recordings / recording_of(mutant.task, mutant.name);
    PINKO_TRY_ASSIGN(const Json own, parsed(file));
    if (own.value("edits", "") != mutant.fingerprint) {
      return fail(
          ErrorCode::usage,
          file.string() + " was recorded of other edits" + kRecordAgain + ' ' + mutant.name);
    }
    put_in(own.value("difference", Json::object()), part);
  }
  Json document;
  document["schema"] = report::kEvidenceSchema;
  document["tasks"][std::to_string(mutant.task)] = std::move(part);
  return document;
}

void look_at_files(TaskEvidence& seen, const plan::TaskPlan& plan, const Submission& submission) {
  for (const Probe& probe : plan.probes) {
    if (const auto* file = std::get_if<ReadFile>(&probe)) {
      seen.sights[describe(probe)] = probe::see(*file, submission, plan.task->number);
    }
    if (const auto* site = std::get_if<ReadSite>(&probe)) {
      seen.sights[describe(probe)] = probe::see(*site, submission, plan.task->number);
    }
  }
  seen.sources = probe::read_sources(submission, plan.task->number);
}

}  // namespace

std::string read_whole(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

fs::path recording_of(int task, std::string_view name) {
  const std::string file = name.empty() ? "model" : std::string(name);
  return fs::path("task" + std::to_string(task)) / (file + ".json");
}

Result<std::string> record_model(int task, const std::string& evidence) {
  PINKO_TRY_ASSIGN(const Json part, kept_part(task, evidence));
  return text_of(part);
}

Result<std::string> record_mutant(const Mutant& mutant,
                                  const std::string& model,
                                  const std::string& evidence) {
  PINKO_TRY_ASSIGN(const Json part, kept_part(mutant.task, evidence));
  const Json of_model = Json::parse(model, nullptr, false);
  if (of_model.is_discarded()) {
    return fail(ErrorCode::usage, std::string("the model is not recorded") + kRecordAgain);
  }
  Json document;
  document["edits"] = mutant.fingerprint;
  document["difference"] = difference_between(of_model, part);
  return text_of(document);
}

Result<Evidence> evidence_of(const Mutant& mutant,
                             const plan::Plan& plan,
                             const fs::path& recordings,
                             const Submission& submission) {
  PINKO_TRY_ASSIGN(const Json document, recorded(mutant, recordings));
  PINKO_TRY_ASSIGN(Evidence evidence, report::evidence_from_json(document.dump()));
  const plan::TaskPlan& task = plan.tasks.front();
  TaskEvidence& seen = evidence.tasks[mutant.task];
  look_at_files(seen, task, submission);
  for (const Probe& probe : task.probes) {
    if (seen.sights.contains(describe(probe))) continue;
    return fail(ErrorCode::usage,
                "the recording of " + mutant.name + " lacks '" + describe(probe) +
                    "', which is looked at now" + kRecordAgain);
  }
  return evidence;
}

}  // namespace pinko::mutants

#include "checker/report/evidence_fields.hpp"
#include "checker/report/evidence_json.hpp"
#include "tests/support/approved.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/json_schema.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <utility>

// The schema of evidence files, made from the one description of their members; the file in
// reports/schema is what this gives.
namespace {

using namespace pinko;
using Json = nlohmann::ordered_json;

template <class T>
struct Tag {};

Json schema_of(Tag<std::string> /*tag*/) {
  return {{"$ref", "#/$defs/bytes"}};
}
Json schema_of(Tag<bool> /*tag*/) {
  return {{"type", "boolean"}};
}
Json schema_of(Tag<double> /*tag*/) {
  return {{"type", "number"}};
}
Json schema_of(Tag<Sight> /*tag*/) {
  return {{"$ref", "#/$defs/sight"}};
}
Json schema_of(Tag<std::pair<std::string, std::string>> /*tag*/) {
  return {{"type", "array"},
          {"items", schema_of(Tag<std::string>{})},
          {"minItems", 2},
          {"maxItems", 2}};
}
template <std::integral T>
Json schema_of(Tag<T> /*tag*/) {
  Json schema = {{"type", "integer"}};
  if (std::is_unsigned_v<T>) schema["minimum"] = 0;
  return schema;
}
template <class E>
requires std::is_enum_v<E> Json schema_of(Tag<E> /*tag*/) {
  return {{"enum", report::Names<E>::kAll}};
}
template <class T>
Json schema_of(Tag<std::vector<T>> tag);
template <class K, class T>
Json schema_of(Tag<std::map<K, T>> tag);
template <class T>
requires std::is_aggregate_v<T> Json schema_of(Tag<T> tag);

/// Describes the members of one value.
struct Describe {
  Json properties = Json::object();
  template <class T>
  void operator()(const char* name, const T& /*member*/) {
    properties[name] = schema_of(Tag<std::remove_const_t<T>>{});
  }
};

template <class T>
Json object_of(Json required = Json::array()) {
  Describe describe;
  const T value{};
  report::fields(value, describe);
  Json schema = {{"type", "object"}};
  if (!required.empty()) schema["required"] = required;
  schema["properties"] = std::move(describe.properties);
  return schema;
}

template <class T>
Json schema_of(Tag<std::vector<T>> /*tag*/) {
  return {{"type", "array"}, {"items", schema_of(Tag<T>{})}};
}
template <class K, class T>
Json schema_of(Tag<std::map<K, T>> /*tag*/) {
  return {{"type", "object"}, {"additionalProperties", schema_of(Tag<T>{})}};
}
template <class T>
requires std::is_aggregate_v<T> Json schema_of(Tag<T> /*tag*/) {
  return object_of<T>();
}

/// A sight of one kind: the kind is a member like the others.
template <class T>
Json sight_of(std::string_view kind) {
  Json schema = object_of<T>({"kind"});
  Json properties = {{"kind", {{"const", kind}}}};
  properties.update(schema["properties"]);
  schema["properties"] = properties;
  return schema;
}

template <std::size_t... index>
Json all_sights(std::index_sequence<index...> /*indices*/) {
  Json sights = Json::array();
  sights.push_back(sight_of<NotReached>(report::kNotReached));
  sights.push_back(sight_of<Error>(report::kError));
  (sights.push_back(sight_of<std::variant_alternative_t<index, Observation>>(
       report::kObservationNames.at(index))),
   ...);
  return sights;
}

Json evidence_schema() {
  const Json evidence = object_of<Evidence>();
  Json properties = {{"schema", {{"const", report::kEvidenceSchema}}}};
  properties.update(evidence["properties"]);
  const Json base64 = {{"type", "object"},
                       {"required", {"base64"}},
                       {"properties", {{"base64", {{"type", "string"}}}}},
                       {"additionalProperties", false}};
  return {
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"$id", "urn:pinko-check:evidence:v1"},
      {"title", report::kEvidenceSchema},
      {"description",
       "What `pinko-check --keep-evidence` writes and `--from-evidence` reads. What is missing "
       "has its default, what is not known is passed over. Texts are bytes of the submission: "
       "a string, or base64 where they are not UTF-8."},
      {"type", "object"},
      {"required", {"schema"}},
      {"properties", properties},
      {"$defs",
       {{"bytes", {{"anyOf", {{{"type", "string"}}, base64}}}},
        {"sight",
         {{"anyOf", all_sights(std::make_index_sequence<std::variant_size_v<Observation>>{})}}}}}};
}

Evidence some_evidence() {
  Evidence evidence;
  evidence.started = "2026-11-21T04:54:10Z";
  TaskEvidence& task = evidence.tasks[5];
  task.sights["GET :80/"] =
      Observation(HttpSeen{.answered = true, .status = 200, .headers = {{"server", "nginx"}}});
  task.sights["file a"] = Observation(FileSeen{.state = FileState::present, .bytes = "\xff"});
  task.sights["lost"] = Error{.code = ErrorCode::registry, .message = "no answer"};
  task.sights["never"] = NotReached{.reason = "no image", .because = "build app"};
  task.looks["GET :80/"] = {.start = 1, .end = 2, .attempts = 1};
  task.phases = {{"build", 0, 1, PhaseStatus::failed}};
  task.sources.texts = {{"\xff.py", "print()"}};
  return evidence;
}

nlohmann::json document_of(const Evidence& evidence) {
  return nlohmann::json::parse(report::evidence_to_json(evidence));
}

}  // namespace

TEST_CASE("the schema of evidence files is as their members are") {
  const test::Approval approval = test::approve("../../reports/schema/evidence-v1.schema.json",
                                                evidence_schema().dump(1) + '\n');
  INFO(approval.message);
  CHECK(approval.equal);
}

TEST_CASE("evidence files follow their schema") {
  const nlohmann::json schema = test::read_schema("evidence-v1.schema.json");
  CHECK(test::schema_faults(schema, document_of({})) == std::vector<std::string>());
  CHECK(test::schema_faults(schema, document_of(some_evidence())) == std::vector<std::string>());
}

TEST_CASE("the schema of evidence files refuses what is none") {
  const nlohmann::json schema = test::read_schema("evidence-v1.schema.json");
  const nlohmann::json good = document_of(some_evidence());
  const auto faults_after = [&](const char* pointer, const nlohmann::json& value) {
    nlohmann::json bad = good;
    bad[nlohmann::json::json_pointer(pointer)] = value;
    return test::schema_faults(schema, bad).size();
  };
  CHECK(faults_after("/schema", "pinko-check/evidence/v2") == 1);
  CHECK(faults_after("/started", 5) == 1);
  CHECK(faults_after("/tasks/5/sights/never/kind", "telepathy") == 1);
  CHECK(faults_after("/tasks/5/sights/lost/code", "bad luck") == 1);
  CHECK(faults_after("/tasks/5/phases/0/status", "fine") == 1);
  CHECK(faults_after("/tasks/5/looks/GET :80~1/attempts", "many") == 1);
}

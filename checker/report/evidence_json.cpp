#include "checker/report/evidence_json.hpp"

#include "checker/report/evidence_fields.hpp"
#include "checker/report/json_value.hpp"
#include "checker/util/text.hpp"

#include <map>

namespace pinko::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kBytesPrefix = "base64:";  ///< of a member's name that is not UTF-8

Json to_json_value(const std::string& text) {
  return json_of_bytes(text);
}
Json to_json_value(std::integral auto number) {
  return number;
}
Json to_json_value(double number) {
  return number;
}
template <class E>
requires std::is_enum_v<E> Json to_json_value(E value) {
  return Names<E>::kAll.at(static_cast<std::size_t>(value));
}
template <class T>
Json to_json_value(const std::vector<T>& values);
template <class K, class T>
Json to_json_value(const std::map<K, T>& values);
Json to_json_value(const std::pair<std::string, std::string>& pair);
Json to_json_value(const Sight& sight);
template <class T>
requires std::is_aggregate_v<T> Json to_json_value(const T& value);

/// Writes the members of one value into an object.
struct Put {
  Json object = Json::object();
  template <class T>
  void operator()(const char* name, const T& member) {
    object[name] = to_json_value(member);
  }
};

template <class T>
requires std::is_aggregate_v<T> Json to_json_value(const T& value) {
  Put put;
  fields(value, put);
  return std::move(put.object);
}

template <class T>
Json to_json_value(const std::vector<T>& values) {
  Json array = Json::array();
  for (const T& value : values)
    array.push_back(to_json_value(value));
  return array;
}

std::string key_of(int number) {
  return std::to_string(number);
}
/// Names of files need not be UTF-8, but names of members have to be.
std::string key_of(const std::string& name) {
  const bool plain = is_utf8(name) && !name.starts_with(kBytesPrefix);
  return plain ? name : std::string(kBytesPrefix) + to_base64(name);
}

template <class K, class T>
Json to_json_value(const std::map<K, T>& values) {
  Json object = Json::object();
  for (const auto& [key, value] : values)
    object[key_of(key)] = to_json_value(value);
  return object;
}

Json to_json_value(const std::pair<std::string, std::string>& pair) {
  return Json::array({to_json_value(pair.first), to_json_value(pair.second)});
}

/// `{"kind": "http", …}`: the kind first, then the members of what was seen.
struct PutSight {
  Json operator()(const NotReached& nothing) const { return named(kNotReached, nothing); }
  Json operator()(const Error& error) const { return named(kError, error); }
  Json operator()(const Observation& seen) const {
    return std::visit(
        [&](const auto& value) { return named(kObservationNames.at(seen.index()), value); }, seen);
  }

 private:
  template <class T>
  static Json named(std::string_view kind, const T& value) {
    Put put;
    put.object["kind"] = kind;
    fields(value, put);
    return std::move(put.object);
  }
};

Json to_json_value(const Sight& sight) {
  return std::visit(PutSight{}, sight);
}

// Reading. Every function takes a Cursor, which knows where it stands, and leaves the first error
// in it.

void take(const Cursor& at, std::string& text) {
  text = at.bytes();
}
void take(const Cursor& at, bool& value) {
  value = at.boolean();
}
void take(const Cursor& at, double& value) {
  value = at.number();
}
template <std::integral T>
void take(const Cursor& at, T& value) {
  value = at.integer<T>();
}
template <class E>
requires std::is_enum_v<E>
void take(const Cursor& at, E& value) {
  value = static_cast<E>(at.one_of(Names<E>::kAll));
}
template <class T>
void take(const Cursor& at, std::vector<T>& values);
template <class K, class T>
void take(const Cursor& at, std::map<K, T>& values);
void take(const Cursor& at, std::pair<std::string, std::string>& pair);
void take(const Cursor& at, Sight& sight);
template <class T>
requires std::is_aggregate_v<T>
void take(const Cursor& at, T& value);

/// Reads the members of one value; what a file lacks keeps its default.
struct Get {
  const Cursor& at;
  template <class T>
  void operator()(const char* name, T& member) {
    at.with_member(name, [&](const Cursor& inner) { take(inner, member); });
  }
};

template <class T>
requires std::is_aggregate_v<T>
void take(const Cursor& at, T& value) {
  at.must_be_object();
  Get get{at};
  fields(value, get);
}

template <class T>
void take(const Cursor& at, std::vector<T>& values) {
  at.for_each_item([&](const Cursor& inner) { take(inner, values.emplace_back()); });
}

void take_key(const Cursor& at, const std::string& name, std::string& key) {
  key = name;
  if (!name.starts_with(kBytesPrefix)) return;
  const auto bytes = from_base64(std::string_view(name).substr(kBytesPrefix.size()));
  if (!bytes) at.reject("is not base64");
  key = *bytes;
}
void take_key(const Cursor& at, const std::string& name, int& key) {
  if (name.size() != 1 || name[0] < '0' || name[0] > '9') at.reject("is not a task's number");
  key = name[0] - '0';
}

template <class K, class T>
void take(const Cursor& at, std::map<K, T>& values) {
  at.for_each_member([&](const std::string& name, const Cursor& inner) {
    K key{};
    take_key(inner, name, key);
    take(inner, values[key]);
  });
}

void take(const Cursor& at, std::pair<std::string, std::string>& pair) {
  std::vector<std::string> parts;
  take(at, parts);
  if (parts.size() != 2) at.reject("must hold a name and a value");
  pair = {parts[0], parts[1]};
}

template <std::size_t index = 0>
Observation blank(std::size_t wanted) {
  if constexpr (index + 1 < std::variant_size_v<Observation>) {
    if (index != wanted) return blank<index + 1>(wanted);
  }
  return Observation(std::in_place_index<index>);
}

void take(const Cursor& at, Sight& sight) {
  std::string kind;
  at.must_be_object();
  at.with_member("kind", [&](const Cursor& inner) { take(inner, kind); });
  if (kind == kNotReached) return take(at, sight.emplace<NotReached>());
  if (kind == kError) return take(at, sight.emplace<Error>());
  for (std::size_t i = 0; i < kObservationNames.size(); ++i) {
    if (kObservationNames[i] != kind) continue;
    Observation seen = blank(i);
    std::visit([&](auto& value) { take(at, value); }, seen);
    sight = std::move(seen);
    return;
  }
  at.reject("has no kind that this pinko-check knows: " + in_quotes(head(kind, 60)));
}

std::string schema_problem(const Json& document) {
  const auto schema = document.is_object() ? document.find("schema") : document.end();
  if (!document.is_object() || schema == document.end() || !schema->is_string()) {
    return "it is not an evidence file: it has no \"schema\"";
  }
  const std::string name = schema->get<std::string>();
  if (name == kEvidenceSchema) return {};
  const std::string family(kEvidenceSchema.substr(0, kEvidenceSchema.rfind('v') + 1));
  if (name.starts_with(family)) {
    return "it was written by another version of pinko-check (" + in_quotes(head(name, 60)) +
           "; this one reads \"" + std::string(kEvidenceSchema) + "\")";
  }
  return "it is not an evidence file: its schema is " + in_quotes(head(name, 60));
}

}  // namespace

std::string evidence_to_json(const Evidence& evidence) {
  Json document = Json::object();
  document["schema"] = kEvidenceSchema;
  const Json body = to_json_value(evidence);
  for (const auto& [name, value] : body.items())
    document[name] = value;
  return document.dump(1) + '\n';
}

std::string evidence_pointer(int task, const std::string& probe) {
  return "/tasks/" + std::to_string(task) + "/sights/" +
         replace_all(replace_all(key_of(probe), "~", "~0"), "/", "~1");
}

Result<Evidence> evidence_from_json(std::string_view text) {
  constexpr std::string_view kWhat = "read the evidence: ";
  if (text.size() > kEvidenceCap) {
    return fail(ErrorCode::usage,
                std::string(kWhat) + "it has " + std::to_string(text.size()) +
                    " bytes, more than any evidence file");
  }
  try {
    const Json document = Json::parse(text);
    if (const std::string problem = schema_problem(document); !problem.empty()) {
      return fail(ErrorCode::usage, std::string(kWhat) + problem);
    }
    Evidence evidence;
    take(Cursor(document), evidence);
    return evidence;
  } catch (const Json::parse_error& error) {
    return fail(ErrorCode::usage, std::string(kWhat) + parse_problem(error.byte, text));
  } catch (const Json::out_of_range&) {
    return fail(ErrorCode::usage, std::string(kWhat) + "it has a number that no computer holds");
  } catch (const ShapeError& error) {
    return fail(ErrorCode::usage, std::string(kWhat) + error.what());
  }
}

}  // namespace pinko::report

#include "tests/support/json_schema.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <stdexcept>

namespace pinko::test {
namespace {

using nlohmann::json;

bool is_of_type(const json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

class Validator {
 public:
  explicit Validator(const json& root)
      : root_(root) {}

  void check(const json& schema, const json& value, const std::string& at) {
    know_keywords(schema, at);
    if (schema.contains("$ref")) check(resolved(schema["$ref"]), value, at);
    check_type(schema, value, at);
    if (schema.contains("const") && schema["const"] != value) fault(at, "is not the constant");
    if (schema.contains("enum") &&
        std::ranges::find(schema["enum"], value) == schema["enum"].end()) {
      fault(at, "is not one of the values");
    }
    if (schema.contains("anyOf")) check_any(schema["anyOf"], value, at);
    if (value.is_object()) check_object(schema, value, at);
    if (value.is_array()) check_array(schema, value, at);
    if (value.is_string()) check_string(schema, value, at);
    if (value.is_number()) check_number(schema, value, at);
  }

  std::vector<std::string> faults;

 private:
  static std::string below(const std::string& at, const std::string& name) {
    return at + '/' + name;
  }

  void fault(const std::string& at, const std::string& what) { faults.push_back(at + ' ' + what); }

  void know_keywords(const json& schema, const std::string& at) {
    static const std::set<std::string> known{"$schema",
                                             "$id",
                                             "$defs",
                                             "$ref",
                                             "title",
                                             "description",
                                             "anyOf",
                                             "type",
                                             "const",
                                             "enum",
                                             "required",
                                             "properties",
                                             "additionalProperties",
                                             "items",
                                             "minItems",
                                             "maxItems",
                                             "minimum",
                                             "maximum",
                                             "minLength",
                                             "pattern"};
    for (const auto& [keyword, ignored] : schema.items()) {
      if (!known.contains(keyword)) fault(at, "has an unknown keyword in its schema: " + keyword);
    }
  }

  [[nodiscard]] const json& resolved(const std::string& reference) const {
    return root_.at(json::json_pointer(reference.substr(1)));
  }

  void check_type(const json& schema, const json& value, const std::string& at) {
    if (!schema.contains("type")) return;
    const json types = schema["type"].is_array() ? schema["type"] : json::array({schema["type"]});
    const bool fits = std::ranges::any_of(
        types, [&](const json& type) { return is_of_type(value, type.get<std::string>()); });
    if (!fits) fault(at, "is not of type " + types.dump());
  }

  void check_any(const json& schemas, const json& value, const std::string& at) {
    const bool fits = std::ranges::any_of(schemas, [&](const json& schema) {
      Validator inner(root_);
      inner.check(schema, value, at);
      return inner.faults.empty();
    });
    if (!fits) fault(at, "fits none of anyOf");
  }

  void check_object(const json& schema, const json& value, const std::string& at) {
    for (const json& name : schema.value("required", json::array())) {
      if (!value.contains(name.get<std::string>())) fault(at, "lacks " + name.dump());
    }
    const json properties = schema.value("properties", json::object());
    for (const auto& [name, member] : value.items()) {
      if (properties.contains(name)) {
        check(properties[name], member, below(at, name));
      } else if (schema.contains("additionalProperties")) {
        const json& others = schema["additionalProperties"];
        if (others.is_object()) {
          check(others, member, below(at, name));
        } else if (others == false) {
          fault(at, "has an unknown member " + name);
        }
      }
    }
  }

  void check_array(const json& schema, const json& value, const std::string& at) {
    if (value.size() < schema.value("minItems", std::size_t{0})) fault(at, "has too few items");
    if (value.size() > schema.value("maxItems", value.size())) fault(at, "has too many items");
    if (!schema.contains("items")) return;
    for (std::size_t i = 0; i < value.size(); ++i)
      check(schema["items"], value[i], at + '/' + std::to_string(i));
  }

  void check_string(const json& schema, const json& value, const std::string& at) {
    const auto text = value.get<std::string>();
    if (text.size() < schema.value("minLength", std::size_t{0})) fault(at, "is too short");
    if (!schema.contains("pattern")) return;
    const std::regex pattern(schema["pattern"].get<std::string>());
    if (!std::regex_search(text, pattern)) fault(at, "does not match its pattern");
  }

  void check_number(const json& schema, const json& value, const std::string& at) {
    const auto number = value.get<double>();
    if (schema.contains("minimum") && number < schema["minimum"]) fault(at, "is too small");
    if (schema.contains("maximum") && number > schema["maximum"]) fault(at, "is too large");
  }

  const json& root_;
};

}  // namespace

std::vector<std::string> schema_faults(const json& schema, const json& document) {
  Validator validator(schema);
  validator.check(schema, document, "");
  return std::move(validator.faults);
}

json read_schema(const std::string& name) {
  const char* source = std::getenv("PINKO_SOURCE_DIR");
  const std::string path =
      std::string(source == nullptr ? "." : source) + "/reports/schema/" + name;
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  return json::parse(file);
}

}  // namespace pinko::test

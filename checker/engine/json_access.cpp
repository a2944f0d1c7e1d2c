#include "checker/engine/json_access.hpp"

namespace pinko::engine {
namespace {

const Json kNothing;  // NOLINT: a constant null

}  // namespace

Json parse_json(std::string_view text) {
  return Json::parse(text, nullptr, false);
}

const Json& at(const Json& json, std::string_view key) {
  if (!json.is_object()) return kNothing;
  const auto found = json.find(std::string(key));
  return found == json.end() ? kNothing : *found;
}

const Json& at(const Json& json, std::string_view key, std::string_view next) {
  return at(at(json, key), next);
}

std::string text_of(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number() || json.is_boolean()) return json.dump();
  return {};
}

std::string text_at(const Json& json, std::string_view key) {
  return text_of(at(json, key));
}

std::int64_t number_at(const Json& json, std::string_view key) {
  const Json& value = at(json, key);
  return value.is_number() ? value.get<std::int64_t>() : 0;
}

bool truth_at(const Json& json, std::string_view key) {
  const Json& value = at(json, key);
  return value.is_boolean() && value.get<bool>();
}

std::vector<std::string> texts_of(const Json& json) {
  std::vector<std::string> texts;
  if (!json.is_array()) return texts;
  for (const Json& value : json)
    texts.push_back(text_of(value));
  return texts;
}

std::map<std::string, std::string> text_map_of(const Json& json) {
  std::map<std::string, std::string> texts;
  if (!json.is_object()) return texts;
  for (const auto& [key, value] : json.items())
    texts[key] = text_of(value);
  return texts;
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace pinko::engine

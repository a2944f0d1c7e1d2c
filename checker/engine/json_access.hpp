#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Reading JSON of others without exceptions: what is missing, null or of another type is empty.
namespace pinko::engine {

using Json = nlohmann::json;

/// A discarded value when the text is no JSON.
[[nodiscard]] Json parse_json(std::string_view text);

/// The member of an object; a null value when there is none.
[[nodiscard]] const Json& at(const Json& json, std::string_view key);
[[nodiscard]] const Json& at(const Json& json, std::string_view key, std::string_view next);

/// True for anything but null and what is missing.
[[nodiscard]] inline bool is_there(const Json& json) {
  return !json.is_null() && !json.is_discarded();
}

[[nodiscard]] std::string text_of(const Json& json);
[[nodiscard]] std::string text_at(const Json& json, std::string_view key);
[[nodiscard]] std::int64_t number_at(const Json& json, std::string_view key);
[[nodiscard]] bool truth_at(const Json& json, std::string_view key);
[[nodiscard]] std::vector<std::string> texts_of(const Json& json);
[[nodiscard]] std::map<std::string, std::string> text_map_of(const Json& json);

/// As text, with what is no UTF-8 replaced.
[[nodiscard]] std::string dump(const Json& json);

}  // namespace pinko::engine

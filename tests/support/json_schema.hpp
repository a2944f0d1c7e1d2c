#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace pinko::test {

/// What is wrong with a document by a JSON schema (draft 2020-12), each with its JSON pointer.
/// Knows what our schemas use: $ref to #/$defs, type, const, enum, anyOf, required, properties,
/// additionalProperties, items, minItems, maxItems, minimum, maximum, minLength, pattern.
/// Another keyword of validation is reported as a fault of the schema.
[[nodiscard]] std::vector<std::string> schema_faults(const nlohmann::json& schema,
                                                     const nlohmann::json& document);

/// The schema of reports/schema/<name>.
[[nodiscard]] nlohmann::json read_schema(const std::string& name);

}  // namespace pinko::test

#pragma once

#include "checker/core/evidence.hpp"
#include "checker/core/result.hpp"

#include <string>
#include <string_view>

namespace pinko::report {

/// What an evidence file calls itself.
inline constexpr std::string_view kEvidenceSchema = "pinko-check/evidence/v1";

/// Evidence larger than this is not read: it was not written by us.
inline constexpr std::size_t kEvidenceCap = 256U << 20U;

/// Evidence as JSON: every byte of it, texts that are not UTF-8 as `{"base64": "…"}`.
[[nodiscard]] std::string evidence_to_json(const Evidence& evidence);

/// The evidence of such a text. The error (`usage`) says what is wrong with it, and where: a line
/// and column where it is not JSON, else a JSON pointer (RFC 6901). Unknown members are ignored.
[[nodiscard]] Result<Evidence> evidence_from_json(std::string_view text);

/// Where an evidence file holds what a probe saw: a JSON pointer (RFC 6901).
[[nodiscard]] std::string evidence_pointer(int task, const std::string& probe);

}  // namespace pinko::report

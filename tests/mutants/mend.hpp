#pragma once

#include "checker/core/report.hpp"

#include <filesystem>
#include <string>

namespace pinko::mutants {

/// Puts a verdict's corrected lines into the submission, as a student would who follows the report.
/// What keeps them from being put there, or nothing: no place, no such line, or the file says so
/// already.
[[nodiscard]] std::string mend(const Verdict& verdict, const std::filesystem::path& submission);

/// Whether two folders hold the same files with the same bytes.
[[nodiscard]] bool hold_the_same(const std::filesystem::path& one,
                                 const std::filesystem::path& other);

}  // namespace pinko::mutants

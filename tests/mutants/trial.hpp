#pragma once

#include "checker/core/report.hpp"
#include "tests/mutants/mutant.hpp"

#include <filesystem>
#include <string>

namespace pinko::mutants {

/// Where everything about mutants is.
struct Places {
  std::filesystem::path tables;
  std::filesystem::path recordings;
  std::filesystem::path model;
  std::filesystem::path site;  ///< the untouched front end, for mutants graded with --template

  /// In a copy of this repository.
  [[nodiscard]] static Places below(const std::filesystem::path& top);
};

/// Grades a mutant from its files and its recording.
[[nodiscard]] Result<Report> try_recorded(const Mutant& mutant, const Places& places);

/// Grades evidence that the whole program has just collected of a mutant.
[[nodiscard]] Result<Report> try_seen(const Mutant& mutant, const std::string& evidence);

}  // namespace pinko::mutants

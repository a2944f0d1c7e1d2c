#pragma once

#include "checker/core/result.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::app {

/// How long each step took in earlier runs, so that a user who waits knows for how long. A small
/// file; where it is missing, broken or of another version, nothing is remembered and nothing is
/// said.
class Durations {
 public:
  /// Reads the file. Never fails: what cannot be read counts as empty.
  [[nodiscard]] static Durations load(const std::filesystem::path& file);

  /// One more time, in seconds, of a step such as "task4 building".
  void add(const std::string& step, double seconds);
  /// The median of the latest times; nothing while the step is new.
  [[nodiscard]] std::optional<double> usual(std::string_view step) const;

  /// Writes the file whole, and makes its folder where it lacks. Error internal: it cannot.
  [[nodiscard]] Status save(const std::filesystem::path& file) const;

 private:
  std::map<std::string, std::vector<double>, std::less<>> seconds_;  ///< the latest last
};

/// `$XDG_CACHE_HOME/pinko-check/durations.json`, or below ~/.cache; empty where there is neither.
[[nodiscard]] std::filesystem::path durations_file();

}  // namespace pinko::app

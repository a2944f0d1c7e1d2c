#pragma once

#include <span>
#include <string_view>

/// What --help and the manual say beside the table of options: written once, for both.
namespace pinko::app {

struct TextRow {
  std::string_view term;
  std::string_view words;
};

inline constexpr std::string_view kPurpose =
    "Grades the Softy Pinko Docker exercise: builds, runs and probes what each task asks for, and "
    "says what is wrong, where, why, and what to do next.";

[[nodiscard]] std::span<const TextRow> examples();
[[nodiscard]] std::span<const TextRow> exit_codes();
[[nodiscard]] std::span<const TextRow> environment_variables();
[[nodiscard]] std::span<const TextRow> files();

}  // namespace pinko::app

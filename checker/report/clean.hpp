#pragma once

#include "checker/core/report.hpp"

namespace pinko::report {

/// Caps of texts, in bytes (FORMATS.md).
inline constexpr std::size_t kMessageCap = 4096;
inline constexpr std::size_t kOutputCap = 65536;

/// The same report with every text safe to print: printable(), capped, and on one line where the
/// field holds one line.
[[nodiscard]] Report cleaned(Report report);
[[nodiscard]] TaskReport cleaned(TaskReport task);

}  // namespace pinko::report

#pragma once

/// What commands end with beside a report's own code (pinko::exit_code in checker/core/report.hpp).
namespace pinko::app {

inline constexpr int kUsage = 2;           ///< what was typed, or the folder that was named
inline constexpr int kInfrastructure = 3;  ///< the checker could not look, or could not tell
inline constexpr int kInterrupted = 130;   ///< Ctrl-C

}  // namespace pinko::app

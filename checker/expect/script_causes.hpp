#pragma once

#include "checker/expect/log_causes.hpp"

#include <optional>
#include <string_view>

namespace pinko::expect {

/// Reads why Linux could not start a script that CMD or ENTRYPOINT names: its line ends, or its
/// first line. Linux says "no such file or directory" of the script, though it is there.
[[nodiscard]] std::optional<Reason> recognise_script(std::string_view log,
                                                     const LogFiles& files,
                                                     const Sources& task);

}  // namespace pinko::expect

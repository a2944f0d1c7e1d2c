#pragma once

#include "checker/expect/log_causes.hpp"

#include <optional>
#include <string_view>

namespace pinko::expect {

/// Reads why Python stopped, from its traceback.
[[nodiscard]] std::optional<Reason> recognise_python(std::string_view log,
                                                     const LogFiles& files,
                                                     const Sources& task);

/// The function behind a route failed: with what, and on which line of the student's own file.
[[nodiscard]] Reason failing_function(std::string_view log,
                                      const LogFiles& files,
                                      const Sources& task);

/// The file in the image that Python imported in place of a module of its name, as its message
/// says; empty where it says no such thing.
[[nodiscard]] std::string shadowing_file(std::string_view message);

}  // namespace pinko::expect

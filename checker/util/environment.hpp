#pragma once

#include <string>

namespace pinko {

/// A variable of this process's environment; empty where there is none. They are set
/// before any thread starts, if at all, so any thread may ask.
[[nodiscard]] std::string environment_variable(const char* name);

}  // namespace pinko

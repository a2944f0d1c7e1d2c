#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace pinko::engine {

/// The variables of the `.env` in a folder, which Compose reads by itself; none without one. The
/// last line that gives a name counts.
[[nodiscard]] std::map<std::string, std::string> variables_of(const std::filesystem::path& folder);

}  // namespace pinko::engine

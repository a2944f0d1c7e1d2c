#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace pinko::engine {

/// The variables that the text of a `.env` gives. The last line that gives a name counts.
[[nodiscard]] std::map<std::string, std::string> variables_in(std::string_view text);

/// Those of the `.env` in a folder, which Compose reads by itself; none without one.
[[nodiscard]] std::map<std::string, std::string> variables_of(const std::filesystem::path& folder);

}  // namespace pinko::engine

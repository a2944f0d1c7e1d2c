#pragma once

#include <string>
#include <string_view>

namespace pinko {

/// The command that renames a file or folder of a repository, for a POSIX shell: "git mv a b".
[[nodiscard]] std::string git_move(std::string_view from, std::string_view to);

}  // namespace pinko

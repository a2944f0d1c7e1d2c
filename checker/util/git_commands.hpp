#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Commands that a student may paste, from the repository's top: quoted for a POSIX shell where
/// that is needed, and no name is taken for an option.
namespace pinko {

/// Renames a file or folder of a repository: "git mv a b". A folder cannot be moved to where it is
/// in, so of a folder below `to` the files are: "git mv a/b/* a/".
[[nodiscard]] std::string git_move(std::string_view from, std::string_view to);

/// Makes the files of a repository within the repository part of it, one command each.
[[nodiscard]] std::vector<std::string> git_take_in(std::string_view nested);

/// "git add a b", for the files' uppermost files or folders, each once.
[[nodiscard]] std::string git_add_tops(const std::vector<std::string>& files);

}  // namespace pinko

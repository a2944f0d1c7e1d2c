#pragma once

#include <optional>
#include <string_view>

namespace pinko {

/// The line of a `.dockerignore`, from 1, that leaves a file out of what a build is given; nothing
/// where the file is given. `path` counts from the folder that the build gets, without "./".
/// Docker's rules: the last pattern that fits decides, `!` takes a file in again, a folder takes
/// all that is in it along, `*` stays within one name, `**` does not.
[[nodiscard]] std::optional<int> line_that_ignores(std::string_view dockerignore,
                                                   std::string_view path);

}  // namespace pinko

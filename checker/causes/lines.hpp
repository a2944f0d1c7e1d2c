#pragma once

#include "checker/core/location.hpp"
#include "checker/core/sources.hpp"
#include "checker/discovery/dockerfile.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A student's own lines, as they should be.
namespace pinko::causes {

/// The text of the line at a place, without its end; empty when the file was not read or has no
/// such line.
[[nodiscard]] std::string line_at(const Sources& task, const Location& where);

/// The Dockerfile at a path from the repository's top; nothing when it was not read.
[[nodiscard]] std::optional<discovery::Dockerfile> dockerfile_at(const Sources& task,
                                                                 const std::string& path);

/// All lines of a file, for loops over many of them; none when it was not read.
[[nodiscard]] std::vector<std::string_view> file_lines(const Sources& task, std::string_view path);

/// The blanks in front of a line.
[[nodiscard]] std::string_view indent_of(std::string_view line);

/// The line with the first `from` replaced; empty when it holds none.
[[nodiscard]] std::string with(std::string_view line, std::string_view from, std::string_view to);

/// The line at a place with the bytes of the place itself replaced; empty when the place has no
/// columns on one line.
[[nodiscard]] std::string with_place(const Sources& task,
                                     const Location& where,
                                     std::string_view replacement);

}  // namespace pinko::causes

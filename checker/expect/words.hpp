#pragma once

#include "checker/core/location.hpp"
#include "checker/core/sources.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the judgements say in the same words.
namespace pinko::expect {

inline constexpr std::string_view kGreeting = "Hello, World!";
inline constexpr std::string_view kApiPath =
    "/api/hello";  ///< where the API answers, from task 1 on

/// How a short text differs from the one asked for: "',' is missing behind 'Hello'". Empty when
/// they are equal or too different to compare.
[[nodiscard]] std::string difference(std::string_view wanted, std::string_view got);

/// A text in quotes, its head alone when it is long.
[[nodiscard]] std::string shown(std::string_view text);

/// The first place of `needle` in a file of the task; nothing when it is not there.
[[nodiscard]] std::optional<Location> find_place(const Sources& task,
                                                 std::string_view path,
                                                 std::string_view needle);

/// The first of several needles that a file holds.
[[nodiscard]] std::vector<Location> find_first(const Sources& task,
                                               std::string_view path,
                                               const std::vector<std::string_view>& needles);

/// The whole file, when it is there.
[[nodiscard]] std::vector<Location> whole_file(const Sources& task, std::string_view path);

/// The number of a line, or of a column, that a text begins with; 0 where it has none, or one that
/// no file has that is read.
[[nodiscard]] int number_of_line(std::string_view text);

/// The start of a line; the whole file where the number is 0.
[[nodiscard]] Location line_of_file(std::string path, int number);

/// The last line of `text` that holds `needle`, trimmed; empty when none does.
[[nodiscard]] std::string line_with(std::string_view text, std::string_view needle);

/// "1 file", "2 files".
[[nodiscard]] std::string counted(std::size_t count, std::string_view what);

/// The path from the task's folder, where `path` counts from the repository's top.
[[nodiscard]] std::string from_task(const Sources& task, std::string_view path);

}  // namespace pinko::expect

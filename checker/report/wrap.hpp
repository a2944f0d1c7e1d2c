#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Text on a grid of columns. All take clean UTF-8 without colours.
namespace pinko::report {

/// Columns that a text takes in a terminal: wide East Asian characters and emoji take two,
/// combining marks none.
[[nodiscard]] std::size_t columns(std::string_view text);

/// Lines of at most `width` columns, broken at spaces only: a longer word, and what stands between
/// two `backticks`, stays in one piece. Line ends and a line's own indentation are kept.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// Lines of which none is wider than `width` columns: as wrap() gives them, and what is too long
/// even so is broken at a space, behind a slash, or where the line ends.
[[nodiscard]] std::vector<std::string> fold(std::string_view text, std::size_t width);

/// A command for a POSIX shell in lines of at most `width` columns, which do together what the one
/// line does: broken at spaces outside of quotes, with a backslash. A longer word stays in one
/// piece.
[[nodiscard]] std::vector<std::string> fold_command(std::string_view command, std::size_t width);

/// The text with spaces behind it up to `width` columns.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

/// The text, or its beginning and `end` where it takes more than `width` columns.
[[nodiscard]] std::string shortened(std::string_view text,
                                    std::size_t width,
                                    std::string_view end = "...");

}  // namespace pinko::report

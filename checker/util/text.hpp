#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Small helpers on text that the standard library lacks. All work on bytes and know ASCII only.
namespace pinko {

/// Without white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Cut at every separator; "a,,b" gives three parts, an empty text one empty part.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// Lines without their ends, LF or CRLF; a final newline begins no further line.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

/// The parts look into the text: one that dies before them is refused by the compiler.
template <std::same_as<std::string> Text>
std::vector<std::string_view> split(Text&& text, char separator) = delete;
template <std::same_as<std::string> Text>
std::vector<std::string_view> split_lines(Text&& text) = delete;

[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
[[nodiscard]] std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// What stands between two marks, after the first of them; empty when either is missing.
[[nodiscard]] std::string between(std::string_view text,
                                  std::string_view begin,
                                  std::string_view end);

/// What a path ends with, behind its last slash; it lives as long as the path.
[[nodiscard]] std::string_view base_name(std::string_view path);

/// The last `size` bytes of text, cut at a line's start where there is one, with a word about what
/// was left out.
[[nodiscard]] std::string tail(std::string_view text, std::size_t size);

/// The first `size` bytes of text, with a word about what was left out.
[[nodiscard]] std::string head(std::string_view text, std::size_t size);

/// Safe to print anywhere: invalid UTF-8 replaced by U+FFFD; control characters other than TAB and
/// LF, escape sequences of terminals and bidirectional overrides taken out; CRLF made LF.
[[nodiscard]] std::string printable(std::string_view text);

/// True when every byte belongs to a well-formed character (RFC 3629).
[[nodiscard]] bool is_utf8(std::string_view text);

/// In double quotes, with everything that the eye cannot see spelled out: "Hello\r\n".
[[nodiscard]] std::string in_quotes(std::string_view text);

/// Every byte that is no letter, no digit and not of `plain` as "%2F" (RFC 3986, section 2.1).
[[nodiscard]] std::string percent_encoded(std::string_view text, std::string_view plain);

/// One argument for a POSIX shell, quoted only where it must be.
[[nodiscard]] std::string shell_quoted(std::string_view text);

}  // namespace pinko

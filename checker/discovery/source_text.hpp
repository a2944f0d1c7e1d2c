#pragma once

#include "checker/core/location.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::discovery {

/// What is odd about the bytes of a text file. None of it keeps the parsers from reading on.
struct TextFacts {
  bool has_bom = false;           ///< begins with the byte order mark of UTF-8
  bool utf16 = false;             ///< UTF-16, by its byte order mark or by its zero bytes
  bool has_crlf = false;          ///< at least one line ends with CR LF
  bool no_final_newline = false;  ///< not empty, and the last byte is no newline
  bool has_nul = false;
  bool invalid_utf8 = false;

  bool operator==(const TextFacts&) const = default;
};

[[nodiscard]] TextFacts facts_of(std::string_view bytes);

/// The bytes behind a UTF-8 byte order mark, or all of them.
[[nodiscard]] std::string_view without_bom(std::string_view bytes);

/// UTF-16 of either byte order as UTF-8, without its mark; broken surrogates become U+FFFD.
[[nodiscard]] std::string decode_utf16(std::string_view bytes);

/// Something about a file that its reader would stumble over, and where.
struct Problem {
  Location where;
  std::string message;  ///< lower case, no full stop
};

/// A text with its place.
struct Placed {
  std::string text;
  Location where;
};

/// Turns offsets into lines and columns. Takes memory in proportion to the text's size over 512.
class LineIndex {
 public:
  /// The text has to outlive the index. A byte order mark at its start has no column.
  LineIndex(std::string_view text, std::string_view path);

  /// The place of one byte; offsets beyond the end mean the end.
  [[nodiscard]] Location at(std::size_t offset) const;
  /// The place of the bytes [begin, end).
  [[nodiscard]] Location span(std::size_t begin, std::size_t end) const;

 private:
  struct Mark {
    int line;
    std::size_t line_start;
  };
  struct Point {
    int line;
    int column;
  };
  [[nodiscard]] Point find(std::size_t offset) const;

  std::string_view text_;
  std::string path_;
  std::size_t bom_ = 0;
  std::vector<Mark> marks_;
};

}  // namespace pinko::discovery

#include "checker/core/excerpt.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <string_view>

namespace pinko {
namespace {

constexpr int kLinesAround = 3;
constexpr std::size_t kLineCap = 200;

/// The lines of a place's file; none where it was not read.
std::vector<std::string_view> lines_of(const Sources& sources, const Location& where) {
  std::string_view path = where.path;
  if (where.line < 1 || !path.starts_with(sources.folder + '/')) return {};
  path.remove_prefix(sources.folder.size() + 1);
  const std::string* text = sources.find(path);
  return text == nullptr ? std::vector<std::string_view>{} : split_lines(*text);
}

/// The column, in UTF-16 code units, of a column in bytes; a byte that continues a character adds
/// nothing, and a character of four bytes is a surrogate pair.
int utf16_column(std::string_view line, int column) {
  int units = 1;
  const std::string_view before = line.substr(0, static_cast<std::size_t>(column - 1));
  for (const char byte : before) {
    const auto code = static_cast<unsigned char>(byte);
    const bool continues = (code & 0xC0U) == 0x80U;
    if (!continues) units += code >= 0xF0U ? 2 : 1;
  }
  return units;
}

/// Likewise of a column on a line counted from 1; 0 where there is no such column.
int column_on(const std::vector<std::string_view>& lines, int line, int column) {
  if (line < 1 || line > static_cast<int>(lines.size()) || column < 1) return 0;
  const std::string_view text = lines[static_cast<std::size_t>(line - 1)];
  return static_cast<std::size_t>(column - 1) > text.size() ? 0 : utf16_column(text, column);
}

}  // namespace

Excerpt excerpt_of(const Sources& sources, const Location& where) {
  const std::vector<std::string_view> lines = lines_of(sources, where);
  const int count = static_cast<int>(lines.size());
  if (where.line > count) return {};
  Excerpt excerpt{.first_line = std::max(1, where.line - kLinesAround), .lines = {}};
  const int last = std::min(count, where.line + kLinesAround);
  for (int line = excerpt.first_line; line <= last; ++line) {
    excerpt.lines.emplace_back(lines[static_cast<std::size_t>(line - 1)].substr(0, kLineCap));
  }
  return excerpt;
}

Columns utf16_columns(const Sources& sources, const Location& where) {
  const std::vector<std::string_view> lines = lines_of(sources, where);
  const int start = column_on(lines, where.line, where.column);
  if (start == 0) return {};
  const int last = where.end_line > 0 ? where.end_line : where.line;
  return {.start = start, .end = column_on(lines, last, where.end_column)};
}

}  // namespace pinko

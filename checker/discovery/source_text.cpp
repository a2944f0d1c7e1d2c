#include "checker/discovery/source_text.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <cstdint>

namespace pinko::discovery {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::size_t kMarkDistance = 512;

enum class Wide { none, little, big };

/// UTF-16 by its mark, or because every other byte of its beginning is zero.
Wide wide_of(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return Wide::little;
  if (bytes.starts_with("\xFE\xFF")) return Wide::big;
  const std::string_view head = bytes.substr(0, 64);
  if (head.size() < 4) return Wide::none;
  bool little = true;
  bool big = true;
  for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
    little = little && head[i] != '\0' && head[i + 1] == '\0';
    big = big && head[i] == '\0' && head[i + 1] != '\0';
  }
  if (little) return Wide::little;
  return big ? Wide::big : Wide::none;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

}  // namespace

TextFacts facts_of(std::string_view bytes) {
  TextFacts facts;
  facts.has_bom = bytes.starts_with(kBom);
  facts.utf16 = wide_of(bytes) != Wide::none;
  const std::string plain = facts.utf16 ? decode_utf16(bytes) : std::string();
  const std::string_view text = facts.utf16 ? std::string_view(plain) : bytes;
  facts.has_crlf = text.find("\r\n") != std::string_view::npos;
  facts.no_final_newline = !without_bom(text).empty() && !text.ends_with('\n');
  facts.has_nul = text.find('\0') != std::string_view::npos;
  facts.invalid_utf8 = !facts.utf16 && !is_utf8(bytes);
  return facts;
}

std::string_view without_bom(std::string_view bytes) {
  if (bytes.starts_with(kBom)) bytes.remove_prefix(kBom.size());
  return bytes;
}

std::string decode_utf16(std::string_view bytes) {
  const bool big = wide_of(bytes) == Wide::big;
  const auto unit = [&](std::size_t i) -> std::uint32_t {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    return big ? static_cast<std::uint32_t>(first << 8 | second)
               : static_cast<std::uint32_t>(second << 8 | first);
  };
  std::string out;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t code = unit(i);
    if (i == 0 && code == 0xFEFF) continue;
    const bool high = code >= 0xD800 && code < 0xDC00;
    const std::uint32_t low = high && i + 3 < bytes.size() ? unit(i + 2) : 0;
    if (low >= 0xDC00 && low < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      i += 2;
    }
    append_utf8(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
  }
  return out;
}

LineIndex::LineIndex(std::string_view text, std::string_view path)
    : text_(text),
      path_(path),
      bom_(text.size() - without_bom(text).size()) {
  marks_.reserve(text.size() / kMarkDistance + 1);
  Mark mark{.line = 1, .line_start = bom_};
  for (std::size_t at = 0;; at += kMarkDistance) {
    marks_.push_back(mark);
    const std::size_t end = std::min(text.size(), at + kMarkDistance);
    const std::string_view head = text.substr(0, end);
    for (std::size_t i = head.find('\n', at); i < end; i = head.find('\n', i + 1)) {
      ++mark.line;
      mark.line_start = i + 1;
    }
    if (end == text.size()) break;
  }
}

LineIndex::Point LineIndex::find(std::size_t offset) const {
  offset = std::clamp(offset, bom_, text_.size());
  const std::size_t index = std::min(offset / kMarkDistance, marks_.size() - 1);
  Mark mark = marks_[index];
  const std::string_view head = text_.substr(0, offset);
  const std::size_t from = index * kMarkDistance;
  for (std::size_t i = head.find('\n', from); i < offset; i = head.find('\n', i + 1)) {
    ++mark.line;
    mark.line_start = i + 1;
  }
  return {.line = mark.line, .column = static_cast<int>(offset - mark.line_start) + 1};
}

Location LineIndex::at(std::size_t offset) const {
  return span(offset, offset + 1);
}

Location LineIndex::span(std::size_t begin, std::size_t end) const {
  const Point first = find(begin);
  const Point last = find(std::max(begin, end));
  return Location{.path = path_,
                  .line = first.line,
                  .column = first.column,
                  .end_line = last.line,
                  .end_column = last.column};
}

}  // namespace pinko::discovery

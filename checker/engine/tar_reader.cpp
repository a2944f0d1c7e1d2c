#include "checker/engine/tar_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

namespace pinko::engine {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::uint64_t kLongestMeta = 64 * 1024;

std::string text_field(std::string_view block, std::size_t at, std::size_t size) {
  const std::string_view field = block.substr(at, size);
  return std::string(field.substr(0, field.find('\0')));
}

/// Octal digits, or a big-endian number where the first bit is set (GNU).
std::optional<std::uint64_t> number_field(std::string_view block,
                                          std::size_t at,
                                          std::size_t size) {
  const std::string_view field = block.substr(at, size);
  std::uint64_t value = 0;
  if ((static_cast<unsigned char>(field[0]) & 0x80U) != 0) {
    for (const char c : field.substr(field.size() - 8)) {
      value = value << 8U | static_cast<unsigned char>(c);
    }
    return value;
  }
  for (const char c : field) {
    if (c == ' ' || c == '\0') continue;
    if (c < '0' || c > '7') return std::nullopt;
    value = value * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

bool checksum_fits(std::string_view block) {
  constexpr std::size_t kAt = 148;
  constexpr std::size_t kSize = 8;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const bool own = i >= kAt && i < kAt + kSize;
    sum += own ? ' ' : static_cast<unsigned char>(block[i]);
  }
  return number_field(block, kAt, kSize) == sum;
}

FileKind kind_of(char type) {
  switch (type) {
    case '5':
      return FileKind::directory;
    case '1':
    case '2':
      return FileKind::link;
    case '0':
    case '7':
    case '\0':
      return FileKind::file;
    default:
      return FileKind::special;
  }
}

}  // namespace

bool TarReader::feed(std::string_view bytes) {
  while (!bytes.empty() && !cut_ && !broken_) {
    if (part_ == Part::header) {
      const std::size_t size = std::min(kBlock - block_.size(), bytes.size());
      block_.append(bytes.substr(0, size));
      bytes.remove_prefix(size);
      if (block_.size() == kBlock) read_header();
      continue;
    }
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    if (part_ == Part::body && keep_body_) entries_.back().bytes.append(bytes.substr(0, size));
    if (part_ == Part::body && !keep_body_ && meta_.size() < kLongestMeta) {
      meta_.append(bytes.substr(0, size));
    }
    bytes.remove_prefix(size);
    left_ -= size;
    if (left_ > 0) continue;
    if (part_ == Part::body)
      finish_body();
    else
      part_ = Part::header;
  }
  return !cut_ && !broken_;
}

void TarReader::read_header() {
  const std::string block = std::exchange(block_, {});
  if (block.find_first_not_of('\0') == std::string::npos) return;  // the end, or filling
  std::optional<std::uint64_t> size = number_field(block, 124, 12);
  if (!checksum_fits(block) || !size) {
    broken_ = true;
    return;
  }
  const char type = block[156];
  const bool meta = type == 'L' || type == 'K' || type == 'x' || type == 'g';
  if (!meta) {
    std::string path = text_field(block, 0, 100);
    const std::string prefix = text_field(block, 345, 155);
    const bool ustar = block.compare(257, 6, std::string_view("ustar\0", 6)) == 0;
    if (ustar && !prefix.empty()) path = prefix + "/" + path;
    ArchiveEntry entry;
    entry.path = next_path_.empty() ? path : std::exchange(next_path_, {});
    entry.target =
        next_target_.empty() ? text_field(block, 157, 100) : std::exchange(next_target_, {});
    if (!next_size_.empty()) {
      std::uint64_t value = 0;
      std::from_chars(next_size_.data(), next_size_.data() + next_size_.size(), value);
      size = value;
      next_size_.clear();
    }
    entry.kind = kind_of(type);
    if (entry.kind != FileKind::file) size = 0;
    entry.size = *size;
    if (entries_.size() >= cap_.entries) {
      cut_ = true;
      return;
    }
    entries_.push_back(std::move(entry));
  }
  begin_body(*size, type);
}

void TarReader::begin_body(std::uint64_t size, char type) {
  type_ = type;
  meta_.clear();
  left_ = size;
  padding_ = (kBlock - size % kBlock) % kBlock;
  const bool is_file = kind_of(type) == FileKind::file;
  keep_body_ = is_file && size <= cap_.bytes_per_file && kept_ + size <= cap_.bytes;
  if (is_file && !keep_body_) {
    entries_.back().cut = true;
    // Beyond the whole's cap nothing more is of use; one large file alone is skipped.
    cut_ = size <= cap_.bytes_per_file;
  }
  if (keep_body_) kept_ += size;
  part_ = Part::body;
  if (left_ == 0) finish_body();
}

void TarReader::finish_body() {
  const std::string name = meta_.substr(0, meta_.find('\0'));
  if (type_ == 'L') next_path_ = name;
  if (type_ == 'K') next_target_ = name;
  if (type_ == 'x') take_pax(meta_);
  left_ = padding_;
  part_ = left_ == 0 ? Part::header : Part::padding;
}

/// Records such as "30 path=a/long/name\n"; the number counts the whole record.
void TarReader::take_pax(std::string_view records) {
  while (!records.empty()) {
    std::size_t size = 0;
    const auto parsed = std::from_chars(records.data(), records.data() + records.size(), size);
    const auto digits = static_cast<std::size_t>(parsed.ptr - records.data());
    if (parsed.ec != std::errc() || size <= digits + 1 || size > records.size()) return;
    const std::string_view record = records.substr(digits + 1, size - digits - 2);
    const std::size_t equals = record.find('=');
    const std::string_view key = record.substr(0, equals);
    if (equals != std::string_view::npos) {
      const std::string_view value = record.substr(equals + 1);
      if (key == "path") next_path_ = value;
      if (key == "linkpath") next_target_ = value;
      if (key == "size") next_size_ = value;
    }
    records.remove_prefix(size);
  }
}

}  // namespace pinko::engine

#pragma once

#include "checker/engine/container_values.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::engine {

/// Reads a tar stream (ustar, GNU long names, pax paths and sizes) piece by piece into memory.
/// Nothing is ever written to the host's disk, and links are kept as what they are.
class TarReader {
 public:
  explicit TarReader(ArchiveCap cap)
      : cap_(cap) {}

  /// False when no more is wanted: the caps are reached, or this is no tar stream.
  [[nodiscard]] bool feed(std::string_view bytes);

  [[nodiscard]] bool cut() const { return cut_; }
  [[nodiscard]] bool broken() const { return broken_; }
  /// Names as the stream has them.
  [[nodiscard]] std::vector<ArchiveEntry> take() { return std::move(entries_); }

 private:
  enum class Part { header, body, padding };
  void read_header();
  void begin_body(std::uint64_t size, char type);
  void finish_body();
  void take_pax(std::string_view records);

  ArchiveCap cap_;
  std::vector<ArchiveEntry> entries_;
  Part part_ = Part::header;
  std::string block_;       ///< of a header, until it is whole
  std::uint64_t left_ = 0;  ///< of the body or padding
  std::uint64_t padding_ = 0;
  std::uint64_t kept_ = 0;  ///< bytes of all bodies
  char type_ = '0';
  bool keep_body_ = false;
  std::string meta_;  ///< body of a long name or pax record
  std::string next_path_;
  std::string next_target_;
  std::string next_size_;
  bool cut_ = false;
  bool broken_ = false;
};

}  // namespace pinko::engine

#pragma once

#include "checker/engine/container_values.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::engine {

/// Takes apart the engine's stream of frames (eight octets of head: stream, 0, 0, 0, big-endian
/// size) in which the two outputs of a container come; a stream without frames, as of a container
/// with a terminal, counts as standard output.
class FrameReader {
 public:
  using Sink = std::function<void(bool from_stderr, std::string_view bytes)>;
  explicit FrameReader(Sink sink)
      : sink_(std::move(sink)) {}
  void feed(std::string_view bytes);

 private:
  Sink sink_;
  std::string head_;
  std::size_t left_ = 0;
  bool from_stderr_ = false;
  bool raw_ = false;
};

/// Lines that begin with a time stamp as the engine writes it: "2026-11-21T04:48:57.123456789Z ".
[[nodiscard]] std::vector<LogLine> stamped_lines(std::string_view text, bool from_stderr);

/// Nanoseconds since 1970 of an RFC 3339 time in UTC; 0 when it is none, or of the years before
/// 1970 or after 2261.
[[nodiscard]] std::int64_t nanoseconds_of(std::string_view time);

}  // namespace pinko::engine

#pragma once

#include "reference/net/http_head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reference::web {

/// What a file is known by: both change when its contents do.
struct Version {
  std::string etag;           ///< with its quotation marks
  std::int64_t modified = 0;  ///< seconds since 1970
};

/// Whether the request wants the file at all: 200, or 304 (it has it already), or 412 (it wanted
/// another version). RFC 9110, 13.2.2.
int evaluate_conditions(const net::RequestHead& request, const Version& version);

/// The octets that are wanted.
struct Range {
  std::uint64_t from = 0;
  std::uint64_t length = 0;

  bool operator==(const Range&) const = default;
};

/// What a Range field asks for.
struct RangeWish {
  enum class Kind : std::uint8_t { whole, part, impossible };
  Kind kind = Kind::whole;
  Range range;

  bool operator==(const RangeWish&) const = default;
};

/// Reads one range, `bytes=0-99`, `bytes=100-` or `bytes=-100`; several ranges, other units and
/// malformed ones mean the whole, as RFC 9110, 14.2 permits.
RangeWish parse_range(std::string_view value, std::uint64_t size);

/// The same for a request, its If-Range heeded.
RangeWish wanted_range(const net::RequestHead& request, const Version& version, std::uint64_t size);

/// Seconds since 1970 for a date in one of the three forms of RFC 9110, 5.6.7; nothing for others.
std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace reference::web

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace reference::net {

/// The methods that matter to a proxy; all others are passed on unread.
enum class Method : std::uint8_t { get, head, post, put, del, options, trace, connect, other };

/// May be sent again when no answer came (RFC 9110, 9.2.2).
constexpr bool is_idempotent(Method method) {
  return method != Method::post && method != Method::connect && method != Method::other;
}

/// The fields that servers act on.
enum class FieldName : std::uint8_t {
  other,
  connection,
  content_length,
  date,
  expect,
  host,
  if_match,
  if_modified_since,
  if_none_match,
  if_range,
  if_unmodified_since,
  keep_alive,
  max_forwards,
  origin,
  proxy_connection,
  range,
  te,
  trailer,
  transfer_encoding,
  upgrade,
  via,
  x_forwarded_for,
  x_forwarded_host,
  x_forwarded_proto,
};

FieldName field_name(std::string_view name);

/// One header line; both views lie in the octets that were parsed, spaces around the value left
/// out.
struct Field {
  std::string_view name;
  std::string_view value;
  FieldName id;
  std::uint32_t octets;  ///< of the whole line

  /// The line as it came, its end included.
  [[nodiscard]] std::string_view line() const { return {name.data(), octets}; }
  /// The line from its first letter to the last of its value.
  [[nodiscard]] std::string_view text() const {
    return {name.data(), static_cast<std::size_t>(value.data() + value.size() - name.data())};
  }
};

/// The header lines of a message, in order.
class Fields {
 public:
  static constexpr std::size_t kMost = 100;

  [[nodiscard]] const Field* begin() const { return fields_.data(); }
  [[nodiscard]] const Field* end() const { return fields_.data() + count_; }
  [[nodiscard]] std::size_t size() const { return count_; }
  /// A place for one more, to be filled; null when there are too many.
  Field* add() { return count_ < kMost ? &fields_[count_++] : nullptr; }
  void clear() { count_ = 0; }
  /// The value of the first field of this name.
  [[nodiscard]] std::optional<std::string_view> find(FieldName id) const;

 private:
  std::array<Field, kMost> fields_{};
  std::size_t count_ = 0;
};

/// How a message's body is delimited (RFC 9112, 6.3).
struct Framing {
  enum class Kind : std::uint8_t { none, length, chunked, until_close };
  Kind kind = Kind::none;
  std::uint64_t length = 0;

  bool operator==(const Framing&) const = default;
};

/// A request's first lines. The views hold as long as the octets they were parsed from.
struct RequestHead {
  std::string_view method_text;
  Method method = Method::other;
  std::string_view target;     ///< as it was sent
  std::string_view path;       ///< from the first slash on, or `*`
  std::string_view query;      ///< with its question mark, or empty
  std::string_view authority;  ///< of an absolute target, else the Host field's value
  int minor_version = 1;       ///< HTTP/1.x
  Fields fields;
  Framing body;
  bool keep_alive = true;
  bool expects_continue = false;
};

/// A response's first lines.
struct ResponseHead {
  int status = 0;
  std::string_view reason;
  int minor_version = 1;
  Fields fields;
  Framing body;            ///< as if the request had been a GET: HEAD has none
  bool keep_alive = true;  ///< as the fields say; a body that lasts until the end is another matter
};

/// Why a message is refused: the status to answer with (for a response: 502), and a sentence.
struct Refusal {
  int status = 0;
  std::string_view reason;

  explicit operator bool() const { return status != 0; }
};

/// Where a head stands in octets that arrive bit by bit.
struct HeadBounds {
  std::size_t begin = 0;  ///< empty lines before a request are skipped
  std::size_t end = 0;    ///< behind the empty line; 0 while that is missing
  Refusal refusal;        ///< a line end without its carriage return
};

/// Looks for the end of a head. `searched` octets were looked at before and held none.
HeadBounds find_head(std::string_view octets, std::size_t searched = 0);

/// Parses a complete head, its empty line included, strictly: what two servers could read in two
/// ways is refused, for that is how requests are smuggled (RFC 9112, 11.2).
Refusal parse_request_head(std::string_view head, RequestHead& into);
Refusal parse_response_head(std::string_view head, ResponseHead& into);

/// Whether octets that are refused, unread or in parts, begin as a HEAD does: then the refusal goes
/// without its body (RFC 9110, 9.3.2).
bool begins_with_head(std::string_view octets);

/// Whether a comma separated list holds this word, in any case.
bool list_has(std::string_view list, std::string_view word);

/// Whether two words are the same but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);

}  // namespace reference::net

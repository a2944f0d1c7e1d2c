#include "reference/proxy/rewrite.hpp"

#include "reference/net/status.hpp"

#include <charconv>
#include <limits>
#include <system_error>

namespace reference::proxy {
namespace {

using net::Field;
using net::FieldName;
using net::Fields;

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kVia = " pinko-proxy\r\n";

/// Whether a Connection field names fields of this connection, beyond the two usual words.
bool names_fields(const Fields& fields) {
  for (const Field& field : fields) {
    if (field.id == FieldName::connection && !net::same_word(field.value, "close") &&
        !net::same_word(field.value, "keep-alive")) {
      return true;
    }
  }
  return false;
}

bool is_named(const Fields& fields, std::string_view name) {
  for (const Field& field : fields) {
    if (field.id == FieldName::connection && net::list_has(field.value, name)) return true;
  }
  return false;
}

/// Whether a field stays behind. Those that frame a message or say where it belongs go on even if a
/// Connection field names them: leaving them out would change what the message means.
bool is_hop_by_hop(const Field& field, const Fields& fields, bool connection_names_fields) {
  switch (field.id) {
    case FieldName::connection:
    case FieldName::keep_alive:
    case FieldName::proxy_connection:
    case FieldName::te:
    case FieldName::trailer:  // trailers are not passed on
    case FieldName::transfer_encoding:
    case FieldName::upgrade:
      return true;
    case FieldName::content_length:
    case FieldName::date:
    case FieldName::host:
    case FieldName::via:
      return false;
    case FieldName::other:
    case FieldName::expect:
    case FieldName::if_match:
    case FieldName::if_modified_since:
    case FieldName::if_none_match:
    case FieldName::if_range:
    case FieldName::if_unmodified_since:
    case FieldName::max_forwards:
    case FieldName::origin:
    case FieldName::range:
    case FieldName::x_forwarded_for:
    case FieldName::x_forwarded_host:
    case FieldName::x_forwarded_proto:
      break;
  }
  return connection_names_fields && is_named(fields, field.name);
}

/// Copies lines to another head; neighbours go together. Blanks behind a value are left out.
class LineCopier {
 public:
  explicit LineCopier(net::Output& out)
      : out_(out) {}

  void copy(const Field& field) {
    const std::string_view line = field.line();
    if (line.size() != field.text().size() + kLineEnd.size()) {
      finish();
      out_.add(field.text()).add(kLineEnd);
      return;
    }
    const bool neighbour = !lines_.empty() && line.data() == lines_.data() + lines_.size();
    if (!neighbour) finish();
    lines_ = neighbour ? std::string_view(lines_.data(), lines_.size() + line.size()) : line;
  }

  void finish() {
    out_.add(lines_);
    lines_ = {};
  }

 private:
  net::Output& out_;
  std::string_view lines_;  ///< to be copied
};

void write_forwarded(const net::RequestHead& request, const Origin& origin, net::Output& out) {
  out.add("X-Forwarded-For: ");
  for (const Field& field : request.fields) {
    if (field.id == FieldName::x_forwarded_for && !field.value.empty()) {
      out.add(field.value).add(", ");
    }
  }
  out.add(origin.client).add("\r\nX-Forwarded-Proto: http\r\n");
  if (!request.authority.empty()) out.field("X-Forwarded-Host", request.authority);
}

void write_max_forwards(const Fields& fields, net::Output& out) {
  const MaxForwards limit = read_max_forwards(fields);
  if (limit.left) out.field("Max-Forwards", *limit.left - 1);
}

}  // namespace

MaxForwards read_max_forwards(const Fields& fields) {
  MaxForwards limit;
  for (const Field& field : fields) {
    if (field.id != FieldName::max_forwards) continue;
    std::uint64_t left = 0;
    const char* end = field.value.data() + field.value.size();
    const auto parsed = std::from_chars(field.value.data(), end, left);
    if (limit.left || parsed.ec == std::errc::invalid_argument || parsed.ptr != end) {
      return {.refusal = {400, "the Max-Forwards is not one number"}};
    }
    const bool countable = parsed.ec == std::errc();
    limit.left = countable ? left : std::numeric_limits<std::uint64_t>::max();
  }
  return limit;
}

void write_request_head(const net::RequestHead& request, const Origin& origin, net::Output& out) {
  out.add(request.method_text).add(" ").add(request.path).add(request.query).add(" HTTP/1.1\r\n");
  out.field("Host", request.authority.empty() ? origin.host : request.authority);
  const bool names = names_fields(request.fields);
  const bool options = request.method == net::Method::options;
  LineCopier lines(out);
  for (const Field& field : request.fields) {
    const bool replaced = field.id == FieldName::host || field.id == FieldName::x_forwarded_for ||
                          field.id == FieldName::x_forwarded_host ||
                          field.id == FieldName::x_forwarded_proto;
    // A client of HTTP/1.0 could not take the interim answer that Expect asks for.
    const bool unfit = field.id == FieldName::expect && request.minor_version == 0;
    const bool counted = field.id == FieldName::max_forwards && options;
    if (!replaced && !unfit && !counted && !is_hop_by_hop(field, request.fields, names))
      lines.copy(field);
  }
  lines.finish();
  if (request.body.kind == net::Framing::Kind::chunked) out.add("Transfer-Encoding: chunked\r\n");
  if (options) write_max_forwards(request.fields, out);
  write_forwarded(request, origin, out);
  out.add(request.minor_version == 0 ? "Via: 1.0" : "Via: 1.1").add(kVia).add("\r\n");
}

void write_response_head(const net::ResponseHead& response,
                         const Delivery& delivery,
                         std::string_view date,
                         net::Output& out) {
  out.add("HTTP/1.1 ").add(static_cast<std::uint64_t>(response.status)).add(" ");
  out.add(response.reason).add("\r\n");
  const bool names = names_fields(response.fields);
  const bool by_length =
      delivery.has_body ? response.body.kind == net::Framing::Kind::length : response.status != 204;
  bool has_date = false;
  LineCopier lines(out);
  for (const Field& field : response.fields) {
    if (field.id == FieldName::content_length && !by_length) continue;
    has_date = has_date || field.id == FieldName::date;
    if (!is_hop_by_hop(field, response.fields, names)) lines.copy(field);
  }
  lines.finish();
  if (!has_date) out.field("Date", date);
  if (delivery.chunked) out.add("Transfer-Encoding: chunked\r\n");
  out.add(response.minor_version == 0 ? "Via: 1.0" : "Via: 1.1").add(kVia);
  if (!delivery.keep_alive) {
    out.add("Connection: close\r\n");
  } else if (delivery.client_minor_version == 0) {
    out.add("Connection: keep-alive\r\n");
  }
  out.add("\r\n");
}

void write_interim_head(const net::ResponseHead& response, net::Output& out) {
  out.add("HTTP/1.1 ").add(static_cast<std::uint64_t>(response.status)).add(" ");
  out.add(response.reason).add("\r\n");
  LineCopier lines(out);
  for (const Field& field : response.fields) {
    if (!is_hop_by_hop(field, response.fields, /*connection_names_fields=*/true)) lines.copy(field);
  }
  lines.finish();
  out.add("\r\n");
}

}  // namespace reference::proxy

#include "reference/net/http_head.hpp"

#include "reference/net/characters.hpp"

#include <algorithm>
#include <charconv>

namespace reference::net {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

/// Cuts the first line off a head and returns it without its end.
std::string_view take_line(std::string_view& head) {
  const std::size_t end = head.find('\n');
  const std::string_view line = head.substr(0, end - 1);
  head.remove_prefix(end + 1);
  return line;
}

Method method_named(std::string_view text) {
  if (text == "GET") return Method::get;
  if (text == "HEAD") return Method::head;
  if (text == "POST") return Method::post;
  if (text == "PUT") return Method::put;
  if (text == "DELETE") return Method::del;
  if (text == "OPTIONS") return Method::options;
  if (text == "TRACE") return Method::trace;
  if (text == "CONNECT") return Method::connect;
  return Method::other;
}

/// The digit behind "HTTP/1."; later 1.x versions are read as 1.1.
Refusal parse_version(std::string_view text, int& minor) {
  if (text.size() != 8 || !text.starts_with("HTTP/") || !is_digit(text[5]) || text[6] != '.' ||
      !is_digit(text[7])) {
    return {400, "the version is not of the form HTTP/1.1"};
  }
  if (text[5] != '1') return {505, "this server speaks HTTP/1.1 and HTTP/1.0"};
  minor = text[7] == '0' ? 0 : 1;
  return {};
}

/// Whether a head holds text and whole line ends: no control character, no CR or LF by itself. One
/// pass without a branch, of which the compiler makes a few instructions for sixteen octets.
bool is_sound_text(std::string_view head) {
  std::uint8_t odd = 0;
  for (std::size_t i = 1; i < head.size(); ++i) {
    const auto before = static_cast<std::uint8_t>(head[i - 1]);
    const auto octet = static_cast<std::uint8_t>(head[i]);
    const int half_an_end = (before == '\r') ^ (octet == '\n');
    const int control = (octet < ' ') & (octet != '\t') & (octet != '\r') & (octet != '\n');
    odd = static_cast<std::uint8_t>(odd | half_an_end | control | (octet == 0x7f));
  }
  return odd == 0;
}

Refusal parse_field(std::string_view line, Field& into) {
  if (is_blank(line.front())) return {400, "a header line is continued (obs-fold)"};
  const auto name_end = std::find_if_not(line.begin(), line.end(), is_token);
  const auto name_length = static_cast<std::size_t>(name_end - line.begin());
  if (name_length == line.size() || line[name_length] != ':') {
    return {400, "a header name holds a character that names cannot have, or lacks its colon"};
  }
  if (name_length == 0) return {400, "a header line has no name"};
  std::size_t begin = name_length + 1;
  std::size_t end = line.size();
  while (begin < end && is_blank(line[begin]))
    ++begin;
  while (end > begin && is_blank(line[end - 1]))
    --end;
  into.name = line.substr(0, name_length);
  into.value = line.substr(begin, end - begin);
  into.octets = static_cast<std::uint32_t>(line.size() + kLineEnd.size());
  into.id = field_name(into.name);
  return {};
}

Refusal parse_fields(std::string_view lines, Fields& into) {
  into.clear();
  while (lines != kLineEnd) {
    Field* field = into.add();
    if (field == nullptr) return {431, "there are more than 100 header lines"};
    if (const Refusal refusal = parse_field(take_line(lines), *field)) return refusal;
  }
  return {};
}

/// What the fields say about the body and the connection, gathered in one pass.
struct Said {
  Refusal refusal;
  std::optional<std::uint64_t> length;
  bool encoded = false;  ///< there is a Transfer-Encoding
  bool chunked = false;  ///< and it is chunked, alone
  bool close = false;
  bool keep_alive = false;
};

void read_length(std::string_view value, Said& said) {
  std::uint64_t length = 0;
  const char* end = value.data() + value.size();
  const auto parsed = std::from_chars(value.data(), end, length);
  if (value.empty() || parsed.ec != std::errc() || parsed.ptr != end) {
    said.refusal = {400, "the Content-Length is not a number"};
  } else if (said.length) {
    said.refusal = {400, "there is more than one Content-Length"};
  }
  said.length = length;
}

void read_encoding(std::string_view value, Said& said) {
  said.chunked = !said.encoded && same_word(value, "chunked");
  said.encoded = true;
}

Said read_framing_fields(const Fields& fields) {
  Said said;
  for (const Field& field : fields) {
    if (field.id == FieldName::content_length) {
      read_length(field.value, said);
    } else if (field.id == FieldName::transfer_encoding) {
      read_encoding(field.value, said);
    } else if (field.id == FieldName::connection) {
      said.close = said.close || list_has(field.value, "close");
      said.keep_alive = said.keep_alive || list_has(field.value, "keep-alive");
    }
  }
  return said;
}

bool stays_open(const Said& said, int minor_version) {
  return !said.close && (minor_version >= 1 || said.keep_alive);
}

Refusal frame_request(RequestHead& head) {
  const Said said = read_framing_fields(head.fields);
  if (said.refusal) return said.refusal;
  if (said.encoded && said.length) {
    return {400, "there are both a Transfer-Encoding and a Content-Length"};
  }
  if (said.encoded && head.minor_version == 0) {
    return {400, "HTTP/1.0 knows no Transfer-Encoding"};
  }
  if (said.encoded && !said.chunked) {
    return {501, "the only Transfer-Encoding that this server knows is chunked"};
  }
  head.body = {};
  if (said.chunked) head.body.kind = Framing::Kind::chunked;
  if (said.length.value_or(0) > 0) head.body = {Framing::Kind::length, *said.length};
  head.keep_alive = stays_open(said, head.minor_version);
  return {};
}

/// Cuts the target into authority, path and query; the four forms of RFC 9112, 3.2.
Refusal split_target(RequestHead& head) {
  std::string_view rest = head.target;
  head.authority = {};
  head.query = {};
  if (head.method == Method::connect) return {501, "this server opens no tunnels"};
  if (rest == "*" && head.method == Method::options) {
    head.path = rest;
    return {};
  }
  if (rest.front() != '/') {
    constexpr std::string_view kScheme = "http://";
    if (!same_word(rest.substr(0, kScheme.size()), kScheme)) {
      return {400, "the target does not begin with a slash"};
    }
    rest.remove_prefix(kScheme.size());
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    head.authority = rest.substr(0, end);
    if (head.authority.empty()) return {400, "the target names no host"};
    rest.remove_prefix(end);
  }
  const std::size_t question = std::min(rest.find('?'), rest.size());
  head.path = rest.substr(0, question);
  head.query = rest.substr(question);
  if (head.path.empty()) head.path = "/";
  return {};
}

/// One Host, well formed; HTTP/1.0 may do without (RFC 9112, 3.2).
Refusal check_host(RequestHead& head) {
  const Field* host = nullptr;
  for (const Field& field : head.fields) {
    if (field.id == FieldName::expect) {
      head.expects_continue = head.minor_version >= 1 && same_word(field.value, "100-continue");
    }
    if (field.id != FieldName::host) continue;
    if (host != nullptr) return {400, "there is more than one Host"};
    host = &field;
  }
  if (host == nullptr && head.minor_version >= 1) return {400, "there is no Host"};
  if (head.authority.empty() && host != nullptr) head.authority = host->value;
  if (!std::all_of(head.authority.begin(), head.authority.end(), is_host)) {
    return {400, "the Host holds a character that hosts cannot have"};
  }
  return {};
}

Refusal parse_request_line(std::string_view line, RequestHead& into) {
  const std::size_t method_end = line.find(' ');
  const std::size_t target_end = line.rfind(' ');
  if (method_end == std::string_view::npos || target_end == method_end) {
    return {400, "the request line is not METHOD TARGET VERSION"};
  }
  into.method_text = line.substr(0, method_end);
  into.target = line.substr(method_end + 1, target_end - method_end - 1);
  const bool is_method =
      method_end > 0 && std::all_of(into.method_text.begin(), into.method_text.end(), is_token);
  if (!is_method) return {400, "the method is not a word"};
  if (into.target.empty() || !std::all_of(into.target.begin(), into.target.end(), is_target)) {
    return {400, "the target is empty or holds a character that targets cannot have"};
  }
  into.method = method_named(into.method_text);
  if (const Refusal refusal = parse_version(line.substr(target_end + 1), into.minor_version)) {
    return refusal;
  }
  return split_target(into);
}

}  // namespace

HeadBounds find_head(std::string_view octets, std::size_t searched) {
  HeadBounds bounds;
  while (octets.substr(bounds.begin).starts_with(kLineEnd))
    bounds.begin += kLineEnd.size();
  // The search goes back by three, for the empty line may have begun before.
  std::size_t from = std::max(bounds.begin, searched < 3 ? 0 : searched - 3);
  for (;;) {
    const std::size_t line_feed = octets.find('\n', from);
    if (line_feed == std::string_view::npos) return bounds;
    if (line_feed == bounds.begin || octets[line_feed - 1] != '\r') {
      bounds.refusal = {400, "a line ends without its carriage return"};
      return bounds;
    }
    if (line_feed >= bounds.begin + 3 && octets[line_feed - 2] == '\n') {
      bounds.end = line_feed + 1;
      return bounds;
    }
    from = line_feed + 1;
  }
}

bool begins_with_head(std::string_view octets) {
  while (octets.starts_with(kLineEnd))
    octets.remove_prefix(kLineEnd.size());
  return octets.starts_with("HEAD ");
}

Refusal parse_request_head(std::string_view head, RequestHead& into) {
  into.expects_continue = false;
  if (!is_sound_text(head)) return {400, "the head holds a control character or half a line end"};
  Refusal refusal = parse_request_line(take_line(head), into);
  if (!refusal) refusal = parse_fields(head, into.fields);
  if (!refusal) refusal = check_host(into);
  if (!refusal) refusal = frame_request(into);
  return refusal;
}

Refusal parse_response_head(std::string_view head, ResponseHead& into) {
  if (!is_sound_text(head)) return {502, "the head holds a control character or half a line end"};
  const std::string_view line = take_line(head);
  if (const Refusal refusal = parse_version(line.substr(0, 8), into.minor_version)) return refusal;
  const bool has_status = line.size() >= 12 && line[8] == ' ' && is_digit(line[9]) &&
                          is_digit(line[10]) && is_digit(line[11]) && line[9] != '0' &&
                          (line.size() == 12 || line[12] == ' ');
  if (!has_status) return {502, "the status line has no status of three digits"};
  into.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  into.reason = line.size() > 13 ? line.substr(13) : std::string_view();
  if (const Refusal refusal = parse_fields(head, into.fields)) return refusal;

  const Said said = read_framing_fields(into.fields);
  if (said.refusal) return said.refusal;
  if (said.encoded && !said.chunked) return {502, "the Transfer-Encoding is not chunked"};
  // With both, the encoding counts, and the connection is not trusted further (RFC 9112, 6.3).
  into.keep_alive = stays_open(said, into.minor_version) && !(said.encoded && said.length);
  into.body = {};
  if (into.status < 200 || into.status == 204 || into.status == 304) return {};
  if (said.chunked) {
    into.body.kind = Framing::Kind::chunked;
  } else if (said.length) {
    into.body = {Framing::Kind::length, *said.length};
  } else {
    into.body.kind = Framing::Kind::until_close;
  }
  return {};
}

}  // namespace reference::net

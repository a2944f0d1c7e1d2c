#include "reference/web/conditions.hpp"

#include "reference/net/characters.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <time.h>

namespace reference::web {
namespace {

using net::FieldName;
using net::RequestHead;

std::string_view opaque(std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  return etag;
}

enum class Comparison : bool { weak, strong };

/// Whether a list such as `"a", W/"b"` or `*` names the tag. Ours are strong.
bool names_tag(std::string_view list, std::string_view etag, Comparison comparison) {
  if (list == "*") return true;
  while (!list.empty()) {
    const std::size_t open = list.find('"');
    if (open == std::string_view::npos) return false;
    const std::size_t close = list.find('"', open + 1);
    if (close == std::string_view::npos) return false;
    const bool weak = open >= 2 && list.substr(open - 2, 2) == "W/";
    const std::string_view tag = list.substr(open, close + 1 - open);
    if (tag == opaque(etag) && !(weak && comparison == Comparison::strong)) return true;
    list.remove_prefix(close + 1);
  }
  return false;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return number;
}

/// The two-digit number at a place, or -1.
int two_digits(std::string_view text, std::size_t at) {
  if (!net::is_digit(text[at]) || !net::is_digit(text[at + 1])) return -1;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// Where the parts of a date stand in one of its forms.
struct DateForm {
  std::size_t day;
  std::size_t month;
  std::size_t year;
  bool short_year = false;  ///< two digits: 70 is 1970, 69 is 2069
  std::size_t time;
};

/// The year, or something below 0.
int read_year(std::string_view text, const DateForm& form) {
  const int first = two_digits(text, form.year);
  if (first < 0) return first;
  if (form.short_year) return first + (first < 70 ? 2000 : 1900);
  const int second = two_digits(text, form.year + 2);
  return second < 0 ? second : first * 100 + second;
}

std::optional<std::int64_t> read_date(std::string_view text, const DateForm& form) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t month = kMonths.find(text.substr(form.month, 3));
  const int year = read_year(text, form);
  const bool padded = text[form.day] == ' ' && net::is_digit(text[form.day + 1]);
  tm utc{};
  utc.tm_mday = padded ? text[form.day + 1] - '0' : two_digits(text, form.day);
  utc.tm_mon = static_cast<int>(month / 3);
  utc.tm_year = year - 1900;
  utc.tm_hour = two_digits(text, form.time);
  utc.tm_min = two_digits(text, form.time + 3);
  utc.tm_sec = two_digits(text, form.time + 6);
  const bool sound = month != std::string_view::npos && month % 3 == 0 && year >= 0 &&
                     utc.tm_mday > 0 && utc.tm_hour >= 0 && utc.tm_min >= 0 && utc.tm_sec >= 0;
  if (!sound) return std::nullopt;
  return timegm(&utc);
}

}  // namespace

int evaluate_conditions(const RequestHead& request, const Version& version) {
  const auto& fields = request.fields;
  if (const auto tags = fields.find(FieldName::if_match)) {
    if (!names_tag(*tags, version.etag, Comparison::strong)) return 412;
  } else if (const auto since = fields.find(FieldName::if_unmodified_since)) {
    const auto date = parse_http_date(*since);
    if (date && version.modified > *date) return 412;
  }
  if (const auto tags = fields.find(FieldName::if_none_match)) {
    return names_tag(*tags, version.etag, Comparison::weak) ? 304 : 200;
  }
  if (const auto since = fields.find(FieldName::if_modified_since)) {
    const auto date = parse_http_date(*since);
    if (date && version.modified <= *date) return 304;
  }
  return 200;
}

RangeWish parse_range(std::string_view value, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const RangeWish whole{};
  const RangeWish impossible{.kind = RangeWish::Kind::impossible, .range = {}};
  if (!net::same_word(value.substr(0, kUnit.size()), kUnit)) return whole;
  value.remove_prefix(kUnit.size());
  const std::size_t dash = value.find('-');
  if (dash == std::string_view::npos) return whole;
  const auto first = parse_number(value.substr(0, dash));
  const auto last = parse_number(value.substr(dash + 1));
  if (dash == 0) {  // the last octets
    if (!last) return whole;
    if (*last == 0 || size == 0) return impossible;
    const std::uint64_t length = std::min(*last, size);
    return {.kind = RangeWish::Kind::part, .range = {.from = size - length, .length = length}};
  }
  const bool open_end = dash + 1 == value.size();
  if (!first || (!last && !open_end) || (last && *last < *first)) return whole;
  if (*first >= size) return impossible;
  const std::uint64_t end = open_end ? size - 1 : std::min(*last, size - 1);
  return {.kind = RangeWish::Kind::part, .range = {.from = *first, .length = end - *first + 1}};
}

RangeWish wanted_range(const RequestHead& request, const Version& version, std::uint64_t size) {
  const auto range = request.fields.find(FieldName::range);
  if (!range || request.method != net::Method::get) return {};
  if (const auto condition = request.fields.find(FieldName::if_range)) {
    const bool same = condition->find('"') != std::string_view::npos
                          ? *condition == version.etag
                          : parse_http_date(*condition) == version.modified;
    if (!same) return {};
  }
  return parse_range(*range, size);
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  if (text.size() == 29 && text.ends_with(" GMT")) {  // Sun, 06 Nov 1994 08:49:37 GMT
    return read_date(text, {.day = 5, .month = 8, .year = 12, .time = 17});
  }
  if (text.size() == 24) {  // Sun Nov  6 08:49:37 1994
    return read_date(text, {.day = 8, .month = 4, .year = 20, .time = 11});
  }
  const std::size_t comma = text.find(", ");  // Sunday, 06-Nov-94 08:49:37 GMT
  if (comma == std::string_view::npos) return std::nullopt;
  text.remove_prefix(comma + 2);
  if (text.size() != 22 || !text.ends_with(" GMT")) return std::nullopt;
  return read_date(text, {.day = 0, .month = 3, .year = 7, .short_year = true, .time = 10});
}

}  // namespace reference::web

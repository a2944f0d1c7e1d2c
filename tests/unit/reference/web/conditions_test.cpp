#include "reference/web/conditions.hpp"

#include "reference/net/log.hpp"
#include "reference/web/media_type.hpp"
#include "tests/support/catch.hpp"

#include <string>

namespace reference::web {
namespace {

constexpr std::int64_t kModified = 784'111'777;  // Sun, 06 Nov 1994 08:49:37 GMT
const Version kVersion{.etag = "\"abc\"", .modified = kModified};

net::RequestHead request(const std::string& text) {
  net::RequestHead head;
  REQUIRE_FALSE(net::parse_request_head(text, head));
  return head;
}

int evaluate(const std::string& fields) {
  const std::string text = "GET / HTTP/1.0\r\n" + fields + "\r\n";
  return evaluate_conditions(request(text), kVersion);
}

RangeWish part(std::uint64_t from, std::uint64_t length) {
  return {.kind = RangeWish::Kind::part, .range = {.from = from, .length = length}};
}

const RangeWish kWhole{};
const RangeWish kImpossible{.kind = RangeWish::Kind::impossible, .range = {}};

TEST_CASE("dates are written and read in the form of HTTP") {
  CHECK(net::http_date(kModified) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == kModified);
  for (const char* text : {"",
                           "yesterday",
                           "Sun, 06 Nov 1994 08:49:37 CET",
                           "Sun, 06 Xxx 1994 08:49:37 GMT",
                           "Sun, 06 ovD 1994 08:49:37 GMT",
                           "Sun, x6 Nov 1994 08:49:37 GMT"}) {
    INFO(text);
    CHECK_FALSE(parse_http_date(text));
  }
}

TEST_CASE("dates in the two older forms are read as well") {
  CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == kModified);
  CHECK(parse_http_date("Wednesday, 06-Nov-24 08:49:37 GMT") ==
        parse_http_date("Wed, 06 Nov 2024 08:49:37 GMT"));
  CHECK(parse_http_date("Sun Nov  6 08:49:37 1994") == kModified);
  CHECK(parse_http_date("Wed Nov 16 08:49:37 1994") == kModified + 10 * 24 * 3600);
  for (const char* text : {"Sunday, 06-Nov-94 08:49:37 CET",
                           "Sunday, 06-Nov-x4 08:49:37 GMT",
                           "Sunday,06-Nov-94 08:49:37 GMT",
                           "Sun Nov  x 08:49:37 1994",
                           "Sun Nov    08:49:37 1994",
                           "Sun Nov  6 08:49:37 19x4"}) {
    INFO(text);
    CHECK_FALSE(parse_http_date(text));
  }
}

TEST_CASE("who has this version is told so") {
  CHECK(evaluate("") == 200);
  CHECK(evaluate("If-None-Match: \"abc\"\r\n") == 304);
  CHECK(evaluate("If-None-Match: W/\"abc\"\r\n") == 304);
  CHECK(evaluate("If-None-Match: \"x\", \"abc\"\r\n") == 304);
  CHECK(evaluate("If-None-Match: *\r\n") == 304);
  CHECK(evaluate("If-None-Match: \"abcd\"\r\n") == 200);
  CHECK(evaluate("If-None-Match: abc\r\n") == 200);
  CHECK(evaluate("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n") == 304);
  CHECK(evaluate("If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n") == 200);
  CHECK(evaluate("If-Modified-Since: nonsense\r\n") == 200);
}

TEST_CASE("a tag counts before a date") {
  CHECK(evaluate("If-None-Match: \"x\"\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n") ==
        200);
}

TEST_CASE("who insists on another version is refused") {
  CHECK(evaluate("If-Match: \"x\"\r\n") == 412);
  CHECK(evaluate("If-Match: W/\"abc\"\r\n") == 412);
  CHECK(evaluate("If-Match: \"abc\"\r\n") == 200);
  CHECK(evaluate("If-Match: *\r\n") == 200);
  CHECK(evaluate("If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n") == 412);
  CHECK(evaluate("If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n") == 200);
}

TEST_CASE("one range is read in its three forms") {
  CHECK(parse_range("bytes=0-0", 10) == part(0, 1));
  CHECK(parse_range("bytes=2-5", 10) == part(2, 4));
  CHECK(parse_range("bytes=8-99", 10) == part(8, 2));
  CHECK(parse_range("bytes=3-", 10) == part(3, 7));
  CHECK(parse_range("bytes=-3", 10) == part(7, 3));
  CHECK(parse_range("bytes=-30", 10) == part(0, 10));
  CHECK(parse_range("Bytes=0-", 10) == part(0, 10));
}

TEST_CASE("a range beyond the end is impossible") {
  CHECK(parse_range("bytes=10-", 10) == kImpossible);
  CHECK(parse_range("bytes=-0", 10) == kImpossible);
  CHECK(parse_range("bytes=0-", 0) == kImpossible);
  CHECK(parse_range("bytes=-1", 0) == kImpossible);
}

TEST_CASE("what is no single range means the whole") {
  for (const char* text : {"",
                           "bytes",
                           "bytes=",
                           "bytes=-",
                           "bytes=a-b",
                           "bytes=5-2",
                           "bytes=1-2,4-5",
                           "lines=1-2",
                           "bytes=+1-2"}) {
    INFO(text);
    CHECK(parse_range(text, 10) == kWhole);
  }
}

TEST_CASE("a range holds only for the version it was meant for") {
  const std::string get = "GET / HTTP/1.0\r\nRange: bytes=0-1\r\n";
  CHECK(wanted_range(request(get + "\r\n"), kVersion, 10) == part(0, 2));
  CHECK(wanted_range(request(get + "If-Range: \"abc\"\r\n\r\n"), kVersion, 10) == part(0, 2));
  CHECK(wanted_range(request(get + "If-Range: \"x\"\r\n\r\n"), kVersion, 10) == kWhole);
  CHECK(wanted_range(request(get + "If-Range: W/\"abc\"\r\n\r\n"), kVersion, 10) == kWhole);
  const std::string since = "If-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
  CHECK(wanted_range(request(get + since), kVersion, 10) == part(0, 2));
  const std::string head = "HEAD / HTTP/1.0\r\nRange: bytes=0-1\r\n\r\n";
  CHECK(wanted_range(request(head), kVersion, 10) == kWhole);
}

TEST_CASE("media types follow the ending") {
  CHECK(media_type("/index.html") == "text/html");
  CHECK(media_type("/a/b.min.JS") == "text/javascript");
  CHECK(media_type("/font.woff2") == "font/woff2");
  CHECK(media_type("/README") == "application/octet-stream");
  CHECK(media_type("/a.css/b") == "application/octet-stream");
}

}  // namespace
}  // namespace reference::web

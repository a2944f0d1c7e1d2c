#include "reference/net/http_head.hpp"
#include "tests/support/catch.hpp"

#include <string>

// Forms that two servers may read in two ways, and so take the rest of one request for the next
// (RFC 9112, 11.2).

namespace reference::net {
namespace {

int refused(const std::string& text) {
  const HeadBounds bounds = find_head(text);
  if (bounds.refusal) return bounds.refusal.status;
  REQUIRE(bounds.end > 0);
  RequestHead head;
  return parse_request_head(std::string_view(text).substr(bounds.begin, bounds.end - bounds.begin),
                            head)
      .status;
}

/// A POST with these header lines.
int refused_post(const std::string& lines) {
  return refused("POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n");
}

int refused_line(const std::string& line) {
  return refused(line + "\r\nHost: a\r\n\r\n");
}

TEST_CASE("both lengths at once are refused") {
  CHECK(refused_post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n") == 400);
  CHECK(refused_post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n") == 400);
  CHECK(refused_post("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n") == 400);
}

TEST_CASE("a length that is not a plain number is refused") {
  for (const char* length :
       {"+3", "-3", "3x", "0x3", "3 3", "3,3", "", "3.0", "99999999999999999999", "\"3\""}) {
    CHECK(refused_post(std::string("Content-Length: ") + length + "\r\n") == 400);
  }
}

TEST_CASE("two lengths are refused, even if they agree") {
  CHECK(refused_post("Content-Length: 3\r\nContent-Length: 3\r\n") == 400);
  CHECK(refused_post("Content-Length: 3\r\ncontent-length: 4\r\n") == 400);
}

TEST_CASE("a transfer coding other than chunked alone is refused") {
  for (const char* coding : {"gzip",
                             "gzip, chunked",
                             "chunked, gzip",
                             "chunked, chunked",
                             "xchunked",
                             "chunked;x",
                             "",
                             "identity",
                             "\"chunked\"",
                             "chunked\x0b"}) {
    CHECK(refused_post(std::string("Transfer-Encoding: ") + coding + "\r\n") != 0);
  }
  CHECK(refused_post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") != 0);
  CHECK(refused_post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n") != 0);
}

TEST_CASE("HTTP/1.0 with a transfer coding is refused") {
  CHECK(refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
}

TEST_CASE("blanks about a header's name are refused") {
  CHECK(refused_post("Content-Length : 3\r\n") == 400);
  CHECK(refused_post(" Content-Length: 3\r\n") == 400);
  CHECK(refused_post("Content Length: 3\r\n") == 400);
  CHECK(refused_post("\tA: b\r\n") == 400);
}

TEST_CASE("a continued header line is refused") {
  CHECK(refused_post("A: b\r\n c\r\n") == 400);
  CHECK(refused_post("A: b\r\n\tc\r\n") == 400);
}

TEST_CASE("bare carriage returns, bare line feeds and NULs are refused") {
  CHECK(refused_post("A: b\rContent-Length: 3\r\n") == 400);
  CHECK(refused_post("A: b\nContent-Length: 3\r\n") == 400);
  CHECK(refused_post("A: b\r\r\n") == 400);
  CHECK(refused_post(std::string("A: b\0c\r\n", 8)) == 400);
  CHECK(refused_post(std::string("A\0: b\r\n", 7)) == 400);
}

TEST_CASE(
    "a control character is refused wherever it stands, a tab and octets beyond ASCII are not") {
  for (int code = 0; code < 256; ++code) {
    CAPTURE(code);
    const std::string octet(1, static_cast<char>(code));
    const bool sound = code == '\t' || (code >= ' ' && code != 0x7f);
    for (const std::size_t length : {1, 15, 16, 17, 40}) {  // a whole word of the machine, and more
      const std::string value = std::string(length, 'x') + octet + std::string(length, 'y');
      CHECK((refused_post("A: " + value + "\r\n") == 0) == sound);
    }
  }
}

TEST_CASE("a header line without a name or a colon is refused") {
  CHECK(refused_post(": b\r\n") == 400);
  CHECK(refused_post("A\r\n") == 400);
  CHECK(refused_post("A\x80: b\r\n") == 400);
}

TEST_CASE("a request line of another form is refused") {
  for (const char* line : {"GET /",
                           "GET",
                           "GET  / HTTP/1.1",
                           "GET /  HTTP/1.1",
                           "GET / HTTP/1.1 ",
                           " GET / HTTP/1.1",
                           "GET\t/ HTTP/1.1",
                           "GET / http/1.1",
                           "GET / HTTP/1.",
                           "GET / HTTP/11",
                           "GET / HTTP/1.10",
                           "GET / HTTP/x.1",
                           "G@T / HTTP/1.1",
                           "GET a HTTP/1.1",
                           "GET https://a/ HTTP/1.1",
                           "GET http:/// HTTP/1.1",
                           "GET /#a HTTP/1.1",
                           "GET * HTTP/1.1",
                           "GET /a b HTTP/1.1",
                           "GET /a\x7f HTTP/1.1",
                           "GET /a\rb HTTP/1.1"}) {
    INFO(line);
    CHECK(refused_line(line) == 400);
  }
}

TEST_CASE("other versions and tunnels are refused by name") {
  CHECK(refused_line("GET / HTTP/2.0") == 505);
  CHECK(refused_line("GET / HTTP/0.9") == 505);
  CHECK(refused_line("CONNECT a:443 HTTP/1.1") == 501);
}

TEST_CASE("HTTP/1.1 wants exactly one Host, well formed") {
  CHECK(refused("GET / HTTP/1.1\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.0\r\n\r\n") == 0);
  CHECK(refused_post("Host: b\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a b\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n") == 400);
  CHECK(refused("GET http://a@b/ HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n") == 0);
}

}  // namespace
}  // namespace reference::net

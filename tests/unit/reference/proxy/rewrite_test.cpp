#include "reference/proxy/rewrite.hpp"

#include "tests/support/catch.hpp"

#include <string>

namespace reference::proxy {
namespace {

std::string forwarded(const std::string& head) {
  net::RequestHead request;
  REQUIRE_FALSE(net::parse_request_head(head, request));
  net::Output out(net::BlockSize::medium);
  write_request_head(request, {.client = "192.0.2.7", .host = "back-end"}, out);
  return std::string(out.view());
}

std::string delivered(const std::string& head, const Delivery& delivery = {}) {
  net::ResponseHead response;
  REQUIRE_FALSE(net::parse_response_head(head, response));
  net::Output out(net::BlockSize::small);
  write_response_head(response, delivery, "today", out);
  return std::string(out.view());
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a request is passed on with word of where it came from") {
  CHECK(forwarded("GET /a?b HTTP/1.1\r\nHost: example\r\nAccept: */*\r\n\r\n") ==
        "GET /a?b HTTP/1.1\r\nHost: example\r\nAccept: */*\r\nX-Forwarded-For: 192.0.2.7\r\n"
        "X-Forwarded-Proto: http\r\nX-Forwarded-Host: example\r\nVia: 1.1 pinko-proxy\r\n\r\n");
}

TEST_CASE("fields of one connection stay behind") {
  const std::string head = forwarded(
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, X-Mine\r\nX-Mine: 1\r\nKeep-Alive: 5\r\nTE: "
      "trailers\r\n"
      "Upgrade: websocket\r\nProxy-Connection: x\r\nTrailer: b\r\nX-Other: 2\r\n\r\n");
  for (const char* name : {"Connection", "X-Mine", "Keep-Alive", "TE:", "Upgrade", "Trailer"}) {
    INFO(name);
    CHECK_FALSE(has(head, name));
  }
  CHECK(has(head, "X-Other: 2\r\n"));
}

TEST_CASE("lines keep their order and their form, but for blanks behind a value") {
  const std::string head = forwarded(
      "GET / HTTP/1.1\r\nA: 1\r\nb:2\r\nHost: a\r\nC: 3 \t\r\nD:\r\nTE: x\r\nE:  4\r\nF: "
      "5\r\n\r\n");
  CHECK(has(head, "Host: a\r\nA: 1\r\nb:2\r\nC: 3\r\nD:\r\nE:  4\r\nF: 5\r\nX-Forwarded-For:"));
}

TEST_CASE("a Connection field cannot take away what frames or places the request") {
  const std::string head = forwarded(
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: Host, Content-Length, "
      "X-Forwarded-For\r\nContent-Length: 3\r\n\r\n");
  CHECK(has(head, "Host: a\r\n"));
  CHECK(has(head, "Content-Length: 3\r\n"));
  CHECK(has(head, "X-Forwarded-For: 192.0.2.7\r\n"));
}

TEST_CASE("addresses on the way are added up, claims about this hop are not believed") {
  const std::string head = forwarded(
      "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: "
      "198.51.100.2\r\n"
      "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\nVia: 1.1 other\r\n\r\n");
  CHECK(has(head, "X-Forwarded-For: 198.51.100.1, 198.51.100.2, 192.0.2.7\r\n"));
  CHECK(has(head, "X-Forwarded-Proto: http\r\n"));
  CHECK_FALSE(has(head, "evil"));
  CHECK(has(head, "Via: 1.1 other\r\n"));
}

std::string limited(const std::string& method, const std::string& lines) {
  const std::string head = forwarded(method + " / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n");
  const std::size_t begin = head.find("Max-Forwards");
  return begin == std::string::npos ? "" : head.substr(begin, head.find('\r', begin) - begin);
}

TEST_CASE("the limit of an OPTIONS is counted down, that of others stays") {
  CHECK(limited("OPTIONS", "Max-Forwards: 7\r\n") == "Max-Forwards: 6");
  CHECK(limited("OPTIONS", "Connection: Max-Forwards\r\nMax-Forwards: 7\r\n") == "Max-Forwards: 6");
  CHECK(limited("OPTIONS", "").empty());
  CHECK(limited("GET", "Max-Forwards: 7\r\n") == "Max-Forwards: 7");
}

TEST_CASE("a client of HTTP/1.0 is passed on as HTTP/1.1") {
  const std::string head = forwarded("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n");
  CHECK(has(head, "GET / HTTP/1.1\r\nHost: back-end\r\n"));
  CHECK(has(head, "Via: 1.0 pinko-proxy\r\n"));
  CHECK_FALSE(has(head, "Expect"));
}

TEST_CASE("an absolute target becomes a path and a Host") {
  const std::string head = forwarded("GET http://real/x HTTP/1.1\r\nHost: other\r\n\r\n");
  CHECK(has(head, "GET /x HTTP/1.1\r\nHost: real\r\n"));
  CHECK_FALSE(has(head, "other"));
}

TEST_CASE("a chunked request stays chunked, an expectation goes along") {
  const std::string head = forwarded(
      "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
  CHECK(has(head, "Transfer-Encoding: chunked\r\n"));
  CHECK(has(head, "Expect: 100-continue\r\n"));
}

TEST_CASE("an answer is passed back with what the client needs") {
  CHECK(
      delivered("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\n") ==
      "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 3\r\nDate: today\r\nVia: 1.1 "
      "pinko-proxy\r\n\r\n");
}

TEST_CASE("an answer keeps its own date and its several cookies") {
  const std::string head =
      delivered("HTTP/1.0 200 OK\r\nDate: then\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n");
  CHECK(has(head, "Date: then\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n"));
  CHECK_FALSE(has(head, "today"));
  CHECK(has(head, "Via: 1.0 pinko-proxy\r\n"));
}

TEST_CASE("an answer's length goes when its body is sent in chunks") {
  const std::string head =
      delivered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n",
                {.chunked = true});
  CHECK_FALSE(has(head, "Content-Length"));
  CHECK(has(head, "Transfer-Encoding: chunked\r\n"));
}

TEST_CASE("the answer to HEAD keeps the length of the body that is not there") {
  CHECK(has(delivered("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", {.has_body = false}),
            "Content-Length: 9\r\n"));
}

TEST_CASE("the client learns whether its connection stays") {
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  CHECK_FALSE(has(delivered(answer), "Connection"));
  CHECK(has(delivered(answer, {.keep_alive = false}), "Connection: close\r\n"));
  CHECK(has(delivered(answer, {.client_minor_version = 0}), "Connection: keep-alive\r\n"));
}

TEST_CASE("an interim answer is passed back as it is") {
  net::ResponseHead response;
  REQUIRE_FALSE(net::parse_response_head(
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: x\r\n\r\n", response));
  net::Output out(net::BlockSize::small);
  write_interim_head(response, out);
  CHECK(out.view() == "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
}

}  // namespace
}  // namespace reference::proxy

#include "reference/net/http_head.hpp"

#include "reference/net/characters.hpp"
#include "tests/support/catch.hpp"

#include <string>

namespace reference::net {
namespace {

RequestHead request(std::string_view text) {
  RequestHead head;
  const Refusal refusal = parse_request_head(text, head);
  INFO(text << refusal.reason);
  REQUIRE_FALSE(refusal);
  return head;
}

ResponseHead response(std::string_view text) {
  ResponseHead head;
  const Refusal refusal = parse_response_head(text, head);
  INFO(text << refusal.reason);
  REQUIRE_FALSE(refusal);
  return head;
}

int refused_response(std::string_view text) {
  ResponseHead head;
  return parse_response_head(text, head).status;
}

TEST_CASE("a head ends with its empty line") {
  CHECK(find_head("GET / HTTP/1.1\r\nHost: a\r\n\r\n").end == 27);
  CHECK(find_head("GET / HTTP/1.1\r\nHost: a\r\n").end == 0);
  CHECK(find_head("").end == 0);
}

TEST_CASE("what is behind a head is not part of it") {
  const std::string_view octets = "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n";
  CHECK(find_head(octets).end == 18);
}

TEST_CASE("a head is found however it is cut") {
  const std::string octets = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t cut = 0; cut < octets.size(); ++cut) {
    CHECK(find_head(octets.substr(0, cut)).end == 0);
    CHECK(find_head(octets, cut).end == octets.size());
  }
}

TEST_CASE("empty lines before a request are skipped") {
  const HeadBounds bounds = find_head("\r\n\r\nGET / HTTP/1.0\r\n\r\n");
  CHECK(bounds.begin == 4);
  CHECK(bounds.end == 22);
}

TEST_CASE("a bare line feed is refused as soon as it is seen") {
  CHECK(find_head("GET / HTTP/1.1\nHost: a\r\n").refusal.status == 400);
  CHECK(find_head("\nGET / HTTP/1.1\r\n").refusal.status == 400);
  CHECK(find_head("GET / HTTP/1.1\r\nHost: a\r\n\n").refusal.status == 400);
}

TEST_CASE("a request line has method, target and version") {
  const RequestHead head = request("GET /a/b?c=d HTTP/1.1\r\nHost: example:80\r\n\r\n");
  CHECK(head.method == Method::get);
  CHECK(head.method_text == "GET");
  CHECK(head.target == "/a/b?c=d");
  CHECK(head.path == "/a/b");
  CHECK(head.query == "?c=d");
  CHECK(head.authority == "example:80");
  CHECK(head.minor_version == 1);
  CHECK(head.keep_alive);
  CHECK(head.body == Framing{});
}

TEST_CASE("methods are told apart, unknown ones kept") {
  CHECK(request("HEAD / HTTP/1.0\r\n\r\n").method == Method::head);
  CHECK(request("DELETE / HTTP/1.0\r\n\r\n").method == Method::del);
  const RequestHead head = request("PROPFIND / HTTP/1.0\r\n\r\n");
  CHECK(head.method == Method::other);
  CHECK(head.method_text == "PROPFIND");
}

TEST_CASE("what begins as a HEAD is known before it is read") {
  CHECK(begins_with_head("HEAD /%zz HTTP/1.1\r\n"));
  CHECK(begins_with_head("\r\n\r\nHEAD "));
  for (const char* octets :
       {"", "HEAD", "HEADS / HTTP/1.1", "head / HTTP/1.1", "GET HEAD ", "\nHEAD "})
    CHECK_FALSE(begins_with_head(octets));
}

TEST_CASE("only methods without side effects may be repeated") {
  CHECK(is_idempotent(Method::get));
  CHECK(is_idempotent(Method::put));
  CHECK(is_idempotent(Method::del));
  CHECK_FALSE(is_idempotent(Method::post));
  CHECK_FALSE(is_idempotent(Method::other));
}

TEST_CASE("an absolute target's host counts, not the Host field's") {
  const RequestHead head = request("GET http://a.example:81/x?y HTTP/1.1\r\nHost: b\r\n\r\n");
  CHECK(head.authority == "a.example:81");
  CHECK(head.path == "/x");
  CHECK(head.query == "?y");
  CHECK(request("GET http://a?y HTTP/1.1\r\nHost: b\r\n\r\n").path == "/");
}

TEST_CASE("OPTIONS may ask about the server as a whole") {
  CHECK(request("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").path == "*");
}

TEST_CASE("header values lose the blanks around them, not those within") {
  const RequestHead head = request("GET / HTTP/1.0\r\nA:b\r\nC: \t d e \t\r\nF:\r\n\r\n");
  REQUIRE(head.fields.size() == 3);
  const Field* field = head.fields.begin();
  CHECK(field[0].name == "A");
  CHECK(field[0].value == "b");
  CHECK(field[1].value == "d e");
  CHECK(field[1].text() == "C: \t d e");
  CHECK(field[2].value.empty());
}

TEST_CASE("a name that differs in one letter is another name") {
  constexpr std::string_view kName = "If-Unmodified-Since";
  for (std::size_t place = 0; place < kName.size(); ++place) {
    for (int code = '!'; code < 0x7f; ++code) {
      const char letter = static_cast<char>(code);
      std::string name(kName);
      name[place] = letter;
      CAPTURE(name);
      if (!is_token(letter)) continue;
      const bool same = to_lower(letter) == to_lower(kName[place]);
      CHECK((field_name(name) == FieldName::if_unmodified_since) == same);
    }
  }
  CHECK(field_name("Hosts") == FieldName::other);
  CHECK(field_name("If-Unmodified-Sinc") == FieldName::other);
}

TEST_CASE("header names are known in any case") {
  CHECK(field_name("host") == FieldName::host);
  CHECK(field_name("Transfer-ENCODING") == FieldName::transfer_encoding);
  CHECK(field_name("TE") == FieldName::te);
  CHECK(field_name("max-Forwards") == FieldName::max_forwards);
  CHECK(field_name("If-Unmodified-Since") == FieldName::if_unmodified_since);
  CHECK(field_name("Hosts") == FieldName::other);
  CHECK(field_name("") == FieldName::other);
  CHECK(field_name(std::string(200, 'x')) == FieldName::other);
}

TEST_CASE("a hundred header lines are taken, one more is not") {
  std::string text = "GET / HTTP/1.0\r\n";
  for (int i = 0; i < 100; ++i)
    text += "A: b\r\n";
  CHECK(request(text + "\r\n").fields.size() == 100);
  RequestHead head;
  CHECK(parse_request_head(text + "A: b\r\n\r\n", head).status == 431);
}

TEST_CASE("HTTP/1.0 closes unless it asks otherwise, HTTP/1.1 stays") {
  CHECK_FALSE(request("GET / HTTP/1.0\r\n\r\n").keep_alive);
  CHECK(request("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
  CHECK_FALSE(request("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n").keep_alive);
  CHECK(request("GET / HTTP/1.9\r\nHost: a\r\n\r\n").minor_version == 1);
}

TEST_CASE("a request's body is framed by its length or by chunks") {
  CHECK(request("POST / HTTP/1.0\r\nContent-Length: 12\r\n\r\n").body ==
        Framing{Framing::Kind::length, 12});
  CHECK(request("POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n").body == Framing{});
  CHECK(request("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n").body.kind ==
        Framing::Kind::chunked);
}

TEST_CASE("100-continue counts for HTTP/1.1 alone") {
  CHECK(request("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\r\n").expects_continue);
  CHECK_FALSE(request("PUT / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").expects_continue);
}

TEST_CASE("a response has status, reason and fields") {
  const ResponseHead head = response("HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\n");
  CHECK(head.status == 404);
  CHECK(head.reason == "Not Found");
  CHECK(head.body == Framing{Framing::Kind::length, 3});
  CHECK(head.keep_alive);
  CHECK(response("HTTP/1.1 200\r\n\r\n").reason.empty());
  CHECK(response("HTTP/1.1 200 \r\n\r\n").reason.empty());
}

TEST_CASE("a response without a length lasts until the connection ends") {
  const ResponseHead head = response("HTTP/1.1 200 OK\r\n\r\n");
  CHECK(head.body.kind == Framing::Kind::until_close);
  CHECK(head.keep_alive);  // after HEAD there is no body to wait for
}

TEST_CASE("a response says whether its connection stays") {
  CHECK_FALSE(response("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").keep_alive);
  CHECK_FALSE(response("HTTP/1.0 200 OK\r\n\r\n").keep_alive);
  CHECK(response("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n").keep_alive);
}

TEST_CASE("some answers have no body whatever they say") {
  CHECK(response("HTTP/1.1 304 x\r\nContent-Length: 5\r\n\r\n").body == Framing{});
  CHECK(response("HTTP/1.1 204 x\r\n\r\n").body == Framing{});
  CHECK(response("HTTP/1.1 100 x\r\n\r\n").body == Framing{});
}

TEST_CASE("a response with both lengths is read as chunked and its connection not kept") {
  const ResponseHead head =
      response("HTTP/1.1 200 x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");
  CHECK(head.body.kind == Framing::Kind::chunked);
  CHECK_FALSE(head.keep_alive);
}

TEST_CASE("a malformed response is refused") {
  CHECK(refused_response("HTTP/1.1 20 OK\r\n\r\n") != 0);
  CHECK(refused_response("HTTP/1.1 2000 OK\r\n\r\n") != 0);
  CHECK(refused_response("HTTP/1.1 099 OK\r\n\r\n") != 0);
  CHECK(refused_response("HTTP/1.1\r\n\r\n") != 0);
  CHECK(refused_response("\r\n\r\n") != 0);
  CHECK(refused_response("HTTP/2.0 200 OK\r\n\r\n") != 0);
  CHECK(refused_response("SSH-2.0-OpenSSH\r\n\r\n") != 0);
  CHECK(refused_response("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n") != 0);
  CHECK(refused_response("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n") != 0);
}

TEST_CASE("words are found in lists in any case, and only whole") {
  CHECK(list_has("close", "close"));
  CHECK(list_has("a ,\tCLOSE , b", "close"));
  CHECK_FALSE(list_has("closed", "close"));
  CHECK_FALSE(list_has("", "close"));
  CHECK_FALSE(list_has(",,", "close"));
}

}  // namespace
}  // namespace reference::net

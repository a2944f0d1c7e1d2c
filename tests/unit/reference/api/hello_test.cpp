#include "reference/api/hello.hpp"

#include "tests/support/catch.hpp"

#include <string>

namespace reference::api {
namespace {

struct Seen {
  int status = 0;
  std::string fields;
  std::string body;
};

Seen ask(const std::string& line, const std::string& fields = "", const std::string& name = "") {
  net::RequestHead head;
  const std::string text = line + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
  REQUIRE_FALSE(net::parse_request_head(text, head));
  net::Output out(net::BlockSize::small);
  const net::Answer answer = hello_service(name)(head, out);
  Seen seen{.status = answer.status, .fields = std::string(out.view()), .body = {}};
  if (const auto* memory = std::get_if<net::MemoryBody>(&answer.body)) seen.body = memory->octets;
  return seen;
}

bool has(const Seen& seen, const std::string& field) {
  return seen.fields.find(field) != std::string::npos;
}

TEST_CASE("it says hello as the statement's program does") {
  const Seen seen = ask("GET /api/hello");
  CHECK(seen.status == 200);
  CHECK(seen.body == "Hello, World!");
  CHECK(has(seen, "Content-Type: text/html; charset=utf-8\r\n"));
  CHECK(ask("GET /api/hello?x=y").status == 200);
  CHECK(ask("GET //api/%68ello").status == 200);
}

TEST_CASE("other paths are not found, other methods not allowed") {
  CHECK(ask("GET /api/hello/").status == 404);
  CHECK(ask("GET /api/unknown").status == 404);
  CHECK(ask("GET /").status == 404);
  const Seen seen = ask("POST /api/hello");
  CHECK(seen.status == 405);
  CHECK(has(seen, "Allow: GET, HEAD, OPTIONS\r\n"));
}

TEST_CASE("every origin is welcome, as with flask-cors") {
  CHECK(has(ask("GET /api/hello"), "Access-Control-Allow-Origin: *\r\n"));
  const Seen named = ask("GET /api/hello", "Origin: http://localhost:9000\r\n");
  CHECK(has(named, "Access-Control-Allow-Origin: http://localhost:9000\r\nVary: Origin\r\n"));
  CHECK(has(ask("GET /api/unknown", "Origin: http://x\r\n"),
            "Access-Control-Allow-Origin: http://x\r\n"));
}

TEST_CASE("a browser's question beforehand is answered") {
  const Seen seen = ask("OPTIONS /api/hello",
                        "Origin: http://x\r\nAccess-Control-Request-Method: GET\r\n"
                        "Access-Control-Request-Headers: X-A\r\n");
  CHECK(seen.status == 200);
  CHECK(has(seen, "Access-Control-Allow-Headers: X-A\r\n"));
  CHECK(has(seen, "Access-Control-Allow-Methods: DELETE, GET"));
  CHECK_FALSE(has(ask("OPTIONS /api/hello"), "Access-Control-Allow-Methods"));
}

TEST_CASE("a named replica says who it is") {
  CHECK(has(ask("GET /api/hello", "", "api 2"), "X-Served-By: api 2\r\n"));
  CHECK_FALSE(has(ask("GET /api/hello"), "X-Served-By"));
}

}  // namespace
}  // namespace reference::api

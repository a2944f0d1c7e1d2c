#include "reference/web/site.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/reference/web/temp_site.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace reference::web {
namespace {

struct Seen {
  int status = 0;
  std::string fields;
  std::string body;
};

/// A site and a way to ask it.
struct Asked {
  TempSite site;
  net::EventLoop loop;
  net::Handler handler = *file_service(loop, site.root());

  Seen ask(const std::string& target,
           const std::string& fields = "",
           const std::string& method = "GET") {
    net::RequestHead head;
    const std::string text = method + " " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    REQUIRE_FALSE(net::parse_request_head(text, head));
    net::Output out(net::BlockSize::small);
    const net::Answer answer = handler(head, out);
    Seen seen{.status = answer.status, .fields = std::string(out.view()), .body = {}};
    if (const auto* memory = std::get_if<net::MemoryBody>(&answer.body)) seen.body = memory->octets;
    return seen;
  }
};

bool has(const Seen& seen, const std::string& field) {
  return seen.fields.find(field) != std::string::npos;
}

TEST_CASE("a directory is its index.html, a file is itself") {
  Asked asked;
  CHECK(asked.ask("/").body == "the index");
  CHECK(asked.ask("/index.html").body == "the index");
  CHECK(asked.ask("/?x=y").body == "the index");
  CHECK(asked.ask("/sub/").body == "the sub index");
  const Seen css = asked.ask("/sub/style.css");
  CHECK(css.status == 200);
  CHECK(css.body == "body {}");
  CHECK(has(css, "Content-Type: text/css\r\n"));
  CHECK(has(css, "Last-Modified: "));
  CHECK(has(css, "ETag: \""));
}

TEST_CASE("codes and dots in a path are resolved") {
  Asked asked;
  CHECK(asked.ask("/%69ndex.html").body == "the index");
  CHECK(asked.ask("/sub/../index.html").body == "the index");
  CHECK(asked.ask("/with%20space.txt").body == "spaced");
}

TEST_CASE("a directory without its slash leads to the one with it") {
  Asked asked;
  const Seen seen = asked.ask("/sub?x=y");
  CHECK(seen.status == 301);
  CHECK(has(seen, "Location: /sub/?x=y\r\n"));
  CHECK(has(asked.ask("//sub"), "Location: /sub/\r\n"));
}

TEST_CASE("what is not there is not found") {
  Asked asked;
  CHECK(asked.ask("/nothing").status == 404);
  CHECK(asked.ask("/index.html/").status == 404);
  CHECK(asked.ask("/index.html/x").status == 404);
  CHECK(asked.ask("/empty/").status == 403);
}

TEST_CASE("there is no way out of the site") {
  Asked asked;
  for (const char* path : {"/../secret.txt",
                           "/sub/../../secret.txt",
                           "/%2e%2e/secret.txt",
                           "/..%2fsecret.txt",
                           "/%2e%2e%2fsecret.txt",
                           "/sub/%2e%2e/%2e%2e/secret.txt"}) {
    INFO(path);
    CHECK(asked.ask(path).status == 400);
  }
  CHECK(asked.ask("/link.txt").status == 403);
  CHECK(asked.ask("/dirlink/secret.txt").status == 403);
  CHECK(asked.ask("/%252e%252e/secret.txt").status == 404);
}

TEST_CASE("a link within the site is followed") {
  Asked asked;
  CHECK(asked.ask("/inner.html").body == "the index");
}

TEST_CASE("only GET and HEAD are for files") {
  Asked asked;
  const Seen seen = asked.ask("/", "", "POST");
  CHECK(seen.status == 405);
  CHECK(has(seen, "Allow: GET, HEAD\r\n"));
  CHECK(asked.ask("/", "", "HEAD").status == 200);
}

TEST_CASE("a version that the client has is not sent again") {
  Asked asked;
  const Seen first = asked.ask("/");
  const std::size_t begin = first.fields.find("ETag: ") + 6;
  const std::string etag = first.fields.substr(begin, first.fields.find('\r', begin) - begin);
  const Seen second = asked.ask("/", "If-None-Match: " + etag + "\r\n");
  CHECK(second.status == 304);
  CHECK(second.body.empty());
  CHECK(has(second, etag));
  CHECK(asked.ask("/", "If-Match: \"other\"\r\n").status == 412);
}

TEST_CASE("a part is sent as such") {
  Asked asked;
  const Seen seen = asked.ask("/", "Range: bytes=4-6\r\n");
  CHECK(seen.status == 206);
  CHECK(seen.body == "ind");
  CHECK(has(seen, "Content-Range: bytes 4-6/9\r\n"));
  const Seen beyond = asked.ask("/", "Range: bytes=99-\r\n");
  CHECK(beyond.status == 416);
  CHECK(has(beyond, "Content-Range: bytes */9\r\n"));
}

TEST_CASE("a folder that is not there is named") {
  net::EventLoop loop;
  const auto handler = file_service(loop, "/no/such/folder");
  REQUIRE_FALSE(handler);
  CHECK(handler.problem().find("/no/such/folder") != std::string::npos);
}

}  // namespace
}  // namespace reference::web

#include "reference/net/target.hpp"

#include "reference/net/text.hpp"
#include "tests/support/catch.hpp"

namespace reference::net {
namespace {

TEST_CASE("a path is decoded, its dots and doubled slashes resolved") {
  CHECK(normal_path("/") == "/");
  CHECK(normal_path("/a/b") == "/a/b");
  CHECK(normal_path("/a/b/") == "/a/b/");
  CHECK(normal_path("/a//b") == "/a/b");
  CHECK(normal_path("//a") == "/a");
  CHECK(normal_path("/a/./b") == "/a/b");
  CHECK(normal_path("/a/../b") == "/b");
  CHECK(normal_path("/a/b/..") == "/a/");
  CHECK(normal_path("/a/.") == "/a/");
  CHECK(normal_path("/a%20b") == "/a b");
  CHECK(normal_path("/%61pi") == "/api");
  CHECK(normal_path("/a%2fb") == "/a/b");
  CHECK(normal_path("/...") == "/...");
  CHECK(normal_path("/.hidden") == "/.hidden");
}

TEST_CASE("a path that climbs above the root means nothing") {
  CHECK_FALSE(normal_path("/.."));
  CHECK_FALSE(normal_path("/../a"));
  CHECK_FALSE(normal_path("/a/../../b"));
  CHECK_FALSE(normal_path("/%2e%2e/a"));
  CHECK_FALSE(normal_path("/%2e%2e%2fetc/passwd"));
  CHECK_FALSE(normal_path("/.%2e/a"));
}

TEST_CASE("a malformed code or a hidden NUL means nothing") {
  CHECK_FALSE(normal_path("/%"));
  CHECK_FALSE(normal_path("/%4"));
  CHECK_FALSE(normal_path("/%4g"));
  CHECK_FALSE(normal_path("/a%00.html"));
  CHECK_FALSE(normal_path(""));
  CHECK_FALSE(normal_path("a"));
}

TEST_CASE("what is decoded once is not decoded again") {
  CHECK(normal_path("/%252e%252e/a") == "/%2e%2e/a");
}

TEST_CASE("a normal path is seen to be so") {
  CHECK(is_normal_path("/"));
  CHECK(is_normal_path("/a/b.html"));
  CHECK_FALSE(is_normal_path("/a//b"));
  CHECK_FALSE(is_normal_path("/a/../b"));
  CHECK_FALSE(is_normal_path("/%61"));
  CHECK_FALSE(is_normal_path("*"));
}

TEST_CASE("times and sizes are read with their units") {
  using std::chrono::milliseconds;
  CHECK(*parse_duration("500ms") == milliseconds(500));
  CHECK(*parse_duration("10s") == milliseconds(10'000));
  CHECK(*parse_duration("2m") == milliseconds(120'000));
  CHECK_FALSE(parse_duration("10"));
  CHECK_FALSE(parse_duration("s"));
  CHECK_FALSE(parse_duration("-1s"));
  CHECK_FALSE(parse_duration("10 s"));
  CHECK(*parse_size("64k") == 65'536);
  CHECK(*parse_size("1g") == 1'073'741'824);
  CHECK_FALSE(parse_size("1t"));
  CHECK(parse_number("7", 1, 7));
  CHECK_FALSE(parse_number("8", 1, 7));
  CHECK(parse_number("x", 1, 7).problem() == "a number from 1 to 7 is wanted, not \"x\"");
}

}  // namespace
}  // namespace reference::net

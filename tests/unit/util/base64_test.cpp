#include "checker/util/base64.hpp"

#include "checker/util/text.hpp"
#include "tests/support/catch.hpp"

using namespace pinko;

TEST_CASE("base64 of the test vectors of RFC 4648 section 10") {
  CHECK(to_base64("").empty());
  CHECK(to_base64("f") == "Zg==");
  CHECK(to_base64("fo") == "Zm8=");
  CHECK(to_base64("foo") == "Zm9v");
  CHECK(to_base64("foobar") == "Zm9vYmFy");
}

TEST_CASE("base64 gives every byte back") {
  std::string bytes;
  for (int i = 0; i < 256; ++i)
    bytes += static_cast<char>(i);
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const std::string part = bytes.substr(0, size);
    CHECK(from_base64(to_base64(part)) == part);
  }
}

TEST_CASE("what is not base64 is refused") {
  CHECK_FALSE(from_base64("Zg=").has_value());
  CHECK_FALSE(from_base64("Zg").has_value());
  CHECK_FALSE(from_base64("Z===").has_value());
  CHECK_FALSE(from_base64("Zm 9").has_value());
  CHECK_FALSE(from_base64("Zh==").has_value());
  CHECK_FALSE(from_base64("Z=g=").has_value());
}

TEST_CASE("well-formed UTF-8 is told from other bytes") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("plain \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x90\xB3"));
  CHECK_FALSE(is_utf8("\xC3"));
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));
  CHECK_FALSE(is_utf8("\x89PNG"));
}

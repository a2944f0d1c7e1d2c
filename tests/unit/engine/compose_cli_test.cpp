#include "checker/engine/compose_cli.hpp"

#include "tests/support/catch.hpp"

using pinko::engine::without_file_keys;

TEST_CASE("version and name of the top level are left empty, and lines keep their numbers") {
  CHECK(without_file_keys("version: '4'\nservices:\n") == "\nservices:\n");
  CHECK(without_file_keys("# stack\r\nname: stack\r\nservices:\r\n") ==
        "# stack\r\n\nservices:\r\n");
  CHECK(without_file_keys("\"version\" : \"9\"\nservices: {}") == "\nservices: {}");
  CHECK(without_file_keys("\xEF\xBB\xBFversion: 3\n") == "\n");
}

TEST_CASE("keys of services, and names that only begin alike, stay") {
  const char* text = "services:\n  version:\n    image: nginx\nnames: 1\nx-version: 2\n";
  CHECK(without_file_keys(text) == text);
  CHECK(without_file_keys("").empty());
}

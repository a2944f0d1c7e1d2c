#include "checker/util/write_whole.hpp"

#include "checker/util/file_start.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

using namespace pinko;

TEST_CASE("a file is written anew, byte for byte") {
  const TempDir folder("write");
  const auto file = folder.path() / "a";
  const std::string bytes("a\r\n\0b", 5);
  CHECK(write_whole(file, "something longer"));
  CHECK(write_whole(file, bytes));
  CHECK(read_start(file, 100) == bytes);
}

TEST_CASE("a full disk and a folder that is not there are no success, however little is written") {
  CHECK_FALSE(write_whole("/dev/full", "x"));
  CHECK_FALSE(write_whole("/pinko-no-such/a", ""));
}

#include "checker/util/file_start.hpp"

#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <sys/stat.h>

using namespace pinko;

TEST_CASE("the start of a file is read, all of it where it is short") {
  const TempDir folder("start");
  const auto file = folder.path() / "file";
  const std::string text = std::string(40'000, 'a') + std::string("\0\r\n\xff", 4);
  std::ofstream(file, std::ios::binary) << text;
  CHECK(read_start(file, 1 << 20) == text);
  CHECK(read_start(file, text.size()) == text);
  CHECK(read_start(file, 20'000) == text.substr(0, 20'000));
  CHECK(read_start(file, 0).empty());
}

TEST_CASE("what is no file has no start") {
  const TempDir folder("start");
  CHECK(read_start(folder.path() / "nothing", 10).empty());
  CHECK(read_start(folder.path(), 10).empty());
  // Nobody ever writes to it.
  REQUIRE(mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  CHECK(read_start(folder.path() / "pipe", 10).empty());
}

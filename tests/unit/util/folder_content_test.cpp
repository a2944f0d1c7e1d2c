#include "checker/util/folder_content.hpp"

#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

using namespace pinko;

namespace {

namespace fs = std::filesystem;

/// Two folders of equal content.
struct Pair {
  TempDir dir{"folder-content"};
  fs::path one = dir.path() / "one";
  fs::path other = dir.path() / "other";

  Pair() {
    for (const fs::path& folder : {one, other}) {
      fs::create_directories(folder / "site/css");
      write(folder / "Dockerfile", "FROM nginx\n");
      write(folder / "site/index.html", std::string(200'000, 'x'));
      fs::create_symlink("index.html", folder / "site/start.html");
    }
  }

  static void write(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
  }

  [[nodiscard]] bool same() const {
    const auto entries = entries_of(one);
    REQUIRE(entries);
    return *entries == entries_of(other) && same_bytes(one, other, *entries);
  }
};

}  // namespace

TEST_CASE("equal folders are equal, whenever they were written") {
  const Pair pair;
  CHECK(pair.same());
  fs::last_write_time(pair.one / "Dockerfile", {});
  CHECK(pair.same());
}

TEST_CASE("each difference that a copy would carry makes folders differ") {
  const Pair pair;
  SECTION("a byte of a file, far behind its beginning") {
    std::string bytes(200'000, 'x');
    bytes[199'999] = 'y';
    Pair::write(pair.other / "site/index.html", bytes);
  }
  SECTION("a file's length") {
    Pair::write(pair.other / "Dockerfile", "FROM nginx\n\n");
  }
  SECTION("one file more") {
    Pair::write(pair.other / "site/css/a.css", "");
  }
  SECTION("one folder less") {
    fs::remove(pair.other / "site/css");
  }
  SECTION("a name") {
    fs::rename(pair.other / "Dockerfile", pair.other / "dockerfile");
  }
  SECTION("who may run it") {
    fs::permissions(pair.other / "Dockerfile", fs::perms::owner_exec, fs::perm_options::add);
  }
  SECTION("where a link leads") {
    fs::remove(pair.other / "site/start.html");
    fs::create_symlink("other.html", pair.other / "site/start.html");
  }
  SECTION("a file in place of a link") {
    fs::remove(pair.other / "site/start.html");
    Pair::write(pair.other / "site/start.html", "");
  }
  CHECK_FALSE(pair.same());
}

TEST_CASE("what cannot be compared is said to be that") {
  const Pair pair;
  CHECK_FALSE(entries_of(pair.dir.path() / "missing"));
  const fs::path pipe = pair.one / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_FALSE(entries_of(pair.one));
  fs::remove(pipe);
  for (const char* target : {"/etc/hostname", "../shared/Dockerfile", "site/../../other"}) {
    fs::create_symlink(target, pair.one / "link");
    CHECK_FALSE(entries_of(pair.one));
    fs::remove(pair.one / "link");
  }
  fs::create_symlink("../Dockerfile", pair.one / "site/inside");
  CHECK(entries_of(pair.one));
  Pair::write(pair.one / "large", "");
  fs::resize_file(pair.one / "large", (64 << 20) + 1);
  CHECK_FALSE(entries_of(pair.one));
}

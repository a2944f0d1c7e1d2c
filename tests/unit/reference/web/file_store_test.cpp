#include "reference/web/file_store.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/reference/web/temp_site.hpp"

#include <sys/stat.h>

namespace reference::web {
namespace {

using net::milliseconds;

constexpr net::Deadline kStart{std::chrono::hours(1)};

TEST_CASE("a small file is kept and looked at again after a second") {
  const TempSite site;
  FileStore store = std::move(*FileStore::open(site.root()));
  CHECK(store.find("/index.html", kStart).file->contents == "the index");
  site.write("site/index.html", "changed!!!");
  CHECK(store.find("/index.html", kStart + milliseconds(999)).file->contents == "the index");
  CHECK(store.find("/index.html", kStart + milliseconds(1001)).file->contents == "changed!!!");
}

TEST_CASE("a file that went away is gone after a second") {
  const TempSite site;
  FileStore store = std::move(*FileStore::open(site.root()));
  REQUIRE(store.find("/index.html", kStart).kind == Found::Kind::file);
  std::filesystem::remove(site.root() + "/index.html");
  CHECK(store.find("/index.html", kStart + milliseconds(1001)).kind == Found::Kind::nothing);
}

TEST_CASE("a file that changes has another tag") {
  const TempSite site;
  FileStore store = std::move(*FileStore::open(site.root()));
  const std::string before = store.find("/index.html", kStart).file->version.etag;
  site.write("site/index.html", "THE INDEX");
  CHECK(store.find("/index.html", kStart + milliseconds(1001)).file->version.etag != before);
}

TEST_CASE("a large file is not taken into memory") {
  const TempSite site;
  site.write("site/large.bin", std::string(100'000, 'x'));
  FileStore store = std::move(*FileStore::open(site.root()));
  const Found found = store.find("/large.bin", kStart);
  REQUIRE(found.kind == Found::Kind::file);
  CHECK(found.file->contents.empty());
  CHECK(found.file->descriptor != nullptr);
  CHECK(found.file->size == 100'000);
}

TEST_CASE("more files than are kept are all found") {
  const TempSite site;
  for (int i = 0; i < 600; ++i) {
    const std::string number = std::to_string(i);
    site.write(std::string("site/").append(number), number);
  }
  FileStore store = std::move(*FileStore::open(site.root()));
  for (int turn = 0; turn < 2; ++turn) {
    for (int i = 0; i < 600; ++i) {
      const std::string number = std::to_string(i);
      CHECK(store.find(std::string("/").append(number), kStart).file->contents == number);
    }
  }
}

TEST_CASE("what is neither a file nor a directory is not opened") {
  const TempSite site;
  REQUIRE(mkfifo((site.root() + "/pipe").c_str(), 0600) == 0);
  FileStore store = std::move(*FileStore::open(site.root()));
  CHECK(store.find("/pipe", kStart).kind == Found::Kind::forbidden);
  CHECK(store.find("/sub", kStart).kind == Found::Kind::directory);
}

}  // namespace
}  // namespace reference::web

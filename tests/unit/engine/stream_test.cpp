#include "checker/engine/log_stream.hpp"
#include "checker/engine/tar_reader.hpp"
#include "tests/support/catch.hpp"

#include <array>
#include <cstdio>
#include <string>
#include <vector>

using namespace pinko;
using namespace pinko::engine;

namespace {

/// One member of a tar stream, ustar.
std::string member(const std::string& name,
                   char type,
                   const std::string& body = {},
                   const std::string& target = {}) {
  std::string block(512, '\0');
  block.replace(0, name.size(), name);
  block.replace(100, 7, "0000644");
  std::array<char, 16> size{};
  std::snprintf(size.data(), size.size(), "%011o", static_cast<unsigned>(body.size()));
  block.replace(124, 11, size.data());
  block[156] = type;
  block.replace(157, target.size(), target);
  block.replace(257,
                8,
                std::string("ustar\0"
                            "00",
                            8));
  block.replace(148, 8, 8, ' ');
  unsigned sum = 0;
  for (const char c : block)
    sum += static_cast<unsigned char>(c);
  std::snprintf(size.data(), size.size(), "%06o", sum);
  block.replace(148, 7, std::string(size.data(), 7));
  block += body;
  block.append((512 - body.size() % 512) % 512, '\0');
  return block;
}

std::string frame(char stream, const std::string& text) {
  std::string head(8, '\0');
  head[0] = stream;
  head[6] = static_cast<char>(text.size() >> 8U);
  head[7] = static_cast<char>(text.size() & 255U);
  return head + text;
}

}  // namespace

TEST_CASE("a tar stream is read, whatever the pieces it comes in") {
  const std::string long_name = std::string(150, 'd') + "/file";
  const std::string pax_record = "path=" + std::string(120, 'p') + "\n";
  const std::string pax = std::to_string(pax_record.size() + 4) + " " + pax_record;
  const std::string stream = member("site/", '5') + member("site/a.css", '0', "body {}") +
                             member("site/link", '2', {}, "../../etc/passwd") +
                             member("././@LongLink", 'L', long_name + '\0') +
                             member("short", '0', "long") + member("x", 'x', pax) +
                             member("y", '0', std::string(600, 'z')) + member("fifo", '6') +
                             std::string(1024, '\0');
  for (const std::size_t piece : {std::size_t{1}, std::size_t{511}, stream.size()}) {
    TarReader tar({});
    for (std::size_t i = 0; i < stream.size(); i += piece) {
      REQUIRE(tar.feed(std::string_view(stream).substr(i, piece)));
    }
    CHECK_FALSE(tar.cut());
    const std::vector<ArchiveEntry> entries = tar.take();
    REQUIRE(entries.size() == 6);
    CHECK(entries[0].kind == FileKind::directory);
    CHECK(entries[1].bytes == "body {}");
    CHECK(entries[2].kind == FileKind::link);
    CHECK(entries[2].target == "../../etc/passwd");
    CHECK(entries[3].path == long_name);
    CHECK(entries[3].bytes == "long");
    CHECK(entries[4].path == std::string(120, 'p'));
    CHECK(entries[4].bytes.size() == 600);
    CHECK(entries[5].kind == FileKind::special);
  }
}

TEST_CASE("one large file is skipped, and too much altogether is cut") {
  const std::string large = member("large", '0', std::string(5000, 'x')) + member("b", '0', "b");
  TarReader skipping({.entries = 10, .bytes_per_file = 1000, .bytes = 100'000});
  CHECK(skipping.feed(large));
  const std::vector<ArchiveEntry> entries = skipping.take();
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].cut);
  CHECK(entries[0].size == 5000);
  CHECK(entries[1].bytes == "b");

  TarReader small({.entries = 10, .bytes_per_file = 10'000, .bytes = 1000});
  CHECK_FALSE(small.feed(large));
  CHECK(small.cut());
  TarReader few({.entries = 1});
  CHECK_FALSE(few.feed(large));
  CHECK(few.cut());
}

TEST_CASE("what is no tar stream is called broken") {
  TarReader tar({});
  CHECK_FALSE(tar.feed(std::string(512, 'x')));
  CHECK(tar.broken());
}

TEST_CASE("frames are told apart, whatever the pieces they come in") {
  const std::string stream = frame(1, "out ") + frame(2, "err") + frame(1, std::string(300, 'o'));
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, stream.size()}) {
    std::string out;
    std::string err;
    FrameReader frames(
        [&](bool from_stderr, std::string_view bytes) { (from_stderr ? err : out).append(bytes); });
    for (std::size_t i = 0; i < stream.size(); i += piece) {
      frames.feed(std::string_view(stream).substr(i, piece));
    }
    CHECK(out == "out " + std::string(300, 'o'));
    CHECK(err == "err");
  }
}

TEST_CASE("a stream without frames is standard output") {
  std::string out;
  FrameReader frames([&](bool, std::string_view bytes) { out.append(bytes); });
  frames.feed("plain te");
  frames.feed("xt\n");
  CHECK(out == "plain text\n");
}

TEST_CASE("time stamps are read to the nanosecond") {
  CHECK(nanoseconds_of("1970-01-01T00:00:01Z") == 1'000'000'000);
  CHECK(nanoseconds_of("2026-11-21T04:48:57.123456789Z") == 1'795'236'537'123'456'789);
  CHECK(nanoseconds_of("2026-11-21T04:48:57.5Z") == 1'795'236'537'500'000'000);
  CHECK(nanoseconds_of("2026-13-21T04:48:57Z") == 0);
  CHECK(nanoseconds_of("soon") == 0);
  // What a server printed may look like a time that no number of nanoseconds reaches.
  CHECK(nanoseconds_of("9999-12-31T23:59:59Z") == 0);
  CHECK(nanoseconds_of("0000-01-01T00:00:00Z") == 0);
  CHECK(nanoseconds_of("2261-12-31T23:59:59Z") > 0);
}

TEST_CASE("lines of a log keep their moment and their text") {
  const auto lines = stamped_lines(
      "2026-11-21T04:48:57.000000001Z GET /api/hello\n2026-11-21T04:48:57.2Z \nno stamp\n", true);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].text == "GET /api/hello");
  CHECK(lines[0].from_stderr);
  CHECK(lines[1].text.empty());
}

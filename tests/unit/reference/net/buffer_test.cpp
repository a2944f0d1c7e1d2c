#include "reference/net/buffer.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace reference::net {
namespace {

void put(Input& input, const std::string& text) {
  const std::span<char> room = input.room(BlockSize::small);
  REQUIRE(room.size() >= text.size());
  std::copy(text.begin(), text.end(), room.begin());
  input.added(text.size());
}

TEST_CASE("text is put together word by word") {
  Output out(BlockSize::small);
  CHECK(out.view().empty());
  CHECK(out.add(std::string_view()).view().empty());
  out.add("a").add("").add(std::uint64_t{120}).field("B", "c").field("D", std::uint64_t{7});
  CHECK(out.view() == "a120B: c\r\nD: 7\r\n");
  out.clear();
  CHECK(out.view().empty());
  CHECK(out.add("again").view() == "again");
}

TEST_CASE("text that does not fit is dropped, and that is told") {
  Output out(BlockSize::small);
  const std::string nearly_all(octets_in(BlockSize::small) - 1, 'x');
  out.add(nearly_all).add("y");
  CHECK_FALSE(out.overflowed());
  out.add("z");
  CHECK(out.overflowed());
  CHECK(out.view() == nearly_all + "y");
  out.clear();
  CHECK_FALSE(out.overflowed());
  CHECK(out.add("z").view() == "z");
}

TEST_CASE("octets that are dealt with make room for others") {
  Input input;
  CHECK(input.empty());
  put(input, "first second");
  input.consume(6);
  CHECK(input.view() == "second");
  put(input, std::string(octets_in(BlockSize::small) - 12, 'x'));
  CHECK(input.filled());
  CHECK_FALSE(input.full());
  CHECK(input.room(BlockSize::small).size() == 6);  // what is left has moved to the front
  CHECK(input.view().starts_with("secondx"));
  put(input, "sixsix");
  CHECK(input.full());
  CHECK(input.room(BlockSize::small).empty());
}

TEST_CASE("an input gives its block back only when it is empty") {
  Input input;
  put(input, "ab");
  input.release();
  CHECK(input.view() == "ab");
  input.consume(2);
  input.release();
  CHECK(input.room(BlockSize::medium).size() == octets_in(BlockSize::medium));
}

TEST_CASE("blocks are used again, and never by two at once") {
  std::set<const char*> first;
  for (int turn = 0; turn < 2; ++turn) {
    std::vector<Block> blocks;
    std::set<const char*> places;
    for (int i = 0; i < 100; ++i) {
      blocks.emplace_back(BlockSize::small);
      std::fill_n(blocks.back().data(), blocks.back().capacity(), static_cast<char>(i));
      places.insert(blocks.back().data());
    }
    CHECK(places.size() == blocks.size());
    for (int i = 0; i < 100; ++i)
      CHECK(blocks[static_cast<std::size_t>(i)].data()[0] == static_cast<char>(i));
    if (turn == 0) first = places;
    if (turn == 1) CHECK(places == first);
  }
}

}  // namespace
}  // namespace reference::net

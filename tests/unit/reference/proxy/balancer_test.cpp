#include "reference/proxy/balancer.hpp"

#include "tests/support/catch.hpp"

#include <map>
#include <string>

namespace reference::proxy {
namespace {

/// The peers of so many turns as letters.
std::string turns(const Rotation& rotation,
                  std::uint64_t first,
                  std::uint64_t count,
                  PeerSet usable) {
  std::string letters;
  for (std::uint64_t turn = first; turn < first + count; ++turn) {
    letters += static_cast<char>('A' + *rotation.pick(turn, usable));
  }
  return letters;
}

std::string turns(const Rotation& rotation, std::uint64_t count) {
  return turns(rotation, 0, count, PeerSet::first(rotation.size()));
}

PeerSet only(std::initializer_list<std::size_t> peers) {
  PeerSet set;
  for (const std::size_t peer : peers)
    set.add(peer);
  return set;
}

TEST_CASE("two peers alternate, five go round") {
  CHECK(turns(Rotation({1, 1}), 6) == "ABABAB");
  CHECK(turns(Rotation({1, 1, 1, 1, 1}), 12) == "ABCDEABCDEAB");
  CHECK(turns(Rotation({1}), 3) == "AAA");
}

TEST_CASE("weights spread as nginx spreads them") {
  CHECK(turns(Rotation({5, 1, 1}), 14) == "AABACAAAABACAA");
  CHECK(turns(Rotation({2, 1}), 6) == "ABAABA");
  CHECK(turns(Rotation({1, 2}), 6) == "BABBAB");
}

TEST_CASE("weights with a common factor make a short round") {
  CHECK(turns(Rotation({20, 10}), 6) == "ABAABA");
  CHECK(turns(Rotation({7, 7, 7}), 6) == "ABCABC");
}

TEST_CASE("over whole rounds each peer has exactly its share") {
  const std::vector<unsigned> weights{3, 1, 4, 1, 5, 9, 2, 6};
  const Rotation rotation(weights);
  std::map<std::size_t, unsigned> counts;
  for (std::uint64_t turn = 100; turn < 100 + 31 * 1000; ++turn) {
    ++counts[*rotation.pick(turn, PeerSet::first(weights.size()))];
  }
  for (std::size_t i = 0; i < weights.size(); ++i)
    CHECK(counts[i] == weights[i] * 1000);
}

TEST_CASE("a tried peer is passed over and the others share its turns") {
  const Rotation rotation({1, 1, 1});
  CHECK(turns(rotation, 0, 6, only({0, 2})) == "ACACAC");
  CHECK(turns(rotation, 0, 3, only({1})) == "BBB");
  CHECK(turns(Rotation({5, 1, 1}), 0, 4, only({1, 2})) == "BCBC");
}

TEST_CASE("a peer that returns takes its turns again") {
  const Rotation rotation({1, 1});
  CHECK(turns(rotation, 7, 2, only({1})) == "BB");
  CHECK(turns(rotation, 8, 4, only({0, 1})) == "ABAB");
}

TEST_CASE("when all were tried nobody is left") {
  CHECK_FALSE(Rotation({1, 1}).pick(0, PeerSet()));
  CHECK_FALSE(Rotation({}).pick(0, PeerSet::first(0)));
}

TEST_CASE("sets of peers hold up to 64") {
  CHECK(PeerSet::first(64).size() == 64);
  CHECK(PeerSet::first(64).has(63));
  CHECK(PeerSet::first(0).empty());
  CHECK(PeerSet::first(3).without(only({1})) == only({0, 2}));
  CHECK(turns(Rotation(std::vector<unsigned>(64, 1)), 65).back() == 'A');
}

}  // namespace
}  // namespace reference::proxy

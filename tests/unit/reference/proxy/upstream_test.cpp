#include "reference/proxy/upstream.hpp"

#include "tests/support/catch.hpp"

#include <atomic>
#include <string>
#include <thread>

namespace reference::proxy {
namespace {

using net::milliseconds;

constexpr net::Deadline kStart{std::chrono::hours(1)};

UpstreamConfig config(unsigned peers, unsigned max_fails = 1) {
  UpstreamConfig config{.name = "back-end", .peers = {}};
  for (unsigned i = 0; i < peers; ++i) {
    PeerConfig peer;
    peer.host = {.host = "127.0.0.1", .port = static_cast<std::uint16_t>(5252 + i)};
    peer.max_fails = max_fails;
    peer.fail_timeout = milliseconds(1000);
    config.peers.push_back(peer);
  }
  return config;
}

std::shared_ptr<Peer> next(Upstream& upstream, net::Deadline now = kStart) {
  return upstream.take_turn().next(now);
}

TEST_CASE("turns go round, and a failed attempt goes to the next") {
  Upstream upstream(config(3));
  REQUIRE(upstream.resolve());
  CHECK(next(upstream)->endpoint().port() == 5252);
  CHECK(next(upstream)->endpoint().port() == 5253);
  Turn turn = upstream.take_turn();
  CHECK(turn.next(kStart)->endpoint().port() == 5254);
  CHECK(turn.next(kStart) != nullptr);
  CHECK(turn.next(kStart) != nullptr);
  CHECK(turn.next(kStart) == nullptr);
}

TEST_CASE("a peer that fails is left out for a while, then takes turns again") {
  Upstream upstream(config(2));
  upstream.resolve();
  const auto first = next(upstream);
  first->failed(kStart);
  CHECK(next(upstream) != first);
  CHECK(next(upstream) != first);
  CHECK(next(upstream, kStart + milliseconds(999)) != first);
  const net::Deadline later = kStart + milliseconds(1001);
  CHECK(next(upstream, later) != next(upstream, later));
}

TEST_CASE("only so many failures within the time count") {
  Upstream upstream(config(2, 2));
  upstream.resolve();
  const auto first = next(upstream);
  first->failed(kStart);
  CHECK_FALSE(first->is_out(kStart));
  first->failed(kStart + milliseconds(1500));
  CHECK_FALSE(first->is_out(kStart + milliseconds(1500)));
  first->failed(kStart + milliseconds(1600));
  CHECK(first->is_out(kStart + milliseconds(1600)));
}

TEST_CASE("a success forgets the failures before it") {
  Upstream upstream(config(2, 2));
  upstream.resolve();
  const auto first = next(upstream);
  first->failed(kStart);
  first->worked();
  first->failed(kStart);
  CHECK_FALSE(first->is_out(kStart));
}

TEST_CASE("with max_fails 0 a peer is never left out") {
  Upstream upstream(config(1, 0));
  upstream.resolve();
  const auto only = next(upstream);
  only->failed(kStart);
  CHECK_FALSE(only->is_out(kStart));
}

TEST_CASE("when all are out all are tried: one may be back") {
  Upstream upstream(config(2));
  upstream.resolve();
  next(upstream)->failed(kStart);
  next(upstream)->failed(kStart);
  Turn turn = upstream.take_turn();
  CHECK(turn.next(kStart) != nullptr);
  CHECK(turn.next(kStart) != nullptr);
  CHECK(turn.next(kStart) == nullptr);
}

TEST_CASE("an upstream without an address has nobody to try") {
  UpstreamConfig nowhere{.name = "a", .peers = {{.host = {"no-such-host.invalid", 80}}}};
  Upstream upstream(nowhere);
  CHECK_FALSE(upstream.resolve());
  CHECK(next(upstream) == nullptr);
  CHECK(upstream.has_names());
}

TEST_CASE("looking names up again keeps the peers and what is known of them") {
  Upstream upstream(config(2));
  upstream.resolve();
  const auto before = upstream.peers();
  CHECK_FALSE(upstream.has_names());
  upstream.resolve();
  CHECK(upstream.peers() == before);
}

TEST_CASE("threads that share an upstream take strict turns") {
  Upstream upstream(config(2));
  upstream.resolve();
  const auto peers = upstream.peers();
  std::atomic<int> first{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 5000; ++turn) {
        if (next(upstream) == peers->list[0]) ++first;
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  CHECK(first == 10'000);
}

}  // namespace
}  // namespace reference::proxy

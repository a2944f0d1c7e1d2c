#include "reference/net/event_loop.hpp"

#include "reference/net/socket.hpp"
#include "tests/support/catch.hpp"

#include <cerrno>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>

namespace reference::net {
namespace {

constexpr milliseconds kLong{60'000};
constexpr milliseconds kShort{20};

/// A loop with two sockets that are joined.
struct Pair {
  EventLoop loop;
  Socket left;
  Socket right;

  Pair() {
    int ends[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
    left = Socket(loop, ends[0]);
    right = Socket(loop, ends[1]);
  }

  /// Runs until all tasks have ended.
  void run() {
    loop.drain(kLong);
    loop.run();
  }
};

Task<int> twice(int number) {
  co_return number * 2;
}

Task<int> fails() {
  throw std::runtime_error("on purpose");
  co_return 0;
}

TEST_CASE("a task yields its value to whoever awaits it") {
  EventLoop loop;
  int result = 0;
  const auto sum = [](int& into) -> Task<> {
    const int four = co_await twice(2);
    into = four + co_await twice(3);
  };
  loop.spawn(sum(result));
  CHECK(result == 10);
}

Soon<int> twice_soon(int number) {
  if (number < 10) return number * 2;
  return twice(number);
}

TEST_CASE("what is at hand and what takes a task are awaited alike") {
  EventLoop loop;
  int result = 0;
  const auto sum = [](int& into) -> Task<> {
    const int at_hand = co_await twice_soon(2);
    into = at_hand + co_await twice_soon(10);
  };
  loop.spawn(sum(result));
  CHECK(result == 24);
}

TEST_CASE("a task's failure reaches whoever awaits it") {
  EventLoop loop;
  std::string seen;
  const auto watch = [](std::string& into) -> Task<> {
    try {
      co_await fails();
    } catch (const std::runtime_error& failure) {
      into = failure.what();
    }
  };
  loop.spawn(watch(seen));
  CHECK(seen == "on purpose");
}

TEST_CASE("a million tasks that never wait leave no stack behind") {
  EventLoop loop;
  long sum = 0;
  const auto add_up = [](long& into) -> Task<> {
    for (int i = 0; i < 1'000'000; ++i)
      into += co_await twice(1);
  };
  loop.spawn(add_up(sum));
  CHECK(sum == 2'000'000);
}

TEST_CASE("what one side writes the other reads, whole") {
  Pair pair;
  const std::string sent(5'000'000, 'x');
  std::string received;
  const auto write = [](Socket& socket, const std::string& text) -> Task<> {
    const Transfer done = co_await socket.write_all(Pieces(text), kLong);
    CHECK(done.octets == text.size());
    socket.close();
  };
  const auto read = [](EventLoop& loop, Socket& socket, std::string& into) -> Task<> {
    const Block block(BlockSize::medium);
    for (;;) {
      const Transfer got =
          co_await socket.read_some({block.data(), block.capacity()}, loop.after(kLong));
      if (!got || got.octets == 0) break;
      into.append(block.data(), got.octets);
    }
  };
  pair.loop.spawn(write(pair.left, sent));
  pair.loop.spawn(read(pair.loop, pair.right, received));
  pair.run();
  CHECK(received == sent);
}

TEST_CASE("a read ends at its deadline") {
  Pair pair;
  int error = 0;
  const auto read = [](EventLoop& loop, Socket& socket, int& into) -> Task<> {
    char octet = 0;
    const Transfer got = co_await socket.read_some({&octet, 1}, loop.after(kShort));
    into = got.error;
  };
  pair.loop.spawn(read(pair.loop, pair.left, error));
  pair.run();
  CHECK(error == ETIMEDOUT);
}

TEST_CASE("a write that nobody takes ends when patience does") {
  Pair pair;
  int error = 0;
  const std::string much(5'000'000, 'x');
  const auto write = [](Socket& socket, const std::string& text, int& into) -> Task<> {
    const Transfer done = co_await socket.write_all(Pieces(text), kShort);
    into = done.error;
  };
  pair.loop.spawn(write(pair.left, much, error));
  pair.run();
  CHECK(error == ETIMEDOUT);
}

TEST_CASE("draining ends what is idle at once and lets work go on") {
  Pair pair;
  Wake idle = Wake::ready;
  bool slept = false;
  const auto wait = [](EventLoop& loop, Socket& socket, Wake& into) -> Task<> {
    char octets[2];
    co_await socket.read_some(octets, loop.after(kLong));
    into = co_await socket.until_readable_while_idle(loop.after(kLong));
  };
  const auto work = [](EventLoop& loop, Socket& socket, bool& into) -> Task<> {
    char octet = 0;
    const Transfer got = co_await socket.read_some({&octet, 1}, loop.after(milliseconds(300)));
    into = got.error == ETIMEDOUT;
    co_await socket.write_all(Pieces("x"), kLong);
  };
  pair.loop.spawn(wait(pair.loop, pair.right, idle));
  pair.loop.spawn(work(pair.loop, pair.left, slept));
  pair.run();
  CHECK(slept);
  CHECK(idle == Wake::cancelled);
}

TEST_CASE("work that outlasts the grace is cancelled") {
  Pair pair;
  int error = 0;
  const auto read = [](EventLoop& loop, Socket& socket, int& into) -> Task<> {
    char octet = 0;
    const Transfer got = co_await socket.read_some({&octet, 1}, loop.after(kLong));
    into = got.error;
  };
  pair.loop.spawn(read(pair.loop, pair.left, error));
  pair.loop.drain(kShort);
  pair.loop.run();
  CHECK(error == ECANCELED);
}

TEST_CASE("a loop is drained from another thread") {
  Pair pair;
  const auto wait = [](EventLoop& loop, Socket& socket) -> Task<> {
    char octet = 0;
    co_await socket.read_some({&octet, 1}, loop.after(milliseconds(1)));
    co_await socket.until_readable_while_idle(loop.after(kLong));
  };
  pair.loop.spawn(wait(pair.loop, pair.left));
  std::thread other([&] { pair.loop.drain(kLong); });
  pair.loop.run();
  other.join();
}

TEST_CASE("a started task runs beside its parent and can be told to stop") {
  Pair pair;
  int error = 0;
  const auto read = [](EventLoop& loop, Socket& socket) -> Task<int> {
    char octet = 0;
    const Transfer got = co_await socket.read_some({&octet, 1}, loop.after(kLong));
    co_return got.error;
  };
  const auto parent = [&read](EventLoop& loop, Socket& socket, int& into) -> Task<> {
    Task<int> child = read(loop, socket);
    child.start();
    CHECK_FALSE(child.done());
    socket.cancel_reading();
    into = co_await child;
  };
  pair.loop.spawn(parent(pair.loop, pair.left, error));
  pair.run();
  CHECK(error == ECANCELED);
}

TEST_CASE("a kept connection is silent until something arrives or it ends") {
  Pair pair;
  const auto check = [](EventLoop& loop, Socket& left, Socket& right) -> Task<> {
    char octet = 0;
    co_await left.read_some({&octet, 1}, loop.after(kShort));
    CHECK(left.silent());
    CHECK(left.silent(/*certain=*/true));
    co_await right.write_all(Pieces("x"), kLong);
    CHECK_FALSE(left.silent(/*certain=*/true));
    co_await left.read_some({&octet, 1}, loop.after(kShort));
    right.close();
    co_await left.read_some({&octet, 1}, loop.after(kShort));
    CHECK_FALSE(left.silent());
  };
  pair.loop.spawn(check(pair.loop, pair.left, pair.right));
  pair.run();
}

TEST_CASE("pauses end, and work is done now and then meanwhile") {
  EventLoop loop;
  int turns = 0;
  loop.now_and_then([&] { ++turns; });
  const auto pause = [](EventLoop& at) -> Task<> {
    co_await at.sleep(milliseconds(100));
    at.drain(kLong);
  };
  loop.spawn(pause(loop));
  loop.run();
  CHECK(turns > 0);
}

}  // namespace
}  // namespace reference::net

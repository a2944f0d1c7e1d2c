#include "checker/probe/turn_sender.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/told_client.hpp"

#include <algorithm>
#include <chrono>

using namespace pinko;
using namespace pinko::probe;
using namespace std::chrono_literals;

namespace {

test::ToldClient client_of(const HttpAnswer& answer) {
  return test::ToldClient([answer](const HttpRequest& /*request*/) { return answer; });
}

HttpAnswer answer_of(int status) {
  HttpAnswer answer;
  answer.seen.answered = true;
  answer.seen.status = status;
  return answer;
}

}  // namespace

TEST_CASE("an answer of a row may take long, and none longer than the deadline") {
  test::ToldClient client = client_of(answer_of(200));
  const SampleReplicas probe{};
  TurnSender far(probe, "127.0.0.1", client, Deadline::in(60s));
  CHECK(far.send("/api/hello"));
  TurnSender near(probe, "127.0.0.1", client, Deadline::in(3s));
  CHECK(near.send("/api/hello"));
  TurnSender over(probe, "127.0.0.1", client, Deadline::in(0s));
  CHECK(over.send("/api/hello"));
  REQUIRE(client.requests.size() == 3);
  CHECK(client.requests[0].timeout == 20s);
  CHECK(client.requests[1].timeout <= 3s);
  CHECK(client.requests[2].timeout == 1ms);
}

TEST_CASE("a server that fails has answered, and one that hangs has not") {
  test::ToldClient failing = client_of(answer_of(502));
  const SampleReplicas probe{};
  TurnSender sender(probe, "127.0.0.1", failing, Deadline::in(60s));
  CHECK_FALSE(sender.send("/api/hello"));
  CHECK(sender.answered());
  CHECK_FALSE(sender.hangs());
  HttpAnswer late;
  late.too_slow = true;
  test::ToldClient hanging = client_of(late);
  TurnSender waiting(probe, "127.0.0.1", hanging, Deadline::in(60s));
  CHECK_FALSE(waiting.send("/api/hello"));
  CHECK_FALSE(waiting.answered());
  CHECK(waiting.hangs());
}

TEST_CASE("what a proxy refuses for now is asked again, and what it refuses for ever once") {
  HttpAnswer refused = answer_of(503);
  refused.seen.body = "<hr><center>nginx/1.29.0</center>";
  int asked = 0;
  test::ToldClient limiting(
      [&](const HttpRequest& /*request*/) { return ++asked % 2 == 1 ? refused : answer_of(200); });
  const SampleReplicas probe{};
  TurnSender sender(probe, "127.0.0.1", limiting, Deadline::in(60s));
  CHECK(sender.send("/a"));
  CHECK(sender.send("/b"));
  CHECK(asked == 4);
  test::ToldClient closed = client_of(refused);
  TurnSender waiting(probe, "127.0.0.1", closed, Deadline::in(150ms));
  CHECK_FALSE(waiting.send("/a"));
  const std::size_t tries = closed.requests.size();
  CHECK(tries > 1);
  CHECK_FALSE(waiting.send("/b"));
  CHECK(closed.requests.size() == tries + 1);
  // One of the servers behind it answers so by itself, and answers for that.
  test::ToldClient broken = client_of(answer_of(503));
  TurnSender once(probe, "127.0.0.1", broken, Deadline::in(60s));
  CHECK_FALSE(once.send("/a"));
  CHECK(broken.requests.size() == 1);
}

TEST_CASE("each request of a row has a connection of its own where that is asked for") {
  test::ToldClient client = client_of(answer_of(200));
  const SampleReplicas probe{.fresh_connections = true};
  TurnSender sender(probe, "127.0.0.1", client, Deadline::in(60s));
  CHECK(sender.send("/a"));
  CHECK(sender.send("/b"));
  CHECK(std::ranges::all_of(client.requests, &HttpRequest::fresh_connection));
  CHECK(sender.connections() == 2);
}

#include "checker/probe/turn_sender.hpp"

#include "tests/support/catch.hpp"

#include <chrono>
#include <utility>
#include <vector>

using namespace pinko;
using namespace pinko::probe;
using namespace std::chrono_literals;

namespace {

/// Answers as it is told, and notes how long each answer might have taken.
class Told final : public HttpClient {
 public:
  explicit Told(HttpAnswer answer)
      : answer_(std::move(answer)) {}

  [[nodiscard]] std::unique_ptr<HttpSession> open() override {
    ++opened;
    return std::make_unique<Session>(*this);
  }

  std::vector<std::chrono::milliseconds> patience;
  int opened = 0;

 private:
  struct Session final : HttpSession {
    explicit Session(Told& the_client)
        : client(the_client) {}
    [[nodiscard]] HttpAnswer send(const HttpRequest& request) override {
      client.patience.push_back(request.timeout);
      return client.answer_;
    }
    Told& client;
  };

  HttpAnswer answer_;
};

HttpAnswer answer_of(int status) {
  HttpAnswer answer;
  answer.seen.answered = true;
  answer.seen.status = status;
  return answer;
}

}  // namespace

TEST_CASE("an answer of a row may take long, and none longer than the deadline") {
  Told client(answer_of(200));
  const SampleReplicas probe{};
  TurnSender far(probe, "127.0.0.1", client, Deadline::in(60s));
  CHECK(far.send("/api/hello"));
  TurnSender near(probe, "127.0.0.1", client, Deadline::in(3s));
  CHECK(near.send("/api/hello"));
  TurnSender over(probe, "127.0.0.1", client, Deadline::in(0s));
  CHECK(over.send("/api/hello"));
  REQUIRE(client.patience.size() == 3);
  CHECK(client.patience[0] == 20s);
  CHECK(client.patience[1] <= 3s);
  CHECK(client.patience[2] == 1ms);
}

TEST_CASE("a server that fails has answered, and one that hangs has not") {
  Told failing(answer_of(502));
  const SampleReplicas probe{};
  TurnSender sender(probe, "127.0.0.1", failing, Deadline::in(60s));
  CHECK_FALSE(sender.send("/api/hello"));
  CHECK(sender.answered());
  CHECK_FALSE(sender.hangs());
  HttpAnswer late;
  late.too_slow = true;
  Told hanging(late);
  TurnSender waiting(probe, "127.0.0.1", hanging, Deadline::in(60s));
  CHECK_FALSE(waiting.send("/api/hello"));
  CHECK_FALSE(waiting.answered());
  CHECK(waiting.hangs());
}

TEST_CASE("each request of a row has a connection of its own where that is asked for") {
  Told client(answer_of(200));
  const SampleReplicas probe{.fresh_connections = true};
  TurnSender sender(probe, "127.0.0.1", client, Deadline::in(60s));
  const int before = client.opened;
  CHECK(sender.send("/a"));
  CHECK(sender.send("/b"));
  CHECK(client.opened == before + 2);
  CHECK(sender.connections() == 2);
}

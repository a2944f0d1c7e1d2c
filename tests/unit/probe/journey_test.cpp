#include "checker/probe/journey.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using probe::journey_of;
using probe::RequestTimes;
using probe::ServerLog;

namespace {

constexpr std::int64_t kSent = 1'790'000'000'000'000'000;
constexpr RequestTimes kTimes{.sent_ns = kSent, .first_byte_s = 0.004, .whole_s = 0.005};

ServerLog log(const std::string& who, double ms, const std::string& text) {
  const auto time = kSent + static_cast<std::int64_t>(ms * 1e6);
  return {.who = who, .lines = {{.time_ns = time, .from_stderr = false, .text = text}}};
}

}  // namespace

TEST_CASE("a journey is told in order of time, by those who took part") {
  const auto journey = journey_of(kTimes,
                                  "?turn1k-1",
                                  {log("back-end A", 1, "GET /api/hello?turn1k-0"),
                                   log("back-end B", 3, "GET /api/hello?turn1k-1 HTTP/1.0"),
                                   log("proxy", 6, "GET /api/hello?turn1k-1 HTTP/1.1")});
  REQUIRE(journey.size() == 5);
  CHECK(journey[0].what == "sends the request");
  CHECK(journey[1].who == "back-end B");
  CHECK(journey[1].ms == 3);
  CHECK(journey[2].what == "gets the first byte");
  CHECK(journey[3].what == "has the whole answer");
  CHECK(journey[4].who == "proxy");
}

TEST_CASE("a longer number is another request") {
  CHECK(journey_of(kTimes, "?turn1k-1", {log("back-end A", 3, "GET /?turn1k-19")}).empty());
}

TEST_CASE("times that another clock wrote tell nothing") {
  CHECK(journey_of(kTimes, "?turn1k-1", {log("back-end A", -2, "GET /?turn1k-1")}).empty());
  CHECK(journey_of(kTimes, "?turn1k-1", {log("back-end A", 900, "GET /?turn1k-1")}).empty());
  CHECK(journey_of(kTimes, "?turn1k-1", {}).empty());
}

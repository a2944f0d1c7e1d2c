#include "checker/probe/replicas.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using engine::LogLine;
using probe::marked_target;
using probe::read_turns;

namespace {

using Logs = std::vector<std::vector<LogLine>>;

LogLine at(std::int64_t time, const std::string& text) {
  return {.time_ns = time, .from_stderr = true, .text = text};
}

std::string flask_line(int n) {
  return R"(10.0.0.2 - - "GET )" + marked_target("/api/hello", "turn0k", n) + R"( HTTP/1.0" 200 -)";
}

}  // namespace

TEST_CASE("a mark in the log tells who answered, whatever the clocks say") {
  const Logs logs{{at(9, flask_line(0)), at(1, flask_line(2))}, {at(5, flask_line(1))}};
  CHECK(read_turns(logs, "/api/hello", "turn0k", 3) == std::vector<int>{0, 1, 0});
}

TEST_CASE("marks of another sample do not count") {
  const Logs logs{{at(1, R"("GET /api/hello?turn1k-0 HTTP/1.0")")}, {at(2, flask_line(0))}};
  CHECK(read_turns(logs, "/api/hello", "turn0k", 1) == std::vector<int>{1});
}

TEST_CASE("without marks the time stamps tell, when there is a line for each request") {
  const Logs logs{{at(10, "GET /api/hello"), at(30, "GET /api/hello")}, {at(20, "GET /api/hello")}};
  CHECK(read_turns(logs, "/api/hello", "turn0k", 3) == std::vector<int>{0, 1, 0});
}

TEST_CASE("with too few lines nobody is known to have answered") {
  const Logs logs{{at(10, "GET /api/hello")}, {}};
  CHECK(read_turns(logs, "/api/hello", "turn0k", 2) == std::vector<int>{-1, -1});
}

TEST_CASE("a request that one log lacks stays unknown") {
  const Logs logs{{at(1, flask_line(0))}, {}};
  CHECK(read_turns(logs, "/api/hello", "turn0k", 2) == std::vector<int>{0, -1});
}

TEST_CASE("numbers beyond the sample are passed over") {
  const Logs logs{{at(1, flask_line(7)), at(1, "/api/hello?turn0k-99999999999999")}};
  CHECK(read_turns(logs, "/api/hello", "turn0k", 1) == std::vector<int>{-1});
}

#include "checker/probe/site_served.hpp"

#include "checker/util/temp_dir.hpp"
#include "checker/util/write_whole.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/told_client.hpp"

#include <chrono>
#include <utility>

using namespace pinko;
using namespace pinko::probe;
using namespace std::chrono_literals;

namespace {

HttpAnswer ok(std::string body) {
  HttpAnswer answer;
  answer.seen.answered = true;
  answer.seen.status = 200;
  answer.seen.body = std::move(body);
  return answer;
}

HttpAnswer none(const HttpRequest& /*request*/) {
  HttpAnswer answer;
  answer.seen.problem = "no answer within 5 s";
  return answer;
}

/// A site of a page and two more files, each of which holds its own name.
class Site {
 public:
  Site()
      : dir_("served") {
    seen_.folder = "site";
    std::filesystem::create_directory(dir_.path() / "site");
    for (const char* name : {"a.css", "b.js", "index.html"}) {
      REQUIRE(write_whole(dir_.path() / "site" / name, name));
      seen_.files.push_back({.path = name, .size = std::string_view(name).size()});
    }
    seen_.index.bytes = "index.html";
  }

  [[nodiscard]] Result<SiteServedSeen> ask(test::ToldClient& client,
                                           Deadline deadline,
                                           std::stop_token stop = {}) const {
    return see(FetchSite{},
               {.site = seen_, .root = dir_.path(), .address = "", .stop = std::move(stop)},
               client,
               deadline);
  }

 private:
  TempDir dir_;
  SiteSeen seen_;
};

HttpAnswer as_it_is(const HttpRequest& request) {
  return ok(request.target == "/" ? "index.html" : request.target.substr(1));
}

}  // namespace

TEST_CASE("the page and every file are asked for and compared") {
  test::ToldClient client(as_it_is);
  const auto seen = Site().ask(client, Deadline::in(60s));
  REQUIRE(seen);
  REQUIRE(seen->files.size() == 4);
  for (const ServedFile& file : seen->files)
    CHECK(file.equal);
}

TEST_CASE("a file that nginx refuses for now is asked for again") {
  int refusals = 2;
  test::ToldClient client([&refusals](const HttpRequest& request) {
    if (request.target != "/b.js" || refusals-- <= 0) return as_it_is(request);
    HttpAnswer refused = ok("<hr><center>nginx/1.27.0</center>");
    refused.seen.status = 503;
    return refused;
  });
  const auto seen = Site().ask(client, Deadline::in(60s));
  REQUIRE(seen);
  CHECK(std::ranges::all_of(seen->files, &ServedFile::equal));
  CHECK(client.requests.size() == 7);
}

TEST_CASE("a site of which the deadline left some out is not called right") {
  test::ToldClient client(as_it_is);
  const auto seen = Site().ask(client, Deadline::in(0s));
  REQUIRE_FALSE(seen);
  CHECK(seen.error().code == ErrorCode::timeout);
  CHECK(seen.error().message.find("0 of 3 came") != std::string::npos);
  CHECK(client.requests.size() == 2);
}

TEST_CASE("what was wrong when the deadline passed is seen") {
  test::ToldClient client(none);
  const auto seen = Site().ask(client, Deadline::in(0s));
  REQUIRE(seen);
  REQUIRE(seen->files.size() == 1);
  CHECK(seen->files.front().problem == "no answer within 5 s");
}

TEST_CASE("nothing more is asked for after a stop") {
  std::stop_source stop;
  test::ToldClient client([&stop](const HttpRequest& request) {
    if (request.target == "/a.css") stop.request_stop();
    return as_it_is(request);
  });
  CHECK_FALSE(Site().ask(client, Deadline::in(60s), stop.get_token()));
  CHECK(client.requests.size() == 3);
}

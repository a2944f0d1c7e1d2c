#include "checker/expect/page.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <string>
#include <utility>

using namespace pinko;

namespace {

BrowserRequest api_call(int status, std::string failure = {}) {
  BrowserRequest request;
  request.method = "GET";
  request.url = "http://localhost:5252/api/hello";
  request.type = "XHR";
  request.status = status;
  request.failure = std::move(failure);
  return request;
}

/// A page of one empty heading that was left when the time was over.
PageSeen left_loading() {
  PageSeen seen;
  seen.loaded = true;
  seen.still_loading = true;
  seen.problem = "still loading after 18.5 s";
  seen.status = 200;
  seen.matches = 1;
  return seen;
}

Finding judge(const PageSeen& seen) {
  return expect::shows_greeting(seen, Sources{});
}

bool follows(const Finding& finding, const std::string& name) {
  return std::ranges::find(finding.follows, name) != finding.follows.end();
}

}  // namespace

TEST_CASE("a page that was still loading, with nothing wrong, is not called wrong") {
  PageSeen seen = left_loading();
  const Finding finding = judge(seen);
  CHECK(finding.kind == Finding::Kind::unstable);
  CHECK(finding.actual == "still loading after 18.5 s");
  CHECK(follows(finding, "api-hello"));

  seen.loaded = false;
  seen.matches = 0;
  seen.problem = "no answer within 18.5 s";
  CHECK(judge(seen).kind == Finding::Kind::unstable);
}

TEST_CASE("an answer that was still awaited decides nothing") {
  PageSeen seen = left_loading();
  seen.still_loading = false;
  seen.problem = "not at rest after 18.5 s";
  seen.requests = {api_call(0)};
  CHECK(judge(seen).kind == Finding::Kind::unstable);
}

TEST_CASE("what went wrong before the time was over is a failure") {
  PageSeen refused = left_loading();
  refused.requests = {api_call(0, "net::ERR_CONNECTION_REFUSED")};
  CHECK(judge(refused).cause_id == "page-asks-where-nobody-listens");
  CHECK(judge(refused).kind == Finding::Kind::failed);

  PageSeen stopped = left_loading();
  stopped.console = {{.level = "exception", .text = "ReferenceError: $ is not defined"}};
  CHECK(judge(stopped).kind == Finding::Kind::failed);

  PageSeen rested = left_loading();
  rested.still_loading = false;
  rested.problem.clear();
  CHECK(judge(rested).cause_id == "page-asks-nothing");
}

TEST_CASE("a page that asked for the API refutes that none of its scripts does") {
  PageSeen seen = left_loading();
  seen.still_loading = false;
  seen.requests = {api_call(0, "net::ERR_CONNECTION_REFUSED")};
  CHECK(judge(seen).kind == Finding::Kind::failed);
  CHECK(judge(seen).refutes);
  CHECK_FALSE(expect::shows_greeting_by_proxy(seen, Sources{}).refutes);
  for (const char* url : {"http://localhost:5000/api/hello",
                          "http://localhost:5252/hello",
                          "https://localhost:5252/api/hello",
                          "localhost:5252/api/hello"}) {
    seen.requests.front().url = url;
    CHECK_FALSE(judge(seen).refutes);
  }
  seen.requests.front().url = "http://localhost:5252/api/hello";
  seen.requests.front().type = "Image";
  CHECK_FALSE(judge(seen).refutes);
  seen.requests.front().type = "Fetch";
  CHECK(judge(seen).refutes);
  seen.requests.front().url = "http://localhost/api/hello";
  CHECK_FALSE(judge(seen).refutes);
  CHECK(expect::shows_greeting_by_proxy(seen, Sources{}).refutes);
}

TEST_CASE("a page that shows the answer has passed, however long the rest of it takes") {
  PageSeen seen = left_loading();
  seen.text = "Hello, World!";
  seen.requests = {api_call(200)};
  CHECK(judge(seen).kind == Finding::Kind::passed);
}

TEST_CASE("blanks of another kind look alike, and other letters do not") {
  PageSeen seen = left_loading();
  seen.still_loading = false;
  seen.problem.clear();
  seen.requests = {api_call(200)};
  for (const char* text : {"Hello,\xC2\xA0World!", "\n  Hello,\n  World!\n", "Hello,\t World!"}) {
    seen.text = text;
    CHECK(judge(seen).kind == Finding::Kind::passed);
  }
  for (const char* text : {"Hello,World!", "Hello, World", "Hello,\xE2\x80\x8BWorld!", ""}) {
    seen.text = text;
    CHECK(judge(seen).kind == Finding::Kind::failed);
  }
}

TEST_CASE("a page that does nothing without what it loads from the internet is not judged") {
  PageSeen seen = left_loading();
  seen.still_loading = false;
  BrowserRequest script;
  script.url = "https://cdn.example/htmx.min.js";
  script.type = "Script";
  seen.requests = {script};
  const auto with = [&](const std::string& page) {
    Sources task{.folder = "task5"};
    task.texts["front-end/softy-pinko-front-end/index.html"] = page;
    return expect::shows_greeting(seen, task).kind;
  };
  const std::string tag = "<script src=\"" + script.url + "\"></script>";
  CHECK(with("<h1 hx-get='/api/hello'></h1>" + tag) == Finding::Kind::errored);
  CHECK(with("<h1></h1>" + tag) == Finding::Kind::failed);
  CHECK(with("<script type=module>import x from '" + script.url + "'; x.go();</script>") ==
        Finding::Kind::errored);
  CHECK(with("<script type=module>import x from './x.js'; x.go();</script>" + tag) ==
        Finding::Kind::failed);
}

TEST_CASE("a page whose jQuery comes from the internet is judged as far as it can be") {
  PageSeen seen = left_loading();
  seen.still_loading = false;
  BrowserRequest script;
  script.url = "https://code.jquery.com/jquery-3.6.0.min.js";
  script.type = "Script";
  const auto with = [&](int status, const std::string& exception) {
    script.status = status;
    PageSeen page = seen;
    page.requests = {script};
    page.console = {{.level = "exception", .text = exception}};
    return judge(page).kind;
  };
  CHECK(with(0, "ReferenceError: $ is not defined") == Finding::Kind::errored);
  // What it was lent may be another release than the page needs, or has a checksum of.
  CHECK(with(200, "TypeError: $(...).live is not a function") == Finding::Kind::errored);
  script.status = 200;
  seen.requests = {script};
  seen.console = {
      {.level = "error",
       .text = "Failed to find a valid digest in the 'integrity' attribute for " + script.url},
      {.level = "exception", .text = "ReferenceError: $ is not defined"}};
  CHECK(judge(seen).kind == Finding::Kind::errored);
  seen.console.pop_back();  // only what was fetched ahead was thrown away: jQuery is there
  CHECK(judge(seen).kind == Finding::Kind::failed);
  CHECK(with(200, "TypeError: null has no properties") == Finding::Kind::failed);

  seen.console.clear();
  seen.text = "Hello, World!";
  seen.requests = {script, api_call(200)};
  const Finding shown = judge(seen);
  CHECK(shown.kind == Finding::Kind::passed);
  REQUIRE(shown.notes.size() == 1);
  CHECK(shown.notes.front().find(script.url) != std::string::npos);
}

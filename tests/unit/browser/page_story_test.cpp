#include "checker/browser/page_story.hpp"

#include "tests/support/catch.hpp"

#include <chrono>
#include <string>

using namespace std::chrono_literals;

namespace {

using namespace pinko;
using namespace pinko::browser;
using Time = PageStory::Time;
using Ms = std::chrono::milliseconds;

constexpr const char* kSite = "http://localhost:9000/";
constexpr const char* kApi = "http://localhost:5252/api/hello";

Time at(int ms) {
  return Time(Ms(ms));
}

RequestStarted asks(const std::string& id, const std::string& url, const std::string& type) {
  return {
      .id = id,
      .loader = "L",
      .frame = "F",
      .request = {
          .url = url, .method = "GET", .type = type, .status = 0, .failure = {}, .blocked = {}}};
}

Printed prints(const std::string& text, const std::string& about) {
  return {.message = {.level = "error", .text = text, .url = {}, .line = 0}, .request_id = about};
}

/// A story up to a whole document that has loaded at 10 ms.
PageStory loaded_page(PageCaps caps = {}, Patience patience = {}, const std::string& wanted = {}) {
  PageStory story("F", caps, patience, wanted);
  story.take(asks("L", kSite, "Document"), at(0));
  story.take(ResponseCame{.id = "L", .status = 200}, at(1));
  story.take(DocumentChanged{.frame = "F", .loader = "L", .url = kSite, .main_frame = true}, at(2));
  story.take(RequestEnded{.id = "L"}, at(3));
  story.take(LoadFired{}, at(10));
  return story;
}

PageSeen told(const PageStory& story) {
  return story.told(/*timed_out=*/false, 1s);
}

}  // namespace

TEST_CASE("a page does not rest before its document came") {
  PageStory story("F", PageCaps{});
  CHECK_FALSE(story.rests_at());
  story.take(asks("L", kSite, "Document"), at(0));
  story.take(ResponseCame{.id = "L", .status = 200}, at(1));
  CHECK_FALSE(story.rests_at());
  CHECK_FALSE(told(story).loaded);
}

TEST_CASE("an element that is not filled is waited for a good while") {
  const PageStory story = loaded_page();
  CHECK(story.rests_at() == at(10) + Patience().unasked);
  CHECK(told(story).loaded);
  CHECK(told(story).status == 200);
}

TEST_CASE("a request under way keeps an empty page from resting") {
  PageStory story = loaded_page();
  story.take(asks("1", kApi, "XHR"), at(20));
  CHECK_FALSE(story.rests_at());
  story.take(RequestEnded{.id = "1", .failure = "net::ERR_FAILED", .blocked = "cors"}, at(30));
  CHECK(story.rests_at() == at(30) + Patience().empty);
}

TEST_CASE("an element filled by an answer ends the look soon") {
  PageStory story = loaded_page();
  story.take(asks("1", kApi, "XHR"), at(20));
  story.take(ResponseCame{.id = "1", .status = 200}, at(25));
  story.take_element({.matches = 1, .tag = "h1", .text = "Hello, World!"}, at(26));
  story.take(RequestEnded{.id = "1"}, at(27));
  CHECK(story.rests_at() == at(27) + Patience().filled);
  const PageSeen seen = told(story);
  CHECK(seen.text == "Hello, World!");
  CHECK(seen.tag == "h1");
  CHECK(seen.matches == 1);
  REQUIRE(seen.requests.size() == 2);
  CHECK(seen.requests[1].status == 200);
  CHECK(seen.problem.empty());
}

TEST_CASE("another text than the one that is wanted may still change") {
  PageStory story = loaded_page({}, {}, "Hello");
  story.take_markup({}, at(11));
  story.take_element({.matches = 1, .tag = "h1", .text = "H"}, at(20));
  CHECK(story.rests_at() == at(20) + Patience().other);
  story.take_element({.matches = 1, .tag = "h1", .text = "He"}, at(500));
  CHECK(story.rests_at() == at(500) + Patience().other);
  story.take_element({.matches = 1, .tag = "h1", .text = " Hello\n"}, at(900));
  REQUIRE(story.rests_at());
  CHECK(*story.rests_at() <= at(900) + Patience().filled);
}

TEST_CASE("a text that changes without end is not waited for without end") {
  PageStory story = loaded_page({}, {}, "Hello");
  story.take_markup({}, at(11));
  for (int ms = 20; ms < 10'000; ms += 500)
    story.take_element({.matches = 1, .tag = "h1", .text = std::to_string(ms)}, at(ms));
  CHECK(story.rests_at() == at(20) + Patience().changing);
}

TEST_CASE("a page that waits by the clock is waited for") {
  const PageStory story = loaded_page({}, kPatienceByClock);
  CHECK(story.rests_at() == at(10) + kPatienceByClock.unasked);
  CHECK(kPatienceByClock.unasked > Patience().unasked);
  CHECK(kPatienceByClock.filled == Patience().filled);
}

TEST_CASE("text that stands in the markup is not filled") {
  PageStory story = loaded_page();
  story.take_element({.matches = 1, .tag = "h1", .text = "wait"}, at(11));
  story.take_markup({.matches = 1, .tag = "h1", .text = "wait"}, at(12));
  CHECK(story.rests_at() == at(11) + Patience().unasked);
  story.take_element({.matches = 1, .tag = "h1", .text = "Hello"}, at(40));
  CHECK(story.rests_at() == at(40) + Patience().filled);
  CHECK(told(story).markup_text == "wait");
}

TEST_CASE("white space does not fill an element") {
  PageStory story = loaded_page();
  story.take_markup({.matches = 1, .tag = "h1", .text = ""}, at(11));
  story.take_element({.matches = 1, .tag = "h1", .text = " \n"}, at(12));
  CHECK(story.rests_at() == at(12) + Patience().unasked);
}

TEST_CASE("a filled page that never stops asking is not waited for without end") {
  PageStory story = loaded_page();
  story.take_markup({}, at(11));
  story.take_element({.matches = 1, .tag = "h1", .text = "Hello"}, at(20));
  story.take(asks("1", kApi, "XHR"), at(30));
  CHECK(story.rests_at() == at(20) + Patience().busy);
  story.take(asks("2", kApi, "XHR"), at(500));
  CHECK(story.rests_at() == at(20) + Patience().busy);
}

TEST_CASE("a filled page that never finishes to load rests too") {
  PageStory story("F", PageCaps{});
  story.take(asks("L", kSite, "Document"), at(0));
  story.take(DocumentChanged{.frame = "F", .loader = "L", .url = kSite, .main_frame = true}, at(2));
  CHECK_FALSE(story.rests_at());
  story.take(asks("1", kApi, "Fetch"), at(3));
  story.take(RequestEnded{.id = "1"}, at(4));
  story.take_element({.matches = 1, .tag = "h1", .text = "Hello"}, at(5));
  CHECK(story.rests_at() == at(5) + Patience().unloaded);
}

TEST_CASE("a redirect is a request of its own, with its own status") {
  PageStory story = loaded_page();
  story.take(asks("1", "http://localhost:9000/api", "XHR"), at(20));
  RequestStarted onward = asks("1", "http://localhost:9000/api/", "XHR");
  onward.redirect_status = 308;
  story.take(onward, at(21));
  story.take(ResponseCame{.id = "1", .status = 308, .raw = true}, at(22));
  story.take(ResponseCame{.id = "1", .status = 200}, at(23));
  const PageSeen seen = told(story);
  REQUIRE(seen.requests.size() == 3);
  CHECK(seen.requests[1].status == 308);
  CHECK(seen.requests[2].status == 200);
}

TEST_CASE("an answer that CORS withholds keeps its status") {
  PageStory story = loaded_page();
  story.take(asks("1", kApi, "XHR"), at(20));
  story.take(RequestEnded{.id = "1",
                          .failure = "net::ERR_FAILED",
                          .blocked = "cors",
                          .cors_error = "MissingAllowOriginHeader"},
             at(21));
  story.take(ResponseCame{.id = "1", .status = 404, .raw = true}, at(22));
  const BrowserRequest request = told(story).requests.at(1);
  CHECK(request.status == 404);
  CHECK(request.blocked == "cors");
  CHECK(request.failure == "net::ERR_FAILED (CORS: MissingAllowOriginHeader)");
}

TEST_CASE("a raw answer that overtakes its request is not lost") {
  PageStory story = loaded_page();
  story.take(ResponseCame{.id = "1", .status = 403, .raw = true}, at(20));
  story.take(asks("1", kApi, "XHR"), at(21));
  story.take(RequestEnded{.id = "1", .failure = "net::ERR_FAILED", .blocked = "cors"}, at(22));
  CHECK(told(story).requests.at(1).status == 403);
}

TEST_CASE("the gate's refusals read as at the student's desk") {
  const std::string gate = "net::ERR_SOCKS_CONNECTION_FAILED";
  CHECK(at_the_desk(gate, kApi) == "net::ERR_CONNECTION_REFUSED");
  CHECK(at_the_desk(gate, "http://127.0.0.1:5252/") == "net::ERR_CONNECTION_REFUSED");
  CHECK(at_the_desk(gate, "https://fonts.example/css") == "net::ERR_NAME_NOT_RESOLVED");
  CHECK(at_the_desk("GET x " + gate + " y", kApi) == "GET x net::ERR_CONNECTION_REFUSED y");
  CHECK(at_the_desk("net::ERR_EMPTY_RESPONSE", kApi) == "net::ERR_EMPTY_RESPONSE");
}

TEST_CASE("the browser's own wish for an icon is not the page's doing") {
  PageStory story = loaded_page();
  story.take(asks("9", "http://localhost:9000/favicon.ico", "Other"), at(20));
  story.take(prints("404", "9"), at(21));
  CHECK(story.rests_at() == at(10) + Patience().unasked);
  CHECK(told(story).requests.size() == 1);
  CHECK(told(story).console.empty());
}

TEST_CASE("a page that goes on to another is seen as the other") {
  PageStory story = loaded_page();
  story.take_element({.matches = 1, .tag = "h1", .text = "old"}, at(11));
  RequestStarted next = asks("M", "http://localhost:9000/next", "Document");
  next.loader = "M";
  story.take(next, at(20));
  story.take(ResponseCame{.id = "M", .status = 404}, at(21));
  story.take(DocumentChanged{.frame = "F", .loader = "M", .url = kSite, .main_frame = true},
             at(22));
  CHECK_FALSE(story.rests_at());
  CHECK(told(story).status == 404);
  CHECK(told(story).matches == 0);
}

TEST_CASE("an inner frame's document changes nothing") {
  PageStory story = loaded_page();
  story.take(DocumentChanged{.frame = "G", .loader = "N", .url = kSite, .main_frame = false},
             at(9));
  CHECK(told(story).status == 200);
  CHECK(story.rests_at() == at(10) + Patience().unasked);
}

TEST_CASE("a page that could not be asked for says why in words") {
  PageStory story("F", PageCaps{});
  story.take(asks("L", kSite, "Document"), at(0));
  story.take_refusal("net::ERR_CONNECTION_REFUSED");
  CHECK(story.rests_at());
  const PageSeen seen = told(story);
  CHECK_FALSE(seen.loaded);
  CHECK(seen.problem == "connection refused (net::ERR_CONNECTION_REFUSED)");
  CHECK(in_words("net::ERR_ODD") == "net::ERR_ODD");
}

TEST_CASE("how the time ran out is said") {
  PageStory story("F", PageCaps{});
  CHECK(story.told(true, 5s).problem == "no answer within 5.0 s");
  story.take(DocumentChanged{.frame = "F", .loader = "L", .url = kSite, .main_frame = true}, at(2));
  CHECK(story.told(true, 5s).problem == "still loading after 5.0 s");
  CHECK(story.told(true, 5s).still_loading);
  story.take(LoadFired{}, at(3));
  CHECK(story.told(true, 5s).problem == "not at rest after 5.0 s");
  CHECK_FALSE(story.told(true, 5s).still_loading);
}

TEST_CASE("more than the caps allow is counted and said") {
  PageStory story = loaded_page({.text = 10, .requests = 2, .console = 1});
  story.take(asks("1", kApi, "XHR"), at(20));
  story.take(asks("2", kApi, "XHR"), at(20));
  story.take(prints("one", ""), at(21));
  story.take(prints("two", ""), at(21));
  story.take_element({.matches = 1, .tag = "h1", .text = std::string(100, 'x')}, at(22));
  const PageSeen seen = told(story);
  CHECK(seen.requests.size() == 2);
  CHECK(seen.console.size() == 1);
  CHECK(seen.problem ==
        "1 further requests are not listed; 1 further console messages are not listed");
  CHECK(seen.text == std::string(10, 'x') + "\n[90 bytes left out]");
}

TEST_CASE("pages that overdo it are ended at once") {
  SECTION("requests") {
    PageStory story = loaded_page({.requests = 2});
    for (int i = 0; i < 8; ++i) {
      story.take(asks(std::to_string(i), kApi, "XHR"), at(20));
    }
    CHECK(story.too_much());
    CHECK(told(story).problem.find("made more than 8 requests") != std::string::npos);
    CHECK(told(story).endless == "made more than 8 requests");
  }
  SECTION("dialogs") {
    PageStory story = loaded_page({.dialogs = 1});
    story.take(DialogOpened{.type = "alert"}, at(20));
    CHECK_FALSE(story.too_much());
    story.take(DialogOpened{.type = "alert"}, at(20));
    CHECK(story.too_much());
  }
  SECTION("navigations") {
    PageStory story = loaded_page({.navigations = 1});
    story.take(DocumentChanged{.frame = "F", .loader = "M", .url = kSite, .main_frame = true},
               at(20));
    CHECK(story.too_much());
    CHECK(story.rests_at() == Time::min());
  }
}

TEST_CASE("a crash is an observation") {
  PageStory story = loaded_page();
  story.take(PageGone{.reason = "crashed"}, at(20));
  CHECK(story.gone());
  CHECK(story.rests_at() == Time::min());
  CHECK(told(story).problem == "the page crashed");
}

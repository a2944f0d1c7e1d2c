#include "checker/browser/undisturbed_visit.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/browser/fake_browser.hpp"

#include <chrono>
#include <string>

// Looks that the machine's own networks spoil, with a browser made of rules.
namespace {

using namespace pinko;
using namespace pinko::browser;
using pinko::test::answer_usually;
using pinko::test::FakeBrowser;
using Call = FakeBrowser::Call;

constexpr const char* kFilled = R"({"matches":1,"tag":"h1","text":"Hello, World!"})";
constexpr const char* kChanged = R"({"frameId":"F","errorText":"net::ERR_NETWORK_CHANGED"})";

PageRequest request() {
  return {.url = "http://localhost:9000/",
          .address = "127.77.9.6",
          .selector = "#dynamic-content",
          .deadline = Deadline::in(std::chrono::seconds(10))};
}

void show_document(const Call& call) {
  call.event("Network.requestWillBeSent",
             R"({"requestId":"L","loaderId":"L","frameId":"F","type":"Document",
                 "request":{"url":"http://localhost:9000/","method":"GET"}})");
  call.event("Network.responseReceived", R"({"requestId":"L","response":{"status":200}})");
  call.event("Page.frameNavigated",
             R"({"frame":{"id":"F","loaderId":"L","url":"http://localhost:9000/"}})");
  call.event("Runtime.executionContextCreated",
             R"({"context":{"id":3,"name":"pinko-observer","auxData":{"frameId":"F"}}})");
  call.event("Network.loadingFinished", R"({"requestId":"L"})");
}

void come_to_rest(const Call& call) {
  call.event("Page.loadEventFired", "{}");
  call.event("Runtime.bindingCalled",
             R"({"name":"pinkoTell",
                 "payload":"{\"matches\":1,\"tag\":\"h1\",\"text\":\"Hello, World!\"}"})");
}

void break_request(const Call& call) {
  call.event("Network.requestWillBeSent",
             R"({"requestId":"A","loaderId":"L","frameId":"F","type":"XHR",
                 "request":{"url":"http://localhost:5252/api/hello","method":"GET"}})");
  call.event("Network.loadingFailed",
             R"({"requestId":"A","errorText":"net::ERR_NETWORK_CHANGED"})");
}

}  // namespace

TEST_CASE("a page that a change of networks kept from loading is looked at again") {
  int looks = 0;
  FakeBrowser fake([&](const Call& call) {
    if (call.method == "Page.navigate" && ++looks <= 2) {
      call.reply(kChanged);
      return;
    }
    answer_usually(call, "<h1>", kFilled);
    if (call.method != "Page.navigate") return;
    show_document(call);
    come_to_rest(call);
  });
  Link link(fake.take_socket());
  const auto seen = visit_undisturbed(link, request(), 1);
  REQUIRE(seen);
  CHECK(looks == 3);
  CHECK(seen->problem.empty());
  CHECK(seen->text == "Hello, World!");
}

TEST_CASE("a page of which one request was broken off is looked at again") {
  int looks = 0;
  FakeBrowser fake([&](const Call& call) {
    answer_usually(call, "<h1>", kFilled);
    if (call.method != "Page.navigate") return;
    show_document(call);
    if (++looks == 1) break_request(call);
    come_to_rest(call);
  });
  Link link(fake.take_socket());
  const auto seen = visit_undisturbed(link, request(), 1);
  REQUIRE(seen);
  CHECK(looks == 2);
  CHECK(seen->requests.size() == 1);
}

TEST_CASE("where every look is disturbed nothing is said of the page") {
  int looks = 0;
  FakeBrowser fake([&](const Call& call) {
    if (call.method == "Page.navigate") {
      ++looks;
      call.reply(kChanged);
    } else {
      answer_usually(call, "", kFilled);
    }
  });
  Link link(fake.take_socket());
  const auto seen = visit_undisturbed(link, request(), 1);
  REQUIRE_FALSE(seen);
  CHECK(seen.error().code == ErrorCode::browser);
  CHECK(seen.error().message.find("networks of this machine") != std::string::npos);
  CHECK(looks > 2);
}

TEST_CASE("a page that refuses is told after one look") {
  int looks = 0;
  FakeBrowser fake([&](const Call& call) {
    if (call.method == "Page.navigate") {
      ++looks;
      call.reply(R"({"frameId":"F","errorText":"net::ERR_EMPTY_RESPONSE"})");
    } else {
      answer_usually(call, "", kFilled);
    }
  });
  Link link(fake.take_socket());
  CHECK(visit_undisturbed(link, request(), 1));
  CHECK(looks == 1);
}

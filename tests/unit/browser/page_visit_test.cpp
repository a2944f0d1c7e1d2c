#include "checker/browser/page_visit.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/browser/fake_browser.hpp"

#include <algorithm>
#include <chrono>
#include <stop_token>
#include <string>
#include <thread>

// The course of a look, with a browser made of rules.
namespace {

using namespace pinko;
using namespace pinko::browser;
using pinko::test::answer_usually;
using pinko::test::FakeBrowser;
using Call = FakeBrowser::Call;
using Clock = std::chrono::steady_clock;

constexpr const char* kFilled = R"({"matches":1,"tag":"h1","text":"Hello, World!"})";

PageRequest request(std::chrono::milliseconds total = std::chrono::seconds(10)) {
  return {.url = "http://localhost:9000/",
          .address = "127.77.9.5",
          .selector = "#dynamic-content",
          .deadline = Deadline::in(total)};
}

void begin_document(const Call& call) {
  call.event("Network.requestWillBeSent",
             R"({"requestId":"L","loaderId":"L","frameId":"F","type":"Document",
                 "request":{"url":"http://localhost:9000/","method":"GET"}})");
  call.event("Network.responseReceived", R"({"requestId":"L","response":{"status":200}})");
  call.event("Page.frameNavigated",
             R"({"frame":{"id":"F","loaderId":"L","url":"http://localhost:9000/"}})");
  call.event("Runtime.executionContextCreated",
             R"({"context":{"id":3,"name":"pinko-observer","auxData":{"frameId":"F"}}})");
}

void end_document(const Call& call) {
  call.event("Network.loadingFinished", R"({"requestId":"L"})");
  call.event("Page.loadEventFired", "{}");
}

void fill(const Call& call) {
  call.event("Runtime.bindingCalled",
             R"({"name":"pinkoTell",
                 "payload":"{\"matches\":1,\"tag\":\"h1\",\"text\":\"Hello, World!\"}"})");
}

bool called(const FakeBrowser& browser, const std::string& method) {
  const auto methods = browser.methods();
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

}  // namespace

TEST_CASE("a look opens a page of its own, and closes it") {
  std::string context;
  std::string address;
  FakeBrowser fake([&](const Call& call) {
    if (call.method == "Target.createBrowserContext") context = call.params;
    if (call.method == "Page.navigate") address = call.params;
    answer_usually(call, "<h1>", kFilled);
    if (call.method != "Page.navigate") return;
    begin_document(call);
    end_document(call);
    fill(call);
  });
  {
    Link link(fake.take_socket());
    const auto seen = visit_page(link, request(), 4711);
    REQUIRE(seen);
    CHECK(seen->loaded);
    CHECK(seen->text == "Hello, World!");
    CHECK(seen->markup_text == "markup");
    CHECK(seen->screenshot_png == "PNG");
    CHECK(seen->problem.empty());
  }
  CHECK(context.find("socks5://127.0.0.1:4711") != std::string::npos);
  CHECK(address.find("http://localhost:9000/") != std::string::npos);
  CHECK(fake.await_call("Target.disposeBrowserContext"));
}

TEST_CASE("nothing is asked for before the observer stands") {
  FakeBrowser fake([&](const Call& call) {
    answer_usually(call, "<h1>", kFilled);
    if (call.method == "Page.navigate") {
      begin_document(call);
      end_document(call);
      fill(call);
    }
  });
  Link link(fake.take_socket());
  REQUIRE(visit_page(link, request(), 1));
  const auto methods = fake.methods();
  const auto script =
      std::find(methods.begin(), methods.end(), "Page.addScriptToEvaluateOnNewDocument");
  const auto navigation = std::find(methods.begin(), methods.end(), "Page.navigate");
  CHECK(script < navigation);
  CHECK(navigation < methods.end());
}

TEST_CASE("a refused navigation is an observation") {
  FakeBrowser fake([&](const Call& call) {
    if (call.method == "Page.navigate") {
      call.reply(R"({"frameId":"F","errorText":"net::ERR_SOCKS_CONNECTION_FAILED"})");
    } else {
      answer_usually(call, "", kFilled);
    }
  });
  Link link(fake.take_socket());
  const auto seen = visit_page(link, request(), 1);
  REQUIRE(seen);
  CHECK_FALSE(seen->loaded);
  CHECK(seen->problem == "connection refused (net::ERR_CONNECTION_REFUSED)");
  CHECK_FALSE(called(fake, "Page.captureScreenshot"));
}

TEST_CASE("dialogs are dismissed, and too many end the script") {
  FakeBrowser fake([&](const Call& call) {
    answer_usually(call, "", kFilled);
    if (call.method == "Page.navigate") begin_document(call);
    if (call.method == "Page.navigate" || call.method == "Page.handleJavaScriptDialog") {
      call.event("Page.javascriptDialogOpening", R"({"type":"alert"})");
    }
  });
  Link link(fake.take_socket());
  const auto seen = visit_page(link, request(), 1);
  REQUIRE(seen);
  CHECK(seen->problem.find("opened more than 10 dialogs") != std::string::npos);
  CHECK(fake.await_call("Runtime.terminateExecution"));
}

TEST_CASE("a page that does not answer in the end has its script ended, and is told as far") {
  FakeBrowser fake([&](const Call& call) {
    if (call.method == "Runtime.evaluate") return;
    answer_usually(call, "", kFilled);
    if (call.method != "Page.navigate") return;
    begin_document(call);
    fill(call);
  });
  Link link(fake.take_socket());
  const auto began = Clock::now();
  const auto seen = visit_page(link, request(std::chrono::seconds(3)), 1);
  REQUIRE(seen);
  CHECK(seen->loaded);
  CHECK(seen->text == "Hello, World!");
  CHECK(seen->problem.find("still loading after ") == 0);
  CHECK(fake.await_call("Runtime.terminateExecution"));
  CHECK(Clock::now() - began < std::chrono::seconds(20));
}

TEST_CASE("a page that does not answer is held by its script where it worked, else it waits") {
  for (const char* seconds : {"1.1", "0.2"}) {
    FakeBrowser fake([&](const Call& call) {
      if (call.method == "Runtime.evaluate") return;
      if (call.method == "SystemInfo.getProcessInfo") {
        call.reply(R"({"processInfo":[{"type":"browser","id":7,"cpuTime":9},
                       {"type":"renderer","id":8,"cpuTime":)" +
                   std::string(seconds) + "}]}");
        return;
      }
      answer_usually(call, "", kFilled);
      if (call.method == "Page.navigate") begin_document(call);
    });
    Link link(fake.take_socket());
    const auto seen = visit_page(link, request(std::chrono::seconds(3)), 1);
    REQUIRE(seen);
    CHECK(fake.await_call("Runtime.terminateExecution"));
    CHECK(seen->still_loading == (seconds == std::string("0.2")));
  }
}

TEST_CASE("a page that crashes is told at once") {
  FakeBrowser fake([&](const Call& call) {
    answer_usually(call, "", kFilled);
    if (call.method != "Page.navigate") return;
    begin_document(call);
    call.event("Inspector.targetCrashed", "{}");
  });
  Link link(fake.take_socket());
  const auto seen = visit_page(link, request(), 1);
  REQUIRE(seen);
  CHECK(seen->problem == "the page crashed");
}

TEST_CASE("a browser that goes away is an Error, whenever it goes") {
  const std::string last = GENERATE("Target.createBrowserContext",
                                    "Target.attachToTarget",
                                    "Page.navigate",
                                    "Page.captureScreenshot");
  FakeBrowser fake([&](const Call& call) {
    if (call.method == last) {
      call.browser.hang_up();
      return;
    }
    answer_usually(call, "", kFilled);
    if (call.method != "Page.navigate") return;
    begin_document(call);
    end_document(call);
    fill(call);
  });
  Link link(fake.take_socket());
  const auto seen = visit_page(link, request(), 1);
  if (last == "Page.captureScreenshot") {
    REQUIRE(seen);  // all but the picture was there
    CHECK(seen->screenshot_png.empty());
  } else {
    REQUIRE_FALSE(seen);
    CHECK(seen.error().code == ErrorCode::browser);
    CHECK(link.closed());
  }
}

TEST_CASE("a browser that refuses a page is an Error with its words") {
  FakeBrowser fake([&](const Call& call) { call.refuse("no more contexts"); });
  Link link(fake.take_socket());
  const auto seen = visit_page(link, request(), 1);
  REQUIRE_FALSE(seen);
  CHECK(seen.error().message.find("no more contexts") != std::string::npos);
}

TEST_CASE("a stop ends a look") {
  std::stop_source source;
  FakeBrowser fake([&](const Call& call) {
    answer_usually(call, "", kFilled);
    if (call.method == "Page.navigate") source.request_stop();
  });
  Link link(fake.take_socket());
  PageRequest wanted = request();
  wanted.stop = source.get_token();
  const auto seen = visit_page(link, wanted, 1);
  REQUIRE_FALSE(seen);
  CHECK(seen.error().code == ErrorCode::cancelled);
}

TEST_CASE("junk and messages without measure are passed over, and the next one is read") {
  FakeBrowser fake([&](const Call& call) {
    if (call.method == "Target.createBrowserContext") {
      call.browser.send(std::string("not JSON\0{\0\0", 12));
      call.browser.send(std::string(40U << 20, 'x') + '\0');
    }
    answer_usually(call, "", kFilled);
    if (call.method != "Page.navigate") return;
    begin_document(call);
    end_document(call);
    fill(call);
  });
  Link link(fake.take_socket());
  CHECK(visit_page(link, request(), 1));
}

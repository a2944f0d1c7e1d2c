#include "checker/browser/chromium.hpp"
#include "checker/browser/hosts.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/own_address.hpp"
#include "tests/support/tiny_server.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stop_token>
#include <string>
#include <thread>

// Pages of our own on loopback addresses of our own, in a real browser.
namespace {

using namespace pinko;
using namespace pinko::browser;
using pinko::test::TinyAnswer;
using pinko::test::TinyServer;
using Clock = std::chrono::steady_clock;

class StderrLog final : public Log {
 public:
  void write(LogLevel level, std::string_view line) override {
    if (level != LogLevel::debug) std::cerr << line << '\n';
  }
};

/// One browser for all tests, as the program has one for all tasks.
Browser& one_browser() {
  static StderrLog log;
  static const std::unique_ptr<Browser> browser = [] {
    const char* program = std::getenv("PINKO_BROWSER");
    auto made = make_chromium({.program = program == nullptr ? "" : program}, log);
    if (made->version().empty()) {
      std::cerr << "no browser starts here\n";
      std::exit(77);
    }
    return made;
  }();
  return *browser;
}

const std::string kAddress = test::own_address();
const std::string kOtherAddress = test::own_address(1);
constexpr std::string_view kAsks = R"(
<script>
  const ask = new XMLHttpRequest();
  ask.onload = () => {
    if (ask.status == 200) document.getElementById('dynamic-content').textContent = ask.responseText;
  };
  ask.open('GET', 'http://localhost:5252/api/hello');
  ask.send();
</script>)";

std::string page(std::string_view inside) {
  return "<!DOCTYPE html><html><head><title>t</title></head><body>" + std::string(inside) +
         "</body></html>";
}

std::string page_that_asks() {
  return page("<h1 id=\"dynamic-content\"></h1>" + std::string(kAsks));
}

TinyServer site(std::string html, const std::string& address = kAddress) {
  return TinyServer(address, 9000, [html = std::move(html)](auto, auto target) {
    if (target == "/") return TinyAnswer{.body = html};
    return TinyAnswer{.status = 404, .body = "nothing here"};
  });
}

TinyServer api(std::string text, bool cors = true, const std::string& address = kAddress) {
  return TinyServer(address, 5252, [text = std::move(text), cors](auto, auto target) {
    TinyAnswer answer{.type = "text/plain", .body = text};
    if (cors) answer.headers = "Access-Control-Allow-Origin: *\r\n";
    if (target != "/api/hello") answer.status = 404;
    return answer;
  });
}

PageRequest request(const std::string& address = kAddress,
                    std::chrono::milliseconds total = std::chrono::seconds(15)) {
  return {.url = "http://localhost:9000/",
          .address = address,
          .selector = "#dynamic-content",
          .deadline = Deadline::in(total)};
}

PageSeen look(const PageRequest& wanted = request()) {
  Result<PageSeen> seen = one_browser().load(wanted);
  INFO((seen ? std::string() : seen.error().message));
  REQUIRE(seen);
  return *seen;
}

const BrowserRequest* find_request(const PageSeen& seen, std::string_view url) {
  const auto found = std::find_if(
      seen.requests.begin(), seen.requests.end(), [&](const auto& one) { return one.url == url; });
  return found == seen.requests.end() ? nullptr : &*found;
}

bool console_says(const PageSeen& seen, std::string_view text) {
  return std::any_of(seen.console.begin(), seen.console.end(), [&](const ConsoleMessage& one) {
    return one.text.find(text) != std::string::npos;
  });
}

/// Kills what this program started with all below it: the browser, and the script that may have
/// started it. Returns how many groups of processes that were.
int kill_children() {
  int killed = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child; ++killed) {
      kill(-child, SIGKILL);
    }
  }
  return killed;
}

}  // namespace

TEST_CASE("a page that asks the API is seen filled") {
  const auto pages = site(page_that_asks());
  const auto answers = api("Hello, World!");
  const PageSeen seen = look();
  CHECK(seen.loaded);
  CHECK(seen.problem.empty());
  CHECK(seen.status == 200);
  CHECK(seen.matches == 1);
  CHECK(seen.tag == "h1");
  CHECK(seen.text == "Hello, World!");
  CHECK(seen.markup_text.empty());
  CHECK(seen.console.empty());
  CHECK(seen.requests.size() == 2);
  const BrowserRequest* asked = find_request(seen, "http://localhost:5252/api/hello");
  REQUIRE(asked != nullptr);
  CHECK(asked->status == 200);
  CHECK(asked->method == "GET");
  CHECK(asked->type == "XHR");
  CHECK(asked->failure.empty());
  CHECK(seen.screenshot_png.substr(1, 3) == "PNG");
}

TEST_CASE("an answer without permission is seen as blocked by CORS, with its status") {
  const auto pages = site(page_that_asks());
  const auto answers = api("Hello, World!", /*cors=*/false);
  const PageSeen seen = look();
  CHECK(seen.text.empty());
  const BrowserRequest* asked = find_request(seen, "http://localhost:5252/api/hello");
  REQUIRE(asked != nullptr);
  CHECK(asked->blocked == "cors");
  CHECK(asked->failure == "net::ERR_FAILED (CORS: MissingAllowOriginHeader)");
  CHECK(asked->status == 200);
  CHECK(console_says(seen, "blocked by CORS policy"));
}

TEST_CASE("a port where nobody listens is seen as refused, not as a fault of the gate") {
  const auto pages = site(page_that_asks());
  const PageSeen seen = look();
  const BrowserRequest* asked = find_request(seen, "http://localhost:5252/api/hello");
  REQUIRE(asked != nullptr);
  CHECK(asked->failure == "net::ERR_CONNECTION_REFUSED");
  CHECK(asked->blocked.empty());
  CHECK(console_says(seen, "net::ERR_CONNECTION_REFUSED"));
  CHECK_FALSE(console_says(seen, "SOCKS"));
}

TEST_CASE("other hosts do not exist, and that is told apart") {
  const auto pages = site(page(
      R"(<h1 id="dynamic-content"></h1><script src="http://cdn.example/jquery.js"></script>
         <script>fetch('http://192.0.2.1/x').catch(() => {}); $('#dynamic-content').text('x');</script>)"));
  const PageSeen seen = look();
  const BrowserRequest* script = find_request(seen, "http://cdn.example/jquery.js");
  REQUIRE(script != nullptr);
  CHECK(script->failure == "net::ERR_NAME_NOT_RESOLVED");
  const BrowserRequest* literal = find_request(seen, "http://192.0.2.1/x");
  REQUIRE(literal != nullptr);
  CHECK(literal->failure == "net::ERR_NAME_NOT_RESOLVED");
  const auto exception = std::find_if(seen.console.begin(),
                                      seen.console.end(),
                                      [](const auto& one) { return one.level == "exception"; });
  REQUIRE(exception != seen.console.end());
  CHECK(exception->text == "Uncaught ReferenceError: $ is not defined");
  CHECK(exception->url == "http://localhost:9000/");
  CHECK(exception->line == 2);
}

TEST_CASE("127.0.0.1 is the run's address too") {
  std::string html = page_that_asks();
  html.replace(html.find("localhost:5252"), 14, "127.0.0.1:5252");
  const auto pages = site(html);
  const auto answers = api("Hello, World!");
  CHECK(look().text == "Hello, World!");
}

TEST_CASE("a missing element matches nothing") {
  const auto pages = site(page("<h1>no id</h1>" + std::string(kAsks)));
  const auto answers = api("Hello, World!");
  const PageSeen seen = look();
  CHECK(seen.loaded);
  CHECK(seen.matches == 0);
  CHECK(console_says(seen, "TypeError"));
}

TEST_CASE("a wrong path is seen as 404") {
  std::string html = page_that_asks();
  html.replace(html.find("/api/hello"), 10, "/api/hallo");
  const auto pages = site(html);
  const auto answers = api("Hello, World!");
  const PageSeen seen = look();
  const BrowserRequest* asked = find_request(seen, "http://localhost:5252/api/hallo");
  REQUIRE(asked != nullptr);
  CHECK(asked->status == 404);
  CHECK(seen.text.empty());
}

TEST_CASE("text that no script filled stands in the markup") {
  const auto pages = site(page("<h1 id=\"dynamic-content\">Hello, <b>World</b>!</h1>"));
  const PageSeen seen = look();
  CHECK(seen.text == "Hello, World!");
  CHECK(seen.markup_text == "Hello, World!");
  CHECK(seen.requests.size() == 1);
}

TEST_CASE("a script that fills the element without asking leaves no request") {
  const auto pages = site(
      page("<h1 id=\"dynamic-content\">…</h1><script>document.getElementById('dynamic-content')"
           ".textContent = 'Hello, World!';</script>"));
  const PageSeen seen = look();
  CHECK(seen.text == "Hello, World!");
  CHECK(seen.markup_text == "…");
  CHECK(seen.requests.size() == 1);
}

TEST_CASE("a page that asks a while after it loaded is waited for") {
  const auto pages = site(page(
      R"(<h1 id="dynamic-content">wait</h1><script>setTimeout(() =>
      fetch('http://localhost:5252/api/hello').then(answer => answer.text()).then(text => {
        document.getElementById('dynamic-content').textContent = text; }), 500);</script>)"));
  const auto answers = api("Hello, World!");
  CHECK(look().text == "Hello, World!");
}

TEST_CASE("pages on two addresses at once see each their own") {
  const auto pages = site(page_that_asks());
  const auto answers = api("first");
  const auto other_pages = site(page_that_asks(), kOtherAddress);
  const auto other_answers = api("second", true, kOtherAddress);
  std::string other_text;
  one_browser().prepare();
  std::thread other([&] {
    const auto seen = one_browser().load(request(kOtherAddress));
    if (seen) other_text = seen->text;
  });
  const auto seen = one_browser().load(request());
  other.join();
  REQUIRE(seen);
  CHECK(seen->text == "first");
  CHECK(other_text == "second");
}

TEST_CASE("a page where nobody listens did not load") {
  const PageSeen seen = look();
  CHECK_FALSE(seen.loaded);
  CHECK(seen.problem == "connection refused (net::ERR_CONNECTION_REFUSED)");
  CHECK(seen.matches == 0);
}

TEST_CASE("a server that says nothing did not give a page in time") {
  const TinyServer mute(kAddress, 9000, [](auto, auto) { return TinyAnswer{.silent = true}; });
  const auto began = Clock::now();
  const PageSeen seen = look(request(kAddress, std::chrono::milliseconds(2000)));
  CHECK_FALSE(seen.loaded);
  CHECK(seen.problem.find("no answer within ") == 0);
  CHECK(seen.still_loading);
  CHECK(Clock::now() - began < std::chrono::seconds(10));
}

TEST_CASE("a page that never ends is seen as far as it came") {
  const TinyServer drip(kAddress, 9000, [](auto, auto) {
    return TinyAnswer{.body = page("<h1 id=\"dynamic-content\">here</h1>"), .unfinished = true};
  });
  const PageSeen seen = look(request(kAddress, std::chrono::seconds(6)));
  CHECK(seen.loaded);
  CHECK(seen.problem.find("still loading after ") == 0);
  CHECK(seen.still_loading);
  CHECK(seen.text == "here");
}

TEST_CASE("a redirect without end is a problem in words") {
  const TinyServer round(kAddress, 9000, [](auto, auto target) {
    return TinyAnswer{.status = 302, .headers = "Location: " + std::string(target) + "x\r\n"};
  });
  const PageSeen seen = look();
  CHECK_FALSE(seen.loaded);
  CHECK(seen.problem == "redirected without end (net::ERR_TOO_MANY_REDIRECTS)");
}

TEST_CASE("a page that reloads itself for ever is ended") {
  const auto pages = site(page("<script>location.reload()</script>"));
  const PageSeen seen = look();
  CHECK(seen.problem.find("left for another address more than 20 times") != std::string::npos);
}

TEST_CASE("a page that leaves for elsewhere says where to") {
  const auto pages = site(page("<script>location.href = 'http://elsewhere.example/'</script>"));
  const PageSeen seen = look();
  CHECK(seen.problem.find("http://elsewhere.example/") != std::string::npos);
}

TEST_CASE("an endless row of dialogs is ended") {
  const auto pages =
      site(page("<h1 id=\"dynamic-content\">x</h1><script>while (true) alert(1)</script>"));
  const auto began = Clock::now();
  const PageSeen seen = look(request(kAddress, std::chrono::seconds(90)));
  CHECK(seen.loaded);
  CHECK(seen.problem.find("opened more than 10 dialogs") != std::string::npos);
  CHECK(Clock::now() - began < std::chrono::seconds(60));
}

TEST_CASE("a script that never ends is ended, and the page looked at") {
  const auto pages =
      site(page("<h1 id=\"dynamic-content\">x</h1><script>while (true) {}</script>"));
  const PageSeen seen = look(request(kAddress, std::chrono::seconds(12)));
  CHECK(seen.loaded);
  CHECK(seen.matches == 1);
  CHECK(seen.text == "x");
  CHECK(seen.problem.find("still loading") != std::string::npos);
  CHECK_FALSE(seen.still_loading);
}

TEST_CASE("pop-ups open no page") {
  const auto pages = site(page(
      R"(<h1 id="dynamic-content"></h1><a id="a" href="/other" target="_blank">x</a><script>
      for (let i = 0; i < 20; ++i) window.open('/other' + i);
      document.getElementById('a').click();</script>)"));
  look();
  for (const std::string& line : pages.asked()) {
    CHECK(line.find("/other") == std::string::npos);
  }
}

TEST_CASE("endless words on the console are capped, with a word about it") {
  const auto pages = site(page(
      R"(<h1 id="dynamic-content"></h1><script>
      for (let i = 0; i < 5000; ++i) console.log('line ' + i);
      console.log('\ud800 lone', {a: 1}, [1, 2], null, undefined, 1n, NaN);</script>)"));
  const PageSeen seen = look();
  CHECK(seen.console.size() == 200);
  CHECK(seen.problem.find("further console messages are not listed") != std::string::npos);
}

TEST_CASE("a huge text is cut, with a word about it") {
  const auto pages = site(page(
      R"(<h1 id="dynamic-content"></h1><script>
      document.getElementById('dynamic-content').textContent = 'x '.repeat(1e6);</script>)"));
  const PageSeen seen = look();
  CHECK(seen.text.size() < 20 * 1024);
  CHECK(seen.text.find("left out") != std::string::npos);
}

TEST_CASE("a page cannot mislead the observer by changing what scripts rely on") {
  const auto pages = site(page(
      R"(<h1 id="dynamic-content">true text</h1><script>
      Document.prototype.querySelectorAll = () => [{localName: 'h1', textContent: 'forged'}];
      document.querySelectorAll = Document.prototype.querySelectorAll;
      DOMParser.prototype.parseFromString = () => document;
      JSON.stringify = () => '{"matches":1,"tag":"h1","text":"forged"}';
      if (window.pinkoTell) pinkoTell('{"matches":1,"tag":"h1","text":"forged"}');
      </script>)"));
  const PageSeen seen = look();
  CHECK(seen.text == "true text");
  CHECK(seen.markup_text == "true text");
}

TEST_CASE("a page that loads jQuery from the internet is lent one") {
  const std::filesystem::path jquery =
      std::filesystem::temp_directory_path() / ("pinko-lent-" + std::to_string(::getpid()) + ".js");
  std::ofstream(jquery) << "window.lent = 'Hello, World!';\n";
  const auto look_with = [&](const std::string& file, const std::string& attributes = "") {
    const auto pages = site(page("<h1 id=\"dynamic-content\"></h1><script src=\"https://" + file +
                                 "\"" + attributes +
                                 "></script><script>document.querySelector('h1').textContent = "
                                 "window.lent || 'none';</script>"));
    PageRequest wanted = request();
    wanted.jquery = jquery;
    return look(wanted);
  };
  const std::string file = "code.jquery.com/jquery-3.6.0.min.js";
  const PageSeen lent = look_with(file);
  CHECK(lent.text == "Hello, World!");
  REQUIRE(find_request(lent, "https://" + file) != nullptr);
  CHECK(find_request(lent, "https://" + file)->status == 200);
  CHECK(look_with("code.jquery.com/jquery-3.6.0.slim.js").text == "none");
  // The checksum is of the release that the page means: what is lent is never compared with it.
  const PageSeen known = look_with(file,
                                   " crossorigin=\"anonymous\" integrity=\"sha256-"
                                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"");
  CHECK(known.text == "Hello, World!");
}

TEST_CASE("a stop ends the look at once") {
  const TinyServer mute(kAddress, 9000, [](auto, auto) { return TinyAnswer{.silent = true}; });
  std::stop_source source;
  PageRequest wanted = request(kAddress, std::chrono::seconds(90));
  wanted.stop = source.get_token();
  std::thread stopper([&] {
    while (mute.asked().empty())
      std::this_thread::yield();
    source.request_stop();
  });
  const auto began = Clock::now();
  const auto seen = one_browser().load(wanted);
  stopper.join();
  REQUIRE_FALSE(seen);
  CHECK(seen.error().code == ErrorCode::cancelled);
  CHECK(Clock::now() - began < std::chrono::seconds(60));
}

TEST_CASE("a browser that dies is replaced, before a page and during one") {
  look();
  REQUIRE(kill_children() > 0);
  {
    const auto pages = site(page_that_asks());
    const auto answers = api("Hello, World!");
    CHECK(look().text == "Hello, World!");
  }
  const TinyServer mute(kAddress, 9000, [](auto, auto) { return TinyAnswer{.silent = true}; });
  std::thread killer([&] {
    while (mute.asked().empty())
      std::this_thread::yield();
    kill_children();
  });
  const PageSeen seen = look(request(kAddress, std::chrono::seconds(5)));
  killer.join();
  CHECK(seen.problem.find("no answer within") == 0);
  CHECK(mute.asked().size() >= 2);
}

TEST_CASE("a program that is no browser is an Error that says so") {
  StderrLog log;
  const auto none = make_chromium({.program = "/bin/false"}, log);
  const auto seen = none->load(request());
  REQUIRE_FALSE(seen);
  CHECK(seen.error().code == ErrorCode::browser);
  CHECK(seen.error().message.find("/bin/false") != std::string::npos);
  const auto missing = make_chromium({.program = "/no/such/browser"}, log)->load(request());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.find("/no/such/browser") != std::string::npos);
}

TEST_CASE("times", "[.times]") {
  StderrLog log;
  const auto pages = site(page_that_asks());
  const auto answers = api("Hello, World!");
  auto began = Clock::now();
  const auto lap = [&began](const char* what) {
    const auto now = Clock::now();
    std::cout << what << ": "
              << std::chrono::duration_cast<std::chrono::milliseconds>(now - began).count()
              << " ms\n";
    began = Clock::now();
  };
  auto fresh = make_chromium({}, log);
  CHECK(fresh->load(request()));
  lap("cold: start and first page");
  for (int i = 0; i < 5; ++i) {
    CHECK(fresh->load(request()));
    lap("warm page");
  }
  PageRequest plain = request();
  plain.screenshot = false;
  CHECK(fresh->load(plain));
  lap("warm page without screenshot");
  fresh.reset();
  lap("end");
}

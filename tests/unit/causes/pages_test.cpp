#include "checker/util/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kIndex = "front-end/softy-pinko-front-end/index.html";
constexpr const char* kHeading = "<h1 id=\"dynamic-content\"></h1>";

const char* old_heading() {
  return "<h1>We provide the best of all</h1>";
}

std::string page(const std::string& body, const std::string& script = {}) {
  return "<html><body>\n" + body + '\n' + old_heading() + "\n<script>\n" + script +
         "\n</script>\n</body></html>\n";
}

Look looks_at(const char* check, const std::string& text) {
  const int task = check[1] - '0';
  return {.check = check, .seen = site(task, text), .task = with(model(task), kIndex, text)};
}

Look heading(const std::string& body) {
  return looks_at("t3-heading", page(body));
}

Look asks(const std::string& url) {
  return looks_at("t3-script", page(kHeading, "fetch(\"" + url + "\")"));
}

Look asks_by_proxy(const std::string& url) {
  return looks_at("t5-page-url", page(kHeading, "fetch(\"" + url + "\")"));
}

PageSeen empty_page() {
  PageSeen seen;
  seen.loaded = true;
  seen.status = 200;
  seen.matches = 1;
  return seen;
}

PageSeen with_request(const std::string& url, int status, const std::string& failure = {}) {
  PageSeen seen = empty_page();
  BrowserRequest request = asked(url, status);
  request.type = "Fetch";
  request.failure = failure;
  seen.requests = {request};
  return seen;
}

PageSeen with_message(const std::string& text) {
  PageSeen seen = empty_page();
  seen.console = {{.level = "exception", .text = text}};
  return seen;
}

Look browser(PageSeen seen, const std::string& text = {}) {
  Sources task = model(3);
  if (!text.empty()) task.texts[kIndex] = text;
  return {.check = "t3-browser", .seen = std::move(seen), .task = std::move(task)};
}

}  // namespace

TEST_CASE("causes in the page's headings") {
  SiteSeen untouched = site(3, page(""));
  untouched.from_template = true;
  const Look good = heading(kHeading);
  check_examples({
      {"page-untouched", {"t3-heading", untouched, model(3)}, heading("")},
      {"element-missing", heading("<p>x</p>"), good, kHeading},
      {"element-is-no-h1", heading("<h2 id=\"dynamic-content\"></h2>"), good, kHeading},
      {"id-is-text", heading("<h1>id=\"dynamic-content\"></h1>"), good, kHeading},
      {"id-in-other-case", heading("<h1 id=\"Dynamic-Content\"></h1>"), good, kHeading},
      {"heading-behind",
       looks_at("t3-heading-place", page(old_heading() + std::string(kHeading))),
       looks_at("t3-heading-place", page(kHeading))},
      {"old-heading-gone",
       looks_at("t3-heading-place", replace_all(page(kHeading), "We provide", "They provide")),
       looks_at("t3-heading-place", page(kHeading))},
  });
}

TEST_CASE("causes in the addresses that the page asks") {
  const char* right = "http://localhost:5252/api/hello";
  const Look good = asks(right);
  check_examples({
      {"page-asks-nothing", looks_at("t3-script", page(kHeading)), good},
      {"page-asks-other-path", asks("http://localhost:5252/api/hallo"), good, right},
      {"page-asks-other-port", asks("http://localhost:5000/api/hello"), good, right},
      {"page-asks-front-end", asks("/api/hello"), good, right},
      {"page-asks-unknown-host", asks("http://back-end:5252/api/hello"), good, right},
      {"page-goes-round-proxy",
       asks_by_proxy("http://localhost:5252/api/hello"),
       asks_by_proxy("/api/hello"),
       "fetch(\"/api/hello\")"},
      {"page-asks-other-port",
       asks_by_proxy("http://localhost:8080/api/hello"),
       asks_by_proxy("http://localhost/api/hello"),
       "fetch(\"/api/hello\")"},
  });
}

TEST_CASE("what the back end lacks for pages of another origin is told in full") {
  PageSeen hidden = with_request("http://localhost:5252/api/hello", 0);
  hidden.requests.front().blocked = "cors";
  Sources task = model(4);
  task = edited(std::move(task), "back-end/api.py", "CORS(app)", "#");
  const Verdict called = why("t4-browser", hidden, task);
  CHECK(called.cause_id == "blocked-by-cors");
  CHECK(called.where.front().path == "task4/back-end/api.py");
  CHECK(called.corrected == "app = Flask(__name__)\nCORS(app)");
  CHECK(called.hint.starts_with("Call `CORS(app)` behind"));
  CHECK(called.hint.find("pip3") == std::string::npos);
  task = edited(std::move(task), "back-end/api.py", "from flask_cors import CORS\n", "");
  task = edited(
      std::move(task), "back-end/Dockerfile", "RUN pip3 install --no-cache-dir flask-cors\n", "");
  const Verdict lacking = why("t4-browser", hidden, task);
  CHECK(lacking.corrected == "from flask_cors import CORS\napp = Flask(__name__)\nCORS(app)");
  CHECK(lacking.hint.starts_with("Write `from flask_cors import CORS`"));
  CHECK(lacking.hint.find("`RUN pip3 install flask-cors`") != std::string::npos);
}

TEST_CASE("causes of an element that stays empty") {
  PageSeen hidden = with_request("http://localhost:5252/api/hello", 0);
  hidden.requests.front().blocked = "cors";
  PageSeen refused = with_request("http://localhost:5252/api/hello", 0);
  refused.requests.front().blocked = "mixed-content";
  PageSeen silent = with_request("http://localhost:5252/api/hello", 0, "net::ERR_TIMED_OUT");
  PageSeen closed =
      with_request("http://localhost:5252/api/hello", 0, "net::ERR_CONNECTION_REFUSED");
  PageSeen function = empty_page();
  function.text = "function text() { [native code] }";
  function.requests = {asked("http://localhost:5252/api/hello", 200)};
  const char* uncalled =
      "<html><h1 id=\"dynamic-content\"></h1>\n<script>fetch('http://localhost:5252/api/hello')\n"
      ".then(r => r.text).then(t => show(t))</script></html>\n";
  const PageSeen safe =
      with_request("https://localhost:5252/api/hello", 0, "net::ERR_SSL_PROTOCOL_ERROR");
  PageSeen lost = empty_page();
  BrowserRequest script = asked("http://localhost:9000/assets/jquery.js", 404);
  script.type = "Script";
  lost.requests = {script};
  lost.console = with_message("Uncaught ReferenceError: $ is not defined").console;
  PageSeen written = empty_page();
  written.text = written.markup_text = "Hello, World!";
  PageSeen by_script = empty_page();
  by_script.text = "Hello, World!";
  PageSeen dialogs = empty_page();
  dialogs.endless = "opened more than 10 dialogs";
  const std::string alerts = "<html><script>\nwhile (true) alert('x')\n</script></html>\n";
  const PageSeen no_dollar = with_message("Uncaught ReferenceError: $ is not defined");
  const std::string early =
      "<html><head><script>$.get('/api/hello')</script>\n"
      "<script src=\"jquery.min.js\"></script></head></html>\n";
  const std::string none = "<html><head><script>$.get('/api/hello')</script></head></html>\n";
  const Look good = browser(with_request("http://localhost:5252/api/hello", 200));
  check_examples({
      {"blocked-by-cors", browser(hidden), browser(refused)},
      {"browser-refuses", browser(refused), browser(hidden)},
      {"function-not-called",
       browser(function, uncalled),
       browser(with_request("http://localhost:5252/api/hello", 200), uncalled),
       ".then(r => r.text())"},
      {"page-asks-https",
       browser(safe, "<html><script>fetch('https://localhost:5252/api/hello')</script></html>\n"),
       browser(silent),
       "fetch('http://localhost:5252/api/hello')"},
      {"page-gets-no-answer", browser(silent), browser(closed)},
      {"page-asks-where-nobody-listens", browser(closed), browser(silent)},
      {"page-asks-unknown-host",
       browser(with_request("http://back-end:5252/api/hello", 0, "net::ERR_NAME_NOT_RESOLVED")),
       browser(closed)},
      {"page-asks-other-path", browser(with_request("http://localhost:5252/hello", 404)), good},
      {"api-fails", browser(with_request("http://localhost:5252/api/hello", 500)), good},
      {"answer-not-shown", good, browser(with_request("http://localhost:5252/api/hello", 500))},
      {"page-asks-something-else", browser(with_request("http://localhost:5252/other", 200)), good},
      {"page-asks-nothing", browser(empty_page(), "<html></html>\n"), good},
      {"script-not-run", browser(empty_page()), browser(empty_page(), "<html></html>\n")},
      {"script-stops",
       browser(with_message("Uncaught TypeError: x is broken")),
       browser(empty_page())},
      {"jquery-not-served", browser(lost), browser(no_dollar)},
      {"browser-jquery-not-there", browser(no_dollar, "<html></html>"), browser(no_dollar, none)},
      {"jquery-not-loaded", browser(no_dollar, none), browser(no_dollar, early)},
      {"jquery-after-script", browser(no_dollar, early), browser(no_dollar, none)},
      {"text-written-in-page",
       browser(written, "<html><h1 id=\"dynamic-content\">Hello, World!</h1></html>\n"),
       browser(by_script),
       kHeading},
      {"text-written-by-script", browser(by_script), browser(written)},
      {"page-endless", browser(dialogs, alerts), browser(by_script, alerts)},
  });
}

TEST_CASE("a font that did not come is no reason for a missing element") {
  PageSeen page;
  page.loaded = true;
  page.console = {{.level = "error",
                   .text = "Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
                   .url = "https://fonts.example/css?family=x"}};
  const Verdict verdict = why("t4-browser", page, model(2));
  CHECK(verdict.cause_id != "browser-name-not-resolved");
  const Sources task =
      edited(model(4), "front-end/softy-pinko-front-end/index.html", "id=\"dynamic-content\"", "");
  CHECK(why("t4-browser", page, task).cause_id == "element-missing");
}

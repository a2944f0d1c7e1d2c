#include "tests/support/catch.hpp"
#include "tests/tasks/tables.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kIndex = "front-end/softy-pinko-front-end/index.html";
constexpr const char* kApi = "http://localhost:5252/api/hello";

SiteSeen page_of(const Sources& task) {
  return site(3, task.texts.at(kIndex));
}

PageSeen shown(std::string text) {
  PageSeen seen;
  seen.loaded = true;
  seen.status = 200;
  seen.matches = 1;
  seen.tag = "h1";
  seen.text = std::move(text);
  return seen;
}

PageSeen good_page() {
  PageSeen seen = shown("Hello, World!");
  seen.requests = {asked(kApi, 200)};
  return seen;
}

}  // namespace

TEST_CASE("t3-front-end-files refuses the template, whose page has no edits") {
  CHECK(is_passed(judged("t3-front-end-files", model_site(3))));
  SiteSeen given = model_site(3);
  given.from_template = true;
  CHECK(is_failed(judged("t3-front-end-files", given)));
}

TEST_CASE("t3-back-end-builds and t3-front-end-builds") {
  for (const char* id : {"t3-back-end-builds", "t3-front-end-builds"}) {
    BuildSeen build;
    build.ok = true;
    CHECK(is_passed(judged(id, build)));
    build.ok = false;
    build.output = "ERROR: unknown command \"flask-cors\"\n";
    const Finding finding = judged(id, build);
    CHECK(is_failed(finding));
    CHECK(says(finding, "install is missing"));
  }
}

TEST_CASE("t3-heading wants an element, not the letters") {
  CHECK(is_passed(judged("t3-heading", model_site(3))));
  const std::string element = "<h1 id=\"dynamic-content\"></h1>";
  const Finding text = judged(
      "t3-heading", page_of(edited(model(3), kIndex, element, "<h1>id=\"dynamic-content\"></h1>")));
  CHECK(is_failed(text));
  CHECK(says(text, "text and no attribute"));
  CHECK(text.where.front().line > 1);
  CHECK(is_failed(judged("t3-heading", page_of(edited(model(3), kIndex, element, "")))));
  const Finding paragraph = judged(
      "t3-heading", page_of(edited(model(3), kIndex, element, "<p id=\"dynamic-content\"></p>")));
  CHECK(is_failed(paragraph));
  SiteSeen nothing;
  CHECK(judged("t3-heading", nothing).kind == Finding::Kind::blocked);
}

TEST_CASE("t3-heading-place wants it above the old heading") {
  CHECK(is_passed(judged("t3-heading-place", model_site(3))));
  const std::string element = "<h1 id=\"dynamic-content\"></h1>";
  const Sources moved =
      edited(edited(model(3), kIndex, element, ""), kIndex, "</main>", element + "</main>");
  const Finding finding = judged("t3-heading-place", page_of(moved));
  CHECK(is_failed(finding));
  CHECK(finding.where.size() == 2);
}

TEST_CASE("t3-script wants a request to the API's own address") {
  CHECK(is_passed(judged("t3-script", model_site(3), model(3))));
  const auto with_url = [](const char* url) {
    const Sources task = edited(model(3), kIndex, kApi, url);
    return judged("t3-script", page_of(task), task);
  };
  CHECK(says(with_url("http://localhost:5000/api/hello"), "port 5000"));
  CHECK(says(with_url("http://back-end:5252/api/hello"), "back-end"));
  CHECK(says(with_url("http://localhost:5252/hello"), "/hello"));
  CHECK(says(with_url("/api/hello"), "without host"));
  CHECK(with_url("http://localhost:5000/api/hello").where.front().line > 1);
  const SiteSeen silent = site(3, "<h1 id=\"dynamic-content\"></h1>");
  CHECK(is_failed(judged("t3-script", silent)));
}

TEST_CASE("t3-api-hello and t3-cors ask the API as a page would") {
  CHECK(is_passed(judged("t3-api-hello", answer("Hello, World!"))));
  CHECK(is_failed(judged("t3-api-hello", answer("", 500), model(3))));
  HttpSeen open = answer("Hello, World!");
  open.headers = {{"access-control-allow-origin", "*"}};
  CHECK(is_passed(judged("t3-cors", open)));
  open.headers = {{"access-control-allow-origin", "http://localhost:9000"}};
  CHECK(is_passed(judged("t3-cors", open)));
  open.headers = {{"access-control-allow-origin", "http://example.org"}};
  CHECK(is_failed(judged("t3-cors", open)));
  const Sources closed = edited(model(3), "back-end/api.py", "CORS(app)", "pass");
  const Finding finding = judged("t3-cors", answer("Hello, World!"), closed);
  CHECK(is_failed(finding));
  CHECK(says(finding, "never calls CORS"));
  CHECK(finding.where.front().path == "task3/back-end/api.py");
}

TEST_CASE("t3-page-served and t3-site-served compare bytes") {
  SiteServedSeen seen;
  seen.files = {{.path = "", .status = 200, .equal = true, .expected_size = 5, .size = 5},
                {.path = "a.js", .status = 200, .equal = true}};
  CHECK(is_passed(judged("t3-page-served", seen)));
  CHECK(is_passed(judged("t3-site-served", seen)));
  seen.files[0].equal = false;
  seen.files[1].equal = false;
  CHECK(is_failed(judged("t3-page-served", seen, model(3))));
  CHECK(is_failed(judged("t3-site-served", seen, model(3))));
}

TEST_CASE("t3-browser wants the answer of the API in the heading") {
  CHECK(is_passed(judged("t3-browser", good_page(), model(3))));
  PageSeen written = shown("Hello, World!");
  written.markup_text = "Hello, World!";
  const Finding finding = judged("t3-browser", written, model(3));
  CHECK(is_failed(finding));
  CHECK(says(finding, "written into the page"));
  PageSeen unloaded;
  unloaded.problem = "net::ERR_CONNECTION_REFUSED";
  CHECK(judged("t3-browser", unloaded).follows.front() == "page-served");
}

TEST_CASE("t3-browser says why the heading stays empty") {
  PageSeen none = shown("");
  none.matches = 0;
  CHECK(judged("t3-browser", none, model(3)).follows.front() == "heading");

  PageSeen cors = shown("");
  cors.requests = {asked(kApi, 0)};
  cors.requests.front().blocked = "cors";
  const Finding hidden = judged("t3-browser", cors, model(3));
  CHECK(says(hidden, "CORS"));
  CHECK(hidden.follows.front() == "cors");

  PageSeen refused = shown("");
  refused.requests = {asked("http://localhost:5000/api/hello", 0)};
  refused.requests.front().failure = "net::ERR_CONNECTION_REFUSED";
  const Sources wrong = edited(model(3), kIndex, ":5252/", ":5000/");
  const Finding port = judged("t3-browser", refused, wrong);
  CHECK(says(port, "nothing listens on localhost:5000"));
  CHECK(port.where.front().line > 1);

  PageSeen lost = shown("");
  lost.requests = {asked("http://localhost:9000/api/hello", 404)};
  CHECK(says(judged("t3-browser", lost, model(3)), "404"));

  PageSeen idle = shown("");
  idle.requests = {asked(kApi, 200)};
  CHECK(says(judged("t3-browser", idle, model(3)), "no script put the answer"));

  CHECK(says(judged("t3-browser", shown(""), model(3)), "was not run"));
}

TEST_CASE("t3-browser tells a script that comes too early from jQuery that is out of reach") {
  PageSeen early = shown("");
  early.console = {{.level = "exception", .text = "ReferenceError: $ is not defined"}};
  CHECK(says(judged("t3-browser", early, model(3)), "$ is not defined"));

  const Sources first =
      edited(model(3), kIndex, "</title>", "</title><script>$(function () {});</script>");
  const Finding place = judged("t3-browser", early, first);
  CHECK(says(place, "above the line that loads jQuery"));
  CHECK(place.where.size() == 2);

  PageSeen far = early;
  far.requests = {asked("https://cdn.example.org/jquery-3.6.0.min.js", 0)};
  far.requests.front().type = "Script";
  far.requests.front().failure = "net::ERR_NAME_NOT_RESOLVED";
  CHECK(judged("t3-browser", far, model(3)).kind == Finding::Kind::errored);
}

TEST_CASE("t3-as-reference wants the page's origin to be allowed, and follows from t3-cors") {
  ComparisonSeen seen = all_alike();
  CHECK(is_passed(judged("t3-as-reference", seen)));
  seen.requests.back().own.headers.pop_back();
  const Finding finding = judged("t3-as-reference", seen);
  CHECK(is_failed(finding));
  CHECK(finding.follows == std::vector<std::string>{"cors"});
}

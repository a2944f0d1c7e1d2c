#include "checker/discovery/page.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace pinko;
using namespace pinko::discovery;

namespace {

constexpr std::string_view kPath = "task3/front-end/site/index.html";

std::vector<ScriptCall> calls_of(std::string_view script) {
  return find_calls(script, Location{.path = "app.js", .line = 1, .column = 1});
}

std::string url_of(std::string_view script) {
  const std::vector<ScriptCall> calls = calls_of(script);
  return calls.size() == 1 ? calls[0].how + ' ' + calls[0].url : std::to_string(calls.size());
}

JQueryUse use_in(std::string_view page, const ScriptTexts& texts = {}) {
  return jquery_use(parse_page(page, kPath), texts, kPath);
}

}  // namespace

TEST_CASE("the element is found in the parsed page, with its place") {
  const Page page = parse_page(
      "<!DOCTYPE html>\r\n<body>\r\n  <H1 class=x id='dynamic-content'>Wait\n <b>here</b> </H1>\r\n"
      "<h1 id=other>\r\n We  provide <em>the best</em> food</h1></body>",
      kPath);
  CHECK(page.problem.empty());
  CHECK(page.text.has_crlf);
  CHECK(page.text.no_final_newline);
  const PageElement* found = find_heading(page, "dynamic-content");
  REQUIRE(found != nullptr);
  CHECK(found->tag == "h1");
  CHECK(found->text == "Wait here");
  CHECK(to_string(found->where) == "task3/front-end/site/index.html:3:3");
  const PageElement* best = find_heading_text(page, "We provide the best");
  REQUIRE(best != nullptr);
  CHECK(found->order < best->order);
  CHECK(best->where.line == 5);
  CHECK(find_heading_text(page, "We sell") == nullptr);
}

TEST_CASE("what a browser shows as a blank is one between a heading's words") {
  for (const char* text : {"We provide&nbsp;the best",
                           "We provide<br>the best",
                           "<br/> We&#160; provide <!-- x -->the\u00a0best"}) {
    const Page page = parse_page("<h1>" + std::string(text) + " homes</h1>", kPath);
    CHECK(find_heading_text(page, "We provide the best") != nullptr);
  }
}

TEST_CASE("an id that is mere text is no element") {
  const Page page = parse_page("<body>\n<h1>id=\"dynamic-content\"></h1>\n</body>", kPath);
  CHECK(find_by_id(page, "dynamic-content") == nullptr);
  REQUIRE(page.ids_in_text.size() == 1);
  CHECK(page.ids_in_text[0].text == "dynamic-content");
  CHECK(page.ids_in_text[0].where.line == 2);
  CHECK(page.ids_in_text[0].where.column == 5);
  CHECK(parse_page("<script>x = 'id=\"a\"'</script>", kPath).ids_in_text.empty());
  const Page commented = parse_page("<!-- <h1 id=\"dynamic-content\"></h1> -->", kPath);
  CHECK(find_by_id(commented, "dynamic-content") == nullptr);
}

TEST_CASE("another element with the id is found, but is no h1") {
  const Page page = parse_page("<div id=\"dynamic-content\"></div>", kPath);
  CHECK(find_heading(page, "dynamic-content") == nullptr);
  CHECK(find_by_id(page, "dynamic-content")->tag == "div");
}

TEST_CASE("scripts are listed with their texts") {
  const Page page = parse_page(
      "<script src=\"assets/jquery.min.js\"></script>\n<script defer src=a.js></script>\n"
      "<script type=\"application/json\">{}</script>\n<script>\nfetch('/api/hello');</script>\n",
      kPath);
  REQUIRE(page.scripts.size() == 4);
  CHECK(page.scripts[0].src == "assets/jquery.min.js");
  CHECK(page.scripts[1].deferred);
  CHECK_FALSE(page.scripts[2].runs);
  CHECK(page.scripts[3].text == "\nfetch('/api/hello');");
  const auto calls = find_calls(page, {}, kPath);
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].url == "/api/hello");
  CHECK(to_string(calls[0].where) == "task3/front-end/site/index.html:5:7");
}

TEST_CASE("what elements have htmx ask for is a request where the page loads it") {
  const std::string body =
      "<h1 hx-get=\"/api/hello\" hx-trigger=load></h1>\n<p hx-get></p>"
      "<p data-hx-get=/api/other></p>";
  const Page page = parse_page(body + "<script src=js/htmx.min.js></script>", kPath);
  const auto calls = find_calls(page, {}, kPath);
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].how == "hx-get");
  CHECK(calls[0].url == "/api/hello");
  CHECK(to_string(calls[0].where) == "task3/front-end/site/index.html:1:13");
  CHECK(calls[1].url == "/api/other");
  CHECK(find_calls(parse_page(body, kPath), {}, kPath).empty());
}

TEST_CASE("what runs once something has come is a script, with its place") {
  const Page page = parse_page(
      "<body onclick=\"fetch('/no')\"\n onload=\"fetch(&quot;/api/hello&quot;)\"><p></body>",
      kPath);
  REQUIRE(page.scripts.size() == 1);
  CHECK(page.scripts[0].deferred);
  const auto calls = find_calls(page, {}, kPath);
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].url == "/api/hello");
  CHECK(calls[0].where.line == 2);
  CHECK(parse_page("<body onload>").scripts.front().text.empty());
}

TEST_CASE("a script in a drawing that holds elements has no text of its own") {
  const Page page =
      parse_page("<svg><script><g id=a>fetch('/x')</g></script></svg><p id=b>", kPath);
  REQUIRE(page.scripts.size() == 1);
  CHECK(page.scripts[0].text.empty());
  CHECK(find_by_id(page, "b") != nullptr);
  CHECK(parse_page("<svg><script>a()</script></svg>", kPath).scripts.at(0).text == "a()");
}

TEST_CASE("every common way to ask is known") {
  CHECK(url_of("$.ajax({ type: 'GET', url: 'http://localhost:5252/api/hello' });") ==
        "$.ajax http://localhost:5252/api/hello");
  CHECK(url_of("jQuery.get(\"/api/hello\", f)") == "$.get /api/hello");
  CHECK(url_of("$.getJSON('/api/hello')") == "$.getJSON /api/hello");
  CHECK(url_of("$('#x').load('/api/hello')") == "$.load /api/hello");
  CHECK(url_of("window.fetch(`/api/hello`).then(r => r.text())") == "fetch /api/hello");
  CHECK(url_of("const x = new XMLHttpRequest(); x.open('GET', '/api/hello', true);") ==
        "XMLHttpRequest /api/hello");
  CHECK(url_of("axios.get('/api/hello')") == "axios /api/hello");
  CHECK(url_of("axios({method: 'get', url: '/api/hello'})") == "axios /api/hello");
  CHECK(url_of("const base = 'http://localhost'; fetch(base + ':5252' + '/api/hello')") ==
        "fetch http://localhost:5252/api/hello");
  CHECK(url_of("fetch(`${base}/api/hello`)") == "fetch ");
  CHECK(url_of("let url = '/a.json'; show(url); url = '/api/hello'; fetch(url)") == "fetch ");
  CHECK(url_of("let url = 'http://localhost:5252'; url += '/api/hello'; fetch(url)") == "fetch ");
  CHECK(url_of("u = '/a'; u = '/b'; u = '/c'; u = '/a'; fetch(u)") == "fetch ");
  CHECK(url_of("http.get('/api/hello').then(show)") == "get ");
  CHECK(url_of("const verb = 'GET'; x.open(verb, '/api/hello')") == "open ");
  CHECK(url_of("axios.defaults.baseURL = base; axios.get('/api/hello')") == "axios ");
  CHECK(
      find_calls("console.log('/api/hello'); $('#x').text('/api/hello'); f('/other')", {}).empty());
  CHECK(url_of("fetch(address())") == "fetch ");
  CHECK(url_of("const a = 'http://localhost:5252/api/hello'; const b = a.replace(/^.*52/, '');"
               "fetch(b)") == "fetch ");
  CHECK(url_of("fetch('http://localhost:5252'.concat('/api/hello'))") == "fetch ");
  CHECK(url_of("fetch('http://localhost:5252' || base)") == "fetch ");
  CHECK(url_of("const a = 'http://localhost:5252/api/hello'\nfetch(a)") ==
        "fetch http://localhost:5252/api/hello");
  CHECK(url_of("$('#x').load(`http://${host}:5252/api/hello`)") == "$.load ");
  CHECK(url_of("$('#x').load(base + '/api/hello', done)") == "$.load ");
  CHECK(url_of("api.get(`${base}/api/hello`)") == "get ");
  CHECK(calls_of("$(window).load(function () { show(1, '/api/none'); })").empty());
}

TEST_CASE("comments, texts and strangers are no requests") {
  CHECK(calls_of("// fetch('/a')\n/* $.get('/b') */ var s = \"fetch('/c')\";").empty());
  CHECK(calls_of("prefetch('/a'); cache.fetch('/b'); window.open('page.html');").empty());
  CHECK(calls_of("var r = /['\"]/; fetch('/a')").size() == 1);
  CHECK(calls_of("x = a / b; fetch('/a') / 2").size() == 1);
}

TEST_CASE("scripts of the site are looked into, by their path") {
  const Page page = parse_page("<script src=\"./assets/js/app.js?v=2\"></script>", kPath);
  const auto calls =
      find_calls(page, {{"./assets/js/app.js?v=2", "\n  fetch('/api/hello')"}}, kPath);
  REQUIRE(calls.size() == 1);
  CHECK(to_string(calls[0].where) == "task3/front-end/site/assets/js/app.js:2:9");
  CHECK(local_path("../a/./b.js#x") == "a/b.js");
  CHECK(local_path("/a.js") == "a.js");
  CHECK(local_path("https://code.jquery.com/jquery.js").empty());
  CHECK(local_path("//cdn/x.js").empty());
}

TEST_CASE("a dollar before jQuery is seen") {
  const JQueryUse early = use_in(
      "<head><script>\n$(function () {});</script></head><script "
      "src=a/jquery-2.1.0.min.js></script>");
  CHECK(early.loaded);
  CHECK(early.used_before_load);
  CHECK(early.use.line == 2);
  CHECK(early.use.column == 1);
  const JQueryUse fine = use_in(
      "<script src=\"https://code.jquery.com/jquery-3.7.1.min.js\"></script><script>$.get('/')"
      "</script>");
  CHECK(fine.loaded);
  CHECK(fine.used);
  CHECK_FALSE(fine.used_before_load);
  CHECK_FALSE(fine.slim);
}

TEST_CASE("a dollar that runs later comes not too early") {
  for (const char* script : {"window.onload = function () { $.get('/x'); };",
                             "addEventListener('load', () => { $.get('/x'); });",
                             "addEventListener('load', () => $.get('/x'));"}) {
    CAPTURE(script);
    const JQueryUse use =
        use_in("<script>" + std::string(script) + "</script><script src=jquery.js></script>");
    CHECK(use.used);
    CHECK_FALSE(use.used_before_load);
  }
  CHECK(use_in("<script>f(() => 1); $.get('/x')</script><script src=jquery.js></script>")
            .used_before_load);
  const JQueryUse deferred =
      use_in("<script defer src=app.js></script><script src=jquery.js></script>",
             {{"app.js", "$.get('/x')"}});
  CHECK(deferred.used);
  CHECK_FALSE(deferred.used_before_load);
}

TEST_CASE("jQuery is told from its plug-ins and from other dollars") {
  CHECK_FALSE(use_in("<script src=jquery.easing.min.js></script>").loaded);
  CHECK_FALSE(use_in("<script src=jquery-ui.js></script>").loaded);
  CHECK(use_in("<script src=vendor.js></script>", {{"vendor.js", "/*! jQuery v3.1 */"}}).loaded);
  CHECK(use_in("<script src=jquery-3.6.0.slim.min.js></script>").slim);
  const JQueryUse missing = use_in("<script>$.get('/x')</script>");
  CHECK_FALSE(missing.loaded);
  CHECK(missing.used);
  CHECK_FALSE(use_in("<script>const $ = (s) => document.querySelector(s); $('#a')</script>").used);
}

TEST_CASE("pages that are made to be slow end soon") {
  const auto repeated = [](std::string_view part, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
      text += part;
    }
    return text;
  };
  CHECK_FALSE(parse_page(repeated("<div>", 20'000'000)).problem.empty());
  CHECK(parse_page("<a " + repeated("b ", 1'000'000)).problem.empty());
  std::string attributes = "<a ";
  std::string formats;
  for (int i = 0; i < 9'000; ++i) {
    formats += "<b a=" + std::to_string(i) + ">";
    attributes += "b" + std::to_string(i) + " ";
  }
  CHECK_FALSE(parse_page(attributes + ">").problem.empty());
  CHECK_FALSE(parse_page(formats + repeated("<p>x", 40'000)).problem.empty());
  CHECK(parse_page(std::string(100'000, '\0')).with_id.empty());
  CHECK(parse_page("").problem.empty());
  CHECK(calls_of(repeated("fetch(`${", 500'000)).size() <= 500);
  CHECK(calls_of(repeated("x = 'a' + y + ", 500'000)).empty());
}

TEST_CASE("scripts that wait by the clock before they ask or show are told") {
  CHECK(waits_by_clock("setTimeout(() => fetch('/api/hello'), 3000);", "dynamic-content"));
  CHECK(waits_by_clock("setInterval(show, 9); // $('#dynamic-content')", "dynamic-content"));
  CHECK_FALSE(waits_by_clock("fetch('/api/hello'); // setTimeout(", "dynamic-content"));
  CHECK_FALSE(waits_by_clock("setTimeout(hidePreloader, 300);", "dynamic-content"));
  CHECK_FALSE(waits_by_clock("/*! jQuery v3 */ setTimeout(a); $.get('/x')", "dynamic-content"));
}

TEST_CASE("what a script imports or names as a script is found, and no other text") {
  CHECK(scripts_named_in("import a, {b as c} from './a.js'; import \"b\"; import('./c.js')") ==
        std::vector<ScriptName>{{"./a.js", true}, {"b", true}, {"./c.js", true}});
  CHECK(scripts_named_in("new Worker('w.mjs')") == std::vector<ScriptName>{{"w.mjs", false}});
  CHECK(scripts_named_in("s.src = 'js/a.js?v=1'; $.getScript('b.js')") ==
        std::vector<ScriptName>{{"js/a.js?v=1", false}, {"b.js", false}});
  CHECK(scripts_named_in("document.write('<script src=\"js/a.js\"><\\/script>')") ==
        std::vector<ScriptName>{{"js/a.js", false}});
  CHECK(scripts_named_in("document.write('<script>1<\\/script><p>js/a.js</p>')").empty());
  CHECK(scripts_named_in("Array.from('x'); load('y.json'); // import 'z'").empty());
}

TEST_CASE("what is relative counts from the page's base") {
  CHECK(local_path("a.js", "/js/") == "js/a.js");
  CHECK(local_path("../a.js", "/js/page.html?x") == "a.js");
  CHECK(local_path("/a.js", "/js/") == "a.js");
  CHECK(local_path("a.js", "https://example.org/js/").empty());
  CHECK(parse_page("<head><base href=' /js/ '><base href='/x/'></head>").base == "/js/");
}

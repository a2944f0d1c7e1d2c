#include "checker/core/comparison.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>

using namespace pinko;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

ComparedAnswer answer(int status, std::string body, Headers headers) {
  ComparedAnswer answer;
  answer.status = status;
  answer.headers = std::move(headers);
  answer.size = body.size();
  answer.body = std::move(body);
  return answer;
}

/// A request that both stacks answer alike, but for what nobody minds.
ComparedRequest alike(AskedFor what, AskedHow how = AskedHow::fresh) {
  const bool there = what != AskedFor::no_page && what != AskedFor::no_route;
  const int status = there ? 200 : 404;
  const std::string body = there ? "Hello, World!" : "nothing here";
  ComparedRequest request;
  request.what = what;
  request.how = how;
  request.port = 80;
  request.target = "/";
  request.own = answer(status,
                       body,
                       {{"server", "nginx/1.27.3"},
                        {"date", "Sat, 21 Nov 2026 09:00:00 GMT"},
                        {"content-type", "text/html"},
                        {"content-length", "13"},
                        {"connection", "keep-alive"},
                        {"etag", "\"6561-3d\""},
                        {"accept-ranges", "bytes"}});
  request.reference = answer(status,
                             body,
                             {{"server", "pinko-reference"},
                              {"date", "Sat, 21 Nov 2026 09:00:01 GMT"},
                              {"content-type", "text/html; charset=utf-8"},
                              {"content-length", "13"},
                              {"etag", "\"aa-bb\""}});
  request.same_body = true;
  return request;
}

void set(ComparedAnswer& answer, const std::string& name, const std::string& value) {
  std::erase_if(answer.headers, [&](const auto& one) { return one.first == name; });
  if (!value.empty()) answer.headers.emplace_back(name, value);
}

constexpr AskedFor kAllFor[] = {
    AskedFor::page, AskedFor::file, AskedFor::hello, AskedFor::no_page, AskedFor::no_route};
constexpr AskedHow kAllHow[] = {AskedHow::kept,
                                AskedHow::fresh,
                                AskedHow::head,
                                AskedHow::http_1_0,
                                AskedHow::origin,
                                AskedHow::other_origin};

/// The weight after a change to our answer.
template <class Change>
Weight after(ComparedRequest request, Change change) {
  change(request);
  return weight_of(request);
}

constexpr auto kNoAnswer = [](ComparedRequest& request) {
  request.own = {};
  request.own.problem = "the connection was reset";
  request.same_body = false;
};
constexpr auto kOtherStatus = [](ComparedRequest& request) {
  request.own.status = 500;
  request.same_body = false;
};
constexpr auto kOtherBody = [](ComparedRequest& request) {
  request.own.body = "Hello, world!";
  request.same_body = false;
};

}  // namespace

TEST_CASE("server, date, etag, connection and the like differ freely") {
  for (const AskedFor what : kAllFor) {
    for (const AskedHow how : kAllHow) {
      const ComparedRequest request = alike(what, how);
      CHECK_FALSE(differences(request).empty());
      CHECK(weight_of(request) == Weight::free);
    }
  }
}

TEST_CASE("a header that the table does not name is free, added, changed or missing") {
  for (const char* name :
       {"x-powered-by", "set-cookie", "cache-control", "server", "vary", "via"}) {
    for (const char* value : {"", "something else"}) {
      const auto change = [&](ComparedRequest& request) { set(request.own, name, value); };
      CHECK(after(alike(AskedFor::page), change) == Weight::free);
      CHECK(after(alike(AskedFor::hello, AskedHow::other_origin), change) == Weight::free);
    }
  }
}

TEST_CASE("no answer, another status, other bytes: a failure where a browser asks") {
  for (const AskedFor what : {AskedFor::page, AskedFor::file, AskedFor::hello}) {
    for (const AskedHow how : {AskedHow::kept, AskedHow::fresh, AskedHow::other_origin}) {
      CHECK(after(alike(what, how), kNoAnswer) == Weight::failure);
      CHECK(after(alike(what, how), kOtherStatus) == Weight::failure);
      CHECK(after(alike(what, how), kOtherBody) == Weight::failure);
    }
  }
}

TEST_CASE("HEAD, HTTP/1.0 and an own Origin are never more than a note") {
  for (const AskedFor what : {AskedFor::page, AskedFor::hello}) {
    for (const AskedHow how : {AskedHow::head, AskedHow::http_1_0, AskedHow::origin}) {
      CHECK(after(alike(what, how), kNoAnswer) == Weight::note);
      CHECK(after(alike(what, how), kOtherStatus) == Weight::note);
    }
    CHECK(after(alike(what, AskedHow::head), kOtherBody) == Weight::free);
    CHECK(after(alike(what, AskedHow::http_1_0), kOtherBody) == Weight::note);
    CHECK(after(alike(what, AskedHow::origin), kOtherBody) == Weight::note);
  }
}

TEST_CASE("what is not there: any refusal will do, an answer is a note, its words are free") {
  for (const AskedFor what : {AskedFor::no_page, AskedFor::no_route}) {
    const auto status = [&](int code) {
      return after(alike(what), [code](ComparedRequest& request) { request.own.status = code; });
    };
    CHECK(status(403) == Weight::free);
    CHECK(status(405) == Weight::free);
    CHECK(status(200) == Weight::note);
    CHECK(status(302) == Weight::note);
    CHECK(status(502) == Weight::note);
    CHECK(after(alike(what), kNoAnswer) == Weight::note);
    CHECK(after(alike(what), kOtherBody) == Weight::free);
    const auto json = [](ComparedRequest& r) { set(r.own, "content-type", "application/json"); };
    CHECK(after(alike(what), json) == Weight::free);
  }
}

TEST_CASE("one newline behind the greeting is free, behind a page it is not") {
  const auto newline = [](ComparedRequest& request) {
    request.own.body += '\n';
    ++request.own.size;
    request.same_body = false;
  };
  const auto two = [&](ComparedRequest& request) {
    newline(request);
    newline(request);
  };
  CHECK(after(alike(AskedFor::hello), newline) == Weight::free);
  CHECK(after(alike(AskedFor::hello), two) == Weight::failure);
  CHECK(after(alike(AskedFor::page), newline) == Weight::failure);
}

TEST_CASE("bytes are judged by all of them, also beyond what is kept") {
  ComparedRequest request = alike(AskedFor::page);
  request.same_body = false;
  CHECK(weight_of(request) == Weight::failure);
}

TEST_CASE("a type is a note where a browser acts on it, and free where it does not") {
  const auto typed = [](AskedFor what, const char* reference, const char* own) {
    return after(alike(what), [&](ComparedRequest& request) {
      set(request.reference, "content-type", reference);
      set(request.own, "content-type", own);
    });
  };
  CHECK(typed(AskedFor::page, "text/html", "text/plain") == Weight::note);
  CHECK(typed(AskedFor::page, "text/html", "") == Weight::note);
  CHECK(typed(AskedFor::file, "text/css", "text/plain") == Weight::note);
  CHECK(typed(AskedFor::file, "text/css", "application/octet-stream") == Weight::note);
  CHECK(typed(AskedFor::file, "image/svg+xml", "text/xml") == Weight::note);
  CHECK(typed(AskedFor::hello, "text/html", "application/json") == Weight::note);
  CHECK(typed(AskedFor::page, "text/html; charset=utf-8", "Text/HTML;charset=UTF-8") ==
        Weight::free);
  CHECK(typed(AskedFor::file, "text/javascript", "application/javascript") == Weight::free);
  CHECK(typed(AskedFor::file, "font/woff2", "application/octet-stream") == Weight::free);
  CHECK(typed(AskedFor::file, "application/octet-stream", "text/plain") == Weight::free);
  CHECK(typed(AskedFor::hello, "text/html", "text/plain") == Weight::free);
}

TEST_CASE("only where a page of another origin asks has the API to allow it") {
  const auto allowed = [](AskedHow how, const char* value) {
    ComparedRequest request = alike(AskedFor::hello, how);
    set(request.reference, "access-control-allow-origin", "http://localhost:9000");
    set(request.own, "access-control-allow-origin", value);
    return weight_of(request);
  };
  CHECK(allowed(AskedHow::other_origin, "") == Weight::failure);
  CHECK(allowed(AskedHow::other_origin, "http://example.com") == Weight::failure);
  CHECK(allowed(AskedHow::other_origin, "*") == Weight::free);
  CHECK(allowed(AskedHow::other_origin, "http://localhost:9000") == Weight::free);
  CHECK(allowed(AskedHow::origin, "") == Weight::free);
  CHECK(allowed(AskedHow::fresh, "") == Weight::free);
}

TEST_CASE("what a second try mended is a note") {
  ComparedRequest request = alike(AskedFor::page, AskedHow::kept);
  kOtherBody(request);
  request.once = true;
  CHECK(weight_of(request) == Weight::note);
}

TEST_CASE("where the reference is wrong itself nothing is said") {
  ComparedRequest page = alike(AskedFor::page);
  page.reference.status = 404;
  CHECK(differences(page).empty());
  ComparedRequest nothing = alike(AskedFor::no_page);
  nothing.reference.status = 0;
  CHECK(differences(nothing).empty());
}

TEST_CASE("each failure names the check that judges the same by itself") {
  const auto judge = [](AskedFor what) {
    ComparedRequest request = alike(what);
    kOtherStatus(request);
    return differences(request).front().judged_by;
  };
  CHECK(judge(AskedFor::page) == "page-served");
  CHECK(judge(AskedFor::file) == "site-served");
  CHECK(judge(AskedFor::hello) == "api-hello");
  ComparedRequest cors = alike(AskedFor::hello, AskedHow::other_origin);
  set(cors.reference, "access-control-allow-origin", "*");
  const auto found = differences(cors);
  const auto failure = std::ranges::find(found, Weight::failure, &Difference::weight);
  REQUIRE(failure != found.end());
  CHECK(failure->judged_by == "cors");
  CHECK(failure->own == "none");
}

TEST_CASE("requests and answers in words") {
  ComparedRequest request = alike(AskedFor::page, AskedHow::head);
  CHECK(in_words(request) == "HEAD / on port 80");
  request.how = AskedHow::kept;
  CHECK(in_words(request) == "GET / on port 80, on a kept connection");
  request.how = AskedHow::http_1_0;
  CHECK(in_words(request) == "GET / on port 80, in HTTP/1.0");
  CHECK(in_words(request.own) == "200, 13 bytes, text/html");
  CHECK(as_text(answer(404, "gone", {{"server", "x"}})) == "HTTP 404\nserver: x\n\ngone");
  ComparedAnswer part = answer(200, "abc", {});
  part.size = 10;
  part.cut = true;
  CHECK(as_text(part) == "HTTP 200\n\nabc\n[cut: 10 bytes]");
  part = {};
  part.problem = "connection refused";
  CHECK(in_words(part) == "connection refused");
  CHECK(as_text(part) == "connection refused");
}

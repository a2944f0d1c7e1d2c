#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

#include <algorithm>

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kProxy = "proxy/proxy.conf";

bool says_lost(const Verdict& verdict, std::string_view words) {
  return std::ranges::any_of(verdict.notes, [words](const std::string& note) {
    return note.find(words) != std::string::npos && note.find("lost it") != std::string::npos;
  });
}

HttpSeen no_header() {
  return answer("Hello, World!");
}

}  // namespace

TEST_CASE("CORS that task 3 had and task 4 lost is said so") {
  const Sources before = model(3);
  PageSeen page;
  page.loaded = true;
  page.matches = 1;
  page.requests = {asked("http://localhost:5252/api/hello", 0)};
  page.requests.front().blocked = "cors";
  HttpSeen wrong = answer("Hello", 200);
  const Sources now = edited(model(4), "back-end/api.py", "CORS(app)", "");
  const Verdict verdict = why("t4-api-hello", wrong, now, &before);
  CHECK(says_lost(verdict, "task3 had this line, and task4 lost it: `CORS(app)"));
  CHECK(says_lost(verdict, "(task3/back-end/api.py:7)"));
  CHECK_FALSE(says_lost(why("t4-api-hello", wrong, model(4), &before), "CORS"));
}

TEST_CASE("a line of the proxy's configuration that task 5 had is said so") {
  const Sources before = model(5);
  const Sources now = edited(model(6), kProxy, "location /api", "location /backend");
  const Verdict verdict = why("t6-api-hello", answer("<html>", 404), now, &before);
  CHECK(says_lost(verdict, "`location /api {`"));
}

TEST_CASE("a file that got lost on the way is said so, unless it stands elsewhere") {
  const Sources before = model(5);
  const Verdict verdict =
      why("t6-api-hello", answer("<html>", 404), without(model(6), kProxy), &before);
  CHECK(says_lost(verdict, "task5 has task5/proxy/proxy.conf, and task6 lost it"));
  Sources moved = without(model(6), kProxy);
  moved.texts["nginx/proxy.conf"] = "server {\n}\n";
  CHECK_FALSE(says_lost(why("t6-api-hello", answer("<html>", 404), moved, &before), "proxy.conf"));
}

TEST_CASE("a file that is empty is told as one, and a line that did several things once") {
  const Sources before = model(3);
  Sources now = model(4);
  now.texts["back-end/api.py"] = "\n";
  const Verdict whole = why("t4-api-hello", answer("Hello", 200), now, &before);
  REQUIRE(whole.notes.size() == 1);
  CHECK(whole.notes.front() == "task3 has task3/back-end/api.py, and here it is empty");
  now.texts["back-end/api.py"] = "from flask import Flask\nfrom flask_cors import CORS\n";
  const Verdict line = why("t4-api-hello", answer("Hello", 200), now, &before);
  CHECK(std::ranges::count_if(line.notes, [](const std::string& note) {
          return note.find("app.run(") != std::string::npos;
        }) == 1);
}

TEST_CASE("from task 1 to task 2 the back end moves, and is compared all the same") {
  const Sources before = model(1);
  const Sources now = edited(model(2), "back-end/api.py", "@app.route(\"/api/hello\")", "");
  const Verdict verdict = why("t2-api-hello", answer("", 404), now, &before);
  CHECK(says_lost(verdict, "(task1/api.py:8)"));
}

TEST_CASE("api.py that comes along with its whole folder is not lost") {
  const Sources before = model(1);
  const BuildSeen build{.ok = false, .exit_code = 1, .role = "back-end"};
  const auto lost = [&](const char* copy) {
    return says_lost(why("t2-back-end-builds",
                         build,
                         edited(model(2), "back-end/Dockerfile", "COPY api.py .", copy),
                         &before),
                     "COPY api.py");
  };
  CHECK(lost("RUN true"));
  CHECK_FALSE(lost("COPY . /app"));
  CHECK_FALSE(lost("COPY ./ ."));
}

TEST_CASE("what holds no more behind the proxy is not lost") {
  const Sources before = model(4);
  const char* page = "front-end/softy-pinko-front-end/index.html";
  const Sources other = edited(model(5), page, "\"/api/hello\"", "\"/hello\"");
  const Verdict asks = why("t5-page-url", site(5, other.texts.at(page)), other, &before);
  CHECK(asks.cause_id == "page-asks-other-path");
  CHECK_FALSE(says_lost(asks, "5252"));
  const Sources alone = edited(model(5), "docker-compose.yml", "depends_on", "links");
  CHECK_FALSE(says_lost(why("t5-proxy-service", ComposeSeen{}, alone, &before), "depends_on"));
}

TEST_CASE("nothing is lost where nothing fails, or nothing is known of the task before") {
  const Sources before = model(3);
  CHECK(why("t4-api-hello", no_header(), model(4), &before).notes.empty());
  CHECK(why("t4-api-hello", answer("x", 404), model(4)).notes.empty());
  const Sources empty;
  CHECK(why("t4-api-hello", answer("x", 404), model(4), &empty).notes.empty());
}

TEST_CASE("a Dockerfile that goes by a longer name is not lost") {
  const Sources before = model(4);
  Sources now = without(model(5), "back-end/Dockerfile");
  now.texts["back-end/Dockerfile-api"] = "FROM ubuntu\n";
  CHECK_FALSE(says_lost(why("t5-api-hello", answer("", 404), now, &before), "Dockerfile"));
}

TEST_CASE("pip's marker is missed where a build failed, not where the server answers") {
  const Sources before = model(3);
  const Sources now = edited(
      model(4), "back-end/Dockerfile", "RUN rm -f /usr/lib/python3*/EXTERNALLY-MANAGED\n", "");
  CHECK_FALSE(says_lost(why("t4-api-hello", answer("", 404), now, &before), "EXTERNALLY"));
}

TEST_CASE("lines of another part of the task are not missed where the cause is known") {
  const Sources before = model(5);
  Sources now = edited(model(6), "back-end/api.py", "port=5252", "port=5000");
  CHECK(says_lost(why("t6-api-hello", answer("", 502), now, &before), "port=5252"));
  now = edited(std::move(now), kProxy, "location /api", "location /backend");
  const Verdict verdict = why("t6-api-hello", answer("<html>", 404), now, &before);
  REQUIRE(verdict.where.front().path == "task6/proxy/proxy.conf");
  CHECK(says_lost(verdict, "location /api"));
  CHECK_FALSE(says_lost(verdict, "port=5252"));
}

TEST_CASE("a page that asks for the API without a first slash has not lost its line") {
  const Sources before = model(4);
  const Sources now = edited(model(5),
                             "front-end/softy-pinko-front-end/index.html",
                             "$.get(\"/api/hello\")",
                             "$.get(\"api/hello\")");
  PageSeen page;
  page.loaded = true;
  page.matches = 1;
  CHECK_FALSE(says_lost(why("t5-browser", page, now, &before), "api/hello"));
}

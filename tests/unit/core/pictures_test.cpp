#include "checker/core/pictures.hpp"

#include "checker/core/excerpt.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace pinko;

namespace {

TaskEvidence proxied() {
  ComposeSeen compose;
  compose.services = {{.name = "back-end", .role = "back-end"},
                      {.name = "front-end", .role = "front-end"},
                      {.name = "proxy", .role = "proxy", .ports = {{"proxy", 80, 80, false}}}};
  ProjectSeen project;
  project.services = {
      {.service = "back-end", .running = 2},
      {.service = "front-end", .exited = 1, .exit_code = 1, .log = "no such file\n"}};
  TaskEvidence evidence;
  evidence.sights["compose file"] = Observation(compose);
  evidence.sights["up with 2 replicas"] = Observation(project);
  return evidence;
}

constexpr ServerSpec kServers[] = {{.role = "back-end", .port = 5252},
                                   {.role = "front-end", .port = 9000}};

Fixture by_hand() {
  return {.images = {}, .servers = kServers};
}

const StackEdge* edge(const TaskPictures& pictures, std::string_view from, std::string_view to) {
  const auto found = std::ranges::find_if(
      pictures.edges, [&](const StackEdge& one) { return one.from == from && one.to == to; });
  return found == pictures.edges.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("a stack's nodes have their replicas, ports and state") {
  const TaskPictures pictures = pictures_of(proxied());
  REQUIRE(pictures.nodes.size() == 3);
  CHECK(pictures.nodes[0].name == "back-end");
  CHECK(pictures.nodes[0].replicas == 2);
  CHECK_FALSE(pictures.nodes[1].running);
  CHECK(pictures.nodes[2].ports.size() == 1);
  REQUIRE(pictures.logs.size() == 1);
  CHECK(pictures.logs[0].name == "front-end");
}

TEST_CASE("an edge is broken where a request brought nothing back") {
  TaskEvidence evidence = proxied();
  HttpSeen bad;
  bad.answered = true;
  bad.status = 502;
  evidence.sights["GET :80/api/hello"] = Observation(bad);
  const TaskPictures pictures = pictures_of(evidence);
  REQUIRE(edge(pictures, "browser", "proxy") != nullptr);
  CHECK(edge(pictures, "browser", "proxy")->problem.empty());
  CHECK(edge(pictures, "proxy", "back-end")->problem == "answered 502");
  CHECK(edge(pictures, "browser", "back-end") == nullptr);
}

TEST_CASE("a request of the page that failed breaks the edge of its port") {
  ListenSeen api;
  api.running = true;
  api.listeners = {{"0.0.0.0", 5252}};
  ListenSeen site;
  site.running = true;
  site.listeners = {{"0.0.0.0", 9000}};
  PageSeen page;
  page.requests = {{.url = "http://localhost:9000/", .status = 200},
                   {.url = "http://localhost:5252/api/hello", .blocked = "cors"}};
  page.screenshot_png = "png";
  TaskEvidence evidence;
  evidence.sights["listeners of back-end"] = Observation(api);
  evidence.sights["listeners of front-end"] = Observation(site);
  evidence.sights["page :9000/ #dynamic-content"] = Observation(page);
  const TaskPictures pictures = pictures_of(evidence, by_hand());
  REQUIRE(edge(pictures, "browser", "back-end") != nullptr);
  CHECK(edge(pictures, "browser", "back-end")->problem == "blocked by cors");
  CHECK(edge(pictures, "browser", "back-end")->label == ":5252");
  CHECK(edge(pictures, "browser", "front-end")->problem.empty());
  CHECK(pictures.screenshot_png == "png");
}

TEST_CASE("a server that never came up is in the picture, and its edge is broken") {
  BuildSeen build;
  build.role = "back-end";
  ListenSeen site;
  site.running = true;
  site.listeners = {{"127.0.0.1", 9000}};
  TaskEvidence evidence;
  CHECK(pictures_of(evidence, by_hand()).nodes.empty());
  evidence.sights["build back-end"] = Observation(build);
  evidence.sights["listeners of front-end"] = Observation(site);
  const TaskPictures pictures = pictures_of(evidence, by_hand());
  REQUIRE(pictures.nodes.size() == 2);
  const StackEdge* api = edge(pictures, "browser", "back-end");
  REQUIRE(api != nullptr);
  CHECK(api->problem == "its image was not built");
  const StackEdge* page = edge(pictures, "browser", "front-end");
  REQUIRE(page != nullptr);
  CHECK(page->problem == "listens on 127.0.0.1:9000");
}

TEST_CASE("a page that asks where nobody listens has an edge to nobody") {
  PageSeen page;
  page.requests = {{.url = "http://localhost:5000/api/hello", .failure = "net::ERR_REFUSED"},
                   {.url = "https://fonts.example/a.css", .failure = "net::ERR_BLOCKED"}};
  TaskEvidence evidence = proxied();
  evidence.sights["page :80/ #dynamic-content"] = Observation(page);
  const TaskPictures pictures = pictures_of(evidence);
  REQUIRE(pictures.nodes.size() == 4);
  CHECK(edge(pictures, "browser", "nobody on :5000")->problem == "net::ERR_REFUSED");
}

TEST_CASE("the edge to a node that does not run is broken") {
  const TaskPictures pictures = pictures_of(proxied());
  CHECK(edge(pictures, "proxy", "front-end")->problem == "it does not run");
  CHECK(edge(pictures, "proxy", "back-end")->problem.empty());
}

TEST_CASE("columns are counted in UTF-16 code units where the line is known") {
  // Two bytes are one unit, four bytes are two.
  const Sources sources{.folder = "task5",
                        .texts = {{"a.conf", "x\n\xC3\xA9\xF0\x9F\x90\xB3=1\n"}}};
  const Location where{
      .path = "task5/a.conf", .line = 2, .column = 7, .end_line = 2, .end_column = 9};
  CHECK(utf16_columns(sources, where).start == 4);
  CHECK(utf16_columns(sources, where).end == 6);
  CHECK(utf16_columns(sources, {.path = "task5/a.conf", .line = 2, .column = 10}).start == 0);
  CHECK(utf16_columns(sources, {.path = "task5/b.conf", .line = 2, .column = 1}).start == 0);
  CHECK(utf16_columns(sources, {.path = "task5/a.conf", .line = 2}).start == 0);
}

TEST_CASE("an excerpt holds the lines around a place") {
  const Sources sources{.folder = "task5",
                        .texts = {{"proxy.conf", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"}}};
  const Excerpt middle = excerpt_of(sources, {.path = "task5/proxy.conf", .line = 5});
  CHECK(middle.first_line == 2);
  CHECK(middle.lines == std::vector<std::string>{"2", "3", "4", "5", "6", "7", "8"});
  CHECK(excerpt_of(sources, {.path = "task5/proxy.conf", .line = 1}).lines.size() == 4);
  CHECK(excerpt_of(sources, {.path = "task5/proxy.conf", .line = 10}).lines.empty());
  CHECK(excerpt_of(sources, {.path = "task5/proxy.conf"}).lines.empty());
  CHECK(excerpt_of(sources, {.path = "task4/proxy.conf", .line = 1}).lines.empty());
  CHECK(excerpt_of(sources, {.path = "task5/other.conf", .line = 1}).lines.empty());
}

#include "checker/util/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/tasks/tables.hpp"

#include <algorithm>

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kConf = "proxy/proxy.conf";
constexpr const char* kIndex = "front-end/softy-pinko-front-end/index.html";

ComposeSeen good_file() {
  ComposeSeen seen;
  seen.file = file("task5/docker-compose.yml", "services:\n");
  seen.accepted = true;
  seen.compose = "2.26.1";
  ComposeService proxy;
  proxy.name = "proxy";
  proxy.role = "proxy";
  proxy.has_build = true;
  proxy.ports = {{.service = "proxy", .container_port = 80, .host_port = 80}};
  seen.services = {proxy};
  return seen;
}

Finding judged_with_conf(const char* id, const HttpSeen& seen, const char* from, const char* to) {
  return judged(id, seen, edited(model(5), kConf, from, to));
}

PageSeen good_page() {
  PageSeen page;
  page.loaded = true;
  page.matches = 1;
  page.text = "Hello, World!";
  page.requests = {asked("http://localhost/api/hello", 200)};
  return page;
}

}  // namespace

TEST_CASE("t5-front-end-files") {
  CHECK(is_passed(judged("t5-front-end-files", model_site(5))));
  SiteSeen elsewhere = model_site(5);
  elsewhere.state = SiteState::elsewhere;
  elsewhere.actual = "task5/softy-pinko-front-end";
  const Finding finding = judged("t5-front-end-files", elsewhere);
  CHECK(is_failed(finding));
  CHECK(finding.hint.find("git mv task5/softy-pinko-front-end") != std::string::npos);
}

TEST_CASE("t5-compose-valid, with a note on tags of other tasks") {
  ComposeSeen seen = good_file();
  seen.services[0].image = "softy-pinko-proxy:task4";
  const Finding finding = judged("t5-compose-valid", seen);
  CHECK(is_passed(finding));
  CHECK(finding.notes.size() == 1);
  seen.accepted = false;
  CHECK(is_failed(judged("t5-compose-valid", seen)));
  ComposeSeen none;
  none.file = missing("task5/docker-compose.yml");
  CHECK(is_failed(judged("t5-compose-valid", none)));
}

TEST_CASE("t5-proxy-service wants that name and port 80") {
  CHECK(is_passed(judged("t5-proxy-service", good_file())));
  ComposeSeen other = good_file();
  other.services[0].name = "nginx";
  CHECK(says(judged("t5-proxy-service", other), "called nginx"));
  ComposeSeen port = good_file();
  port.services[0].ports[0].host_port = 8080;
  CHECK(is_failed(judged("t5-proxy-service", port)));
}

TEST_CASE("t5-proxy-base-image") {
  CHECK(is_passed(judged("t5-proxy-base-image", model_file(5, "proxy/Dockerfile"))));
  CHECK(is_failed(judged("t5-proxy-base-image", file("task5/proxy/Dockerfile", "FROM httpd\n"))));
  CHECK(is_failed(judged("t5-proxy-base-image", missing("task5/proxy/Dockerfile"))));
}

TEST_CASE("t5-builds and t5-proxy-conf-in-image") {
  ProjectBuildSeen build;
  build.ok = true;
  build.images = {{.ok = true, .role = "back-end"}, {.ok = true, .role = "front-end"}};
  const Finding two = judged("t5-builds", build);
  CHECK(is_passed(two));
  CHECK(two.notes.size() == 1);
  build.images.push_back({.ok = true, .role = "proxy"});
  CHECK(is_passed(judged("t5-builds", build)));
  ProjectBuildSeen none;
  none.message = "no service of the file has a build";
  CHECK(is_failed(judged("t5-builds", none)));
  const auto waits_for_proxy = [&none](const Sources& task) {
    const Finding finding = judged("t5-builds", none, task);
    return std::ranges::find(finding.follows, "proxy-service") != finding.follows.end();
  };
  CHECK(waits_for_proxy(model(5)));
  CHECK_FALSE(waits_for_proxy(edited(model(5), "docker-compose.yml", "  proxy:", "  gateway:")));
  CopySeen copy;
  copy.source = model_file(5, kConf);
  copy.in_image = true;
  copy.bytes = copy.source.bytes;
  CHECK(is_passed(judged("t5-proxy-conf-in-image", copy, model(5))));
  copy.in_image = false;
  const Finding finding = judged("t5-proxy-conf-in-image", copy, model(5));
  CHECK(is_failed(finding));
  CHECK(finding.where.front().path == "task5/proxy/Dockerfile");
}

TEST_CASE("t5-up finds the name that nginx could not look up") {
  ProjectSeen seen;
  seen.ok = true;
  CHECK(is_passed(judged("t5-up", seen)));
  seen.ok = false;
  seen.services = {{.service = "proxy",
                    .exited = 1,
                    .exit_code = 1,
                    .log = "nginx: [emerg] host not found in upstream \"backend\" in "
                           "/etc/nginx/conf.d/default.conf:10\n"}};
  const Sources wrong = edited(model(5), kConf, "http://back-end:5252", "http://backend:5252");
  const Finding finding = judged("t5-up", seen, wrong);
  CHECK(is_failed(finding));
  CHECK(says(finding, "no server of that name"));
  CHECK(finding.where.front().path == "task5/proxy/proxy.conf");
  CHECK(finding.where.front().column > 1);
}

TEST_CASE("t5-up notes a proxy that starts before the servers whose names it looks up") {
  const auto notes = [](const Finding& finding) {
    CHECK(is_passed(finding));
    return join(finding.notes, "; ");
  };
  ProjectSeen seen;
  seen.ok = true;
  for (const char* service : {"back-end", "front-end", "proxy"})
    seen.services.push_back({.service = service, .running = 1});
  CHECK(notes(judged("t5-up", seen, model(5))).empty());
  const std::string stack = "docker-compose.yml";
  const std::string both = "    depends_on:\n      - front-end\n      - back-end\n";
  // One of them is enough where that one waits for the other.
  const Sources by_way = edited(edited(model(5), stack, both, "    depends_on: [front-end]\n"),
                                stack,
                                "  proxy:",
                                "    depends_on: [back-end]\n  proxy:");
  CHECK(notes(judged("t5-up", seen, by_way)).empty());
  const Sources half = edited(model(5), stack, both, "    depends_on: [back-end]\n");
  CHECK(notes(judged("t5-up", seen, half)).find("start after front-end,") != std::string::npos);
  const Sources never = edited(model(5), stack, both, "\n");
  CHECK(notes(judged("t5-up", seen, never)) ==
        "nothing makes proxy start after back-end and front-end, and nginx ends at once when it "
        "cannot look a name up: give proxy depends_on with back-end and front-end");
  // A variable is looked up with each request, not at the start.
  Sources later = edited(never,
                         kConf,
                         "proxy_pass http://front-end:9000;",
                         "resolver 127.0.0.11;\n        set $site front-end;\n"
                         "        proxy_pass http://$site:9000;");
  CHECK(notes(judged("t5-up", seen, later)).find("start after back-end,") != std::string::npos);
  later = edited(later, kConf, "http://back-end:5252", "http://$api:5252");
  CHECK(notes(judged("t5-up", seen, later)).empty());
}

TEST_CASE("t5-builds and t5-up miss the proxy that no service is") {
  ProjectBuildSeen build;
  build.ok = true;
  build.images = {{.ok = true, .role = "back-end"}, {.ok = true, .role = "front-end"}};
  ProjectSeen up;
  up.ok = true;
  up.services = {{.service = "back-end", .running = 1}, {.service = "front-end", .running = 1}};
  const Sources none = edited(model(5), "docker-compose.yml", "  proxy:", "  cache:");
  const Sources alone = edited(none, "docker-compose.yml", "./proxy", "./cache");
  for (const Finding& finding :
       {judged("t5-builds", build, edited(alone, "docker-compose.yml", "80:80", "81:81")),
        judged("t5-up", up, edited(alone, "docker-compose.yml", "80:80", "81:81"))}) {
    CHECK(is_failed(finding));
    CHECK(finding.cause_id == "proxy-service-missing");
    CHECK(finding.follows.front() == "proxy-service");
  }
}

TEST_CASE("t5-page-served and t5-site-served through the proxy") {
  SiteServedSeen seen;
  seen.files = {{.path = "", .status = 200, .equal = true},
                {.path = "a.css", .status = 200, .equal = true}};
  CHECK(is_passed(judged("t5-page-served", seen)));
  CHECK(is_passed(judged("t5-site-served", seen)));
  seen.files[0] = {.path = "", .status = 502, .equal = false};
  seen.files[1].equal = false;
  const Sources wrong = edited(model(5), kConf, "front-end:9000", "front-end:9001");
  const Finding finding = judged("t5-page-served", seen, wrong);
  CHECK(is_failed(finding));
  CHECK(says(finding, "port 9001"));
  CHECK(finding.where.front().line > 1);
  CHECK(is_failed(judged("t5-site-served", seen, model(5))));
}

TEST_CASE("t5-page-served tells who sends visitors elsewhere, and who turns them away") {
  SiteServedSeen seen;
  seen.files = {{.path = "", .status = 301}};
  const Sources sent =
      edited(model(5), kConf, "location / {", "location = / { return 301 /a; }\nlocation / {");
  CHECK(says(judged("t5-page-served", seen, sent), "sends visitors elsewhere"));
  seen.files[0].status = 403;
  CHECK(says(judged("t5-page-served", seen, model(5)), "no index.html"));
  seen.log = "[front-end]\n[error] access forbidden by rule, client: 10.0.0.1\n";
  CHECK(says(judged("t5-page-served", seen, model(5)), "keeps this visitor out"));
}

TEST_CASE("t5-api-hello knows what a proxy does to a path") {
  CHECK(is_passed(judged("t5-api-hello", answer("Hello, World!"), model(5))));
  const HttpSeen lost = answer("<!doctype html>Not Found", 404);
  const Finding strip =
      judged_with_conf("t5-api-hello", lost, "http://back-end:5252;", "http://back-end:5252/;");
  CHECK(is_failed(strip));
  CHECK(says(strip, "takes the place of \"/api\""));
  CHECK(strip.where.front().line > 1);
  const Finding none = judged_with_conf("t5-api-hello", lost, "location /api", "location /apis");
  CHECK(says(none, "no location is for /api"));
  const HttpSeen bad = answer("<html>502 Bad Gateway", 502);
  CHECK(says(judged_with_conf("t5-api-hello", bad, "back-end:5252", "back-end:5000"), "5000"));
  CHECK(says(judged_with_conf("t5-api-hello", bad, "back-end:5252", "localhost:5252"), "itself"));
  CHECK(says(judged_with_conf("t5-api-hello", bad, "back-end:5252", "api:5252"), "\"api\""));
}

TEST_CASE("t5-no-host-ports wants the servers hidden") {
  PortsSeen seen;
  seen.published = {{.service = "proxy", .container_port = 80, .host_port = 80}};
  CHECK(is_passed(judged("t5-no-host-ports", seen, model(5))));
  PortsSeen random = seen;
  random.published.push_back(
      {.service = "back-end", .container_port = 5252, .host_port = 0, .chosen_by_engine = true});
  const Finding noted = judged("t5-no-host-ports", random, model(5));
  CHECK(is_passed(noted));
  CHECK(noted.notes.size() == 1);
  CHECK(noted.actual == "only the proxy has a fixed port of your computer");
  PortsSeen fixed = seen;
  fixed.published.push_back({.service = "back-end", .container_port = 5252, .host_port = 5252});
  const Finding open = judged("t5-no-host-ports", fixed, model(5));
  CHECK(is_failed(open));
  CHECK(open.where.front().path == "task5/docker-compose.yml");
  CHECK(says(open, "from your computer to back-end"));
  PortsSeen answering = seen;
  answering.answers_9000 = true;
  CHECK(is_failed(judged("t5-no-host-ports", answering, model(5))));
}

TEST_CASE("t5-page-url wants the page's own origin") {
  CHECK(is_passed(judged("t5-page-url", model_site(5), model(5))));
  const Sources absolute =
      edited(model(5), kIndex, "\"/api/hello\"", "\"http://localhost/api/hello\"");
  const Finding noted = judged("t5-page-url", site(5, absolute.texts.at(kIndex)), absolute);
  CHECK(is_passed(noted));
  CHECK(noted.notes.size() == 1);
  const Sources old =
      edited(model(5), kIndex, "\"/api/hello\"", "\"http://localhost:5252/api/hello\"");
  const Finding finding = judged("t5-page-url", site(5, old.texts.at(kIndex)), old);
  CHECK(is_failed(finding));
  CHECK(says(finding, "port 5252"));
  const auto by_htmx = [](const std::string& address) {
    const std::string page =
        "<h1 hx-get=\"" + address + "\"></h1><script src=\"assets/js/htmx.min.js\"></script>";
    Sources task = model(5);
    task.texts.at(kIndex) = page;
    return judged("t5-page-url", site(5, page), task);
  };
  CHECK(is_passed(by_htmx("/api/hello")));
  CHECK(is_failed(by_htmx("http://localhost:5252/api/hello")));
}

TEST_CASE("t5-browser lets no request go round the proxy") {
  CHECK(is_passed(judged("t5-browser", good_page(), model(5))));
  PageSeen round = good_page();
  round.requests.push_back(asked("http://localhost:5252/api/hello", 200));
  const Finding finding = judged("t5-browser", round, model(5));
  CHECK(is_failed(finding));
  CHECK(finding.follows.front() == "page-url");
  PageSeen empty = good_page();
  empty.text = "";
  CHECK(is_failed(judged("t5-browser", empty, model(5))));
}

TEST_CASE("a proxy's Dockerfile in other letters' case is renamed, not read") {
  FileSeen other = file("task5/proxy/Dockerfile", "FROM nginx:latest\n");
  other.state = FileState::wrong_case;
  other.actual = "task5/proxy/DOCKERFILE";
  const Finding finding = judged("t5-proxy-base-image", other);
  CHECK(is_failed(finding));
  CHECK(finding.hint.find("git mv") != std::string::npos);
}

TEST_CASE("a proxy that nothing makes wait is up, with a note") {
  ProjectSeen seen;
  seen.ok = true;
  seen.services = {{.service = "proxy", .running = 1}};
  Sources task;
  task.folder = "task5";
  task.texts["docker-compose.yml"] = "services:\n  proxy:\n    build: ./proxy\n";
  const Finding finding = judged("t5-up", seen, task);
  CHECK(is_passed(finding));
  CHECK(finding.notes.size() == 1);
}

TEST_CASE("t5-as-reference shows the page that changes with the connection") {
  ComparisonSeen seen = all_alike();
  CHECK(is_passed(judged("t5-as-reference", seen)));
  seen.requests[1].own.body = "an old page";
  seen.requests[1].own.size = 11;
  seen.requests[1].same_body = false;
  const Finding finding = judged("t5-as-reference", seen);
  CHECK(is_failed(finding));
  CHECK(finding.evidence.find("an old page") != std::string::npos);
}

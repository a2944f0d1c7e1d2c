#include "tests/support/catch.hpp"
#include "tests/tasks/tables.hpp"

#include <algorithm>

using namespace pinko;
using namespace pinko::test;

namespace {

ComposeService service(const char* name, std::uint16_t port) {
  ComposeService one;
  one.name = name;
  one.role = name;
  one.has_build = true;
  one.ports = {{.service = name, .container_port = port, .host_port = port}};
  one.where = {.path = "task4/docker-compose.yml", .line = 2, .column = 3};
  return one;
}

ComposeSeen good_file() {
  ComposeSeen seen;
  seen.file = file("task4/docker-compose.yml", "services:\n");
  seen.accepted = true;
  seen.compose = "2.26.1";
  seen.services = {service("back-end", 5252), service("front-end", 9000)};
  seen.services[1].depends_on = {"back-end"};
  return seen;
}

ComposeSeen refused(const char* compose, const char* message) {
  ComposeSeen seen = good_file();
  seen.accepted = false;
  seen.compose = compose;
  seen.message = message;
  return seen;
}

SiteServedSeen served(bool equal) {
  SiteServedSeen seen;
  seen.files = {{.path = "", .status = equal ? 200 : 404, .equal = equal}};
  return seen;
}

}  // namespace

TEST_CASE("t4-front-end-files") {
  CHECK(is_passed(judged("t4-front-end-files", model_site(4))));
  SiteSeen empty;
  empty.state = SiteState::empty;
  CHECK(is_failed(judged("t4-front-end-files", empty)));
}

TEST_CASE("t4-compose-file takes other names with a note") {
  CHECK(is_passed(judged("t4-compose-file", good_file())));
  ComposeSeen other = good_file();
  other.file.path = "task4/compose.yaml";
  const Finding finding = judged("t4-compose-file", other);
  CHECK(is_passed(finding));
  CHECK(finding.notes.size() == 1);
  ComposeSeen none;
  none.file = missing("task4/docker-compose.yml");
  CHECK(is_failed(judged("t4-compose-file", none)));
}

TEST_CASE("t4-compose-valid explains what Compose says") {
  CHECK(is_passed(judged("t4-compose-valid", good_file())));
  const Finding tab = judged("t4-compose-valid",
                             refused("2.26.1",
                                     "yaml: line 7: found character '\\t' that cannot "
                                     "start any token"));
  CHECK(is_failed(tab));
  CHECK(says(tab, "tab"));
  CHECK(to_string(tab.where.front()) == "task4/docker-compose.yml:7");
  const Finding version = judged(
      "t4-compose-valid", refused("1.29.2", "Version in \"./docker-compose.yml\" is unsupported."));
  CHECK(says(version, "1.29.2"));
  CHECK(says(version, "v2"));
}

TEST_CASE("t4-services wants both, with build and ports") {
  CHECK(is_passed(judged("t4-services", good_file())));
  ComposeSeen lone = good_file();
  lone.services.pop_back();
  CHECK(says(judged("t4-services", lone), "front end"));
  ComposeSeen unbuilt = good_file();
  unbuilt.services[0].has_build = false;
  CHECK(judged("t4-services", unbuilt).actual == "back-end has no build");
  ComposeSeen closed = good_file();
  closed.services[1].ports.clear();
  CHECK(is_failed(judged("t4-services", closed)));
  ComposeSeen other_port = good_file();
  other_port.services[1].ports[0].host_port = 8080;
  const Finding noted = judged("t4-services", other_port);
  CHECK(is_passed(noted));
  CHECK(noted.notes.size() == 1);
  CHECK(judged("t4-services", good_file()).notes.empty());
  ComposeSeen unreadable;
  CHECK(judged("t4-services", unreadable).kind == Finding::Kind::blocked);
}

TEST_CASE("t4-depends-on wants a service that exists") {
  CHECK(is_passed(judged("t4-depends-on", good_file())));
  ComposeSeen other = good_file();
  other.services[1].depends_on = {"api"};
  CHECK(is_failed(judged("t4-depends-on", other)));
  other.services[1].depends_on.clear();
  CHECK(is_failed(judged("t4-depends-on", other)));
}

TEST_CASE("what stands in a file that Compose refuses is not said to be missing") {
  ComposeSeen unread = refused("1.29.2", "is invalid");
  unread.services[0].ports.clear();
  unread.services[1].depends_on.clear();
  const auto follows = [&unread](const char* check, const std::string& of_back_end) {
    unread.file.bytes = "services:\n  back-end:\n    build: a\n" + of_back_end +
                        "  front-end:\n    build: b\n    ports:\n      - 9000:9000\n";
    const Finding finding = judged(check, unread);
    CHECK(is_failed(finding));
    return finding.follows == std::vector<std::string>{"compose-valid"};
  };
  CHECK(follows("t4-services", "    ports:\n      - a:5252\n"));
  CHECK(follows("t4-services", "    port:\n      - 5252:5252\n"));
  CHECK(follows("t4-services", "  ports:\n    - 5252:5252\n"));
  CHECK_FALSE(follows("t4-services", "    expose:\n      - 5252\n"));
  CHECK(follows("t4-depends-on", "    dependson:\n      - front-end\n"));
  CHECK(follows("t4-depends-on", "    ports:\n      - front-end\n"));
  CHECK_FALSE(follows("t4-depends-on", "    ports:\n      - 5252:5252\n"));
  unread.accepted = true;
  CHECK_FALSE(follows("t4-services", "    port:\n      - 5252:5252\n"));
}

TEST_CASE("t4-builds names the service that fails") {
  ProjectBuildSeen seen;
  seen.ok = true;
  seen.images = {{.ok = true, .role = "back-end"}, {.ok = true, .role = "front-end"}};
  CHECK(is_passed(judged("t4-builds", seen)));
  seen.ok = false;
  seen.images[1].ok = false;
  seen.images[1].exit_code = 1;
  const Finding finding = judged("t4-builds", seen, model(4));
  CHECK(is_failed(finding));
  CHECK(finding.actual.find("front-end") != std::string::npos);
}

TEST_CASE("t4-up reads the log of the container that ended") {
  ProjectSeen seen;
  seen.ok = true;
  seen.services = {{.service = "back-end", .running = 1}, {.service = "front-end", .running = 1}};
  CHECK(is_passed(judged("t4-up", seen)));
  seen.ok = false;
  seen.services[0] = {.service = "back-end",
                      .running = 0,
                      .exited = 1,
                      .exit_code = 1,
                      .log = "ModuleNotFoundError: No module named 'flask_cors'\n"};
  const Finding finding = judged("t4-up", seen, model(4));
  CHECK(is_failed(finding));
  CHECK(says(finding, "flask_cors"));
  CHECK(finding.hint.find("pip3 install flask-cors") != std::string::npos);
}

TEST_CASE("t4-api-hello, t4-page-served and t4-browser") {
  CHECK(is_passed(judged("t4-api-hello", answer("Hello, World!"))));
  HttpSeen refused_answer;
  refused_answer.problem = "connection refused";
  const Finding unanswered = judged("t4-api-hello", refused_answer, model(4));
  CHECK(is_failed(unanswered));
  CHECK(std::find(unanswered.follows.begin(), unanswered.follows.end(), "up") !=
        unanswered.follows.end());
  CHECK(is_passed(judged("t4-page-served", served(true))));
  CHECK(is_failed(judged("t4-page-served", served(false), model(4))));
  PageSeen page;
  page.loaded = true;
  page.matches = 1;
  page.text = "Hello, World!";
  page.requests = {asked("http://localhost:5252/api/hello", 200)};
  CHECK(is_passed(judged("t4-browser", page)));
  page.text = "";
  CHECK(is_failed(judged("t4-browser", page)));
}

TEST_CASE("a port that the file does not publish is told with its line") {
  Sources task;
  task.folder = "task4";
  task.texts["docker-compose.yml"] =
      "services:\n"
      "  back-end:\n"
      "    build: ./back-end\n"
      "    ports:\n"
      "      - \"5000:5252\"\n"
      "  front-end:\n"
      "    build: ./front-end\n"
      "    ports:\n"
      "      - \"80:9000\"\n";
  HttpSeen nobody;
  nobody.problem = "connection refused";
  const Finding api = judged("t4-api-hello", nobody, task);
  CHECK(is_failed(api));
  CHECK(says(api, "5000:5252"));
  REQUIRE_FALSE(api.where.empty());
  CHECK(api.where.front().line == 5);
  SiteServedSeen silent;
  silent.files = {{.path = "", .problem = "connection refused"}};
  const Finding page = judged("t4-page-served", silent, task);
  CHECK(says(page, "80:9000"));
  REQUIRE_FALSE(page.where.empty());
  CHECK(page.where.front().line == 9);
}

TEST_CASE("a port that leads elsewhere does not wait for another service's ports") {
  HttpSeen silent;
  silent.problem = "connection refused";
  const auto waits_for_services = [&](const char* ports) {
    const Sources task =
        edited(model(4), "docker-compose.yml", "    ports:\n      - \"5252:5252\"\n", ports);
    const Finding finding = judged("t4-api-hello", silent, task);
    CHECK(finding.cause_id == "port-not-published");
    return std::ranges::find(finding.follows, "services") != finding.follows.end();
  };
  CHECK_FALSE(waits_for_services("    ports:\n      - \"8000:5252\"\n"));
  CHECK(waits_for_services(""));
}

TEST_CASE("a Dockerfile in other letters' case is named where a build misses it") {
  Sources task;
  task.folder = "task4";
  task.texts["back-end/DOCKERFILE"] = "FROM ubuntu:latest\n";
  ProjectBuildSeen seen;
  seen.images = {
      {.ok = false, .exit_code = 1, .role = "back-end", .dockerfile = "task4/back-end/Dockerfile"}};
  const Finding finding = judged("t4-builds", seen, task);
  CHECK(is_failed(finding));
  CHECK(says(finding, "task4/back-end/DOCKERFILE"));
  CHECK(finding.hint.find("git mv") != std::string::npos);
}

TEST_CASE("a build folder that is not there is named with its service's line") {
  ComposeSeen seen = good_file();
  seen.accepted = false;
  seen.compose = "1.29.2";
  seen.services[1].context = "task4/web";
  seen.services[1].where = {.path = "task4/docker-compose.yml", .line = 7, .column = 3};
  seen.message =
      "build path /somewhere/task4/web either does not exist, is not accessible, or is not a "
      "valid URL.";
  const Finding finding = judged("t4-compose-valid", seen);
  CHECK(is_failed(finding));
  CHECK(says(finding, "a folder that is not there"));
  REQUIRE_FALSE(finding.where.empty());
  CHECK(finding.where.front().line == 7);
}

TEST_CASE("a file that Compose v2 takes as it is has a note, and no failure") {
  ComposeSeen seen = good_file();
  seen.compose = "1.29.2";
  seen.message = "Version \"4\" is unsupported";
  const Finding finding = judged("t4-compose-valid", seen);
  CHECK(is_passed(finding));
  CHECK(finding.notes.size() == 1);
}

TEST_CASE("a failed step is found in a Dockerfile of other letters' case as well") {
  Sources task;
  task.folder = "task4";
  task.texts["back-end/dockerfile"] = "FROM ubuntu:latest\nRUN pip3 flask\n";
  ProjectBuildSeen seen;
  seen.images = {{.ok = false,
                  .exit_code = 1,
                  .role = "back-end",
                  .dockerfile = "task4/back-end/Dockerfile",
                  .failed_step = "RUN pip3 flask"}};
  const Finding finding = judged("t4-builds", seen, task);
  REQUIRE_FALSE(finding.where.empty());
  CHECK(finding.where.front().path == "task4/back-end/dockerfile");
  CHECK(finding.where.front().line == 2);
  CHECK(finding.notes.size() == 1);
}

TEST_CASE("a Dockerfile that is not there is sought where its service names the folder") {
  Sources task = edited(model(4),
                        "docker-compose.yml",
                        "context: ./front-end",
                        "context: ./front-end/softy-pinko-front-end");
  ProjectBuildSeen seen;
  seen.images = {{.ok = false,
                  .exit_code = 1,
                  .role = "front-end",
                  .dockerfile = "task4/front-end/softy-pinko-front-end/Dockerfile"}};
  const Finding finding = judged("t4-builds", seen, task);
  CHECK(is_failed(finding));
  REQUIRE_FALSE(finding.where.empty());
  CHECK(finding.where.front().path == "task4/docker-compose.yml");
  // Where git has a link in place of that folder, the link is what to mend.
  CHECK(finding.follows.back() == "front-end-files");
}

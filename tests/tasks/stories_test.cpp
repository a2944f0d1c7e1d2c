#include "tests/support/catch.hpp"
#include "tests/tasks/evidence.hpp"
#include "tests/tasks/tables.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr ReadSite kSite{};
constexpr CompareWithReference kComparison{
    .page_port = 9000, .api_port = 5252, .origin = "http://localhost:9000", .allowed = true};

/// What a clone holds of a site that was committed as a gitlink: nothing.
void make_gitlink(TaskEvidence& evidence) {
  SiteSeen& site = seen(evidence, kSite);
  site.state = SiteState::gitlink;
  site.gitlink_commit = "0123456789012345678901234567890123456789";
  site.files.clear();
  site.index = {};
}

NotReached no_site() {
  return {.reason = "there are no files of the site to compare with", .because = describe(kSite)};
}

}  // namespace

TEST_CASE("what is seen of the model solution earns all points") {
  int points = 0;
  for (int task = 0; task < 7; ++task) {
    const TaskReport report = graded(task, good_evidence(task));
    INFO("task" << task << ": " << story(report));
    CHECK(report.outcome == Outcome::passed);
    points += report.points;
  }
  CHECK(points == 100);
}

TEST_CASE("a typo in apt-get is one failure, and the build waits for it") {
  TaskEvidence evidence = good_evidence(0);
  FileSeen& dockerfile = seen(evidence, ReadFile{"Dockerfile"});
  dockerfile.bytes = "FROM ubuntu:latest\nRUN apt-get-update\nRUN apt-get upgrade -y\n";
  BuildSeen& build = seen(evidence, BuildImage{"app"});
  build.ok = false;
  build.output = "/bin/sh: 1: apt-get-update: not found\n";
  evidence.sights["run app for 30 s"] =
      NotReached{.reason = "the image of the app was not built", .because = "build app"};
  CHECK(story(graded(0, evidence)) ==
        "t0-apt-update failed, t0-builds waits for t0-apt-update, t0-hello waits for "
        "t0-apt-update");
}

TEST_CASE("flask that is missing is one failure") {
  TaskEvidence evidence = good_evidence(1);
  PythonSeen& python = seen(evidence, InspectPython{"app"});
  python.flask.clear();
  python.flask_importable = false;
  ListenSeen& listens = seen(evidence, ListListeners{"app"});
  listens.running = false;
  listens.exit_code = 1;
  listens.log = "ModuleNotFoundError: No module named 'flask'\n";
  CHECK(story(graded(1, evidence)) ==
        "t1-python failed, t1-flask-by-pip waits for t1-python, t1-listens waits for t1-python, "
        "t1-api-hello waits for t1-python, t1-as-reference waits for t1-python");
}

TEST_CASE("a gitlink costs the site's checks, and none of the API's") {
  TaskEvidence evidence = good_evidence(2);
  make_gitlink(evidence);
  evidence.sights[describe(CompareSite{"front-end"})] = no_site();
  evidence.sights[describe(FetchSite{.port = 9000})] = no_site();
  const TaskReport report = graded(2, evidence);
  CHECK(
      story(report) ==
      "t2-front-end-files failed, t2-site-in-image waits for t2-front-end-files, t2-page-served "
      "waits for t2-front-end-files, t2-site-served waits for t2-front-end-files, t2-as-reference "
      "waits for t2-front-end-files");
  CHECK(report.points == 10);
  CHECK(report.cause == "t2-front-end-files");
}

TEST_CASE("in task 3 a gitlink takes the page's checks along, and leaves CORS") {
  TaskEvidence evidence = good_evidence(3);
  make_gitlink(evidence);
  evidence.sights[describe(FetchSite{.port = 9000})] = no_site();
  const TaskReport report = graded(3, evidence);
  CHECK(report.cause == "t3-front-end-files");
  CHECK(report.points == 5);
  CHECK(verdict(report, "t3-cors").outcome == Outcome::passed);
  CHECK(verdict(report, "t3-heading").waits_for == "t3-front-end-files");
  CHECK(verdict(report, "t3-heading-place").waits_for == "t3-front-end-files");
  CHECK(verdict(report, "t3-script").waits_for == "t3-front-end-files");
  CHECK(verdict(report, "t3-browser").waits_for == "t3-front-end-files");
}

TEST_CASE("a missing CORS header is the cause of the empty heading") {
  TaskEvidence evidence = good_evidence(3);
  seen(evidence, HttpGet{.port = 5252, .target = "/api/hello", .origin = "http://localhost:9000"})
      .headers.clear();
  PageSeen& page = seen(evidence, LoadPage{.port = 9000});
  page.text.clear();
  page.requests.front().status = 0;
  page.requests.front().blocked = "cors";
  seen(evidence, kComparison).requests.back().own.headers.clear();
  CHECK(story(graded(3, evidence)) ==
        "t3-cors failed, t3-browser waits for t3-cors, t3-as-reference waits for t3-cors");
}

TEST_CASE("a missing Dockerfile of a later task fails the build itself") {
  TaskEvidence evidence = good_evidence(3);
  evidence.sights["build back-end"] =
      NotReached{.reason = "there is no task3/back-end/Dockerfile to build from",
                 .because = "file back-end/Dockerfile"};
  const TaskReport report = graded(3, evidence);
  CHECK(verdict(report, "t3-back-end-builds").outcome == Outcome::failed);
  CHECK(verdict(report, "t3-cors").waits_for == "t3-back-end-builds");
}

TEST_CASE("a front end that ends at once leaves the API its points") {
  TaskEvidence evidence = good_evidence(4);
  ProjectSeen& project = seen(evidence, StartProject{1});
  project.ok = false;
  project.services[1] = {.service = "front-end",
                         .exited = 1,
                         .exit_code = 1,
                         .log =
                             "nginx: [emerg] unexpected \"}\" in "
                             "/etc/nginx/conf.d/default.conf:9\n"};
  SiteServedSeen& served = seen(evidence, FetchSite{.port = 9000});
  served.files[0] = {.path = "", .problem = "connection refused"};
  CHECK(story(graded(4, evidence)) ==
        "t4-up failed, t4-page-served waits for t4-up, t4-browser waits for t4-up");
}

TEST_CASE("a Compose file that is refused is one failure, and its services still count") {
  TaskEvidence evidence = good_evidence(4);
  seen(evidence, ReadCompose{}).accepted = false;
  const NotReached stopped{.reason = "Compose does not accept the file",
                           .because = describe(ReadCompose{})};
  for (auto& [probe, sight] : evidence.sights) {
    if (probe != describe(ReadCompose{}) && probe != describe(kSite)) sight = stopped;
  }
  const TaskReport report = graded(4, evidence);
  CHECK(report.cause == "t4-compose-valid");
  CHECK(report.points == 4);
  CHECK(verdict(report, "t4-browser").waits_for == "t4-compose-valid");
}

TEST_CASE("the welcome page is told by the conf that never arrived") {
  TaskEvidence evidence = good_evidence(5);
  CopySeen& copy = seen(evidence,
                        CompareCopy{.role = "proxy",
                                    .source = "proxy/proxy.conf",
                                    .in_image = "/etc/nginx/conf.d/default.conf"});
  copy.bytes = "root /usr/share/nginx/html;";
  SiteServedSeen& served = seen(evidence, FetchSite{.port = 80});
  served.files[0].equal = false;
  served.welcome_page = true;
  seen(evidence, HttpGet{.port = 80, .target = "/api/hello"}) =
      answer("<html>Welcome to nginx!</html>", 404);
  CHECK(
      story(graded(5, evidence)) ==
      "t5-proxy-conf-in-image failed, t5-page-served waits for t5-proxy-conf-in-image, "
      "t5-site-served waits for t5-proxy-conf-in-image, t5-api-hello waits for "
      "t5-proxy-conf-in-image, t5-browser waits for t5-proxy-conf-in-image, t5-as-reference waits "
      "for t5-proxy-conf-in-image");
}

TEST_CASE("ip_hash is one failure with two that follow") {
  TaskEvidence evidence = good_evidence(6);
  for (auto& [probe, sight] : evidence.sights) {
    auto* observation = std::get_if<Observation>(&sight);
    auto* sample = observation == nullptr ? nullptr : std::get_if<ReplicaSample>(observation);
    if (sample == nullptr) continue;
    for (Turns& row : sample->rows)
      row.who.assign(row.who.size(), 0);
  }
  const TaskReport report = graded(6, evidence);
  CHECK(story(report) ==
        "t6-round-robin failed, t6-shares-evenly waits for t6-round-robin, t6-five-replicas waits "
        "for t6-round-robin");
  CHECK(report.points == 15);
}

TEST_CASE("a wrong command costs its own points, and none of the stack's") {
  TaskEvidence evidence = good_evidence(6);
  seen(evidence, ReadFile{"2-api-servers.txt"}).bytes = "docker-compose up\n";
  const TaskReport report = graded(6, evidence);
  CHECK(story(report) == "t6-command failed, t6-replicas waits for t6-command");
  CHECK(report.points == 20);
}

TEST_CASE("another name of the service costs its own points, and none of the turns'") {
  TaskEvidence evidence = good_evidence(6);
  for (ComposeService& service : seen(evidence, ReadCompose{}).services) {
    if (service.name == "back-end") service.name = "server";
  }
  const TaskReport report = graded(6, evidence);
  CHECK(verdict(report, "t6-service-name").outcome == Outcome::failed);
  for (const char* id : {"t6-round-robin", "t6-shares-evenly", "t6-five-replicas"}) {
    CHECK(verdict(report, id).outcome == Outcome::passed);
  }
  CHECK(verdict(report, "t6-api-hello").outcome == Outcome::passed);
}

TEST_CASE("containers that cannot be scaled to five fail that check alone") {
  TaskEvidence evidence = good_evidence(6);
  ProjectSeen five;
  five.output = "range of ports is exhausted";
  evidence.sights["up with 5 replicas"] = Observation(five);
  evidence.sights[describe(SampleReplicas{.replicas = 5, .count = 20})] =
      NotReached{.reason = "the stack could not be scaled", .because = "up with 5 replicas"};
  CHECK(story(graded(6, evidence)) == "t6-five-replicas failed");
}

TEST_CASE("a submission that is refused is refused, and nothing else is said of what it ran") {
  TaskEvidence evidence = good_evidence(5);
  const Error danger{.code = ErrorCode::refused, .message = "the service proxy is privileged"};
  for (auto& [probe, sight] : evidence.sights) {
    const bool of_files =
        probe == describe(ReadCompose{}) || probe == describe(kSite) || probe.starts_with("file ");
    if (!of_files) sight = danger;
  }
  const TaskReport report = graded(5, evidence);
  CHECK(report.outcome == Outcome::refused);
  CHECK(report.cause == "t5-builds");
  CHECK(verdict(report, "t5-up").outcome == Outcome::skipped);
}

TEST_CASE("a machine without Compose grades nothing of the stack") {
  TaskEvidence evidence = good_evidence(4);
  const Error none{.code = ErrorCode::engine, .message = "no Compose on this machine"};
  evidence.sights[describe(ReadCompose{})] = none;
  const TaskReport report = graded(4, evidence);
  CHECK(report.outcome == Outcome::errored);
  CHECK(report.points == 1);
  CHECK(report.max_points == 1);
}

TEST_CASE("what depends on the connection fails the comparison alone") {
  TaskEvidence evidence = good_evidence(3);
  ComparedRequest& kept = seen(evidence, kComparison).requests[3];
  kept.own.status = 500;
  const TaskReport report = graded(3, evidence);
  CHECK(story(report) == "t3-as-reference failed");
  CHECK(report.points == 14);
}

TEST_CASE("a file that is never right is the file's failure, and the comparison follows") {
  TaskEvidence evidence = good_evidence(3);
  seen(evidence, FetchSite{.port = 9000}).files[1].equal = false;
  for (ComparedRequest& request : seen(evidence, kComparison).requests) {
    if (request.what == AskedFor::file) request.same_body = false;
  }
  CHECK(story(graded(3, evidence)) ==
        "t3-site-served failed, t3-as-reference waits for t3-site-served");
}

TEST_CASE("an API that nobody reaches is one failure, and the comparison follows") {
  TaskEvidence evidence = good_evidence(2);
  HttpSeen& hello = seen(evidence, HttpGet{.port = 5252, .target = "/api/hello"});
  hello = {};
  hello.problem = "connection refused";
  constexpr CompareWithReference kBoth{
      .page_port = 9000, .api_port = 5252, .origin = "http://localhost:9000"};
  for (ComparedRequest& request : seen(evidence, kBoth).requests) {
    if (request.what == AskedFor::hello) request.own = {.problem = "connection refused"};
  }
  CHECK(story(graded(2, evidence)) ==
        "t2-api-hello failed, t2-as-reference waits for t2-api-hello");
}

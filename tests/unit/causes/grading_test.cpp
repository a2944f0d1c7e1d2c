#include "checker/causes/causes.hpp"
#include "checker/grade/grade_task.hpp"
#include "tasks/tasks.hpp"
#include "tests/support/catch.hpp"
#include "tests/tasks/evidence.hpp"
#include "tests/tasks/tables.hpp"

#include <algorithm>

using namespace pinko;
using namespace pinko::test;

namespace {

TaskReport report_of(int number, const TaskEvidence& evidence) {
  const Task& task = tasks::all_tasks()[static_cast<std::size_t>(number)];
  std::vector<const Check*> checks;
  for (const Check& check : task.checks)
    checks.push_back(&check);
  return grade::grade_task(task, checks, evidence, {.knowledge = causes::knowledge()});
}

}  // namespace

TEST_CASE("no cause is found in the model solution") {
  for (int task = 0; task < 7; ++task) {
    const TaskReport report = report_of(task, good_evidence(task));
    INFO("task" << task);
    CHECK(report.outcome == Outcome::passed);
    CHECK_FALSE(report.disagreement.has_value());
    for (const Verdict& verdict : report.checks) {
      INFO(verdict.id << ": " << verdict.cause_id);
      CHECK(verdict.cause_id.empty());
    }
  }
}

TEST_CASE("a folder that is missing, or called otherwise, has its cause") {
  TaskEvidence evidence;
  evidence.sources.folder = "task3";
  evidence.sources.exists = false;
  CHECK(report_of(3, evidence).checks.size() > 5);
  TaskEvidence good = good_evidence(3);
  good.sources.exists = false;
  CHECK(report_of(3, good).checks.front().cause_id == "folder-missing");
  // There is no folder to type a command in.
  CHECK(report_of(3, good).checks.front().by_hand.empty());
  CHECK_FALSE(report_of(3, good).checks.front().direction.empty());
  good.sources.meant = "Task3";
  CHECK(report_of(3, good).checks.front().cause_id == "folder-misnamed");
}

TEST_CASE("a task's folder is the one that was found, nested or not") {
  TaskEvidence evidence = good_evidence(3);
  CHECK(report_of(3, evidence).folder == "task3");
  evidence.sources.folder = "project/task3";
  CHECK(report_of(3, evidence).folder == "project/task3");
  CHECK(report_of(3, {}).folder == "task3");
}

TEST_CASE("what has one cause is told once") {
  TaskEvidence evidence = good_evidence(4);
  evidence.sources = edited(evidence.sources, "docker-compose.yml", "5252:5252", "5252:5000");
  HttpSeen& api = seen(evidence, HttpGet{.port = 5252, .target = "/api/hello"});
  api = {};
  api.problem = "closed without an answer";
  const TaskReport report = report_of(4, evidence);
  const Verdict& lead = verdict(report, "t4-api-hello");
  CHECK(lead.outcome == Outcome::failed);
  CHECK(lead.cause_id == "published-port-leads-nowhere");
  CHECK(lead.where.size() == 2);
  CHECK(lead.corrected == "      - \"5252:5252\"");
  CHECK(lead.excerpt.first_line > 0);
  CHECK_FALSE(report.disagreement.has_value());
}

TEST_CASE("what one step mends is told once, and what waits for it waits for the first") {
  TaskEvidence evidence = good_evidence(1);
  evidence.sources.texts["api.py"] = "";
  seen(evidence, ReadFile{"api.py"}).bytes = "";
  ListenSeen& ended = seen(evidence, ListListeners{"app"});
  ended = {};
  ended.running = false;
  const TaskReport report = report_of(1, evidence);
  CHECK(verdict(report, "t1-api-file").outcome == Outcome::failed);
  CHECK(verdict(report, "t1-api-file").cause_id == "file-empty");
  for (const char* follower : {"t1-listens", "t1-api-hello"}) {
    CHECK(verdict(report, follower).outcome == Outcome::skipped);
    CHECK(verdict(report, follower).waits_for == "t1-api-file");
  }
}

TEST_CASE("two files that do not fit are told also where nothing could be run") {
  TaskEvidence evidence = good_evidence(5);
  evidence.sources = edited(evidence.sources, "proxy/proxy.conf", "back-end:5252", "back-end:80");
  const Error down{.code = ErrorCode::engine, .message = "no engine answers"};
  for (auto& [probe, sight] : evidence.sights)
    sight = down;
  const TaskReport report = report_of(5, evidence);
  CHECK(report.outcome == Outcome::errored);
  REQUIRE(report.disagreement.has_value());
  CHECK(report.disagreement->cause_id == "proxy-pass-other-port");
  CHECK(report.disagreement->where.size() == 2);
}

TEST_CASE("while an image is not built, all that disagrees in the files is told") {
  TaskEvidence evidence = good_evidence(5);
  Sources& files = evidence.sources;
  files = edited(files, "proxy/proxy.conf", "back-end:5252", "back-end:80");
  files = edited(files, "proxy/proxy.conf", "front-end:9000", "front-end:80");
  files = edited(files, "back-end/Dockerfile", "COPY api.py", "COPY app.py");
  ProjectBuildSeen& build = seen(evidence, BuildProject{});
  build.ok = false;
  build.images.front().ok = false;
  build.images.front().dockerfile = "task5/back-end/Dockerfile";
  build.images.front().output = "COPY failed: stat app.py: file does not exist\n";
  const TaskReport report = report_of(5, evidence);
  const Verdict& lead = verdict(report, "t5-builds");
  CHECK(lead.outcome == Outcome::failed);
  CHECK(lead.cause_id == "copy-source-missing");
  REQUIRE(report.disagreement.has_value());
  CHECK(report.disagreement->cause_id == "proxy-pass-other-port");
  REQUIRE(lead.notes.size() == 1);
  CHECK(lead.notes.front().starts_with("also to mend: the proxy asks "));
  CHECK(lead.notes.front().find("task5/proxy/proxy.conf:") != std::string::npos);
}

TEST_CASE("where checks wait, all that disagrees in the files is told, and nothing of it twice") {
  TaskEvidence evidence = good_evidence(5);
  Sources& files = evidence.sources;
  files = edited(files, "proxy/proxy.conf", "back-end:5252", "localhost:5252");
  files = edited(files, "proxy/proxy.conf", "front-end:9000", "localhost:9000");
  files = edited(files, "docker-compose.yml", "\"80:80\"", "\"80:8080\"");
  SiteServedSeen& page = seen(evidence, FetchSite{.port = 80});
  page.files.front() = {.path = "index.html", .status = 502};
  const TaskReport report = report_of(5, evidence);
  const Verdict& lead = verdict(report, "t5-page-served");
  CHECK(lead.cause_id == "proxy-pass-to-itself");
  REQUIRE(report.disagreement.has_value());
  std::vector<Location> told{lead.where.front(), report.disagreement->where.front()};
  CHECK(told.front() != told.back());
  REQUIRE(lead.notes.size() == 1);
  const std::string both = report.disagreement->cause_id + lead.notes.front();
  INFO(both);
  CHECK(lead.notes.front().starts_with("also to mend: "));
}

TEST_CASE("a service that is to be renamed is not told to others by its present name") {
  TaskEvidence evidence = good_evidence(6);
  Sources& files = evidence.sources;
  files = edited(files, "docker-compose.yml", "  back-end:\n", "  backend:\n");
  ComposeSeen& compose = seen(evidence, ReadCompose{});
  for (ComposeService& service : compose.services)
    if (service.name == "back-end") service.name = "backend";
  const TaskReport report = report_of(6, evidence);
  CHECK(verdict(report, "t6-service-name").cause_id == "service-called-otherwise");
  if (report.disagreement) CHECK(report.disagreement->cause_id != "proxy-pass-unknown-service");
}

TEST_CASE("checks of one cause at one place wait for the first of them") {
  TaskEvidence evidence = good_evidence(2);
  evidence.sources = edited(evidence.sources,
                            "front-end/Dockerfile",
                            "COPY softy-pinko-front-end.conf /etc/nginx/conf.d/default.conf",
                            "");
  CopySeen& copy = seen(evidence,
                        CompareCopy{.role = "front-end",
                                    .source = "front-end/softy-pinko-front-end.conf",
                                    .in_image = "/etc/nginx/conf.d/default.conf"});
  copy.bytes = "root /usr/share/nginx/html;";
  ListenSeen& listens = seen(evidence, ListListeners{"front-end"});
  listens.listeners = {{.address = "0.0.0.0", .port = 80}};
  const TaskReport report = report_of(2, evidence);
  CHECK(verdict(report, "t2-conf-in-image").cause_id == "conf-not-copied");
  CHECK(verdict(report, "t2-listens").outcome == Outcome::skipped);
  CHECK(verdict(report, "t2-listens").waits_for == "t2-conf-in-image");
}

TEST_CASE("what keeps the servers from coming up is told though the command is wrong as well") {
  TaskEvidence evidence = good_evidence(6);
  seen(evidence, ReadFile{"2-api-servers.txt"}).bytes = "docker-compose up\n";
  CHECK(verdict(report_of(6, evidence), "t6-replicas").waits_for == "t6-command");

  evidence.sources = edited(evidence.sources,
                            "docker-compose.yml",
                            "  back-end:\n",
                            "  back-end:\n    container_name: api\n");
  for (ComposeService& service : seen(evidence, ReadCompose{}).services)
    if (service.name == "back-end") service.container_name = "api";
  ProjectSeen& project = seen(evidence, StartProject{.replicas = 2});
  project.ok = false;
  project.exit_code = 1;
  for (ServiceState& service : project.services)
    if (service.service == "back-end") service.running = 1;
  const std::string probe = describe(StartProject{.replicas = 2});
  evidence.sights[describe(FetchSite{.port = 80})] =
      NotReached{.reason = "the stack did not come up", .because = probe};
  const TaskReport report = report_of(6, evidence);
  CHECK(verdict(report, "t6-command").outcome == Outcome::failed);
  CHECK(verdict(report, "t6-replicas").outcome == Outcome::failed);
  CHECK(verdict(report, "t6-replicas").cause_id == "container-name-on-scaled");
  CHECK(verdict(report, "t6-page-served").waits_for == "t6-replicas");
}

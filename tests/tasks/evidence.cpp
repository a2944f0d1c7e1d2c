#include "tests/tasks/evidence.hpp"

#include "checker/discovery/compose_file.hpp"
#include "checker/grade/grade_task.hpp"
#include "tasks/tasks.hpp"
#include "tests/tasks/tables.hpp"

#include <stdexcept>

namespace pinko::test {
namespace {

/// What each kind of probe sees of the model.
struct Good {
  int task;

  FileSeen operator()(const ReadFile& p) const { return model_file(task, std::string(p.path)); }
  SiteSeen operator()(const ReadSite& /*p*/) const { return model_site(task); }

  BuildSeen operator()(const BuildImage& p) const {
    BuildSeen build;
    build.ok = true;
    build.role = p.role;
    return build;
  }

  ProjectBuildSeen operator()(const BuildProject& /*p*/) const {
    ProjectBuildSeen build;
    build.ok = true;
    for (const char* role : {"back-end", "front-end", "proxy"})
      build.images.push_back({.ok = true, .role = role});
    return build;
  }

  OutputSeen operator()(const RunOnce& /*p*/) const {
    OutputSeen output;
    output.out = "Hello, World!\n";
    return output;
  }

  PythonSeen operator()(const InspectPython& /*p*/) const {
    PythonSeen python;
    python.python3 = "/usr/bin/python3";
    python.pip3 = "/usr/bin/pip3";
    python.flask_importable = true;
    python.flask = {{.folder = "/usr/local/lib/python3/dist-packages/flask", .installer = "pip"}};
    python.working_dir = "/app";
    python.app_files = {"api.py"};
    return python;
  }

  CopySeen operator()(const CompareCopy& p) const {
    CopySeen copy;
    copy.source = model_file(task, std::string(p.source));
    copy.in_image = true;
    copy.bytes = copy.source.bytes;
    return copy;
  }

  SiteCopySeen operator()(const CompareSite& p) const {
    SiteCopySeen copy;
    copy.in_image = p.in_image;
    copy.folder_exists = true;
    copy.files = {{.path = "index.html", .in_image = true, .equal = true}};
    return copy;
  }

  ListenSeen operator()(const ListListeners& p) const {
    const std::uint16_t port = p.role == "front-end" ? 9000 : 5252;
    ListenSeen listens;
    listens.running = true;
    listens.listeners = {{.address = "0.0.0.0", .port = port}};
    return listens;
  }

  HttpSeen operator()(const HttpGet& p) const {
    HttpSeen http = answer("Hello, World!");
    if (!p.origin.empty()) http.headers = {{"access-control-allow-origin", "*"}};
    return http;
  }

  SiteServedSeen operator()(const FetchSite& /*p*/) const {
    SiteServedSeen served;
    served.files = {{.path = "", .status = 200, .equal = true},
                    {.path = "assets/css/style.css", .status = 200, .equal = true}};
    return served;
  }

  PortsSeen operator()(const ListPorts& /*p*/) const {
    PortsSeen ports;
    ports.published = {{.service = "proxy", .container_port = 80, .host_port = 80}};
    return ports;
  }

  PageSeen operator()(const LoadPage& p) const {
    PageSeen page;
    page.loaded = true;
    page.status = 200;
    page.matches = 1;
    page.tag = "h1";
    page.text = "Hello, World!";
    page.requests = {asked(
        p.port == 80 ? "http://localhost/api/hello" : "http://localhost:5252/api/hello", 200)};
    return page;
  }

  ComposeSeen operator()(const ReadCompose& /*p*/) const {
    ComposeSeen compose;
    compose.file = model_file(task, "docker-compose.yml");
    compose.accepted = true;
    compose.compose = "2.26.1";
    compose.services =
        discovery::to_services(discovery::parse_compose(compose.file.bytes, compose.file.path),
                               "task" + std::to_string(task));
    return compose;
  }

  ProjectSeen operator()(const StartProject& p) const {
    ProjectSeen project;
    project.ok = true;
    project.services = {{.service = "back-end", .running = p.replicas},
                        {.service = "front-end", .running = 1},
                        {.service = "proxy", .running = 1}};
    return project;
  }

  ReplicaSample operator()(const SampleReplicas& p) const {
    ReplicaSample sample;
    sample.replicas = p.replicas;
    sample.nginx_workers = 2;
    Turns row;
    for (int i = 0; i < p.count; ++i)
      row.who.push_back(i % p.replicas);
    sample.rows = {row, row};
    return sample;
  }

  ComparisonSeen operator()(const CompareWithReference& /*p*/) const { return all_alike(); }
};

const Task& task_of(int number) {
  return tasks::all_tasks()[static_cast<std::size_t>(number)];
}

}  // namespace

TaskEvidence good_evidence(int task) {
  TaskEvidence evidence;
  evidence.sources = model(task);
  for (const Check& check : task_of(task).checks) {
    evidence.sights[describe(check.probe)] =
        std::visit([&](const auto& p) { return Observation(Good{task}(p)); }, check.probe);
  }
  return evidence;
}

TaskReport graded(int task, const TaskEvidence& evidence) {
  std::vector<const Check*> checks;
  for (const Check& check : task_of(task).checks)
    checks.push_back(&check);
  return grade::grade_task(task_of(task), checks, evidence);
}

const Verdict& verdict(const TaskReport& report, std::string_view id) {
  for (const Verdict& one : report.checks) {
    if (one.id == id) return one;
  }
  throw std::out_of_range("no verdict " + std::string(id));
}

std::string story(const TaskReport& report) {
  std::string text;
  for (const Verdict& one : report.checks) {
    if (one.outcome == Outcome::passed) continue;
    if (!text.empty()) text += ", ";
    text += one.id + ' ';
    text += one.outcome == Outcome::skipped ? "waits for " + one.waits_for
                                            : std::string(name_of(one.outcome));
  }
  return text;
}

}  // namespace pinko::test

#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kUpdates = "RUN apt-get update\nRUN apt-get upgrade -y\n";

Look dockerfile(const char* check, const std::string& text) {
  return {
      .check = check, .seen = file("task0/Dockerfile", text), .task = only(0, "Dockerfile", text)};
}

Look from(const char* image) {
  return dockerfile("t0-base-image", "FROM " + std::string(image) + '\n');
}

Look update(const std::string& line) {
  return dockerfile("t0-apt-update", "FROM ubuntu:latest\n" + line + '\n');
}

Look upgrade(const std::string& line) {
  return dockerfile("t0-apt-upgrade", "FROM ubuntu:latest\n" + line + '\n');
}

Look prints(OutputSeen seen, const std::string& last = "CMD [\"echo\", \"Hello, World!\"]") {
  return {
      .check = "t0-hello",
      .seen = std::move(seen),
      .task = only(0, "Dockerfile", "FROM ubuntu:latest\n" + std::string(kUpdates) + last + '\n')};
}

OutputSeen printed(std::string out, int exit_code = 0) {
  OutputSeen seen;
  seen.out = std::move(out);
  seen.exit_code = exit_code;
  return seen;
}

PythonSeen good_python() {
  PythonSeen python;
  python.python3 = "/usr/bin/python3";
  python.pip3 = "/usr/bin/pip3";
  python.flask_importable = true;
  python.flask = {{.folder = "/usr/lib/flask", .installer = "pip"}};
  python.working_dir = "/app";
  python.app_files = {"api.py"};
  return python;
}

Look python(const char* check, PythonSeen seen) {
  return {.check = check, .seen = std::move(seen), .task = model(1)};
}

Look copied(CopySeen seen, Sources task) {
  return {.check = "t2-conf-in-image", .seen = std::move(seen), .task = std::move(task)};
}

Look site(SiteCopySeen seen) {
  return {.check = "t2-site-in-image", .seen = std::move(seen), .task = model(2)};
}

}  // namespace

TEST_CASE("causes in the lines of a Dockerfile") {
  check_examples({
      {"from-missing",
       dockerfile("t0-base-image", "RUN true\n"),
       from("ubuntu:latest"),
       "FROM ubuntu:latest"},
      {"base-image-dated", from("ubuntu:22.04"), from("debian:12"), "FROM ubuntu:latest"},
      {"base-image-other", from("python:3.9"), from("ubuntu:22.04"), "FROM ubuntu:latest"},
      {"apt-get-grown-together",
       update("RUN apt-get-update"),
       update("RUN apt-get update"),
       "RUN apt-get update"},
      {"apt-in-place-of-apt-get",
       update("RUN apt update"),
       update("RUN apt-get update"),
       "RUN apt-get update"},
      {"apt-upgrade-without-yes",
       upgrade("RUN apt-get upgrade"),
       upgrade("RUN apt-get -y upgrade"),
       "RUN apt-get upgrade -y"},
      {"apt-when-container-starts", update("CMD apt-get update"), update("RUN apt-get update")},
      {"apt-update-missing",
       update("RUN true"),
       update("RUN apt-get update"),
       "RUN apt-get update"},
      {"apt-upgrade-missing",
       upgrade("RUN true"),
       upgrade("RUN apt-get upgrade -y"),
       "RUN apt-get upgrade -y"},
  });
}

TEST_CASE("causes of a build that has no words of its own") {
  BuildSeen waits;
  waits.dockerfile = "task1/Dockerfile";
  waits.timed_out = true;
  BuildSeen none;
  none.dockerfile = "task3/back-end/Dockerfile";
  Sources task = model(3);
  task.texts.erase("back-end/Dockerfile");
  Sources other = task;
  other.texts["back-end/dockerfile"] = "FROM ubuntu\n";
  check_examples({
      {"build-waits", {"t1-builds", waits, model(1)}, {"t3-back-end-builds", none, task}},
      {"dockerfile-missing",
       {"t3-back-end-builds", none, task},
       {"t3-back-end-builds", none, other}},
  });
}

TEST_CASE("a folder that COPY made a file of, and a file that .dockerignore keeps away") {
  const std::string text = "FROM ubuntu:latest\nCOPY api.py /app\nWORKDIR /app\n";
  const BuildSeen build{.ok = false,
                        .exit_code = 1,
                        .role = "app",
                        .dockerfile = "task1/Dockerfile",
                        .failed_step = "WORKDIR /app",
                        .output =
                            "#7 [3/3] WORKDIR /app\n#7 ERROR: mkdir /var/lib/docker/overlay2/"
                            "x/merged/app: not a directory\n"};
  const Verdict folder = why("t1-builds", build, only(1, "Dockerfile", text));
  CHECK(folder.cause_id == "workdir-is-file");
  CHECK(folder.where.front().line == 3);

  PythonSeen seen = good_python();
  seen.app_files = {"Dockerfile"};
  Sources task = model(1);
  CHECK(why("t1-workdir", seen, task).cause_id == "api-file-not-copied");
  task.texts[".dockerignore"] = "*.md\n*.py\n";
  const Verdict ignored = why("t1-workdir", seen, task);
  CHECK(ignored.cause_id == "dockerignore-leaves-out");
  CHECK(to_string(ignored.where.front()) == "task1/.dockerignore:2:1");
}

TEST_CASE("causes of what a container prints") {
  OutputSeen on = printed("Hello, World!\n");
  on.timed_out = true;
  check_examples({
      {"cmd-missing", prints(printed(""), ""), prints(printed("")), "CMD [\"echo\""},
      {"printed-while-building",
       prints(printed(""), "RUN echo 'Hello, World!'"),
       prints(printed(""), ""),
       "CMD [\"echo\""},
      {"greeting-differs",
       prints(printed("Hello World!\n"), "CMD [\"echo\", \"Hello World!\"]"),
       prints(printed("42\n")),
       "CMD [\"echo\", \"Hello, World!\"]"},
      {"program-goes-on", prints(on), prints(printed("Hello, World!\n"))},
      {"program-says-failed",
       prints(printed("Hello, World!\n", 3)),
       prints(printed("Hello, World!\n"))},
  });
}

TEST_CASE("causes of an image without Python's parts") {
  PythonSeen bare;
  PythonSeen no_pip = good_python();
  no_pip.pip3.clear();
  PythonSeen no_flask = good_python();
  no_flask.flask.clear();
  no_flask.flask_importable = false;
  PythonSeen other = good_python();
  other.flask_importable = false;
  PythonSeen by_apt = good_python();
  by_apt.flask.front().installer = "debian";
  PythonSeen root = good_python();
  root.working_dir = "/";
  PythonSeen empty = good_python();
  empty.app_files.clear();
  const Look good = python("t1-python", good_python());
  Look apt = python("t1-flask-by-pip", by_apt);
  apt.task = edited(model(1),
                    "Dockerfile",
                    "pip3 install --no-cache-dir flask",
                    "apt-get install -y python3-flask");
  check_examples({
      {"python-not-installed",
       python("t1-python", bare),
       python("t1-python", no_pip),
       "RUN apt-get install -y python3"},
      {"pip-not-installed", python("t1-python", no_pip), good, "python3-pip"},
      {"flask-not-installed",
       python("t1-python", no_flask),
       python("t1-python", other),
       "RUN pip3 install flask"},
      {"flask-of-another-python", python("t1-python", other), python("t1-python", no_flask)},
      {"flask-by-apt", apt, python("t1-flask-by-pip", by_apt), "RUN pip3 install flask"},
      {"workdir-elsewhere",
       python("t1-workdir", root),
       python("t1-workdir", empty),
       "WORKDIR /app"},
      {"api-file-not-copied",
       python("t1-workdir", empty),
       python("t1-workdir", root),
       "COPY ./api.py /app/api.py"},
  });
}

TEST_CASE("causes of files that do not reach the image") {
  const std::string conf = model(2).texts.at("front-end/softy-pinko-front-end.conf");
  CopySeen stock;
  stock.source = file("task2/front-end/softy-pinko-front-end.conf", conf);
  stock.in_image = true;
  stock.bytes = "server {\n  root /usr/share/nginx/html;\n}\n";
  CopySeen good = stock;
  good.bytes = conf;
  const char* copy = "COPY softy-pinko-front-end.conf /etc/nginx/conf.d/default.conf";
  const Sources none = edited(model(2), "front-end/Dockerfile", copy, "");
  const Sources other = edited(model(2),
                               "front-end/Dockerfile",
                               copy,
                               "COPY softy-pinko-front-end.conf /etc/nginx/conf.d/site.conf");
  SiteCopySeen moved;
  moved.in_image = "/var/www/html/softy-pinko-front-end";
  moved.files = {{.path = "index.html"}};
  moved.found_instead = {"/var/www/html"};
  SiteCopySeen part = moved;
  part.found_instead.clear();
  part.folder_exists = true;
  part.files = {{.path = "index.html", .in_image = true, .equal = true}, {.path = "a.css"}};
  SiteCopySeen differs = part;
  differs.files = {{.path = "index.html", .in_image = true, .equal = false}};
  const char* right = "COPY ./softy-pinko-front-end.conf /etc/nginx/conf.d/default.conf";
  check_examples({
      {"conf-not-copied", copied(stock, none), copied(good, model(2)), right},
      {"conf-copied-elsewhere", copied(stock, other), copied(stock, none), right},
      {"site-copied-elsewhere", site(moved), site(part), "/var/www/html/softy-pinko-front-end"},
      {"site-copied-in-part", site(part), site(differs)},
      {"site-copies-differ", site(differs), site(part)},
  });
}

TEST_CASE("a mistake in one image is not told of another") {
  const Sources task = edited(edited(model(3),
                                     "front-end/Dockerfile",
                                     "COPY softy-pinko-front-end.conf",
                                     "COPY softy-pinko-frontend.conf"),
                              "back-end/Dockerfile",
                              "COPY api.py",
                              "COPY apy.py");
  BuildSeen build{.ok = false,
                  .exit_code = 1,
                  .role = "back-end",
                  .dockerfile = "task3/back-end/Dockerfile",
                  .failed_step = "COPY apy.py .",
                  .output = "COPY failed: stat apy.py: file does not exist\n"};
  const Verdict verdict = why("t3-back-end-builds", build, task);
  CHECK(verdict.cause_id == "copy-source-missing");
  CHECK(verdict.corrected == "COPY api.py .");
  build.role = "front-end";
  build.dockerfile = "task3/front-end/Dockerfile";
  build.failed_step = "COPY softy-pinko-frontend.conf /etc/nginx/conf.d/default.conf";
  build.output = "COPY failed: stat softy-pinko-frontend.conf: file does not exist\n";
  CHECK(why("t3-front-end-builds", build, task).corrected.find("front-end.conf") !=
        std::string::npos);
}

/// Neither front end nor proxy copies its configuration.
static Sources without_confs(int task) {
  return edited(edited(model(task),
                       "front-end/Dockerfile",
                       "COPY softy-pinko-front-end.conf /etc/nginx/conf.d/default.conf",
                       ""),
                "proxy/Dockerfile",
                "COPY proxy.conf /etc/nginx/conf.d/default.conf",
                "");
}

TEST_CASE("a page of nginx's own is the proxy's where neither configuration is in place") {
  const Sources task = without_confs(6);
  SiteServedSeen page;
  page.files = {{.status = 200, .equal = false}};
  page.first_body = "<title>Welcome to nginx!</title>";
  page.welcome_page = true;
  const Verdict served = why("t6-page-served", page, task);
  CHECK(served.cause_id == "proxy-conf-not-copied");
  CHECK(served.where.front().path == "task6/proxy/Dockerfile");
}

TEST_CASE("of a copied file only its own Dockerfile is told") {
  const Sources task = without_confs(5);
  CopySeen copy;
  copy.source = file("task5/proxy/proxy.conf", task.texts.at("proxy/proxy.conf"));
  copy.in_image = true;
  copy.bytes = "server {\n  root /usr/share/nginx/html;\n}\n";
  const Verdict verdict = why("t5-proxy-conf-in-image", copy, task);
  CHECK(verdict.cause_id == "proxy-conf-not-copied");
  CHECK(verdict.where.front().path == "task5/proxy/Dockerfile");
}

TEST_CASE("a file that the task calls otherwise is told with the line that copies it") {
  const Sources task = edited(without(model(5), "proxy/proxy.conf"),
                              "proxy/Dockerfile",
                              "COPY proxy.conf",
                              "COPY proxy.config");
  CopySeen copy;
  copy.source = missing("task5/proxy/proxy.conf");
  copy.in_image = true;
  Sources none = without(model(5), "proxy/proxy.conf");
  check_examples({{"copied-file-called-otherwise",
                   {"t5-proxy-conf-in-image", copy, task},
                   {"t5-proxy-conf-in-image", copy, none},
                   "COPY proxy.conf /etc/nginx/conf.d/default.conf"}});
}

TEST_CASE("a source in a folder that is not there may stand beside the Dockerfile") {
  const Sources task = edited(model(1), "Dockerfile", "COPY api.py", "COPY ./src/api.py");
  BuildSeen build{.ok = false,
                  .exit_code = 1,
                  .role = "app",
                  .dockerfile = "task1/Dockerfile",
                  .failed_step = "COPY ./src/api.py .",
                  .output =
                      "failed to walk /x/buildkit-mount1/src: lstat /x/buildkit-mount1/src: "
                      "no such file or directory\n"};
  const Verdict verdict = why("t1-builds", build, task);
  CHECK(verdict.cause_id == "copy-source-missing");
  CHECK(verdict.corrected == "COPY ./api.py .");
}

TEST_CASE("a file that the task names is called as the task says, not COPY as the file is") {
  Sources task = model(3);
  task.texts["back-end/apy.py"] = task.texts.at("back-end/api.py");
  task.texts.erase("back-end/api.py");
  const BuildSeen build{.ok = false,
                        .exit_code = 1,
                        .role = "back-end",
                        .dockerfile = "task3/back-end/Dockerfile",
                        .failed_step = "COPY api.py .",
                        .output = "COPY failed: stat api.py: file does not exist\n"};
  const Verdict verdict = why("t3-back-end-builds", build, task);
  CHECK(verdict.cause_id == "copy-source-missing");
  CHECK(verdict.hint.find("git mv task3/back-end/apy.py task3/back-end/api.py") !=
        std::string::npos);
  CHECK(verdict.corrected.empty());
}

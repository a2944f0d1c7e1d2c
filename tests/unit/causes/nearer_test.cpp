#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

// Causes whose sentence, place or step depends on what else the files say.

namespace {

constexpr const char* kApi = "api.py";
constexpr const char* kConf = "front-end/softy-pinko-front-end.conf";
constexpr const char* kIndex = "front-end/softy-pinko-front-end/index.html";
constexpr const char* kSiteCopy = "COPY softy-pinko-front-end /var";
constexpr const char* kUpgrade = "RUN apt-get update && apt-get upgrade -y";
constexpr const char* kCmd = "CMD [\"python3\", \"api.py\"]";

Verdict told(const Look& look) {
  return why(look.check, look.seen, look.task);
}

bool holds(const std::string& text, const char* words) {
  return text.find(words) != std::string::npos;
}

/// Task 0's Dockerfile with this line in place of the one that updates and upgrades.
Verdict apt_line(const char* check, const std::string& line) {
  const std::string all = "FROM ubuntu:latest\n" + line + "\nCMD true\n";
  return why(check, file("task0/Dockerfile", all), only(0, "Dockerfile", all));
}

/// A RUN line of task 1 that fails so.
Verdict run_fails(const std::string& run, const std::string& output) {
  return told(not_built(kUpgrade, std::string(kUpgrade) + '\n' + run, output, run));
}

/// The browser's console named a line while the API answered.
Verdict console(const Sources& task, const std::string& text, int line) {
  PageSeen seen;
  seen.loaded = true;
  seen.status = 200;
  seen.matches = 1;
  seen.requests = {asked("http://localhost:5252/api/hello", 200)};
  seen.console = {
      {.level = "exception", .text = text, .url = "http://localhost:9000/", .line = line}};
  return why("t3-browser", seen, task);
}

}  // namespace

TEST_CASE("the word that apt-get does not know is told with the one that was meant") {
  const Verdict verb = run_fails("RUN apt-get instal -y hello", "E: Invalid operation instal\n");
  CHECK(verb.hint == "Write install.");
  CHECK(verb.corrected == "RUN apt-get install -y hello");
  const Verdict option =
      run_fails("RUN apt-get install --yess hello",
                "#6 0.1 E: Command line option --yess is not understood in combination with the "
                "other options\n");
  CHECK(option.cause == "apt-get does not know the option --yess");
  CHECK(option.corrected == "RUN apt-get install --yes hello");
  const Verdict letter = run_fails(
      "RUN apt-get install -k hello",
      "E: Command line option 'k' [from -k] is not understood in combination with the other "
      "options.\n");
  CHECK(letter.cause == "apt-get does not know the option -k");
  CHECK(letter.corrected.empty());
  const Verdict old = run_fails("RUN pip3 install --break-system-packages flask",
                                "no such option: --break-system-packages\n");
  CHECK(old.hint == "Leave the option out.");
}

TEST_CASE("a name that is no package of its own") {
  const Verdict awk = run_fails("RUN apt-get install -y awk",
                                "#6 1.3 Package awk is a virtual package provided by:\n"
                                "#6 1.3   mawk 1.3.4-1\n#6 1.3   gawk 1:5.2.1-2\n#6 1.3 \n"
                                "#6 1.3 E: Package 'awk' has no installation candidate\n");
  CHECK(awk.cause_id == "apt-package-virtual");
  CHECK(holds(awk.hint, "`mawk`"));
  const Verdict python = run_fails("RUN apt-get install -y python3-pip python",
                                   "E: Package 'python' has no installation candidate\n");
  CHECK(python.cause_id == "apt-package-not-available");
  CHECK(python.corrected == "RUN apt-get install -y python3-pip python3");
}

TEST_CASE("an apt-get line that a slip spoils is not told to be missing") {
  CHECK(apt_line("t0-apt-update", "RUN apt-get updste").cause_id == "apt-verb-unknown");
  CHECK(apt_line("t0-apt-upgrade", "RUN apt-get update apt-get upgrade -y").cause_id ==
        "apt-commands-joined");
  CHECK(apt_line("t0-apt-upgrade", "RUN apt-get update\n    && apt-get upgrade -y").cause_id ==
        "backslash-missing");
  CHECK(apt_line("t0-apt-update", "RUNapt-get update").cause == "a blank is missing behind RUN");
  const Verdict twice = apt_line("t0-apt-update", "RUNNN apt-get update");
  CHECK(twice.cause_id == "instruction-unknown");
  CHECK(twice.corrected == "RUN apt-get update");
  // A line that has nothing to do with it does not hide that the call is missing.
  CHECK(apt_line("t0-apt-update", "COMMAND true").cause_id == "apt-update-missing");
}

TEST_CASE("COPY of what is there under another name, or beside the Dockerfile") {
  BuildSeen seen;
  seen.dockerfile = "task2/front-end/Dockerfile";
  seen.failed_step = "COPY softy-pinko-frontend /var/www/html/softy-pinko-front-end";
  seen.output = "COPY failed: stat softy-pinko-frontend: no such file or directory\n";
  seen.exit_code = 1;
  const Sources task =
      edited(model(2), "front-end/Dockerfile", kSiteCopy, "COPY softy-pinko-frontend /var");
  const Verdict folder = why("t2-front-end-builds", seen, task);
  CHECK(holds(folder.cause, "the folder is called \"softy-pinko-front-end\""));
  CHECK(holds(folder.corrected, "COPY softy-pinko-front-end /var"));
  const char* outside = "COPY ../task2/back-end/api.py .";
  const Verdict api =
      told(not_built("COPY api.py .",
                     outside,
                     "COPY failed: forbidden path outside the build context: ../task2 ()\n",
                     outside));
  CHECK(api.cause_id == "copy-outside-context");
  CHECK(api.corrected == "COPY api.py .");
}

TEST_CASE("a site that came into the image with the folder around it") {
  SiteCopySeen seen;
  seen.in_image = "/var/www/html/softy-pinko-front-end";
  seen.folder_exists = true;
  seen.found_instead = {seen.in_image + "/softy-pinko-front-end"};
  seen.files = {{.path = "index.html"}};
  const Sources task = edited(model(2), "front-end/Dockerfile", kSiteCopy, "COPY . /var");
  const Verdict verdict = why("t2-site-in-image", seen, task);
  CHECK(holds(verdict.cause, "one folder deeper"));
  CHECK(verdict.where.front().line > 0);
}

TEST_CASE("nginx names a word, or a line below the one to mend") {
  const std::string in = " in /etc/nginx/conf.d/default.conf:";
  const Verdict word =
      told(site_ends(edited(model(2), kConf, "listen 9000;", "listen 9000 defaultserver;"),
                     "[emerg] 1#1: invalid parameter \"defaultserver\"" + in + "2\n"));
  CHECK(word.cause.starts_with("\"defaultserver\" means nothing to nginx"));
  const Verdict brace =
      told(site_ends(edited(model(2), kConf, "server {\n", "server\n"),
                     "[emerg] 1#1: directive \"server\" has no opening \"{\"" + in + "2\n"));
  CHECK(brace.where.front().line == 1);
  // `server_name` is no `server`.
  const Verdict name = told(
      site_ends(edited(model(2), kConf, "server {\n    listen 9000;", "server\n    listen 9000;"),
                "[emerg] 1#1: directive \"server\" has no opening \"{\"" + in + "3\n"));
  CHECK(name.where.front().line == 1);
  BuildSeen tested;
  tested.dockerfile = "task2/front-end/Dockerfile";
  tested.role = "front-end";
  tested.exit_code = 1;
  tested.failed_step = "RUN nginx -t";
  tested.output = "nginx: [emerg] unknown directive \"tryfiles\"" + in + "9\n";
  const Sources task = edited(model(2), "front-end/Dockerfile", "EXPOSE", "RUN nginx -t\nEXPOSE");
  const Verdict build = why("t2-front-end-builds", tested, task);
  CHECK(build.cause_id == "nginx-refuses-in-build");
  CHECK(to_string(build.where.front()) == "task2/front-end/softy-pinko-front-end.conf:9:1");
  CHECK(holds(build.cause, "tryfiles"));
}

TEST_CASE("a program that Python cannot read, or that another file hides") {
  const Verdict host = told(ends(kApi,
                                 "host=\"0.0.0.0\"",
                                 "host=0.0.0.0",
                                 "  File \"/app/api.py\", line 15\nSyntaxError: invalid syntax\n"));
  CHECK(holds(host.cause, "no quotes"));
  CHECK(host.corrected == "    app.run(host=\"0.0.0.0\", port=5252)");
  const std::string shadowed =
      "ImportError: cannot import name 'Flask' from 'flask' (/app/flask.py)\n";
  Look beside = ends(kApi, "return", "return", shadowed);
  beside.task.texts["flask.py"] = "notes = 1\n";
  CHECK(told(beside).hint.starts_with("Give it another name"));
  Look instead = beside;
  instead.task.texts.erase("api.py");
  CHECK(told(instead).hint.starts_with("Rename it to api.py"));
  const Look attribute = ends(kApi,
                              "@app.route",
                              "@app.rout",
                              "  File \"/app/api.py\", line 8\nAttributeError: 'Flask' object has "
                              "no attribute 'rout'. Did you mean: 'route'?\n");
  CHECK(told(attribute).corrected == "@app.route(\"/api/hello\")");
  const Look comment = ends(kApi, "    app.run(", "    pass  # app.run(");
  CHECK(told(comment).corrected == "    app.run(host=\"0.0.0.0\", port=5252)");
}

TEST_CASE("a function of a route that fails is told with its line") {
  HttpSeen failed = answer("<!doctype html>\n<title>500</title>\n", 500);
  failed.log =
      "Traceback (most recent call last):\n  File \"/x/flask/app.py\", line 917\n"
      "  File \"/app/api.py\", line 10, in hello\n    raise KeyError(\"greeting\")\n"
      "KeyError: 'greeting'\n172.18.0.2 - - \"GET /api/hello HTTP/1.1\" 500 -\n";
  const Verdict verdict = why("t1-api-hello", failed, model(1));
  CHECK(verdict.cause == "the function behind the route fails: KeyError: 'greeting'");
  CHECK(verdict.where.front().line == 10);
  failed.log.clear();
  CHECK(why("t1-api-hello", failed, model(1)).where.front().line == 8);
}

TEST_CASE("a container that was never started has not ended") {
  const Look empty = ends("Dockerfile", kCmd, "CMD []", std::string(kNothingToStart) + "\n");
  CHECK(told(empty).actual == "the container did not start");
  CHECK(told(ends("Dockerfile", kCmd, "CMD [\"true\"]")).actual ==
        "the container ended with exit code 0");
}

TEST_CASE("a line that Docker needs somewhere else") {
  const char* marker = "RUN rm /usr/lib/python3*/EXTERNALLY-MANAGED";
  const char* output = "rm: cannot remove '/usr/lib/python3*/EXTERNALLY-MANAGED': No such file\n";
  const Verdict early = told(not_built(
      "FROM ubuntu:latest\n", "FROM ubuntu:latest\n" + std::string(marker) + '\n', output, marker));
  CHECK(early.cause_id == "installed-too-late");
  CHECK(holds(early.cause, "removes before it is there"));
  CHECK(early.where.size() == 2);
  PythonSeen seen;
  seen.working_dir = "/app";
  const auto app = [&seen](const char* from, const char* to) {
    return why("t1-workdir", seen, edited(model(1), "Dockerfile", from, to));
  };
  const char* lines = "WORKDIR /app\nCOPY api.py .";
  CHECK(holds(app(lines, "COPY api.py .\nWORKDIR /app").cause, "COPY stands above WORKDIR"));
  // Another COPY is not given up for the one that is missing.
  const Verdict other = app("COPY api.py .", "COPY requirements.txt .");
  CHECK(other.placement.how == Placing::above);
  seen.working_dir = "/";
  CHECK(holds(app("WORKDIR /app", "RUN mkdir /app && cd /app").cause, "WORKDIR is what stays"));
}

TEST_CASE("pip is added to the line that installs Python") {
  const Look look = not_built(
      " python3-pip", "", "/bin/sh: 1: pip3: not found\n", "RUN pip3 install --no-cache-dir flask");
  CHECK(told(look).corrected ==
        "RUN apt-get install -y --no-install-recommends python3 python3-pip");
  CHECK(told(look).placement.at.line == 4);
}

TEST_CASE("jQuery that waits for the end of the page") {
  PageSeen seen;
  seen.loaded = true;
  seen.matches = 1;
  seen.console = {{.level = "exception", .text = "Uncaught ReferenceError: $ is not defined"}};
  const Sources task =
      edited(model(3), kIndex, "<script src=\"assets/js/jq", "<script defer src=\"assets/js/jq");
  const Verdict verdict = why("t3-browser", seen, task);
  CHECK(verdict.cause_id == "jquery-after-script");
  CHECK(holds(verdict.cause, "defer"));
  CHECK(verdict.corrected == "  <script src=\"assets/js/jquery.min.js\"></script>");
}

TEST_CASE("the page's own policy, and addresses that begin with a name") {
  PageSeen seen;
  seen.loaded = true;
  seen.matches = 1;
  seen.requests = {asked("http://localhost:5252/api/hello", 0)};
  seen.requests.front().blocked = "csp";
  const Sources task = edited(model(3),
                              kIndex,
                              "<title>",
                              "<meta http-equiv=\"Content-Security-Policy\" content=\"x\"><title>");
  const Verdict policy = why("t3-browser", seen, task);
  CHECK(holds(policy.cause, "Content-Security-Policy"));
  CHECK(holds(policy.hint, "connect-src"));
  const auto asks = [](const std::string& url) {
    const std::string page =
        "<h1 id=\"dynamic-content\"></h1><script>fetch(\"" + url + "\")</script>";
    return why("t3-script", site(3, page), with(model(3), kIndex, page)).cause;
  };
  CHECK(holds(asks("localhost:5252/api/hello"), "takes \"localhost:\" for the name of a protocol"));
  CHECK(holds(asks("127.0.0.1:5252/api/hello"), "is a path of the page's own server"));
  CHECK(holds(asks("http:/localhost:5252/api/hello"), "is a path of the page's own server"));
}

TEST_CASE("the line that the browser's console names is the place") {
  const char* fills = "$(\"#dynamic-content\").text(greeting)";
  const Verdict none =
      console(edited(model(3), kIndex, fills, "document.getElementById(\"x\").y = 1"),
              "Uncaught TypeError: Cannot set properties of null",
              86);
  CHECK(to_string(none.where.front()).ends_with("index.html:86:1"));
  const Verdict old = console(edited(model(3), kIndex, ".done(", ".success("),
                              "Uncaught TypeError: $.get(...).success is not a function",
                              85);
  CHECK(holds(old.hint, "`.done`"));
  CHECK(holds(old.corrected, ".done(function"));
}

#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

#include <set>

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kApi = "api.py";
constexpr const char* kConf = "front-end/softy-pinko-front-end.conf";
constexpr const char* kProxy = "proxy/proxy.conf";
constexpr const char* kStack = "docker-compose.yml";
constexpr const char* kIndex = "front-end/softy-pinko-front-end/index.html";
constexpr const char* kCmd = "CMD [\"python3\", \"api.py\"]";

Look lacks(const char* check, const char* path, Sources task) {
  return {.check = check, .seen = missing(path), .task = std::move(task)};
}

ListenSeen ended(std::string log = {}) {
  ListenSeen seen;
  seen.log = std::move(log);
  return seen;
}

Look prints(std::string out, const std::string& last) {
  OutputSeen seen;
  seen.out = std::move(out);
  return {.check = "t0-hello",
          .seen = std::move(seen),
          .task = only(0, "Dockerfile", "FROM ubuntu:latest\n" + last + '\n')};
}

Look build(const std::string& step, const std::string& output, Sources task) {
  BuildSeen seen;
  seen.exit_code = 1;
  seen.role = "app";
  seen.dockerfile = "task1/Dockerfile";
  seen.failed_step = step;
  seen.output = output;
  return {.check = "t1-builds", .seen = std::move(seen), .task = std::move(task)};
}

Look build_of(const std::string& service, int task, const std::string& step, Sources files) {
  BuildSeen image;
  image.exit_code = 1;
  image.role = service;
  image.dockerfile = "task" + std::to_string(task) + "/back-end/Dockerfile";
  image.failed_step = step;
  image.output = "COPY failed: stat api.py: file does not exist\n";
  if (task < 4) return {"t3-back-end-builds", image, std::move(files)};
  ProjectBuildSeen seen;
  seen.images = {image};
  return {"t4-builds", seen, std::move(files)};
}

Look up(const std::string& log, Sources task) {
  ProjectSeen seen;
  seen.services = {{.service = "back-end", .exited = 1, .log = log}};
  return {"t4-up", seen, std::move(task)};
}

Look page(int task, int status, Sources files, bool only_files = false) {
  SiteServedSeen seen;
  seen.files = {{.path = "", .status = status, .equal = only_files},
                {.path = "assets/css/style.css", .status = 404}};
  const std::string check =
      "t" + std::to_string(task) + (only_files ? "-site-served" : "-page-served");
  static std::set<std::string> names;
  return {names.insert(check).first->c_str(), seen, std::move(files)};
}

Look asks(HttpSeen seen, const char* from, const char* to) {
  return {"t5-api-hello", std::move(seen), edited(model(5), kProxy, from, to)};
}

Look heading(const std::string& line) {
  const std::string text = "<html><body>" + line + "<h1>We provide the best</h1></body></html>\n";
  return {"t3-heading", site(3, text), with(model(3), kIndex, text)};
}

Look shows(const std::string& text, const std::string& script) {
  PageSeen seen;
  seen.loaded = true;
  seen.status = 200;
  seen.matches = 1;
  seen.text = text;
  BrowserRequest request = asked("http://localhost:5252/api/hello", 200);
  request.type = "Fetch";
  seen.requests = {request};
  return {"t3-browser", seen, edited(model(3), kIndex, "$(\"#dynamic-content\").text", script)};
}

}  // namespace

TEST_CASE("a file that is missing, and stands there under another name") {
  const Sources other = with(without(model(1), kApi), "app.py", "app = Flask(__name__)\n");
  const Sources tool = with(without(model(1), kApi), "tools.py", "import sys\n");
  const Sources folder =
      with(without(model(2), "back-end/Dockerfile"), "backend/Dockerfile", "FROM ubuntu\n");
  Sources top = with(without(model(2), "back-end/Dockerfile"), "Dockerfile", "FROM ubuntu\n");
  top = with(std::move(top), "api.py", "app = Flask(__name__)\n");
  const Look gone =
      lacks("t2-back-end-files", "task2/back-end/Dockerfile", without(model(2), "back-end/api.py"));
  check_examples({
      {"file-called-otherwise",
       lacks("t1-api-file", "task1/api.py", other),
       lacks("t1-api-file", "task1/api.py", tool)},
      {"folder-called-otherwise",
       lacks("t2-back-end-files", "task2/back-end/Dockerfile", folder),
       gone},
      {"back-end-not-moved", lacks("t2-back-end-files", "task2/back-end/Dockerfile", top), gone},
  });
}

TEST_CASE("a container that does something else than it should") {
  const char* other = "CMD [\"true\"]";
  const Look good = ends("Dockerfile", kCmd, other);
  Sources silent = edited(model(4),
                          kStack,
                          "    ports:\n      - \"5252",
                          "    command: echo up\n    ports:\n      - \"5252");
  check_examples({
      {"exec-form-single-quotes",
       prints("/bin/sh: 1: [echo,: not found\n", "CMD ['echo', 'Hello, World!']"),
       prints("/bin/sh: 1: ecko: not found\n", "CMD ecko 'Hello, World!'"),
       "CMD [\"echo\", \"Hello, World!\"]"},
      {"exec-form-one-word",
       prints("exec: \"echo Hello, World!\": executable file not found\n",
              "CMD [\"echo Hello, World!\"]"),
       prints("exec: \"ecko\": executable file not found\n", "CMD [\"ecko\"]"),
       "CMD [\"echo\", \"Hello, World!\"]"},
      {"entrypoint-takes-cmd",
       prints("echo Hello, World!\n", "ENTRYPOINT [\"echo\"]\nCMD [\"echo\", \"Hello, World!\"]"),
       prints("echo 42\n", "ENTRYPOINT [\"echo\", \"echo\", \"42\"]")},
      {"nginx-in-background",
       site_ends(edited(model(2), "front-end/Dockerfile", "EXPOSE 9000", "CMD [\"nginx\"]")),
       site_ends(
           edited(model(2), "front-end/Dockerfile", "EXPOSE 9000", "CMD nginx -g 'daemon off;'")),
       "daemon off;"},
      {"program-empty",
       {"t1-listens", ended(), with(model(1), kApi, "\n")},
       ends("Dockerfile", kCmd, other)},
      {"flask-never-run",
       ends(kApi, "app.run(host=\"0.0.0.0\", port=5252)", "pass"),
       good,
       "app.run(host"},
      {"cmd-missing", ends("Dockerfile", kCmd, ""), good, "CMD [\"python3\""},
      {"compose-command-replaces", up("up\n", silent), up("", model(4))},
      {"python-module-misspelt",
       ends(kApi, "from flask", "from flaskk", "ModuleNotFoundError: No module named 'flaskk'\n"),
       ends(kApi, "from flask", "import requests\nfrom flask", "No module named 'requests'\n")},
  });
}

TEST_CASE("a build that fails, told by its own lines") {
  const char* copy = "COPY api.py .";
  const char* up_again = "RUN apt-get install -y --no-install-recommends python3 python3-pip";
  const char* unknown = "E: Unable to locate package python3-pip\n";
  const Sources no_update =
      edited(model(1), "Dockerfile", "RUN apt-get update && apt-get upgrade -y\n", "");
  const Sources runs = edited(model(1), "Dockerfile", kCmd, "RUN python3 api.py");
  const Sources outside = edited(model(1), "Dockerfile", copy, "COPY ../api.py .");
  const Sources from_top = edited(model(3), "back-end/Dockerfile", copy, "COPY back-end/api.py .");
  const Sources above = edited(model(4),
                               kStack,
                               "context: ./back-end\n      dockerfile: Dockerfile",
                               "context: .\n      dockerfile: back-end/Dockerfile");
  check_examples({
      {"apt-install-without-update",
       build(up_again, unknown, no_update),
       build(up_again, unknown, model(1)),
       "apt-get update && apt-get install"},
      {"server-started-while-building",
       build("RUN python3 api.py", " * Running on http://127.0.0.1:5252\n", runs),
       build("RUN python3 api.py", "killed\n", runs),
       "CMD python3 api.py"},
      {"copy-outside-context",
       build("COPY ../api.py .", "COPY failed: stat api.py: no such file\n", outside),
       build(copy, "COPY failed: stat api.py: no such file\n", model(1))},
      {"pip-not-installed",
       build("RUN pip3 install --no-cache-dir flask", "/bin/sh: 1: pip3: not found\n", model(1)),
       build("RUN figlet", "/bin/sh: 1: figlet: not found\n", model(1)),
       "python3-pip"},
      {"copy-path-from-top",
       build_of("back-end", 3, "COPY back-end/api.py .", from_top),
       build_of("back-end", 3, copy, model(3)),
       copy},
      {"build-context-elsewhere",
       build_of("back-end", 4, copy, above),
       build_of("back-end", 4, copy, model(4)),
       "build: ./back-end"},
  });
}

TEST_CASE("a server that answers otherwise than it should") {
  ComparisonSeen once = all_alike();
  for (ComparedRequest& request : once.requests) {
    if (request.what == AskedFor::hello && request.how == AskedHow::kept) request.own.status = 500;
  }
  ComparisonSeen never = once;
  for (ComparedRequest& request : never.requests) {
    if (request.what == AskedFor::hello) request.own.status = 500;
  }
  const Look wrong_method = {"t1-api-hello",
                             answer("", 405),
                             edited(model(1),
                                    kApi,
                                    "@app.route(\"/api/hello\"",
                                    "@app.route(\"/api/hello\", methods=[\"POST\"]")};
  HttpSeen nothing = answer("", 500);
  nothing.log = "TypeError: The view function for 'hello' did not return a valid response.\n";
  HttpSeen refused = answer("", 502);
  refused.log = "[error] connect() failed (111: Connection refused) while connecting to upstream\n";
  const Look good = {"t1-api-hello", answer("", 500), model(1)};
  check_examples({
      {"route-other-method", wrong_method, good, "@app.route(\"/api/hello\")"},
      {"answer-depends-on-asking",
       {"t1-as-reference", once, model(1)},
       {"t1-as-reference", never, model(1)}},
      {"view-returns-nothing", {"t1-api-hello", nothing, model(1)}, good},
      {"nginx-connect-refused",
       asks(refused, "listen", "listen"),
       asks(answer("", 502), "listen", "listen")},
  });
}

TEST_CASE("a configuration of nginx that takes requests for itself") {
  const char* upstream =
      "upstream api {\n    server task6_back-end_3:5252;\n}\nserver {\n    listen";
  Sources names = edited(model(6), kProxy, "server {\n    listen", upstream);
  names = edited(std::move(names), kProxy, "http://back-end:5252", "http://api");
  Sources apis = edited(model(6),
                        kProxy,
                        "server {\n    listen",
                        "upstream api {\n    server back-end:5252;\n}\nserver {\n    listen");
  const Sources api = edited(apis, kProxy, "http://back-end:5252", "http://api");
  apis = edited(std::move(apis), kProxy, "http://back-end:5252", "http://apis");
  const auto proxy_ends = [](const std::string& host) {
    ProjectSeen seen;
    seen.services = {{.service = "back-end", .running = 2},
                     {.service = "proxy",
                      .exited = 1,
                      .log = "[emerg] host not found in upstream \"" + host + "\"\n"}};
    return seen;
  };
  const Sources volume = edited(model(4),
                                kStack,
                                "    depends_on:",
                                "    volumes:\n      - site:/var/www/html\n    depends_on:");
  const auto conf = [](const char* from, const char* to) {
    return edited(model(2), kConf, from, to);
  };
  const char* closed = "location ~ \\.css$ {\n        return 403;\n    }\n    location / {";
  check_examples({
      {"nginx-conf-is-folder",
       site_ends(edited(model(2), kConf, "listen", "listen"),
                 "[crit] 1#1: pread() failed (21: Is a directory)\n"),
       site_ends(edited(model(2), kConf, "listen", "listen"),
                 "[crit] 1#1: read() failed (5: error)\n"),
       "COPY ./softy-pinko-front-end.conf"},
      {"nginx-index-elsewhere",
       page(2, 403, conf("index index.html", "index home.html")),
       page(2, 403, model(2)),
       "index index.html;"},
      {"location-takes-files",
       page(2, 200, conf("location / {", closed), /*only_files=*/true),
       page(2, 200, model(2), /*only_files=*/true)},
      {"location-exact",
       asks(answer("", 404), "location /api", "location = /api"),
       asks(answer("", 404), "location /api", "location /apis"),
       "location /api {"},
      {"volume-over-site", page(4, 404, volume), page(4, 404, model(4))},
      {"other-page-served", page(2, 200, model(2)), page(2, 404, model(2))},
      {"upstream-names-containers",
       {"t6-replicas", proxy_ends("task6_back-end_3:5252"), names},
       {"t6-replicas", proxy_ends("api"), api},
       "server back-end:5252;"},
      {"proxy-pass-unknown-upstream",
       {"t6-replicas", proxy_ends("apis"), apis},
       {"t6-replicas", proxy_ends("api"), api},
       "http://api;"},
  });
}

TEST_CASE("a line without its semicolon is told, not the one at which nginx noticed") {
  const std::string log =
      "nginx: [emerg] invalid number of arguments in \"root\" directive in "
      "/etc/nginx/conf.d/default.conf:6\n";
  const Verdict verdict = why("t2-listens",
                              ended(log),
                              edited(model(2),
                                     kConf,
                                     "softy-pinko-front-end;\n    index",
                                     "softy-pinko-front-end\n    index"));
  CHECK(verdict.cause_id == "nginx-semicolon-missing");
  REQUIRE_FALSE(verdict.where.empty());
  CHECK(verdict.where.front().line == 5);
  CHECK(verdict.corrected == "    root /var/www/html/softy-pinko-front-end;");
  CHECK(why("t2-listens", ended(log), model(2)).cause_id == "nginx-arguments");
}

TEST_CASE("a heading and an answer that nearly meet") {
  const Look none = heading("<h1></h1>");
  const char* right = "<h1 id=\"dynamic-content\"></h1>";
  const Look lost = shows("", "$(\"#dynamic-content\").data");
  check_examples({
      {"id-misspelt", heading("<h1 id=\"dynamic_content\"></h1>"), none, right},
      {"class-in-place-of-id", heading("<h1 class=\"dynamic-content\"></h1>"), none, right},
      {"heading-in-comment",
       heading("<!-- <h1 id=\"dynamic-content\"></h1> -->"),
       heading("<!-- the heading -->"),
       right},
      {"answer-decorated",
       shows("The API says: Hello, World!", "$(\"#dynamic-content\").text"),
       lost},
      {"answer-shown-as-object", shows("[object Object]", "$(\"#dynamic-content\").text"), lost},
      {"script-fills-other-element",
       shows("", "$(\"dynamic-content\").text"),
       lost,
       "$(\"#dynamic-content\").text"},
  });
}

TEST_CASE("the hint is that of the cause that leads") {
  // The judgement's words are of a command that is not there; the cause that was found is nearer.
  const Look quotes = prints("/bin/sh: 1: [echo,: not found\n", "CMD ['echo', 'Hello, World!']");
  CHECK(why(quotes.check, quotes.seen, quotes.task).hint ==
        "Write double quotes around each word in the brackets.");
}

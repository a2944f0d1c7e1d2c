#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kApi = "api.py";
constexpr const char* kConf = "front-end/softy-pinko-front-end.conf";
constexpr const char* kProxy = "proxy/proxy.conf";

ListenSeen on(std::string address, std::uint16_t port) {
  ListenSeen seen;
  seen.running = true;
  seen.listeners = {{.address = std::move(address), .port = port}};
  return seen;
}

ListenSeen ended(int exit_code, std::string log, bool out_of_memory = false) {
  ListenSeen seen;
  seen.exit_code = exit_code;
  seen.log = std::move(log);
  seen.out_of_memory = out_of_memory;
  return seen;
}

Look flask(ListenSeen seen, const char* from = "app.run(", const char* to = "app.run(") {
  return {.check = "t1-listens", .seen = std::move(seen), .task = edited(model(1), kApi, from, to)};
}

Look nginx(ListenSeen seen, const char* from = "listen 9000", const char* to = "listen 9000") {
  return {
      .check = "t2-listens", .seen = std::move(seen), .task = edited(model(2), kConf, from, to)};
}

Look hello(HttpSeen seen, const char* from = "app", const char* to = "app") {
  return {
      .check = "t1-api-hello", .seen = std::move(seen), .task = edited(model(1), kApi, from, to)};
}

Look cors(std::vector<std::pair<std::string, std::string>> headers, Sources task) {
  HttpSeen seen = answer("Hello, World!");
  seen.headers = std::move(headers);
  return {.check = "t3-cors", .seen = seen, .task = std::move(task)};
}

SiteServedSeen page(int status) {
  SiteServedSeen seen;
  seen.files = {{.path = "", .status = status}};
  return seen;
}

Look served(int status, const char* from, const char* to) {
  return {
      .check = "t2-page-served", .seen = page(status), .task = edited(model(2), kConf, from, to)};
}

Look proxied(HttpSeen seen, const char* from, const char* to) {
  return {
      .check = "t5-api-hello", .seen = std::move(seen), .task = edited(model(5), kProxy, from, to)};
}

Look proxied_page(int status, const char* from, const char* to) {
  return {
      .check = "t5-page-served", .seen = page(status), .task = edited(model(5), kProxy, from, to)};
}

}  // namespace

TEST_CASE("causes of Flask on another address or port") {
  const char* right = "app.run(host=\"0.0.0.0\", port=5252)";
  const Look good = flask(on("0.0.0.0", 5252));
  check_examples({
      {"flask-local-only", flask(on("127.0.0.1", 5252), "host=\"0.0.0.0\", ", ""), good, right},
      {"flask-default-port", flask(on("0.0.0.0", 5000), ", port=5252", ""), good, right},
      {"flask-other-port", flask(on("0.0.0.0", 8080), "5252", "8080"), good, right},
  });
}

TEST_CASE("causes of a container that ends") {
  const Look silent = flask(ended(0, ""));
  check_examples({
      {"cmd-still-prints", flask(ended(0, "Hello, World!\n")), silent, "CMD [\"python3\""},
      {"cmd-starts-nothing", silent, flask(ended(1, "")), "CMD [\"python3\""},
      {"cmd-empty",
       flask(ended(0, std::string(kNothingToStart) + '\n')),
       silent,
       "CMD [\"python3\", \"api.py\"]"},
      {"out-of-memory", flask(ended(137, "", true)), flask(ended(137, ""))},
      {"flask-cors-not-installed",
       flask(ended(1, "ModuleNotFoundError: No module named 'flask_cors'\n")),
       flask(ended(1, "ModuleNotFoundError: No module named 'flask_login'\n")),
       "RUN pip3 install flask-cors"},
  });
}

TEST_CASE("causes of a wrong answer") {
  HttpSeen moved = answer("", 308);
  moved.headers = {{"location", "/api/hello/"}};
  const Look good = hello(answer("Hello, World!"));
  check_examples({
      {"route-missing", hello(answer("", 404), "/api/hello", "/hello"), good, "\"/api/hello\""},
      {"route-elsewhere", hello(moved, "/api/hello", "/api/hello/"), good, "\"/api/hello\""},
      {"route-function-fails", hello(answer("", 500)), hello(answer("", 404))},
      {"answer-has-white-space",
       hello(answer("Hello, World!\n\n"), "World!\"", "World!\\n\\n\""),
       good,
       "return \"Hello, World!\""},
      {"answer-is-json",
       hello(answer("\"Hello, World!\"\n"), "\"Hello, World!\"", "jsonify(\"Hello, World!\")"),
       good,
       "return \"Hello, World!\""},
      {"greeting-differs",
       hello(answer("Hello World!"), "Hello, World!", "Hello World!"),
       hello(answer("")),
       "return \"Hello, World!\""},
  });
}

TEST_CASE("causes of a script that Linux cannot start") {
  const auto script = [](const char* text, const char* log) {
    Look look{.check = "t1-listens",
              .seen = ended(1, log),
              .task = edited(model(1), "Dockerfile", "\"python3\", \"api.py\"", "\"./start.sh\"")};
    look.task.texts["start.sh"] = text;
    return look;
  };
  const char* not_there = "exec ./start.sh: no such file or directory\n";
  const char* older =
      "standard_init_linux.go:228: exec user process caused: no such file or directory\n";
  const char* format = "exec ./start.sh: exec format error\n";
  const char* unix_ends = "#!/bin/sh\npython3 api.py\n";
  check_examples({
      {"script-windows-line-ends",
       script("#!/bin/sh\r\npython3 api.py\r\n", not_there),
       script("#!/bin/zsh\npython3 api.py\n", not_there)},
      {"script-windows-line-ends",
       script("python3 api.py\r\n", "python3: can't open file '/app/api.py\\r': [Errno 2]\n"),
       script("python3 api.ppy\n", "python3: can't open file '/app/api.ppy': [Errno 2]\n")},
      {"script-windows-line-ends",
       script("#!/usr/bin/env bash\r\n",
              "/usr/bin/env: \xE2\x80\x98"
              "bash\\r\xE2\x80\x99: No such file\n"),
       script(unix_ends, "/usr/bin/env: 'bash': No such file\n")},
      {"script-interpreter-missing",
       script("#!/bin/zsh\npython3 api.py\n", older),
       script(unix_ends, format)},
      {"script-without-first-line",
       script("python3 api.py\n", format),
       script(unix_ends, "exec: \"./other.sh\": no such file or directory: unknown\n")},
  });
}

TEST_CASE("causes of an answer that pages may not read") {
  const Sources never = edited(model(3), "back-end/api.py", "CORS(app)", "");
  check_examples({
      {"cors-never-called",
       cors({}, never),
       cors({}, model(3)),
       "app = Flask(__name__)\nCORS(app)"},
      {"cross-origin-above-route",
       cors({}, edited(never, "back-end/api.py", "@app.route", "@cross_origin()\n@app.route")),
       cors({}, edited(never, "back-end/api.py", "def hello", "@cross_origin()\ndef hello")),
       "@app.route(\"/api/hello\")\n@cross_origin()"},
      {"cors-other-path",
       cors({}, edited(model(3), "back-end/api.py", "CORS(app)", "CORS(app, resources=r\"/x/*\")")),
       cors({},
            edited(model(3), "back-end/api.py", "CORS(app)", "CORS(app, resources=r\"/api/*\")")),
       "CORS(app, resources=r\"/api/*\")"},
      {"cors-other-origin",
       cors({{"access-control-allow-origin", "http://a"}}, model(3)),
       cors({}, model(3))},
      {"cors-header-twice",
       cors({{"access-control-allow-origin", "*"}, {"access-control-allow-origin", "*"}}, model(3)),
       cors({{"access-control-allow-origin", "*"}}, model(3))},
  });
}

TEST_CASE("causes in the site's configuration") {
  const Look good = nginx(on("0.0.0.0", 9000));
  const char* root = "root /var/www/html/softy-pinko-front-end;";
  check_examples({
      {"nginx-local-only",
       nginx(on("127.0.0.1", 9000), "listen 9000", "listen 127.0.0.1:9000"),
       good,
       "listen 9000;"},
      {"nginx-default-port", nginx(on("0.0.0.0", 80), "listen 9000;", ""), good, "listen 9000;"},
      {"nginx-other-port",
       nginx(on("0.0.0.0", 8080), "listen 9000", "listen 8080"),
       good,
       "listen 9000;"},
      {"nginx-refuses",
       nginx(ended(1, "nginx: [emerg] the moon\n")),
       nginx(ended(1, "the moon\n"))},
      {"nginx-root-missing", served(404, root, ""), served(404, "index index.html;", ""), root},
      {"nginx-root-elsewhere", served(404, root, "root /srv;"), served(404, root, ""), root},
      {"try-files-never-asks",
       served(404, "try_files $uri $uri/ =404", "try_files index.html =404"),
       served(404, root, ""),
       "try_files $uri $uri/ =404;"},
      {"nginx-no-server-section", served(404, "server {", "http {"), served(404, root, "")},
  });
}

TEST_CASE("a name that a variable always holds is told where it is set") {
  const Look look = proxied(answer("", 502),
                            "proxy_pass http://back-end:5252",
                            "set $api http://backend:5252;\n proxy_pass $api");
  const Verdict verdict = why(look.check, look.seen, look.task);
  CHECK(verdict.cause_id == "proxy-pass-unknown-service");
  CHECK(verdict.corrected.find("set $api http://back-end:5252;") != std::string::npos);
  // A variable that is called as what it holds keeps its name.
  const Look alike = proxied(answer("", 502),
                             "proxy_pass http://back-end:5252",
                             "set $backend backend;\n proxy_pass http://$backend:5252");
  const Verdict other = why(alike.check, alike.seen, alike.task);
  CHECK(other.cause_id == "proxy-pass-unknown-service");
  CHECK(other.corrected.find("set $backend back-end;") != std::string::npos);
  // The port of proxy_pass is not at the set.
  const Look port = proxied(answer("", 502),
                            "proxy_pass http://back-end:5252",
                            "set $api back-end;\n proxy_pass http://$api:5000");
  const Verdict otherwise = why(port.check, port.seen, port.task);
  CHECK(otherwise.cause_id == "proxy-pass-other-port");
  CHECK(otherwise.corrected.find("proxy_pass http://$api:5252") != std::string::npos);
  REQUIRE_FALSE(otherwise.where.empty());
  CHECK(otherwise.where.front().line == verdict.where.front().line + 1);
}

TEST_CASE("an address in proxy_pass is no service that is missing") {
  const Look address = proxied(answer("", 502), "back-end:5252", "172.29.84.10:5252");
  CHECK(why(address.check, address.seen, address.task).cause_id != "proxy-pass-unknown-service");
  Look alias = proxied(answer("", 502), "back-end:5252", "api:5252");
  CHECK(why(alias.check, alias.seen, alias.task).cause_id == "proxy-pass-unknown-service");
  alias.task.texts["docker-compose.yml"] += "# aliases: [api]\n";
  CHECK(why(alias.check, alias.seen, alias.task).cause_id != "proxy-pass-unknown-service");
}

TEST_CASE("causes in the proxy's configuration") {
  const char* api = "proxy_pass http://back-end:5252;";
  const Look good = proxied(answer("Hello, World!"), "listen", "listen");
  const HttpSeen none = answer("", 502);
  const HttpSeen lost = answer("", 404);
  check_examples({
      {"proxy-pass-other-port", proxied(none, "back-end:5252", "back-end:5000"), good, api},
      {"proxy-pass-to-itself", proxied(none, "back-end:5252", "localhost:5252"), good, api},
      {"proxy-pass-unknown-service", proxied(none, "back-end:5252", "nobody:5252"), good, api},
      {"proxy-pass-to-other-server", proxied(lost, "back-end:5252", "front-end:9000"), good, api},
      {"proxy-pass-takes-path-away",
       proxied(lost, "back-end:5252", "back-end:5252/"),
       proxied(lost, "back-end:5252", "back-end:5252/api"),
       api},
      {"proxy-pass-missing", proxied(lost, api, "return 404;"), good},
      {"api-location-missing",
       proxied(lost, "location /api", "location /other"),
       good,
       "location /api {"},
      {"root-location-missing",
       proxied_page(404, "location / {", "location /site {"),
       proxied_page(404, "location / {", "location /  {"),
       "location / {"},
      {"proxy-reaches-nobody",
       proxied(none, "listen", "listen"),
       proxied(lost, "listen", "listen")},
  });
  CopySeen stock;
  stock.source = model_file(5, kProxy);
  stock.in_image = true;
  stock.bytes = "root /usr/share/nginx/html;";
  const Sources without_copy =
      edited(model(5), "proxy/Dockerfile", "COPY proxy.conf /etc/nginx/conf.d/default.conf", "");
  check_examples({{"proxy-conf-not-copied",
                   {"t5-proxy-conf-in-image", stock, without_copy},
                   good,
                   "COPY ./proxy.conf /etc/nginx/conf.d/default.conf"}});
}

TEST_CASE("a proxy that asks the wrong port is told with both its ends") {
  const Verdict verdict = why(
      "t5-api-hello", answer("", 502), edited(model(5), kProxy, "back-end:5252", "back-end:80"));
  REQUIRE(verdict.where.size() == 2);
  CHECK(verdict.where[0].path == "task5/proxy/proxy.conf");
  CHECK(verdict.where[1].path == "task5/back-end/api.py");
  CHECK(verdict.cause == "the proxy asks back-end on port 80, and it listens on 5252");
}

TEST_CASE("an edge that does not show so at run time is not the cause") {
  // The answer came through the proxy: its port cannot be wrong, whatever the files say.
  const Verdict verdict = why("t5-api-hello",
                              answer("Hello World!"),
                              edited(model(5), kProxy, "back-end:5252", "back-end:5000"));
  CHECK(verdict.cause_id != "proxy-pass-other-port");
}

TEST_CASE("the line with a name that Python guesses is corrected") {
  HttpSeen silent;
  silent.problem = "connection refused";
  silent.log =
      "  File \"/app/api.py\", line 5, in <module>\n    app = Flask(_name_)\n"
      "NameError: name '_name_' is not defined. Did you mean: '__name__'?\n";
  const Verdict verdict =
      why("t1-api-hello", silent, edited(model(1), "api.py", "Flask(__name__)", "Flask(_name_)"));
  CHECK(verdict.cause_id == "python-name-unknown");
  CHECK(verdict.hint == "Write `__name__`.");
  CHECK(verdict.corrected == "app = Flask(__name__)");
}

TEST_CASE("a back end that is silent is told by its own log, not by its neighbour's") {
  HttpSeen silent;
  silent.problem = "connection refused";
  silent.log =
      "[back-end]\nHello, World!\nexited with code 0\n\n[front-end]\nnginx: [emerg] unexpected "
      "\"}\" in "
      "/etc/nginx/conf.d/default.conf:11\n";
  const Sources task =
      edited(model(3), "back-end/Dockerfile", "\"python3\", \"api.py\"", "\"echo\", \"x\"");
  const Verdict verdict = why("t3-api-hello", silent, task);
  CHECK(verdict.cause_id == "cmd-still-prints");
  REQUIRE_FALSE(verdict.where.empty());
  CHECK(verdict.where.front().path == "task3/back-end/Dockerfile");
}

TEST_CASE("where nginx never listened, its log tells and no folder does") {
  SiteServedSeen seen;
  seen.files = {{.status = 0, .problem = "connection refused: nothing listens on port 9000"}};
  const char* conf = "front-end/softy-pinko-front-end.conf";
  const Sources task = edited(model(3), conf, "root /var/www", "root /usr/www");
  CHECK(why("t3-page-served", seen, task).cause_id.empty());
  seen.log = "[front-end]\nnginx: [emerg] unexpected \"}\" in /etc/nginx/conf.d/default.conf:11\n";
  const Verdict verdict = why("t3-page-served", seen, task);
  CHECK(verdict.cause_id == "nginx-brace-too-much");
  CHECK(verdict.where.front().line == 11);
}

TEST_CASE("a front end that has ended behind its proxy is told by its own log") {
  SiteServedSeen seen = page(502);
  seen.log = "[front-end]\nexited with code 1\n\n[proxy]\nstart worker process 22\n";
  const Verdict silent = why("t6-page-served", seen, model(6));
  CHECK(silent.cause_id == "server-behind-ended");
  CHECK(silent.where.front().path == "task6/front-end/Dockerfile");
  seen.log =
      "[front-end]\nnginx: [emerg] unexpected \"}\" in /etc/nginx/conf.d/default.conf:11\n"
      "exited with code 1\n";
  CHECK(why("t6-page-served", seen, model(6)).cause_id == "nginx-brace-too-much");
  seen.log = "[proxy]\nexited with code 1\n";
  CHECK(why("t6-page-served", seen, model(6)).cause_id != "server-behind-ended");
}

TEST_CASE("CMD that names a file nearly as it is called is corrected itself") {
  HttpSeen silent;
  silent.problem = "connection refused";
  silent.log = "[back-end]\npython3: can't open file '/app/api.ppy': [Errno 2] No such file\n";
  const Sources task = edited(model(3), "back-end/Dockerfile", "\"api.py\"", "\"api.ppy\"");
  const Verdict verdict = why("t3-api-hello", silent, task);
  CHECK(verdict.cause_id == "cmd-file-not-in-image");
  CHECK(verdict.corrected == "CMD [\"python3\", \"api.py\"]");
}

TEST_CASE("a file that COPY brings elsewhere is mended at the line of COPY") {
  HttpSeen silent;
  silent.problem = "connection refused";
  silent.log = "[back-end]\npython3: can't open file '/app/api.py': [Errno 2] No such file\n";
  const Sources task = edited(model(3), "back-end/Dockerfile", "COPY api.py .", "COPY api.py /");
  const Verdict verdict = why("t3-api-hello", silent, task);
  CHECK(verdict.cause_id == "cmd-file-not-in-image");
  CHECK(to_string(verdict.where.front()) == "task3/back-end/Dockerfile:12:1");
  CHECK(verdict.corrected == "COPY ./api.py /app/api.py");
}

TEST_CASE("of an import the name is corrected, not the module that is called alike") {
  const Sources task = edited(model(1), "api.py", "import Flask", "import flask");
  const char* log =
      "  File \"/app/api.py\", line 3, in <module>\n"
      "ImportError: cannot import name 'flask' from 'flask' (/usr/lib/flask/__init__.py). Did you "
      "mean: 'Flask'?\n";
  CHECK(why("t1-listens", ended(1, log), task).corrected == "from flask import Flask");
}

TEST_CASE("a program that the image lacks is told where CMD names it") {
  const Sources task = edited(model(1), "Dockerfile", "\"python3\"", "\"python\"");
  const char* log =
      "runc create failed: unable to start container process: exec: \"python\": executable file "
      "not found in $PATH: unknown\n";
  const Verdict verdict = why("t1-listens", ended(127, log), task);
  CHECK(verdict.cause_id == "cmd-not-found");
  CHECK(verdict.cause.find("runc") == std::string::npos);
  CHECK(verdict.where.front().line == 14);
  CHECK(verdict.corrected == "CMD [\"python3\", \"api.py\"]");
}

TEST_CASE("a proxy_pass without a port is corrected with the task's") {
  const char* text = "proxy_pass http://back-end:5252";
  const Sources task = edited(model(5), "proxy/proxy.conf", text, "proxy_pass http://api-server");
  ProjectSeen seen;
  seen.services = {{.service = "proxy",
                    .exited = 1,
                    .exit_code = 1,
                    .log = "nginx: [emerg] host not found in upstream \"api-server\" in "
                           "/etc/nginx/conf.d/default.conf:10\n"}};
  CHECK(why("t5-up", seen, task).corrected == "        proxy_pass http://back-end:5252;");
}

TEST_CASE("proxy_pass is corrected by its own location and the services' names") {
  Sources task = edited(model(5), "docker-compose.yml", "  back-end:\n", "  api:\n");
  task = edited(std::move(task), "docker-compose.yml", "      - back-end\n", "      - api\n");
  ProjectSeen seen;
  seen.services = {{.service = "api", .running = 1},
                   {.service = "proxy",
                    .exited = 1,
                    .exit_code = 1,
                    .log = "nginx: [emerg] host not found in upstream \"back-end\" in "
                           "/etc/nginx/conf.d/default.conf:10\n"}};
  const Verdict verdict = why("t5-up", seen, task);
  CHECK(verdict.corrected.find("proxy_pass http://api:5252;") != std::string::npos);
}

#include "checker/causes/reading.hpp"
#include "checker/causes/recognise.hpp"
#include "tests/support/catch.hpp"
#include "tests/tasks/tables.hpp"

#include <algorithm>

using namespace pinko;
using namespace pinko::causes;
using namespace pinko::test;

namespace {

constexpr const char* kApi = "back-end/api.py";
constexpr const char* kStack = "docker-compose.yml";
constexpr const char* kProxy = "proxy/proxy.conf";
constexpr const char* kSiteConf = "front-end/softy-pinko-front-end.conf";
constexpr const char* kIndex = "front-end/softy-pinko-front-end/index.html";

/// One edge of the model, broken; and the same change made so that all still fits.
struct Break {
  const char* id;
  int task;
  const char* path;
  const char* from;
  const char* to;
  const char* ends;  ///< both places, as told
  const char* corrected;
  const char* harmless;  ///< in place of `to`: nothing is broken
};

constexpr Break kBreaks[] = {
    {"flask-local-only",
     1,
     "api.py",
     "host=\"0.0.0.0\", ",
     "",
     "task1/api.py:15:5",
     "    app.run(host=\"0.0.0.0\", port=5252)",
     "host='0.0.0.0', "},
    {"flask-local-only",
     4,
     kApi,
     "0.0.0.0\", port",
     "127.0.0.1\", port",
     "task4/back-end/api.py:17:19 task4/docker-compose.yml:8:9",
     "    app.run(host=\"0.0.0.0\", port=5252)",
     "0.0.0.0\",  port"},
    {"flask-other-port",
     1,
     "api.py",
     "port=5252",
     "port=5000",
     "task1/api.py:15:34",
     "    app.run(host=\"0.0.0.0\", port=5252)",
     "port = 5252"},
    {"flask-default-port",
     4,
     kApi,
     ", port=5252",
     "",
     "task4/back-end/api.py:17:5 task4/docker-compose.yml:8:9",
     "    app.run(host=\"0.0.0.0\", port=5252)",
     ",port=5252"},
    {"published-port-leads-nowhere",
     4,
     kStack,
     "5252:5252",
     "5252:5000",
     "task4/docker-compose.yml:8:9 task4/back-end/api.py:17:34",
     "      - \"5252:5252\"",
     "127.0.0.1:5252:5252"},
    {"published-port-leads-nowhere",
     4,
     kStack,
     "9000:9000",
     "80:80",
     "task4/docker-compose.yml:16:9 task4/front-end/softy-pinko-front-end.conf:2:5",
     "      - \"9000:9000\"",
     "8080:9000"},
    {"nginx-other-port",
     2,
     kSiteConf,
     "listen 9000",
     "listen 8080",
     "task2/front-end/softy-pinko-front-end.conf:2:5",
     "    listen 9000;",
     "listen  9000"},
    {"nginx-local-only",
     4,
     kSiteConf,
     "listen 9000",
     "listen 127.0.0.1:9000",
     "task4/front-end/softy-pinko-front-end.conf:2:5 task4/docker-compose.yml:16:9",
     "    listen 9000;",
     "listen 0.0.0.0:9000"},
    {"nginx-root-elsewhere",
     2,
     kSiteConf,
     "root /var/www/html/softy-pinko-front-end",
     "root /var/www/html",
     "task2/front-end/softy-pinko-front-end.conf:5:5 task2/front-end/Dockerfile:11:1",
     "    root /var/www/html/softy-pinko-front-end;",
     "root /var/www/html/softy-pinko-front-end/"},
    {"proxy-pass-other-port",
     5,
     kProxy,
     "back-end:5252",
     "back-end:5000",
     "task5/proxy/proxy.conf:10:9 task5/back-end/api.py:17:34",
     "        proxy_pass http://back-end:5252;",
     "back-end:5252/api"},
    {"proxy-pass-other-port",
     6,
     kProxy,
     "front-end:9000",
     "front-end",
     "task6/proxy/proxy.conf:6:9 task6/front-end/softy-pinko-front-end.conf:2:5",
     "        proxy_pass http://front-end:9000;",
     "front-end:9000/"},
    {"proxy-pass-unknown-service",
     5,
     kProxy,
     "//back-end:5252",
     "//backend:5252",
     "task5/proxy/proxy.conf:10:9 task5/docker-compose.yml:2:3",
     "        proxy_pass http://back-end:5252;",
     "//back-end:5252/api"},
    {"upstream-names-containers",
     5,
     kProxy,
     "//back-end:5252",
     "//task5-back-end-2:5252",
     "task5/proxy/proxy.conf:10:9 task5/docker-compose.yml:2:3",
     "        proxy_pass http://back-end:5252;",
     "//task5_back-end_1:5252"},
    {"upstream-names-containers",
     6,
     kProxy,
     "front-end:9000",
     "softy-front-end-1:9000",
     "task6/proxy/proxy.conf:6:9 task6/docker-compose.yml:10:3",
     "        proxy_pass http://front-end:9000;",
     "task6-front-end-1:9000"},
    {"proxy-pass-to-itself",
     5,
     kProxy,
     "front-end:9000",
     "localhost:9000",
     "task5/proxy/proxy.conf:6:9 task5/docker-compose.yml:10:3",
     "        proxy_pass http://front-end:9000;",
     "front-end:9000/"},
    {"proxy-pass-to-other-server",
     6,
     kProxy,
     "back-end:5252",
     "front-end:9000",
     "task6/proxy/proxy.conf:10:9 task6/docker-compose.yml:2:3",
     "        proxy_pass http://back-end:5252;",
     "back-end:5252/api"},
    {"proxy-pass-takes-path-away",
     5,
     kProxy,
     "back-end:5252",
     "back-end:5252/",
     "task5/proxy/proxy.conf:10:9 task5/back-end/api.py:10:13",
     "        proxy_pass http://back-end:5252;",
     "back-end:5252/api"},
    {"api-location-missing",
     5,
     kProxy,
     "location /api",
     "location /apis",
     "task5/proxy/proxy.conf:1:1 task5/docker-compose.yml:2:3",
     "location /api {",
     "location /api/"},
    {"route-missing",
     5,
     kApi,
     "\"/api/hello\"",
     "\"/hello\"",
     "task5/back-end/api.py:10:13",
     "@app.route(\"/api/hello\")",
     "'/api/hello'"},
    {"page-goes-round-proxy",
     5,
     kIndex,
     "\"/api/hello\"",
     "\"http://localhost:5252/api/hello\"",
     "",
     "/api/hello",
     "\"/api/hello?x\""},
    {"depends-on-unknown",
     5,
     kStack,
     "      - back-end",
     "      - backend",
     "task5/docker-compose.yml:27:9 task5/docker-compose.yml:2:3",
     "      - back-end",
     "      - \"back-end\""},
    {"build-context-missing",
     4,
     kStack,
     "context: ./back-end",
     "context: ./backend",
     "task4/back-end/Dockerfile",
     "back-end",
     "context: ./back-end/."},
    {"command-wrong-service",
     6,
     "2-api-servers.txt",
     "back-end=2",
     "backend=2",
     "task6/2-api-servers.txt:1:27 task6/docker-compose.yml:2:3",
     "docker-compose up --scale back-end=2",
     "back-end=3"},
    {"copy-source-missing",
     1,
     "Dockerfile",
     "COPY api.py",
     "COPY apy.py",
     "task1/Dockerfile:11:1 task1/api.py",
     "COPY api.py .",
     "COPY ./api.py"},
    {"cmd-file-not-in-image",
     1,
     "Dockerfile",
     "\"api.py\"",
     "\"app.py\"",
     "task1/Dockerfile:14:1 task1/Dockerfile:11:1",
     "CMD [\"python3\", \"api.py\"]",
     "\"/app/api.py\""},
    {"conf-copied-elsewhere",
     2,
     "front-end/Dockerfile",
     "/etc/nginx/conf.d/default.conf",
     "/etc/nginx/default.conf",
     "task2/front-end/Dockerfile:10:1 task2/front-end/softy-pinko-front-end.conf",
     "COPY ./softy-pinko-front-end.conf /etc/nginx/conf.d/default.conf",
     "/etc/nginx/conf.d/./default.conf"},
    {"proxy-conf-not-copied",
     5,
     "proxy/Dockerfile",
     "COPY proxy.conf /etc/nginx/conf.d/default.conf\n",
     "",
     "task5/proxy/Dockerfile task5/proxy/proxy.conf",
     "COPY ./proxy.conf /etc/nginx/conf.d/default.conf",
     "COPY ./proxy.conf /etc/nginx/conf.d/default.conf\n"},
    {"site-copied-elsewhere",
     2,
     "front-end/Dockerfile",
     "softy-pinko-front-end /var/www/html/softy-pinko-front-end",
     "softy-pinko-front-end /var/www/html",
     "task2/front-end/Dockerfile:11:1 task2/front-end/softy-pinko-front-end.conf:5:5",
     "COPY softy-pinko-front-end /var/www/html/softy-pinko-front-end",
     "softy-pinko-front-end/ /var/www/html/softy-pinko-front-end/"},
};

std::string places(const Diagnosis& found) {
  std::string text;
  for (const Location& where : found.where)
    text += (text.empty() ? "" : " ") + to_string(where);
  return text;
}

/// The model's Dockerfile installs jQuery with words that hold the site's folder.
Sources plain(int task) {
  Sources sources = model(task);
  const auto found = sources.texts.find("front-end/Dockerfile");
  if (found == sources.texts.end()) return sources;
  std::string& text = found->second;
  const std::size_t run = text.find("RUN ");
  const std::size_t copy = text.find("COPY ");
  if (run < copy) {
    for (std::size_t i = run; i < copy; ++i) {
      if (text[i] != '\n') text[i] = ' ';
    }
  }
  return sources;
}

/// The first place where two files of a task disagree.
std::optional<Diagnosis> in_the_files(int task, const Sources& sources) {
  const std::vector<Diagnosis> found = disagreements(TaskReading(task, sources));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

}  // namespace

TEST_CASE("no edge of the model solution is broken") {
  for (int task = 0; task < 7; ++task) {
    INFO("task" << task);
    for (const Sources& sources : {model(task), plain(task)}) {
      const TaskReading reading(task, sources);
      for (const Diagnosis& broken : disagreements(reading))
        FAIL_CHECK(broken.sentence);
      CHECK(reading.graph.edges.empty() == (task == 0));
    }
  }
}

TEST_CASE("one broken edge is found, with both its ends and the corrected line") {
  for (const Break& one : kBreaks) {
    INFO(one.id << " in task" << one.task << ": " << one.from << " -> " << one.to);
    const Sources sources = edited(plain(one.task), one.path, one.from, one.to);
    const auto found = in_the_files(one.task, sources);
    REQUIRE(found.has_value());
    CHECK(found->cause_id == one.id);
    INFO(found->sentence << " | " << places(*found) << " | " << found->corrected);
    CHECK(places(*found).find(one.ends) != std::string::npos);
    CHECK(found->corrected.find(one.corrected) != std::string::npos);
    CHECK_FALSE(found->step.empty());
  }
}

TEST_CASE("a change that breaks nothing is not called broken") {
  for (const Break& one : kBreaks) {
    INFO(one.id << " in task" << one.task << ": " << one.from << " -> " << one.harmless);
    const Sources sources = edited(plain(one.task), one.path, one.from, one.harmless);
    const auto found = in_the_files(one.task, sources);
    INFO((found ? found->cause_id + ": " + found->sentence : ""));
    CHECK_FALSE(found.has_value());
  }
}

TEST_CASE("a file that .dockerignore keeps from the build, or that lies elsewhere, is found") {
  const Sources ignored = with(model(5), "proxy/.dockerignore", "# all but the Dockerfile\n*\n");
  const auto kept = in_the_files(5, ignored);
  REQUIRE(kept.has_value());
  CHECK(kept->cause_id == "dockerignore-leaves-out");
  CHECK(places(*kept).find("task5/proxy/.dockerignore:2:1 task5/proxy/Dockerfile:3:1") !=
        std::string::npos);
  CHECK_FALSE(in_the_files(5, with(model(5), "proxy/.dockerignore", "*\n!proxy.conf\n")));
  CHECK_FALSE(in_the_files(5, with(model(5), ".dockerignore", "*\n")));

  Sources moved = model(5);
  auto conf = moved.texts.extract(kProxy);
  conf.key() = "proxy.conf";
  moved.texts.insert(std::move(conf));
  const auto left = in_the_files(5, moved);
  REQUIRE(left.has_value());
  CHECK(left->cause_id == "copy-source-missing");
  CHECK(left->step.find("`git mv task5/proxy.conf task5/proxy/proxy.conf`") != std::string::npos);
}

TEST_CASE("ports that differ from the task's and fit together are no broken edge") {
  Sources task = edited(model(5), kApi, "port=5252", "port=8000");
  task = edited(std::move(task), kProxy, "back-end:5252", "back-end:8000");
  CHECK_FALSE(in_the_files(5, task).has_value());
}

TEST_CASE("an upstream's servers are edges of their own") {
  const std::string conf =
      "upstream api {\n  server back-end:5000;\n}\nserver {\n  listen 80;\n"
      "  location / { proxy_pass http://front-end:9000; }\n"
      "  location /api { proxy_pass http://api; }\n}\n";
  const auto found = in_the_files(6, with(model(6), kProxy, conf));
  REQUIRE(found.has_value());
  CHECK(found->cause_id == "proxy-pass-other-port");
  CHECK(found->where.front().line == 2);
  CHECK(found->corrected == "  server back-end:5252;");
}

TEST_CASE("a container is called after the project that the Compose file names") {
  Sources task = with(model(5), kStack, "name: My.Softy\n" + *model(5).find(kStack));
  task = edited(std::move(task), kProxy, "front-end:9000", "mysofty-front-end-1:9000");
  CHECK_FALSE(in_the_files(5, task).has_value());
}

TEST_CASE("a server of a list that no service is called like is not taken for a list") {
  const std::string conf =
      "upstream back {\n  server back-1:5252;\n}\nserver {\n  listen 80;\n"
      "  location / { proxy_pass http://front-end:9000; }\n"
      "  location /api { proxy_pass http://back; }\n}\n";
  const auto found = in_the_files(6, with(model(6), kProxy, conf));
  REQUIRE(found.has_value());
  CHECK(found->cause_id == "proxy-pass-unknown-service");
  CHECK(found->where.front().line == 2);
}

TEST_CASE("where nginx refuses a listen, nobody can tell on which port it is") {
  for (const auto& [right, wrong] : {std::pair{"listen 9000;", "listen = 9000;"},
                                     std::pair{"listen 9000;", "listen: 9000;"},
                                     std::pair{"listen 9000;", "listen 0.0.0.0:90o0;"},
                                     std::pair{"server {", "server { {"}}) {
    INFO(wrong);
    CHECK_FALSE(in_the_files(2, edited(model(2), kSiteConf, right, wrong)).has_value());
  }
  CHECK(in_the_files(2, edited(model(2), kSiteConf, "listen 9000;", "")).has_value());
}

TEST_CASE("an address with a scheme in a list is not taken for a server called http") {
  const std::string conf =
      "upstream api {\n  server http://back-end:5252;\n}\nserver {\n  listen 80;\n"
      "  location / { proxy_pass http://front-end:9000; }\n"
      "  location /api { proxy_pass http://api; }\n}\n";
  CHECK_FALSE(in_the_files(5, with(model(5), kProxy, conf)).has_value());
}

TEST_CASE("a volume lies over the image, and changes nothing of its build") {
  const std::string overlaid = "    volumes: [\"./back-end:/app\"]\n    build:";
  const Sources task = edited(model(4), kStack, "    build:", overlaid);
  CHECK_FALSE(in_the_files(4, task).has_value());
  const auto found = in_the_files(4, edited(task, "back-end/Dockerfile", "api.py .", "app.py ."));
  REQUIRE(found.has_value());
  CHECK(found->cause_id == "copy-source-missing");
}

TEST_CASE("what only running can tell is left to running") {
  // A program of another name, an environment, a variable: nothing is claimed.
  CHECK_FALSE(in_the_files(1,
                           edited(edited(model(1), "api.py", "port=5252", "port=PORT"),
                                  "api.py",
                                  "host=\"0.0.0.0\"",
                                  "host=HOST"))
                  .has_value());
  CHECK_FALSE(in_the_files(5,
                           edited(model(5),
                                  kProxy,
                                  "proxy_pass http://back-end:5252",
                                  "set $b $host;\n proxy_pass http://$b:1"))
                  .has_value());
  const Sources flask_run = edited(edited(model(1), "api.py", "port=5252", "port=1"),
                                   "Dockerfile",
                                   "CMD [\"python3\", \"api.py\"]",
                                   "CMD [\"flask\", \"run\", \"--port\", \"5252\"]");
  CHECK_FALSE(in_the_files(1, flask_run).has_value());
  const Sources command = edited(edited(model(4), kApi, "port=5252", "port=1"),
                                 kStack,
                                 "image: softy-pinko-back-end:task4",
                                 "command: gunicorn -b 0.0.0.0:5252 api:app");
  CHECK_FALSE(in_the_files(4, command).has_value());
  Sources chosen = model(5);
  chosen.texts[std::string(kProxy)] =
      "map $uri $to { default front-end:9000; ~^/api back-end:5252; }\n"
      "server {\n listen 80;\n location / { proxy_pass http://$to; }\n}\n";
  CHECK_FALSE(in_the_files(5, chosen).has_value());
}

TEST_CASE("a front end that passes requests on may be asked for the API") {
  const Sources early =
      edited(edited(model(3), kIndex, "http://localhost:5252/api/hello", "/api/hello"),
             kSiteConf,
             "location / {",
             "location /api { proxy_pass http://api:5252; }\n    location / {");
  CHECK_FALSE(in_the_files(3, early).has_value());
  CHECK(in_the_files(3, edited(model(3), kIndex, "http://localhost:5252/api/hello", "/api/hello"))
            ->cause_id == "page-asks-front-end");
}

TEST_CASE("a configuration beside nginx's own is amiss where both want one port") {
  const auto beside = [](int task, const char* dockerfile, const char* name) {
    return in_the_files(
        task,
        edited(model(task), dockerfile, "conf.d/default.conf", std::string("conf.d/") + name));
  };
  // nginx listens on 9000 all the same; the check of the place tells it, and nothing else does.
  CHECK_FALSE(beside(4, "front-end/Dockerfile", "site.conf").has_value());
  CHECK(beside(4, "front-end/Dockerfile", "site.txt")->cause_id == "conf-copied-elsewhere");
  const auto proxy = beside(5, "proxy/Dockerfile", "proxy.conf");
  REQUIRE(proxy.has_value());
  CHECK(proxy->cause_id == "conf-copied-elsewhere");
  CHECK(proxy->sentence.find("beside nginx's own default.conf") != std::string::npos);
}

TEST_CASE("a COPY of everything stays, and one of the configuration is added below it") {
  const auto found =
      in_the_files(2,
                   edited(plain(2),
                          "front-end/Dockerfile",
                          "COPY softy-pinko-front-end.conf /etc/nginx/conf.d/default.conf",
                          "COPY . /usr/share/nginx/html"));
  REQUIRE(found.has_value());
  CHECK(found->cause_id == "conf-copied-elsewhere");
  CHECK(found->step == "Add a COPY that puts it there.");
  CHECK(found->placement.how == Placing::below);
  CHECK(found->placement.at.line == 10);
}

TEST_CASE("a COPY of everything stays, and one of the site is added below it") {
  const auto found =
      in_the_files(2,
                   edited(plain(2),
                          "front-end/Dockerfile",
                          "COPY softy-pinko-front-end /var/www/html/softy-pinko-front-end",
                          "COPY . /usr/share/nginx/html"));
  REQUIRE(found.has_value());
  CHECK(found->cause_id == "site-copied-elsewhere");
  CHECK(found->corrected == "COPY ./softy-pinko-front-end /var/www/html/softy-pinko-front-end");
  CHECK(found->placement.how == Placing::below);
  CHECK(found->placement.at.line == 11);
}

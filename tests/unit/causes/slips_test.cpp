#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kApi = "api.py";
constexpr const char* kStack = "docker-compose.yml";
constexpr const char* kIndex = "front-end/softy-pinko-front-end/index.html";
constexpr const char* kConf = "front-end/softy-pinko-front-end.conf";
constexpr const char* kCmd = "CMD [\"python3\", \"api.py\"]";
constexpr const char* kPort = "- \"9000:9000\"";
constexpr const char* kFills = "$(\"#dynamic-content\").text(greeting)";

/// Task 0's Dockerfile with these lines below its FROM.
Look lines(const char* check, const std::string& text) {
  const std::string all = "FROM ubuntu:latest\n" + text + '\n';
  return {check, file("task0/Dockerfile", all), only(0, "Dockerfile", all)};
}

/// The API answered the page, and the element stayed empty.
Look shows_nothing(const char* from, const char* to) {
  PageSeen seen;
  seen.loaded = true;
  seen.status = 200;
  seen.matches = 1;
  seen.requests = {asked("http://localhost:5252/api/hello", 200)};
  return {"t3-browser", seen, edited(model(3), kIndex, from, to)};
}

}  // namespace

TEST_CASE("apt-get that is not said again, or is one word with its first") {
  check_examples({
      {"apt-get-forgotten",
       lines("t0-apt-upgrade", "RUN apt-get update && upgrade -y"),
       lines("t0-apt-upgrade", "RUN apt-get update"),
       "RUN apt-get update && apt-get upgrade -y"},
      {"apt-get-forgotten",
       not_built("RUN apt-get update && apt-get",
                 "RUN apt-get update && ",
                 "/bin/sh: 1: upgrade: not found\n",
                 "RUN apt-get update &&  upgrade -y"),
       not_built(kCmd, kCmd, "/bin/sh: 1: figlet: not found\n", "RUN figlet")},
      {"exec-form-one-word",
       lines("t0-apt-update", "RUN [\"apt-get update\"]"),
       lines("t0-apt-update", "RUN [\"true\"]"),
       "RUN apt-get update"},
      {"instruction-unknown",
       lines("t0-apt-update", "RUNN apt-get update"),
       lines("t0-apt-update", "COPI x y"),
       "RUN apt-get update"},
  });
  const Sources task = only(0, "Dockerfile", "FORM ubuntu:latest\n");
  const Verdict from =
      why("t0-base-image", file("task0/Dockerfile", *task.find("Dockerfile")), task);
  CHECK(from.cause_id == "instruction-unknown");
  CHECK(from.corrected == "FROM ubuntu:latest");
}

TEST_CASE("a line of a Dockerfile that looks right and is not") {
  const char* upgrade = "apt-get upgrade -y\n";
  const char* install = "RUN pip3 install --no-cache-dir flask";
  const char* marker = "RUN rm -f /usr/lib/python3*/EXTERNALLY-MANAGED";
  check_examples({
      {"no-break-space",
       lines("t0-apt-update", "RUN apt-get\u00a0update"),
       lines("t0-apt-update", "# apt-get\u00a0update\nRUN true"),
       "RUN apt-get update"},
      {"instruction-swallowed",
       not_built(upgrade,
                 "apt-get upgrade -y && \\\nCMD true\n",
                 "/bin/sh: 1: CMD: not found\n",
                 "RUN apt-get update && apt-get upgrade -y && CMD true"),
       not_built(upgrade,
                 "apt-get upgrade -y && \\\nCMDS\n",
                 "/bin/sh: 1: CMDS: not found\n",
                 "RUN apt-get update && apt-get upgrade -y && CMDS"),
       "RUN apt-get update && apt-get upgrade -y"},
      {"externally-managed-misspelt",
       not_built(marker,
                 "RUN rm -f /usr/lib/python3*/EXTERNALY-MANAGED",
                 "error: externally-managed-environment\n",
                 install),
       not_built(marker,
                 "RUN rm -f /usr/lib/python3*/INSTALLER",
                 "error: externally-managed-environment\n",
                 install),
       marker},
      {"apt-package-unknown",
       not_built("python3 python3-pip",
                 "python3, python3-pip",
                 "E: Unable to locate package python3,\n",
                 "RUN apt-get install -y --no-install-recommends python3, python3-pip"),
       not_built("python3 python3-pip", "python3", "E: Unable to fetch\n", "RUN apt-get install"),
       "python3 python3-pip"},
      {"cmd-file-not-in-image",
       ends("Dockerfile",
            kCmd,
            "CMD [\"python3\", \"./app/api.py\"]",
            "python3: can't open file '/app/./app/api.py': [Errno 2] No such file\n"),
       ends("Dockerfile", kCmd, "CMD [\"python3\", \"/app/api.py\"]", "killed\n"),
       kCmd},
  });
}

TEST_CASE("a program that imports what is not there under that name") {
  const char* import = "from flask import Flask";
  const char* last = "Traceback (most recent call last):\n  File \"/app/api.py\", line 5\n";
  const std::string name = std::string(last) + "NameError: name 'Flask' is not defined";
  const Look whole = ends(kApi, import, "import flask", name + ". Did you mean: 'flask'?\n");
  check_examples({
      {"python-name-unknown", whole, ends(kApi, import, import, "killed\n"), import},
      {"python-import",
       ends(kApi,
            import,
            "from flask_cors import cors",
            "  File \"/app/api.py\", line 3\nImportError: cannot import name 'cors' from "
            "'flask_cors' (/x/__init__.py). Did you mean: 'core'?\n"),
       ends(kApi, import, import, "killed\n"),
       "from flask_cors import CORS"},
      {"module-shadowed",
       ends(kApi,
            import,
            import,
            "ImportError: cannot import name 'Flask' from 'flask' (consider renaming "
            "'/app/flask.py' if it has the same name as a library)\n"),
       ends(kApi, import, import, "ImportError: cannot import name 'Flask' from 'flask' (x)\n")},
      {"module-shadowed",
       ends(kApi,
            import,
            import,
            "ImportError: cannot import name 'Flask' from 'flask' (/app/flask.py)\n"),
       ends(kApi, import, import, "ImportError: cannot import name 'x' from 'y' (/z/flask.py)\n")},
      {"no-break-space",
       ends(kApi,
            "    return",
            "\u00a0   return",
            "  File \"/app/api.py\", line 10\nSyntaxError: invalid non-printable character\n"),
       ends(kApi, import, import, "  File \"/app/api.py\", line 10\nSyntaxError: invalid\n"),
       "    return \"Hello, World!\""},
      {"typographic-quotes",
       ends(kApi,
            "\"Hello, World!\"",
            "‘Hello, World!’",
            "  File \"/app/api.py\", line 10\nSyntaxError: invalid character\n"),
       ends(kApi, import, import, "  File \"/app/api.py\", line 10\nSyntaxError: invalid\n"),
       "    return 'Hello, World!'"},
  });
  CHECK(why(whole.check, whole.seen, whole.task).where.front().line == 3);
}

TEST_CASE("a configuration of nginx with a slip in a word") {
  const std::string in = " in /etc/nginx/conf.d/default.conf:";
  const Look other = site_ends(edited(model(2), kConf, "index.html;", "index.html ;"), "killed\n");
  check_examples({
      {"nginx-comment-with-slashes",
       site_ends(edited(model(2), kConf, "    listen 9000;", "// listen"),
                 "[emerg] 1#1: unexpected \"}\"" + in + "3\n"),
       other,
       "# listen"},
      {"nginx-directive-unknown",
       site_ends(edited(model(2), kConf, "server {", "Server {"),
                 "[emerg] 1#1: unknown directive \"Server\"" + in + "1\n"),
       other,
       "server {"},
      {"nginx-listen-no-port",
       site_ends(edited(model(2), kConf, "listen 9000", "listen = 9000"),
                 "[emerg] 1#1: host not found in \"=\" of the \"listen\" directive" + in + "2\n"),
       other},
  });
}

TEST_CASE("a Compose file with a service in the wrong place, or a text in place of a list") {
  const char* depends = "depends_on:\n      - back-end";
  const char* front = "\n  front-end:\n";
  const Look other = refused(kPort, "- nine", "yaml: line 3");
  const char* wrong =
      "services.front-end.depends_on contains an invalid type, it should be an array";
  check_examples({
      {"compose-wrong-type",
       refused(depends, "depends_on: back-end", wrong),
       other,
       "    depends_on:\n      - back-end"},
      {"compose-wrong-type",
       refused(
           depends,
           "environment:\n      - NAME: x",
           "services.front-end.environment contains {\"NAME\": \"x\"}, which is an invalid type"),
       other,
       "      - NAME=x"},
      {"service-in-other-section",
       refused(front, "\nnetworks:\n  front-end:\n", "networks.front-end value 'build'"),
       refused(front, "\n  front-end:\n", "x")},
      {"service-in-service",
       refused(front, "\n    front-end:\n", "Unsupported config option: 'front-end'"),
       other,
       "  front-end:"},
      {"yaml-key-twice",
       refused(depends, "ports: []", "line 17: mapping key \"ports\" already defined at line 15"),
       other},
      {"yaml-mapping",
       refused("build:\n      context: ./back-end",
               "build: context: ./back-end",
               "mapping values are not allowed here\n  in \"x\", line 3, column 19"),
       other,
       "    build:\n      context: ./back-end"},
      {"typographic-quotes", refused(kPort, "- “9000:9000”", "port"), other, kPort},
      {"no-break-space",
       refused("    ports:\n      - \"9000",
               "\u00a0   ports:\n      - \"9000",
               "expected <block end>, line 17, column 5"),
       other,
       "    ports:"},
  });
  const Look twice =
      refused(depends, "ports: []", "line 17: mapping key \"ports\" already defined at line 15");
  const Verdict verdict = why(twice.check, twice.seen, twice.task);
  CHECK(verdict.where.size() == 2);
  CHECK(verdict.hint.find("line 15") != std::string::npos);
}

TEST_CASE("a volume that takes a file from where it is not") {
  ProjectSeen seen;
  seen.services = {{.service = "proxy"}};
  const char* ports = "    ports:\n      - \"80:80\"";
  const auto mounted = [&](const std::string& path) {
    const std::string volume = "    volumes:\n      - ./" + path + ":/etc/nginx/conf.d/x.conf\n";
    return Look{"t5-up", seen, edited(model(5), kStack, ports, volume + ports)};
  };
  check_examples({
      {"volume-source-missing",
       mounted("proxy.conf"),
       mounted("proxy/proxy.conf"),
       "- ./proxy/proxy.conf:"},
  });
}

TEST_CASE("flask run in a Compose file keeps its own host and port") {
  HttpSeen silent;
  silent.problem = "the connection was reset";
  ListenSeen listens;
  const Sources task = edited(model(4),
                              kStack,
                              "    ports:\n      - \"5252:5252\"",
                              "    command: flask run\n    ports:\n      - \"5252:5252\"");
  silent.log = " * Serving Flask app 'api'\n * Running on http://127.0.0.1:5000\n";
  const Verdict verdict = why("t4-api-hello", silent, task);
  CHECK(verdict.cause_id == "flask-run-options");
  CHECK(verdict.corrected.find("\"--host=0.0.0.0\"") != std::string::npos);
  REQUIRE_FALSE(verdict.where.empty());
  CHECK(verdict.where.front().path == "task4/docker-compose.yml");
}

TEST_CASE("a script that has the answer and does not show it") {
  const Look other = shows_nothing(kFills, "console.log(greeting)");
  check_examples({
      {"function-assigned",
       shows_nothing(kFills, "$(\"#dynamic-content\").text = greeting"),
       other,
       kFills},
      {"property-misspelt",
       shows_nothing(kFills, "document.getElementById(\"dynamic-content\").innerHtml = greeting"),
       other,
       ".innerHTML = greeting"},
      {"answer-has-no-parts",
       shows_nothing(kFills, "$(\"#dynamic-content\").text(greeting.message)"),
       other,
       kFills},
      {"json-asked-for", shows_nothing("$.get(", "$.getJSON("), other, "$.get("},
  });
  Sources elsewhere = edited(model(3), kIndex, "id=\"dynamic-content\"", "class=\"x\"");
  const SiteSeen page = site(3, *elsewhere.find(kIndex));
  const Look missing{"t3-heading", page, elsewhere};
  elsewhere.texts["front-end/softy-pinko-front-end/assets/index.html"] =
      "<h1 id=\"dynamic-content\"></h1>";
  check_examples({{"other-page-edited", {"t3-heading", page, elsewhere}, missing}});
}

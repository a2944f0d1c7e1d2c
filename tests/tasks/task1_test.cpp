#include "tests/support/catch.hpp"
#include "tests/tasks/tables.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

PythonSeen good_image() {
  PythonSeen seen;
  seen.python3 = "/usr/bin/python3";
  seen.pip3 = "/usr/bin/pip3";
  seen.flask_importable = true;
  seen.flask = {{.folder = "/usr/local/lib/python3.13/dist-packages/flask", .installer = "pip"}};
  seen.working_dir = "/app";
  seen.app_files = {"api.py"};
  return seen;
}

ListenSeen listening(std::string address, std::uint16_t port) {
  ListenSeen seen;
  seen.running = true;
  seen.listeners = {{.address = std::move(address), .port = port}};
  return seen;
}

BuildSeen failed_build(std::string step, std::string output) {
  BuildSeen seen;
  seen.exit_code = 1;
  seen.dockerfile = "task1/Dockerfile";
  seen.failed_step = std::move(step);
  seen.output = std::move(output);
  return seen;
}

}  // namespace

TEST_CASE("t1-dockerfile, t1-api-file and t1-base-image look at the files") {
  CHECK(is_passed(judged("t1-dockerfile", model_file(1, "Dockerfile"))));
  CHECK(is_failed(judged("t1-dockerfile", missing("task1/Dockerfile"))));
  CHECK(is_passed(judged("t1-api-file", model_file(1, "api.py"))));
  CHECK(is_failed(judged("t1-api-file", missing("task1/api.py"))));
  CHECK(is_passed(judged("t1-base-image", model_file(1, "Dockerfile"))));
  CHECK(is_failed(judged("t1-base-image", file("task1/Dockerfile", "FROM python:3.9\n"))));
}

TEST_CASE("t1-builds names what students meet most") {
  BuildSeen good;
  good.ok = true;
  CHECK(is_passed(judged("t1-builds", good)));
  const Finding pip =
      judged("t1-builds",
             failed_build("RUN pip3 install flask",
                          "error: externally-managed-environment\n\n× This environment is"));
  CHECK(is_failed(pip));
  CHECK(says(pip, "EXTERNALLY-MANAGED"));
  CHECK(pip.hint.find("RUN rm /usr/lib/python*/EXTERNALLY-MANAGED") != std::string::npos);
  const Finding copy = judged("t1-builds",
                              failed_build("COPY api.py /app",
                                           "ERROR: failed to compute cache key: failed to "
                                           "calculate checksum of ref a::b: \"/api.py\": not "
                                           "found\n"));
  CHECK(says(copy, "\"api.py\""));
  CHECK(copy.follows.front() == "api-file");
  const Finding classic = judged("t1-builds",
                                 failed_build("COPY api.py .",
                                              "COPY failed: file not found in build context or "
                                              "excluded by .dockerignore: stat api.py: file "
                                              "does not exist\n"));
  CHECK(says(classic, "\"api.py\""));
}

TEST_CASE("t1-python wants the interpreter, pip and flask") {
  CHECK(is_passed(judged("t1-python", good_image())));
  PythonSeen no_pip = good_image();
  no_pip.pip3.clear();
  CHECK(is_failed(judged("t1-python", no_pip)));
  PythonSeen no_flask = good_image();
  no_flask.flask_importable = false;
  no_flask.flask.clear();
  const Finding finding = judged("t1-python", no_flask);
  CHECK(is_failed(finding));
  CHECK(says(finding, "nowhere"));
}

TEST_CASE("t1-flask-by-pip refuses the distribution's package") {
  CHECK(is_passed(judged("t1-flask-by-pip", good_image())));
  PythonSeen by_apt = good_image();
  by_apt.flask = {{.folder = "/usr/lib/python3/dist-packages/flask", .installer = ""}};
  const Sources task =
      with(model(1), "Dockerfile", "FROM ubuntu:latest\nRUN apt-get install -y python3-flask\n");
  const Finding finding = judged("t1-flask-by-pip", by_apt, task);
  CHECK(is_failed(finding));
  CHECK(finding.where.front().line == 2);
}

TEST_CASE("t1-workdir wants /app with api.py in it") {
  CHECK(is_passed(judged("t1-workdir", good_image())));
  PythonSeen slash = good_image();
  slash.working_dir = "/app/";
  CHECK(is_passed(judged("t1-workdir", slash)));
  slash.working_dir = "//app/.";
  CHECK(is_passed(judged("t1-workdir", slash)));
  slash.working_dir = "/app/..";
  CHECK(is_failed(judged("t1-workdir", slash)));
  PythonSeen other = good_image();
  other.working_dir = "/usr/src";
  CHECK(is_failed(judged("t1-workdir", other, model(1))));
  PythonSeen empty = good_image();
  empty.app_files.clear();
  CHECK(is_failed(judged("t1-workdir", empty, model(1))));
}

TEST_CASE("t1-listens wants a server for everybody on port 5252") {
  CHECK(is_passed(judged("t1-listens", listening("0.0.0.0", 5252))));
  CHECK(is_passed(judged("t1-listens", listening("::", 5252))));
  const Sources local = edited(model(1), "api.py", "host=\"0.0.0.0\"", "host=\"127.0.0.1\"");
  const Finding bound = judged("t1-listens", listening("127.0.0.1", 5252), local);
  CHECK(is_failed(bound));
  CHECK(says(bound, "127.0.0.1"));
  REQUIRE(bound.where.size() == 1);
  CHECK(bound.where.front().path == "task1/api.py");
  CHECK(bound.where.front().line > 0);
  CHECK(says(judged("t1-listens", listening("0.0.0.0", 5000), model(1)), "5000"));
}

TEST_CASE("t1-listens reads why a container ended") {
  ListenSeen ended;
  ended.exit_code = 1;
  ended.log =
      "Traceback (most recent call last):\n  File \"/app/api.py\", line 3, in <module>\n"
      "    from flask import Flask\nModuleNotFoundError: No module named 'flask'\n";
  const Finding finding = judged("t1-listens", ended, model(1));
  CHECK(is_failed(finding));
  CHECK(finding.follows == std::vector<std::string>{"python"});
  CHECK(to_string(finding.where.front()) == "task1/api.py:3:1");
  ListenSeen hello;
  hello.log = "Hello, World!\n";
  CHECK(says(judged("t1-listens", hello, model(1)), "task 0"));
}

TEST_CASE("t1-api-hello wants 200 with exactly the greeting") {
  CHECK(is_passed(judged("t1-api-hello", answer("Hello, World!"))));
  CHECK(is_passed(judged("t1-api-hello", answer("Hello, World!\n"))));
  CHECK(is_failed(judged("t1-api-hello", answer("Hello, World!\n\n"))));
  CHECK(says(judged("t1-api-hello", answer("Hello World!")), "\",\" is missing"));
  CHECK(says(judged("t1-api-hello", answer("\"Hello, World!\"")), "JSON"));
  const Finding route = judged("t1-api-hello", answer("<!doctype html>Not Found", 404), model(1));
  CHECK(is_failed(route));
  CHECK(says(route, "no route"));
  CHECK(route.where.front().path == "task1/api.py");
}

TEST_CASE("of a failed build the step that failed is shown") {
  BuildSeen seen;
  seen.exit_code = 1;
  seen.dockerfile = "task1/Dockerfile";
  seen.failed_step = "RUN pip3 flask";
  seen.output =
      "#4 [1/3] FROM docker.io/library/ubuntu:latest\n#4 CACHED\n\n"
      "#5 [2/3] RUN pip3 flask\n#5 sha256:0123\n#5 0.5 ERROR: unknown command \"flask\"\n"
      "#5 ERROR: exit code: 1\n------\nexecutor failed running\n";
  const Finding finding = judged("t1-builds", seen, model(1));
  CHECK(finding.evidence ==
        "#5 [2/3] RUN pip3 flask\n#5 0.5 ERROR: unknown command \"flask\"\n"
        "#5 ERROR: exit code: 1\n------\nexecutor failed running\n");
  seen.output = "Step 2/3 : RUN pip3 flask\nERROR: unknown command \"flask\"\n";
  CHECK(judged("t1-builds", seen, model(1)).evidence == seen.output);
}

TEST_CASE("t1-as-reference wants the same answer on every connection") {
  ComparisonSeen seen = all_alike();
  CHECK(is_passed(judged("t1-as-reference", seen)));
  ComparedRequest& kept = seen.requests[5];
  kept.own.status = 500;
  const Finding finding = judged("t1-as-reference", seen);
  CHECK(is_failed(finding));
  CHECK(finding.follows == std::vector<std::string>{"api-hello"});
}

#include "checker/expect/comparison.hpp"
#include "checker/expect/dockerfile.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/servers.hpp"
#include "tasks/tasks.hpp"

namespace pinko::tasks {
namespace {

using namespace expect;

constexpr ImageSpec kImages[] = {{.role = "app", .context = ".", .dockerfile = "Dockerfile"}};
constexpr ServerSpec kServers[] = {{.role = "app", .port = 5252}};

constexpr Check kChecks[] = {
    check({.id = "t1-dockerfile",
           .points = 1,
           .title = "There is a file task1/Dockerfile, spelled exactly so",
           .why = "docker build looks for a file of exactly that name.",
           .hint = "Copy task0/Dockerfile to the folder task1 and go on from there.",
           .needs = "",
           .by_hand = "ls -la"},
          ReadFile{"Dockerfile"},
          [](const FileSeen& seen) { return is_there(seen); }),

    check({.id = "t1-api-file",
           .points = 1,
           .title = "There is a file task1/api.py",
           .why = "It is the program that the image is made for.",
           .hint = "Save the given Flask program as api.py in the folder task1.",
           .needs = "",
           .by_hand = "ls -la"},
          ReadFile{"api.py"},
          [](const FileSeen& seen) { return is_there(seen); }),

    check({.id = "t1-base-image",
           .points = 1,
           .title = "The image starts from the latest Ubuntu",
           .why = "The task installs Python itself, on the latest Ubuntu.",
           .hint = "Begin the Dockerfile with `FROM ubuntu:latest`.",
           .needs = "t1-dockerfile",
           .by_hand = "grep -n -i '^ *FROM' Dockerfile"},
          ReadFile{"Dockerfile"},
          [](const FileSeen& seen) { return is_latest_of(seen, "ubuntu"); }),

    check({.id = "t1-builds",
           .points = 1,
           .title = "docker build makes an image from the Dockerfile",
           .why = "Only an image that builds can be run, here and on any other machine.",
           .hint = "Build it by hand and mend the first instruction that fails.",
           .needs = "t1-dockerfile",
           .by_hand = "docker build -f ./Dockerfile -t softy-pinko:task1 ."},
          BuildImage{"app"},
          [](const BuildSeen& seen, const Sources& task) { return builds(seen, task); }),

    check({.id = "t1-python",
           .points = 1,
           .title = "Python 3, pip and Flask are all in the image",
           .why = "api.py needs the interpreter and Flask; pip is what brings Flask.",
           .hint = "Install python3 and python3-pip with apt-get, then flask with pip3.",
           .needs = "t1-builds",
           .by_hand = "docker run --rm softy-pinko:task1 "
                      "sh -c 'command -v python3; command -v pip3; python3 -c \"import flask\"'"},
          InspectPython{"app"},
          [](const PythonSeen& seen) { return has_flask(seen); }),

    check({.id = "t1-flask-by-pip",
           .points = 1,
           .title = "Flask was installed by pip",
           .why = "pip brings the current release of Flask; apt an older one of the distribution.",
           .hint = "Replace the apt package by the line `RUN pip3 install flask`.",
           .needs = "t1-python",
           .by_hand = "docker run --rm softy-pinko:task1 pip3 show --verbose flask"},
          InspectPython{"app"},
          [](const PythonSeen& seen, const Sources& task) { return has_flask_by_pip(seen, task); }),

    check({.id = "t1-workdir",
           .points = 1,
           .title = "The working directory is /app, and api.py is in it",
           .why = "A folder of its own keeps the program apart from the system's files.",
           .hint = "Write `WORKDIR /app` and below it `COPY ./api.py /app/api.py`.",
           .needs = "t1-builds",
           .by_hand = "docker run --rm softy-pinko:task1 sh -c 'pwd; ls -la /app'"},
          InspectPython{"app"},
          [](const PythonSeen& seen, const Sources& task) { return works_in_app(seen, task); }),

    check({.id = "t1-listens",
           .points = 1,
           .title = "The container accepts connections on port 5252, from outside too",
           .why = "Visitors come from outside the container, and to the port that the task names.",
           .hint = "Start Flask with `app.run(host='0.0.0.0', port=5252)`.",
           .needs = "t1-builds",
           .by_hand = "docker run --rm -p 5252:5252 softy-pinko:task1"},
          ListListeners{"app"},
          [](const ListenSeen& seen, const Sources& task) {
            return listens(seen, {.port = 5252, .sources = "api.py"}, task);
          }),

    check({.id = "t1-api-hello",
           .points = 1,
           .title = "GET /api/hello answers 200 with the text Hello, World!",
           .why = "It is the API on which all later tasks build.",
           .hint = "Let the route /api/hello return exactly the text Hello, World!.",
           .needs = "t1-listens",
           .by_hand = "curl -i http://localhost:5252/api/hello"},
          HttpGet{.port = 5252, .target = "/api/hello"},
          [](const HttpSeen& seen, const Sources& task) { return answers_hello(seen, task); }),

    check({.id = "t1-as-reference",
           .points = 1,
           .title = "However a browser asks, the API answers as the reference server does",
           .why = "Browsers keep connections, and open new ones: an answer must not depend on it.",
           .hint = "Ask as the report says, and lay the two answers side by side.",
           .needs = "t1-api-hello",
           .by_hand = "curl -si http://localhost:5252/api/hello"},
          CompareWithReference{.api_port = 5252, .origin = "http://localhost:9000"},
          [](const ComparisonSeen& seen) { return answers_as_reference(seen); }),
};

static_assert(well_formed(kChecks, "t1-", 10));

}  // namespace

constinit const Task kTask1{.number = 1,
                            .title = "Back end",
                            .points = 10,
                            .fixture = {.images = kImages, .servers = kServers},
                            .checks = kChecks};

}  // namespace pinko::tasks

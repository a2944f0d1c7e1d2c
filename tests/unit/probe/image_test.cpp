#include "checker/probe/image.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using probe::parse_python;

TEST_CASE("the answer of an image's shell is read line by line") {
  const PythonSeen seen = parse_python(
      "python3=/usr/bin/python3\npip3=/usr/bin/pip3\nflask=yes\nflask_cors=yes\n"
      "package=/usr/local/lib/python3.13/dist-packages/flask\tpip\napp=api.py\napp=.env\n");
  CHECK(seen.python3 == "/usr/bin/python3");
  CHECK(seen.pip3 == "/usr/bin/pip3");
  CHECK(seen.flask_importable);
  CHECK(seen.flask_cors_importable);
  REQUIRE(seen.flask.size() == 1);
  CHECK(seen.flask[0].installer == "pip");
  CHECK(seen.app_files == std::vector<std::string>{"api.py", ".env"});
}

TEST_CASE("what import printed is kept while nothing can import flask") {
  const PythonSeen seen = parse_python(
      "python3=/usr/bin/python3\nproblem=ModuleNotFoundError: No module named 'flask'\n");
  CHECK_FALSE(seen.flask_importable);
  CHECK(seen.problem == "ModuleNotFoundError: No module named 'flask'");
}

TEST_CASE("a virtual environment that can import flask outweighs the system's interpreter") {
  const PythonSeen seen = parse_python("python3=/usr/bin/python3\nproblem=no\nflask=yes\n");
  CHECK(seen.flask_importable);
  CHECK(seen.problem.empty());
}

TEST_CASE("an image without a shell's answer has nothing") {
  const PythonSeen seen = parse_python("");
  CHECK(seen.python3.empty());
  CHECK(seen.flask.empty());
}

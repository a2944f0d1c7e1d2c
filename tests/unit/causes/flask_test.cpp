#include "checker/causes/flask.hpp"

#include "tests/support/catch.hpp"

using namespace pinko::causes;

namespace {

FlaskFacts read(const std::string& body) {
  return read_flask("from flask import Flask\napp = Flask(__name__)\n" + body, "api.py");
}

}  // namespace

TEST_CASE("host and port are read as they are written") {
  const FlaskFacts both = read("app.run(host=\"0.0.0.0\", port=5252)\n");
  CHECK(both.runs);
  CHECK(both.host == "0.0.0.0");
  CHECK(both.port == 5252);
  CHECK(both.port_place.line == 3);
  CHECK(both.port_place.column == 30);
  const FlaskFacts none = read("app.run()\n");
  CHECK(none.runs);
  CHECK(none.host == "127.0.0.1");
  CHECK(none.port == 5000);
  const FlaskFacts positions = read("app.run('0.0.0.0', 8080, debug=True)\n");
  CHECK(positions.host == "0.0.0.0");
  CHECK(positions.port == 8080);
  const FlaskFacts lines = read("app.run(\n    # port=1\n    port=5252,\n    host='0.0.0.0',\n)\n");
  CHECK(lines.runs);
  CHECK(lines.port == 5252);
}

TEST_CASE("what the program computes is left unknown") {
  CHECK_FALSE(read("app.run(port=int(os.environ['PORT']))\n").runs);
  CHECK_FALSE(read("app.run(host=HOST)\n").runs);
  CHECK_FALSE(read("app.run(**options)\n").runs);
  CHECK_FALSE(read("app.run(port=1)\napp.run(port=2)\n").runs);
  CHECK_FALSE(read("# app.run(port=5252)\n").runs);
  CHECK_FALSE(read("text = 'app.run(port=5252)'\n").runs);
  CHECK_FALSE(read("subprocess.run('x')\n").runs);
  CHECK_FALSE(read_flask("app.run(port=5252)\n", "api.py").runs);
  CHECK_FALSE(read("app.run(port=5252\n").runs);
}

TEST_CASE("routes are the literals of decorators") {
  const FlaskFacts facts = read("@app.route('/api/hello')\ndef f():\n  pass\n@app.get(\"/x\")\n");
  REQUIRE(facts.routes.size() == 2);
  CHECK(facts.routes_known);
  CHECK(facts.routes[0].path == "/api/hello");
  CHECK(facts.routes[0].where.column == 13);
  CHECK(facts.routes[1].path == "/x");
  CHECK_FALSE(read("@app.route(PATH)\n").routes_known);
  CHECK_FALSE(read("app.add_url_rule('/x')\n").routes_known);
  CHECK_FALSE(read("@app.route('/x/', strict_slashes=False)\n").routes_known);
}

TEST_CASE("decorators without an end are passed over in time") {
  std::string open;
  for (int i = 0; i < 20'000; ++i)
    open += "@a.route(\n";
  CHECK(read(open).routes.empty());
  const FlaskFacts many = read(std::string(200'000, '@') + "app.route('/api/hello')\n");
  REQUIRE(many.routes.size() == 1);
  CHECK(many.routes.front().path == "/api/hello");
}

TEST_CASE("a call of run is corrected, and its other arguments stay") {
  CHECK(corrected_run("    app.run()", 5252) == "    app.run(host=\"0.0.0.0\", port=5252)");
  CHECK(corrected_run("app.run(debug=True, port=5000)", 5252) ==
        "app.run(host=\"0.0.0.0\", port=5252, debug=True)");
  CHECK(corrected_run("app.run('127.0.0.1', 80, True)", 5252) ==
        "app.run(host=\"0.0.0.0\", port=5252, True)");
  CHECK(corrected_run("print('x')", 5252) == "print('x')");
}

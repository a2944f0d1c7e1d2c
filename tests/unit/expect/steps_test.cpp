#include "checker/expect/steps.hpp"

#include "checker/discovery/dockerfile.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace pinko;
using namespace pinko::expect;

namespace {

std::vector<Step> steps_in(const std::string& dockerfile, const std::string& script) {
  Sources task;
  task.folder = "task1";
  task.texts["setup.sh"] = script;
  return steps_of(discovery::parse_dockerfile(dockerfile, "task1/Dockerfile"), task);
}

}  // namespace

TEST_CASE("what a script does that a RUN line starts is done by that line") {
  const auto steps = steps_in("FROM ubuntu\nCOPY setup.sh /s.sh\nRUN sh /s.sh\nCMD [\"true\"]\n",
                              "#!/bin/sh\napt-get update\n");
  REQUIRE(steps.size() == 3);
  CHECK(steps[1].command.words == std::vector<std::string>{"apt-get", "update"});
  CHECK(steps[1].command.where.path == "task1/setup.sh");
  CHECK(steps[2].keyword == "CMD");
}

TEST_CASE("a long script that is started again and again is unfolded within bounds") {
  std::string dockerfile = "FROM ubuntu\n";
  for (int i = 0; i < 2000; ++i)
    dockerfile += "RUN ./setup.sh\n";
  std::string script;
  for (int i = 0; i < 4000; ++i)
    script += "true\n";
  CHECK(steps_in(dockerfile, script).size() <= 10'000);
}

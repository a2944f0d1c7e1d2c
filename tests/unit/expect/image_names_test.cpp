#include "checker/expect/image_names.hpp"

#include "tests/support/catch.hpp"

#include <string>

using namespace pinko;
using namespace pinko::expect;

namespace {

/// What is said of a service's image name, as it is written in the file.
Reason said_of(const std::string& written, const std::string& source = "    build: .\n") {
  Sources task;
  task.folder = "task4";
  task.texts["docker-compose.yml"] =
      "services:\n  api:\n" + source + "    image: " + written + "\n";
  return refused_image_name(task);
}

std::string meant(const std::string& written) {
  const Reason reason = said_of(written);
  const auto* image = std::get_if<Misnamed>(&reason.particulars);
  return image == nullptr ? "" : image->meant;
}

}  // namespace

TEST_CASE("a name that docker build -t refuses is refused, with the line") {
  for (const char* name : {"Api",
                           "softy-Pinko:task4",
                           "soft pinko",
                           "\"api \"",
                           "\"api:\"",
                           "api:-1",
                           "api:task 4",
                           "localhost:5000/Api",
                           "LOCALHOST/Api",
                           "a..b",
                           "a___b",
                           "a/",
                           "-api",
                           "é",
                           "http://api",
                           "a:b:c",
                           "api@sha256:abc"}) {
    INFO(name);
    const Reason reason = said_of(name);
    CHECK_FALSE(reason.empty());
    REQUIRE(reason.where.size() == 1);
    CHECK(reason.where.front().line == 4);
  }
}

TEST_CASE("a name that docker build -t takes is right") {
  for (const char* name : {"api",
                           "softy-pinko-back-end:task4",
                           "api:Task_4",
                           "a_b",
                           "a__b",
                           "a--b.c",
                           "localhost/x",
                           "LOCALHOST:5000/x",
                           "REG.io/x",
                           "\"api:1.0\"",
                           "'api'   # a comment",
                           "Api-${TAG}",
                           "${TAG:-Api}",
                           "\"\""}) {
    INFO(name);
    CHECK(said_of(name).empty());
  }
}

TEST_CASE("an image that nobody builds is not named by the student") {
  CHECK(said_of("Api", "    ports: [\"80:80\"]\n").empty());
  CHECK(refused_image_name({}).empty());
}

TEST_CASE("the name that was meant is in small letters, with dashes for blanks") {
  CHECK(meant("Softy-Pinko:task4") == "softy-pinko:task4");
  CHECK(meant("\" back end \"") == "back-end");
  CHECK(meant("http://api") == "");
  CHECK(said_of("http://api").hint.find("or leave the line out") != std::string::npos);
}

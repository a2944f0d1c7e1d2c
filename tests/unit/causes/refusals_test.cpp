#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kStack = "docker-compose.yml";
constexpr const char* kDepends = "    depends_on:\n      - back-end\n";
constexpr const char* kImage = "image: softy-pinko-back-end:task4";

Verdict why(const Look& look) {
  return test::why(look.check, look.seen, look.task);
}

int line_of(const Verdict& verdict) {
  return verdict.where.empty() ? 0 : verdict.where.front().line;
}

/// A container of task 4 that ended with 127, or never got healthy.
Look started(const char* from, const char* to, ProjectSeen seen) {
  return {"t4-up", std::move(seen), edited(model(4), kStack, from, to)};
}

Look not_started(const char* from, const char* to, const std::string& program) {
  ProjectSeen seen;
  seen.services = {{.service = "back-end",
                    .exited = 1,
                    .exit_code = 127,
                    .log = "exec: \"" + program + "\": executable file not found in $PATH\n"}};
  return started(from, to, std::move(seen));
}

}  // namespace

TEST_CASE("a key that Compose does not know is named, with its line") {
  for (const char* said : {"Unsupported config option for services.front-end: 'colour'",
                           "services.front-end Additional property colour is not allowed",
                           "services.front-end additional properties 'colour' not allowed"}) {
    const Verdict verdict =
        why(refused("    depends_on:", "    colour: pink\n    depends_on:", said));
    INFO(said);
    CHECK(verdict.cause_id == "compose-key-unknown");
    CHECK(verdict.cause.find("no key \"colour\" there") != std::string::npos);
    CHECK(line_of(verdict) == 17);
  }
  const Verdict twice =
      why(refused("    depends_on:",
                  "    colour: pink\n    labels:\n      colour: red\n    depends_on:",
                  "Unsupported config option for services.front-end: 'colour'"));
  CHECK(twice.cause.find("colour") == std::string::npos);
}

TEST_CASE("a volume that nobody defines is named, with its line") {
  for (const char* said :
       {"Named volume \"words:/words:rw\" is used in service \"front-end\" but no declaration was "
        "found in the volumes section.",
        "service \"front-end\" refers to undefined volume words: invalid compose project"}) {
    const Verdict verdict =
        why(refused("    depends_on:",
                    "    volumes:\n      - ./a:/a\n      - words:/words\n    depends_on:",
                    said));
    INFO(said);
    CHECK(verdict.cause_id == "compose-volume-undefined");
    CHECK(verdict.cause.find("front-end names the volume words") != std::string::npos);
    CHECK(line_of(verdict) == 19);
  }
}

TEST_CASE("services that wait for each other are named, and the back end waits for nobody") {
  const Verdict verdict =
      why(refused("    ports:\n      - \"5252:5252\"",
                  "    depends_on: [front-end]\n    ports:\n      - \"5252:5252\"",
                  "Circular dependency between back-end and front-end"));
  CHECK(verdict.cause_id == "services-wait-for-each-other");
  CHECK(verdict.cause == "back-end and front-end wait for each other");
  CHECK(verdict.hint.find("Remove depends_on from back-end.") != std::string::npos);
  CHECK(line_of(verdict) == 7);
}

TEST_CASE("a section with nothing below it is named") {
  const Verdict verdict = why(
      refused("services:", "networks:\nservices:", "networks must be a mapping, not a NoneType."));
  CHECK(verdict.cause_id == "compose-section-empty");
  CHECK(verdict.cause == "nothing stands below `networks:`");
}

TEST_CASE("a fence of Markdown is told from other signs") {
  const char* said = "found character '`' that cannot start any token";
  const Verdict fence = why(refused("services:", "```yaml\nservices:", said));
  CHECK(fence.cause_id == "yaml-sign");
  CHECK(fence.hint.find("Remove each line that begins with ```") != std::string::npos);
  const Verdict name = why(refused(kImage, "image: `softy`", said));
  CHECK(name.cause_id == "yaml-sign");
  CHECK(name.hint.find("```") == std::string::npos);
}

TEST_CASE("a second colon on a line is told from an indentation that is wrong") {
  const char* said = "mapping values are not allowed here\n  in \"x\", line 6, column 23";
  const Verdict value = why(refused(kImage, "image: softy-pinko: back-end", said));
  CHECK(value.cause_id == "yaml-mapping");
  CHECK(value.cause == "the colon and the blank behind \"softy-pinko\" make a key of it");
  CHECK(value.corrected.find("image: softy-pinko:back-end") != std::string::npos);
  const Verdict joined = why(refused("services:\n  back-end:",
                                     "services: back-end:",
                                     "mapping values are not allowed here\n  line 1, column 19"));
  CHECK(joined.cause == "`back-end:` stands on the line of `services:`");
}

TEST_CASE("the service whose health check never passes is named") {
  ProjectSeen seen;
  seen.output = "ERROR: for front-end  Container \"0123456789ab\" is unhealthy.\n";
  const Verdict verdict =
      why(started("    ports:\n      - \"5252:5252\"",
                  "    healthcheck:\n      test: [\"CMD\", \"false\"]\n    ports:\n"
                  "      - \"5252:5252\"",
                  seen));
  CHECK(verdict.cause_id == "service-unhealthy");
  CHECK(verdict.cause == "front-end waits for back-end to be healthy, and it never is");
  CHECK(line_of(verdict) == 7);
  CHECK(why(started("services:", "services:", seen)).cause.find("front-end waits") ==
        std::string::npos);
  // Of two that are looked at, the file does not tell which one fails.
  const char* check = "    healthcheck:\n      test: [\"CMD\", \"false\"]\n    build:";
  CHECK(why(started("    build:", check, seen)).cause.find("front-end waits") == std::string::npos);
}

TEST_CASE("a program that is not in the image may be the Compose file's") {
  const char* ports = "    ports:\n      - \"5252:5252\"";
  const char* command = "    command: [\"pyhton3\", \"api.py\"]\n    ports:\n      - \"5252:5252\"";
  const Verdict verdict = why(not_started(ports, command, "pyhton3"));
  CHECK(verdict.cause_id == "cmd-not-found");
  CHECK(verdict.cause.find("of its command in the Compose file") != std::string::npos);
  REQUIRE(line_of(verdict) == 7);
  CHECK(verdict.where.front().path == "task4/docker-compose.yml");
  // The image's ENTRYPOINT goes before it.
  const Verdict entry = why(not_started(ports, command, "start.sh"));
  CHECK(entry.cause.find("CMD or ENTRYPOINT") != std::string::npos);
}

TEST_CASE("a port that is none is named") {
  const Verdict verdict =
      why(refused("\"5252:5252\"",
                  "\"api:5252\"",
                  "services.back-end.ports contains an invalid type, it should be a number, or an "
                  "object"));
  CHECK(verdict.cause_id == "compose-port-form");
  CHECK(verdict.cause.find("\"api:5252\" below ports of back-end") != std::string::npos);
}

TEST_CASE("every entry of a list gets its dash") {
  const Verdict verdict = why(refused(kDepends,
                                      "    depends_on:\n      back-end\n      cache\n",
                                      "services.front-end.depends_on contains an invalid type, it "
                                      "should be an array, or an object"));
  CHECK(verdict.cause_id == "compose-wrong-type");
  CHECK(verdict.corrected == "      - back-end\n      - cache");
}

#include "checker/expect/compose.hpp"

#include "tests/support/catch.hpp"

#include <string>

using namespace pinko;
using namespace pinko::expect;

namespace {

/// Task 4's file, which Compose accepts.
ComposeSeen accepted(std::string text) {
  ComposeSeen seen;
  seen.file = {.state = FileState::present, .path = "task4/docker-compose.yml", .bytes = {}};
  seen.file.bytes = std::move(text);
  seen.accepted = true;
  seen.compose = "1.29.2";
  return seen;
}

bool notes(const Finding& finding, std::string_view words) {
  return std::ranges::any_of(finding.notes, [words](const std::string& note) {
    return note.find(words) != std::string::npos;
  });
}

constexpr const char* kPlain = "services:\n  api:\n    image: nginx\n";

}  // namespace

TEST_CASE("what Compose v1 passes over and v2 refuses is noted with its place") {
  const Finding finding = is_accepted(accepted(std::string(kPlain) + "    image: other\n"));
  CHECK(finding.kind == Finding::Kind::passed);
  CHECK(notes(finding, "the key image stands twice in its section (task4/docker-compose.yml:4:5)"));
  CHECK(is_accepted(accepted(kPlain)).notes.empty());
}

TEST_CASE("an override file is noted, and one that cannot be read fails by its own name") {
  ComposeSeen seen = accepted(kPlain);
  seen.override_file = {.state = FileState::present,
                        .path = "task4/docker-compose.override.yml",
                        .bytes = "services: {}\n"};
  CHECK(notes(is_accepted(seen), "Compose lays task4/docker-compose.override.yml over"));
  seen.override_file.state = FileState::directory;
  seen.accepted = false;
  const Finding folder = is_accepted(seen);
  CHECK(folder.kind == Finding::Kind::failed);
  CHECK(folder.expected.find("override") != std::string::npos);
}

TEST_CASE("a refusal that names the override file has its place there") {
  ComposeSeen seen = accepted(kPlain);
  seen.override_file = {.state = FileState::present,
                        .path = "task4/docker-compose.override.yml",
                        .bytes = "services:\n  api:\n   - x\n"};
  seen.accepted = false;
  seen.message = "in \"/repository/task4/docker-compose.override.yml\", line 3, column 4";
  const Finding finding = is_accepted(seen);
  REQUIRE_FALSE(finding.where.empty());
  CHECK(to_string(finding.where.front()) == "task4/docker-compose.override.yml:3:4");
}

TEST_CASE("what only newer releases refuse is said to be refused by them, and where") {
  ComposeSeen seen = accepted(
      "services:\n  a: {container_name: x, image: nginx}\n  b:\n    image: nginx\n"
      "    container_name: x\n");
  seen.accepted = false;
  seen.message = "newer Compose: services.b: container name \"x\" is already in use by service a";
  const Finding finding = is_accepted(seen);
  CHECK(finding.actual == "newer Compose refuses it, and 1.29.2 cannot start it");
  CHECK(finding.cause_id == "container-name-taken");
  CHECK(finding.by_hand == "docker-compose up");
  REQUIRE_FALSE(finding.where.empty());
  CHECK(to_string(finding.where.front()) == "task4/docker-compose.yml:5:5");
  seen.message = "services.a: container name \"x\" is already in use by service b";
  seen.compose = "2.40.3";
  CHECK(is_accepted(seen).actual == "Compose 2.40.3 refuses it");
  CHECK(is_accepted(seen).where == finding.where);
}

TEST_CASE("what Compose v2 says of a service leads to its line, as what v1 says") {
  ComposeSeen seen = accepted(
      "services:\n  api:\n    image: nginx\n    networks:\n      - softy\n  web:\n    ports: "
      "[\"80:80\"]\n");
  seen.accepted = false;
  const auto place_of = [&seen](const char* message) {
    seen.message = message;
    return to_string(is_accepted(seen).where.front());
  };
  CHECK(place_of("service \"api\" refers to undefined network softy: invalid compose project") ==
        "task4/docker-compose.yml:5:9");
  const std::string web = "task4/docker-compose.yml:6:3";
  CHECK(place_of("service \"web\" has neither an image nor a build context specified: invalid") ==
        web);
  CHECK(place_of("Service web has neither an image nor a build context specified. At least") ==
        web);
}

TEST_CASE("a file whose keys v1 does not know yet is not read here, which is nobody's mistake") {
  ComposeSeen seen = accepted(kPlain);
  seen.accepted = false;
  const std::string head = "The Compose file '/task4/docker-compose.yml' is invalid because:\n";
  const std::string inline_file =
      "services.back-end.build contains unsupported option: 'dockerfile_inline'\n";
  const std::string content =
      "configs.site value 'content' does not match any of the regexes: '^x-'\n";
  seen.message = head + inline_file + content;
  const Finding finding = is_accepted(seen);
  CHECK(finding.kind == Finding::Kind::errored);
  CHECK(finding.cause ==
        "task4/docker-compose.yml could not be read here: Compose 1.29.2 does not know content, "
        "dockerfile_inline, which Compose v2 does");
  CHECK(has_service(seen, "proxy").kind == Finding::Kind::errored);
  // A mistake beside it stays one, and so does a key that no release knows.
  for (const char* mistake : {"Unsupported config option for services.api: 'prots'\n",
                              "services.api.build contains unsupported option: 'content'\n"}) {
    seen.message = head + inline_file + mistake;
    CHECK(is_accepted(seen).kind == Finding::Kind::failed);
  }
  seen.compose = "2.26.1";
  seen.message = head + inline_file;
  CHECK(is_accepted(seen).kind == Finding::Kind::failed);
}

TEST_CASE("an empty key of a service is not one that stands beside the services") {
  ComposeSeen seen = accepted("services:\n  api:\n    image: nginx\n    labels:\n");
  seen.accepted = false;
  seen.compose = "2.26.1";
  seen.message = "validating /task4/docker-compose.yml: services.api.labels must be a mapping";
  Finding finding = is_accepted(seen);
  CHECK(finding.cause_id == "compose-wrong-type");
  CHECK(to_string(finding.where.front()) == "task4/docker-compose.yml:4:5");
  seen.message = "validating /task4/docker-compose.yml: services.ports must be a mapping";
  CHECK(is_accepted(seen).cause_id == "compose-key-among-services");
  seen.file.bytes = "services:\n  api: {image: nginx}\nvolumes:\n";
  seen.message = "validating /task4/docker-compose.yml: volumes must be a mapping";
  finding = is_accepted(seen);
  CHECK(finding.cause_id == "compose-section-empty");
  CHECK(to_string(finding.where.front()) == "task4/docker-compose.yml:3:1");
}

#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

ComposeSeen refused(std::string message, std::string compose = "2.26.1") {
  ComposeSeen seen;
  seen.file = file("task4/docker-compose.yml", "services:\n");
  seen.compose = std::move(compose);
  seen.message = std::move(message);
  return seen;
}

}  // namespace

TEST_CASE("each message of Compose and the engine is told from its neighbours") {
  check_samples(
      expect::messages_of_compose(),
      {
          {"yaml-tab",
           "yaml: line 4: found character '\\t' that cannot start any token",
           "yaml: line 4: did not find expected key"},
          {"yaml-sign",
           "found character '`' that cannot start any token\n  in \"x\", line 1, column 1",
           "found character '\\t' that cannot start any token"},
          {"depends-on-itself",
           "A service can not depend on itself: front-end",
           "Service 'x' depends on service 'y' which is undefined."},
          {"compose-env-file-missing",
           "Couldn't find env file: /x/task4/.env",
           "yaml: line 6: could not find expected ':'"},
          {"yaml-mapping",
           "yaml: line 6: mapping values are not allowed in this context",
           "yaml: line 6: could not find expected ':'"},
          {"yaml-indentation",
           "while parsing a block mapping\nexpected <block end>, but found '<block mapping start>'",
           "yaml: line 6: could not find expected ':'"},
          {"yaml-colon-missing",
           "yaml: line 7: could not find expected ':'",
           "yaml: line 7: did not find expected key"},
          {"yaml-dash-missing",
           "yaml: line 8: did not find expected '-' indicator",
           "yaml: line 8: did not find expected key"},
          {"yaml-key-twice",
           "yaml: line 9: mapping key \"ports\" already defined at line 7",
           "yaml: line 9: did not find expected key"},
          {"depends-on-unknown",
           "service \"proxy\" depends on undefined service \"backend\"",
           "service \"proxy\" depends on service \"back-end\""},
          {"compose-network-undefined",
           "service \"a\" refers to undefined network inner",
           "service \"a\" refers to undefined volume inner"},
          {"compose-volume-undefined",
           "service \"a\" refers to undefined volume data",
           "service \"a\" refers to undefined network data"},
          {"build-context-missing",
           "build path /x/backend either does not exist, is not accessible, or is not a valid URL.",
           "build path /x/back-end is fine"},
          {"service-without-build-or-image",
           "service \"proxy\" has neither an image nor a build context specified",
           "service \"proxy\" has an image"},
          {"compose-port-no-number", "invalid hostPort: http", "invalid proto: http"},
          {"compose-port-form",
           "services.a.ports is invalid: invalid port specification: \"80;80\"",
           "invalid hostPort: a"},
          {"services-wait-for-each-other",
           "dependency cycle detected: a -> b -> a",
           "depends on undefined service b"},
          {"compose-no-sections", "top-level object must be a mapping", "empty compose file"},
          {"compose-section-empty",
           "In file './docker-compose.yml', networks must be a mapping, not a NoneType.",
           "validating docker-compose.yml: services.networks must be a mapping"},
          {"compose-section-empty",
           "validating /task4/docker-compose.yml: volumes must be a mapping",
           "validating docker-compose.yml: services.api.environment must be a mapping"},
          {"compose-key-among-services",
           "services 'ports' must be a mapping not an array.",
           "services.proxy.ports must be a list"},
          {"compose-empty", "empty compose file", "top-level object must be a mapping"},
          {"compose-key-unknown",
           "services.proxy Additional property port is not allowed",
           "services.proxy is fine"},
          {"compose-entry-twice",
           "services.a.depends_on contains non-unique items, please remove duplicates from ['b']",
           "services.a.depends_on contains items"},
          {"compose-entry-twice",
           "validating docker-compose.yml: services.a.depends_on items at 0 and 1 are equal",
           "validating docker-compose.yml: services.a.depends_on"},
          {"yaml-entry-beside-key",
           "yaml.scanner.ScannerError: sequence entries are not allowed here",
           "yaml.scanner.ScannerError: here"},
          {"compose-wrong-type",
           "services.proxy.ports contains an invalid type, it should be an array",
           "services.proxy.ports is fine"},
          {"compose-version-refused",
           "Version in \"./docker-compose.yml\" is unsupported. You might be seeing this error",
           "the attribute `version` is obsolete"},
          {"compose-file-not-found",
           "no configuration file provided: not found",
           "no such service: web"},
          {"compose-no-such-service", "no such service: backend", "no configuration file"},
          {"host-port-taken",
           "Bind for 0.0.0.0:5252 failed: port is already allocated",
           "Bind for 0.0.0.0:5252 failed"},
          {"container-name-taken",
           "Conflict. The container name \"/back-end\" is already in use by container \"0f3\".",
           "Conflict."},
          {"expose-pair",
           "Error response from daemon: invalid JSON: invalid port '9000:9000': invalid syntax",
           "Error response from daemon: invalid JSON"},
          {"service-command-not-found",
           "exec: \"pyton3\": executable file not found in $PATH: unknown",
           "exec: \"python3\""},
          {"cmd-empty",
           "Cannot create container for service back-end: No command specified",
           "Cannot create container for service back-end: no such image"},
          {"service-unhealthy",
           "dependency failed to start: container a-1 is unhealthy",
           "container a-1 is healthy"},
          {"service-image-unknown",
           "No such image: softy-pinko-back-end:task4",
           "Pulling back-end"},
      });
}

TEST_CASE("a file that Compose refuses has the cause that its message means") {
  const auto cause = [](const char* message) {
    return why("t4-compose-valid", refused(message), model(4)).cause_id;
  };
  CHECK(cause("yaml: line 4: found character '\\t' that cannot start any token") == "yaml-tab");
  CHECK(cause("services.proxy Additional property port is not allowed") == "compose-key-unknown");
  CHECK(cause("service \"proxy\" depends on undefined service \"x\"") == "depends-on-unknown");
  CHECK(cause("yaml: line 3: found a tab character that violates indentation") == "yaml-tab");
  CHECK(cause("services.back-end.ports must be a array") == "compose-wrong-type");
  CHECK(cause("invalid IP address: 1:2") == "compose-port-form");
  CHECK(cause("yaml: found character that cannot start any token") == "yaml-sign");
  CHECK(cause("dependency cycle detected: front-end -> front-end") == "depends-on-itself");
  CHECK(cause("dependency cycle detected: a -> b -> a") == "services-wait-for-each-other");
  CHECK(cause("services.back-end: container name \"pinko\" is already in use by service {}\"") ==
        "container-name-taken");
  CHECK(cause("services.scale: can't set container_name and back-end as container name must be "
              "unique: invalid compose project") == "container-name-taken");
  CHECK(cause("something that nobody has heard of").empty());
  const Verdict version =
      why("t4-compose-valid",
          refused("Version in \"./docker-compose.yml\" is unsupported.", "1.29.2"),
          model(4));
  CHECK(version.cause_id == "compose-version-refused");
}

TEST_CASE("a tab of the student's own line is made blanks") {
  Sources task = model(4);
  task = edited(std::move(task),
                "docker-compose.yml",
                "    image: softy-pinko-back-end:task4",
                "\timage: softy-pinko-back-end:task4");
  ComposeSeen seen = refused("yaml: line 6: found character '\\t' that cannot start any token");
  seen.file = file("task4/docker-compose.yml", task.texts.at("docker-compose.yml"));
  const Verdict verdict = why("t4-compose-valid", seen, task);
  CHECK(verdict.cause_id == "yaml-tab");
  CHECK(verdict.corrected == "    image: softy-pinko-back-end:task4");
}

TEST_CASE("what the engine says when a container does not start is named") {
  const auto cause = [](const char* output) {
    ProjectSeen seen;
    seen.output = output;
    seen.services = {{.service = "back-end", .running = 1}};
    return why("t4-up", seen, model(4)).cause_id;
  };
  CHECK(cause("Bind for 0.0.0.0:5252 failed: port is already allocated") == "host-port-taken");
  CHECK(cause("The container name \"/a\" is already in use by container \"0f\"") ==
        "container-name-taken");
  CHECK(cause("dependency failed to start: container a-1 is unhealthy") == "service-unhealthy");
  CHECK(cause("the weather is bad").empty());
}

TEST_CASE("two ports in an entry of expose are made the container's own") {
  const Sources task =
      edited(model(5), "docker-compose.yml", "      - \"9000\"", "      - \"9000:9000\"");
  ProjectSeen seen;
  seen.output =
      "Error response from daemon: invalid JSON: invalid port '9000:9000': invalid syntax";
  seen.services = {{.service = "front-end"}};
  const Verdict verdict = why("t5-up", seen, task);
  CHECK(verdict.cause_id == "expose-pair");
  CHECK(verdict.corrected == "      - \"9000\"");
}

TEST_CASE("each message of the browser is told from its neighbours") {
  check_samples(
      expect::messages_of_browsers(),
      {
          {"browser-jquery-not-there",
           "Uncaught ReferenceError: $ is not defined",
           "Uncaught ReferenceError: x is not defined"},
          {"browser-name-not-defined",
           "Uncaught ReferenceError: axios is not defined",
           "Uncaught ReferenceError: $ is not defined"},
          {"answer-taken-for-json",
           "Uncaught (in promise) SyntaxError: Unexpected token 'H', \"Hello\" is not valid JSON",
           "Uncaught SyntaxError: missing ) after argument list"},
          {"browser-script-syntax",
           "Uncaught SyntaxError: missing ) after argument list",
           "Uncaught TypeError: x"},
          {"browser-null-element",
           "Uncaught TypeError: Cannot set properties of null (setting 'innerHTML')",
           "Uncaught TypeError: Cannot set properties of undefined"},
          {"browser-not-a-function",
           "Uncaught TypeError: $.ajax is not a function",
           "Uncaught TypeError: x"},
          {"blocked-by-cors",
           "Access to fetch at 'http://localhost:5252/api/hello' from origin "
           "'http://localhost:9000' has been blocked by CORS policy: No header is present",
           "Failed to load resource: net::ERR_FAILED"},
          {"browser-connection-refused",
           "Failed to load resource: net::ERR_CONNECTION_REFUSED",
           "Failed to load resource: net::ERR_NAME_NOT_RESOLVED"},
          {"browser-name-not-resolved",
           "Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
           "Failed to load resource: net::ERR_CONNECTION_REFUSED"},
          {"browser-unsafe-port",
           "Failed to load resource: net::ERR_UNSAFE_PORT",
           "Failed to load resource: net::ERR_FAILED"},
      });
}

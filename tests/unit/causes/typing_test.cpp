#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kStack = "docker-compose.yml";
constexpr const char* kFront = "\n  front-end:\n";
constexpr const char* kPort = "      - \"9000:9000\"";
constexpr const char* kImage = "    image: softy-pinko-front-end:task4";
constexpr const char* kInstall =
    "RUN apt-get install -y --no-install-recommends python3 python3-pip";
constexpr const char* kFlask = "RUN pip3 install --no-cache-dir flask";
constexpr const char* kUpgrade = "RUN apt-get update && apt-get upgrade -y";

Look unknown_instruction(const char* from, const std::string& to, const std::string& word) {
  return not_built(
      from, to, "dockerfile parse error line 8: unknown instruction: " + word + '\n', "");
}

/// The stack of task 5 did not come up, with this in its Compose file.
Look not_up(const char* from, const char* to) {
  ProjectSeen seen;
  seen.output = "Bind for 0.0.0.0:80 failed: port is already allocated\n";
  seen.services = {{.service = "front-end", .running = 1}};
  return {"t5-up", std::move(seen), edited(model(5), kStack, from, to)};
}

}  // namespace

TEST_CASE("a word of a Dockerfile with a typing mistake") {
  const Look other =
      not_built(kUpgrade, "RUN figlet", "/bin/sh: 1: figlet: not found\n", "RUN figlet");
  check_examples({
      {"command-not-found-in-build",
       not_built(kUpgrade,
                 "RUN apt-get update \\\n    && qpt-get upgrade -y",
                 "/bin/sh: 1: qpt-get: not found\n",
                 "RUN apt-get update     && qpt-get upgrade -y"),
       not_built(kUpgrade, kUpgrade, "it failed\n", kUpgrade),
       "    && apt-get upgrade -y"},
      {"apt-verb-unknown",
       not_built(
           kUpgrade, "RUN apt-get updste", "E: Invalid operation updste\n", "RUN apt-get updste"),
       other,
       "RUN apt-get update"},
      {"apt-package-unknown",
       not_built(kInstall,
                 "RUN apt-get install -y python3-pio python3",
                 "E: Unable to locate package python3-pio\n",
                 "RUN apt-get install -y python3-pio python3"),
       other,
       "RUN apt-get install -y python3-pip python3"},
  });
  CHECK(why(other.check, other.seen, other.task).corrected.empty());
  // Programs of other systems, and packages that only look alike, are no typing mistakes.
  for (const char* word : {"apk", "git", "vim", "gcc"}) {
    const Look elsewhere = not_built(kUpgrade,
                                     std::string("RUN ") + word + " x",
                                     std::string("/bin/sh: 1: ") + word + ": not found\n",
                                     std::string("RUN ") + word + " x");
    CHECK(why(elsewhere.check, elsewhere.seen, elsewhere.task).corrected.empty());
  }
  const Look blank = not_built(kInstall,
                               "RUN apt-get install -y python3 \\ python3-pip",
                               "E: Unable to locate package  \n",
                               "RUN apt-get install -y python3 \\ python3-pip");
  CHECK(why(blank.check, blank.seen, blank.task).cause.find("backslash") != std::string::npos);
}

TEST_CASE("a line of a Dockerfile whose first word is no instruction") {
  const Look other = unknown_instruction(kFlask, "figlet x", "figlet");
  check_examples({
      {"instruction-unknown",
       unknown_instruction(kFlask, "RUNpip3 install flask", "RUNPIP3"),
       not_built(kFlask, kFlask, "it failed\n", ""),
       "RUN pip3 install flask"},
      {"instruction-unknown",
       unknown_instruction(kFlask, "pip3 install flask", "PIP3"),
       not_built(kFlask, kFlask, "it failed\n", ""),
       "RUN pip3 install flask"},
      {"instructions-on-one-line",
       not_built("COPY api.py .", "COPY api.py . EXPOSE 5252", "it failed\n", "COPY api.py ."),
       not_built("COPY api.py .", "COPY api.py \" EXPOSE 5252\"", "it failed\n", "COPY api.py ."),
       "EXPOSE 5252"},
  });
  CHECK(why(other.check, other.seen, other.task).corrected.empty());
}

TEST_CASE("a RUN line of which only the last words tell why") {
  const char* usage = "install: unrecognized option '--no-cache-dir'\n";
  const char* bare = "RUN install --no-cache-dir flask";
  const Look silent = not_built(kFlask, "RUN false", "", "RUN false");
  check_examples({
      {"pip-forgotten", not_built(kFlask, bare, usage, bare), silent, "RUN pip3 install"},
      {"apt-get-forgotten",
       not_built(kInstall,
                 "RUN install -y python3",
                 "#5 0.1 install: invalid option -- 'y'\n#5 ERROR: exit code: 1\n",
                 "RUN install -y python3"),
       silent,
       "RUN apt-get install -y python3"},
      {"run-command-failed",
       not_built(kFlask, "RUN install -D a b", "install: cannot stat 'a'\n", "RUN install -D a b"),
       silent},
  });
  const Look buildkit =
      not_built(kFlask,
                "RUN cp a b",
                "#6 [5/9] RUN cp a b\n#6 0.31 cp: cannot stat 'a'\n#6 ERROR: process "
                "did not complete\n------\n > [5/9] RUN cp a b:\n",
                "RUN cp a b");
  CHECK(why(buildkit.check, buildkit.seen, buildkit.task).cause.ends_with("cp: cannot stat 'a'"));
  const Look classic = not_built(kFlask,
                                 "RUN cp a b",
                                 "Step 5/9 : RUN cp a b\n ---> Running in 0f\ncp: cannot stat 'a'\n"
                                 "The command '/bin/sh -c cp a b' returned a non-zero code: 1\n",
                                 "RUN cp a b");
  CHECK(why(classic.check, classic.seen, classic.task).cause.ends_with("cp: cannot stat 'a'"));
}

TEST_CASE("a Compose file with a line at the wrong height") {
  const char* unknown = "services.front-end.build contains unsupported option: 'image'";
  const Look other = refused(kPort, "      - nine", unknown);
  check_examples({
      {"compose-key-misplaced",
       refused(kImage, "      image: softy-pinko-front-end:task4", unknown),
       other,
       kImage},
      {"compose-key-misplaced",
       refused("./front-end\n      dockerfile",
               "./front-end\n    dockerfile",
               "Unsupported config option for services.front-end: 'dockerfile'"),
       other,
       "      dockerfile: Dockerfile"},
      {"service-at-top-level",
       refused(kFront, "\nfront-end:\n", "'front-end' does not match any of the regexes: '^x-'"),
       other,
       "  front-end:"},
      {"yaml-entry-beside-key",
       refused(
           "ports:\n      - \"9000", "ports: - \"9000", "sequence entries are not allowed here"),
       other,
       "    ports:\n      - \"9000:9000\""},
      {"compose-entry-twice",
       refused("      - back-end\n",
               "      - back-end\n      - back-end\n",
               "services.front-end.depends_on contains non-unique items"),
       other},
  });
}

TEST_CASE("a Compose file in which an entry, a colon or a key is missing") {
  const char* type = "services.front-end.ports contains an invalid type, it should be an array";
  const char* form = "services.front-end.ports is invalid: should be of the format";
  const Look other = refused(kPort, "      - nine", "it is refused");
  check_examples({
      {"compose-wrong-type",
       refused(kPort, "      \"9000:9000\"", type),
       other,
       "      - \"9000:9000\""},
      {"compose-wrong-type", refused(kPort, "", type), other},
      {"compose-port-form", refused(kPort, "      - 9000:9000\"", form), other, kPort},
      {"compose-port-form",
       refused("    depends_on:\n", "", form),
       other,
       "    depends_on:\n      - back-end"},
      {"yaml-colon-missing",
       refused(kImage,
               "    image softy-pinko-front-end:task4",
               "could not find expected ':'\n  in \"x\", line 15, column 5"),
       other,
       kImage},
  });
  const Look bare = refused(kPort, "", type);
  CHECK(why(bare.check, bare.seen, bare.task).cause == "nothing stands behind ports:");
}

TEST_CASE("two services that want one port") {
  const char* exposed = "    expose:\n      - \"9000\"";
  check_examples({
      {"host-port-taken",
       not_up(exposed, "    ports:\n      - \"80:9000\""),
       {"t5-up", ProjectSeen{.output = "it failed"}, model(5)}},
  });
  const Look both = not_up(exposed, "    ports:\n      - \"80:9000\"");
  const Verdict verdict = why(both.check, both.seen, both.task);
  CHECK(verdict.cause == "front-end and proxy both want port 80 of your computer");
  CHECK(verdict.where.size() == 2);
  const Look udp = not_up(exposed, "    ports:\n      - \"80:9000/udp\"");
  CHECK(why(udp.check, udp.seen, udp.task).where.empty());
}

TEST_CASE("a site that no COPY takes") {
  const char* copy = "COPY softy-pinko-front-end /var/www/html/softy-pinko-front-end\n";
  const char* dockerfile = "front-end/Dockerfile";
  SiteCopySeen seen;
  seen.in_image = "/var/www/html/softy-pinko-front-end";
  seen.folder_exists = true;
  seen.files = {{.path = "index.html"}};
  check_examples({
      {"site-not-copied",
       {"t2-site-in-image", seen, edited(model(2), dockerfile, copy, "")},
       {"t2-site-in-image", seen, edited(model(2), dockerfile, copy, "COPY . /srv\n")},
       "COPY ./softy-pinko-front-end"},
  });
}

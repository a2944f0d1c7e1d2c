#include "checker/expect/build_causes.hpp"

#include "tests/support/catch.hpp"

using namespace pinko::expect;

namespace {

bool holds(const std::string& text, const char* words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("commands that the shell does not know are named") {
  const Reason grown = recognise_build("/bin/sh: 1: apt-get-upgrade: not found\n");
  CHECK(holds(grown.cause, "\"apt-get-upgrade\""));
  CHECK(grown.follows == std::vector<std::string>{"apt-upgrade"});
  const Reason pip = recognise_build(
      "/bin/sh: 1: pip3: not found\n"
      "The command '/bin/sh -c pip3 install flask' returned a "
      "non-zero code: 127\n");
  CHECK(holds(pip.cause, "\"pip3\""));
  CHECK(holds(pip.hint, "python3-pip"));
  CHECK(holds(recognise_build("/bin/bash: line 1: sl: command not found\n").cause, "\"sl\""));
}

TEST_CASE("packages that do not exist are named") {
  CHECK(holds(recognise_build("E: Unable to locate package pyhton3\n").cause, "\"pyhton3\""));
  CHECK(holds(recognise_build("ERROR: No matching distribution found for flaks\n").cause,
              "\"flaks\""));
}

TEST_CASE("pip's own messages") {
  CHECK(holds(recognise_build("error: externally-managed-environment\n").cause,
              "EXTERNALLY-MANAGED"));
  CHECK(holds(recognise_build("ERROR: unknown command \"flask\"\n").hint, "pip3 install flask"));
  CHECK(holds(
      recognise_build("rm: cannot remove '/usr/lib/python3*/EXTERNALLY-MANAGED': No such file")
          .cause,
      "is not there"));
}

TEST_CASE("a source whose folder is not there is named as well") {
  const Reason folder = recognise_build(
      "#8 ERROR: failed to walk /x/tmp/buildkit-mount12/src: lstat /x/tmp/buildkit-mount12/src: no "
      "such file or directory\nfailed to compute cache key: failed to walk "
      "/x/tmp/buildkit-mount12/src: lstat /x/tmp/buildkit-mount12/src: no such file or "
      "directory\n");
  CHECK(folder.id == "copy-source-missing");
  CHECK(holds(folder.cause, "\"src\""));
}

TEST_CASE("a source that COPY does not find is named in every builder's words") {
  CHECK(holds(recognise_build("COPY failed: stat /var/lib/docker/tmp/docker-builder12/api.py: no "
                              "such file or directory\n")
                  .cause,
              "\"api.py\""));
  const Reason buildkit = recognise_build(
      "failed to solve: failed to compute cache key: failed to calculate checksum of ref x: "
      "\"/softy-pinko-front-end\": not found\n");
  CHECK(holds(buildkit.cause, "\"softy-pinko-front-end\""));
  CHECK(buildkit.follows == std::vector<std::string>{"front-end-files"});
  const Reason older =
      recognise_build("#8 ERROR: \"/softy-pinko-front-end.conf\" not found: not found\n");
  CHECK(holds(older.cause, "\"softy-pinko-front-end.conf\""));
  CHECK(older.follows == std::vector<std::string>{"conf-file"});
}

TEST_CASE("a Dockerfile that Docker cannot read is named with its line") {
  constexpr const char* kTypo =
      "dockerfile parse error on line 4: unknown instruction: RNU (did you mean RUN?)\n";
  const Reason typo = recognise_build(kTypo);
  CHECK(holds(typo.cause, "\"RNU\""));
  CHECK(line_named(kTypo) == 4);
  CHECK(line_named("Dockerfile parse error line 7: unknown instruction: CAT") == 7);
}

TEST_CASE("Podman's words are known too") {
  const Reason typo = recognise_build(
      "STEP 3/7: RNU true\nError: building at STEP \"RNU true\": Build error: Unknown instruction: "
      "\"RNU\" &imagebuilder.Step{}\n");
  CHECK(typo.id == "instruction-unknown");
  CHECK(holds(typo.cause, "\"RNU\""));
  const Reason missing = recognise_build(
      "Error: building at STEP \"COPY api.py .\": checking on sources under \"/var/tmp/x\": "
      "copier: "
      "stat: \"/api.py\": no such file or directory\n");
  CHECK(missing.id == "copy-source-missing");
  CHECK(holds(missing.cause, "\"api.py\""));
  const Reason outside = recognise_build(
      "Error: building at STEP \"COPY ../api.py .\": checking on sources under \"/var/tmp/x\": "
      "possible escaping context directory error: copier: stat: \"/api.py\": no such file\n");
  CHECK(outside.id == "copy-outside-context");
  const Reason failed = run_failed(
      "STEP 3/7: RUN make\nmake: no makefile found\nError: building at STEP \"RUN make\": while "
      "running runtime: exit status 2\n",
      "make");
  CHECK(failed.cause.ends_with("said: make: no makefile found"));
}

TEST_CASE("what is not recognised is not guessed") {
  constexpr const char* kOther =
      "debconf: unable to initialize frontend: Dialog\nmake: *** [all] Error 1\n";
  CHECK(recognise_build(kOther).empty());
  CHECK(recognise_build(kOther).follows.empty());
  CHECK(line_named(kOther) == 0);
}

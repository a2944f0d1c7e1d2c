#include "checker/expect/build_causes.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

const std::vector<Sample> kSamples{
    {"pip-externally-managed",
     "error: externally-managed-environment\n\n× This environment is externally managed\n",
     "Successfully installed flask-3.1.0\n"},
    {"externally-managed-not-there",
     "rm: cannot remove '/usr/lib/python3*/EXTERNALLY-MANAGED': No such file or directory\n",
     "rm: cannot remove '/tmp/x': No such file or directory\n"},
    {"apt-asks-and-nobody-answers",
     "After this operation, 142 MB of additional disk space will be used.\n"
     "Do you want to continue? [Y/n] Abort.\n",
     "Do you want to continue? [Y/n] y\n"},
    {"apt-package-virtual",
     "Package awk is a virtual package provided by:\n  mawk 1.3.4-1\n  gawk 1:5.2.1-2\n",
     "Package awk is not available\n"},
    {"apt-package-not-available",
     "Package python3-pip is not available, but is referred to by another package.\n"
     "E: Package 'python3-pip' has no installation candidate\n",
     "Package python3-pip is not available\n"},
    {"apt-package-unknown",
     "Reading package lists...\nE: Unable to locate package pyhton3\n",
     "Reading package lists...\nDone\n"},
    {"apt-commands-joined",
     "E: The update command takes no arguments\n",
     "E: Invalid operation upgarde\n"},
    {"expose-no-port",
     "failed to create LLB definition: Invalid containerPort: #\n",
     "failed to create LLB definition: dockerfile parse error line 3\n"},
    {"user-unknown",
     "#8 ERROR: executor failed running [/bin/sh -c echo hi]: unable to find user student: no "
     "matching entries in passwd file\n",
     "#8 ERROR: executor failed running [/bin/sh -c echo hi]: exit code: 1\n"},
    {"apt-verb-unknown", "E: Invalid operation upgarde\n", "Invalid operation\n"},
    {"apt-option-unknown",
     "E: Command line option 'k' [from -k] is not understood in combination with the other "
     "options.\n",
     "E: Command failed\n"},
    {"copy-outside-context",
     "COPY failed: forbidden path outside the build context: ../api.py ()\n",
     "COPY failed: stat api.py: no such file or directory\n"},
    {"copy-source-missing",
     "COPY failed: file not found in build context or excluded by .dockerignore: stat app.py: "
     "file does not exist\n",
     "Step 4/6 : COPY api.py .\n"},
    {"pip-requirements-missing",
     "ERROR: Could not open requirements file: [Errno 2] No such file or directory: "
     "'requirements.txt'\n",
     "Requirement already satisfied: flask\n"},
    {"pip-package-unknown",
     "ERROR: Could not find a version that satisfies the requirement flaks\n"
     "ERROR: No matching distribution found for flaks\n",
     "Collecting flask\n"},
    {"pip-install-forgotten", "ERROR: unknown command \"flask-cors\"\n", "ERROR: unknown option\n"},
    {"pip-nothing-to-install",
     "ERROR: You must give at least one requirement to install (see \"pip help install\")\n",
     "Collecting flask\n"},
    {"pip-option-unknown",
     "no such option: --break-system-package\n",
     "Usage:   pip3 install [options]\n"},
    {"dockerfile-empty",
     "Error response from daemon: the Dockerfile (Dockerfile) cannot be empty\n",
     "Error response from daemon: dockerfile parse error\n"},
    {"instruction-before-from",
     "Error response from daemon: no build stage in current context\n",
     "Step 1/4 : FROM ubuntu:latest\n"},
    {"image-name-invalid",
     "Error response from daemon: invalid reference format: repository name must be lowercase\n",
     "Error response from daemon: manifest for ubuntu:2204 not found\n"},
    {"from-with-too-many-words",
     "Error response from daemon: dockerfile parse error line 1: FROM requires either one or "
     "three arguments\n",
     "Error response from daemon: dockerfile parse error line 1: unknown flag: x\n"},
    {"image-unknown",
     "manifest for ubuntu:lastest not found: manifest unknown: manifest unknown\n",
     "Pulling from library/ubuntu\n"},
    {"copy-target-no-folder",
     "When using COPY with more than one source file, the destination must be a directory and "
     "end with a /\n",
     "Step 4/6 : COPY a.py b.py /app/\n"},
    {"instruction-arguments",
     "dockerfile parse error line 13: EXPOSE requires at least one argument\n",
     "dockerfile parse error line 13: EXPOSE\n"},
    {"copy-target-is-file",
     "failed to create new directory: mkdir /var/lib/docker/overlay2/0f/merged/etc/a.conf: not a "
     "directory\n",
     "mkdir: cannot create directory '/etc/a.conf': Not a directory\n"},
    {"copy-with-one-word",
     "dockerfile parse error line 5: COPY requires at least two arguments, but only one was "
     "provided\n",
     "dockerfile parse error line 5: FROM requires arguments\n"},
    {"instruction-unknown",
     "Error response from daemon: dockerfile parse error line 3: unknown instruction: RUM\n",
     "Step 3/4 : RUN apt-get update\n"},
    {"nginx-refuses-in-build",
     "nginx: [emerg] unknown directive \"lisen\" in /etc/nginx/conf.d/default.conf:2\n",
     "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\n"},
    {"quote-not-closed",
     "/bin/sh: 1: Syntax error: Unterminated quoted string\n",
     "/bin/sh: 1: Syntax error: end of file unexpected\n"},
    {"command-not-found-in-build", "/bin/sh: 1: figlet: not found\n", "E: Package not found\n"},
};

}  // namespace

TEST_CASE("each message of a build is told from its neighbours") {
  check_samples(expect::messages_of_builds(), kSamples);
}

TEST_CASE("each message of a build is named when the build fails") {
  for (const Sample& sample : kSamples) {
    INFO(sample.id);
    CHECK(expect::recognise_build(sample.text).id == sample.id);
    CHECK(expect::recognise_build(sample.near_miss).id != sample.id);
  }
}

TEST_CASE("a command that the shell lacks is named though BuildKit says it twice") {
  const expect::Reason cause = expect::recognise_build(
      "#5 [2/2] RUN apt-get-update\n"
      "#5 0.400 /bin/sh: 1: apt-get-update: not found\n"
      "#5 ERROR: process \"/bin/sh -c apt-get-update\" did not complete successfully: exit code: "
      "127\n------\n > [2/2] RUN apt-get-update:\napt-get-update: not found\n------\n");
  CHECK(cause.id == "apt-get-grown-together");
  CHECK(cause.cause.find("there is no command \"apt-get-update\"") == 0);
  CHECK(expect::recognise_build("bash: line 1: pip3: command not found\n").id ==
        "pip-not-installed");
}

TEST_CASE("newer builders' words are known as well") {
  const auto cause = [](const std::string& words) {
    const std::string output = "ERROR: failed to build: failed to solve: " + words + '\n';
    const int line = expect::line_named(output);
    return expect::recognise_build(output).id + (line > 0 ? ':' + std::to_string(line) : "");
  };
  CHECK(cause("ubuntu:lastest: failed to resolve source metadata for "
              "docker.io/library/ubuntu:lastest: docker.io/library/ubuntu:lastest: not found") ==
        "image-unknown");
  CHECK(cause("failed to compute cache key: failed to calculate checksum of ref ie::rd: "
              "\"/api.py\": not found") == "copy-source-missing");
  CHECK(cause("lstat /back-end: no such file or directory") == "copy-source-missing");
  CHECK(cause("the Dockerfile cannot be empty") == "dockerfile-empty");
  CHECK(cause("invalid containerPort: abc") == "expose-no-port");
  CHECK(cause("failed to parse stage name \"Ubuntu:latest\": invalid reference format: repository "
              "name (library/Ubuntu) must be lowercase") == "image-name-invalid");
  CHECK(cause("dockerfile parse error on line 5: unknown instruction: COMMAND") ==
        "instruction-unknown:5");
  CHECK(cause("dockerfile parse error on line 3: unknown instruction: RUNN (did you mean RUN?)") ==
        "instruction-unknown:3");
  CHECK(
      cause("dockerfile parse error on line 2: COPY requires at least two arguments, but only one "
            "was provided. Destination could not be determined") == "copy-with-one-word:2");
  CHECK(
      cause("failed to prepare extraction snapshot: content digest sha256:1a: not found").empty());
}

TEST_CASE("a build that fails with words that nobody knows has no cause, and shows its words") {
  const BuildSeen build{.ok = false,
                        .exit_code = 1,
                        .role = "app",
                        .dockerfile = "task1/Dockerfile",
                        .failed_step = "RUN make world",
                        .output = "make: *** No rule to make target 'world'.  Stop.\n"};
  const Finding finding = judged("t1-builds", build, model(1));
  CHECK(finding.cause.empty());
  CHECK(finding.evidence.find("No rule to make target") != std::string::npos);
  CHECK(why("t1-builds", build, model(1)).cause_id.empty());
}

TEST_CASE("lines of a failed build are corrected from the student's own") {
  const auto corrected = [](const char* line, const char* output) {
    const Sources task = only(1, "Dockerfile", "FROM ubuntu:latest\n" + std::string(line) + '\n');
    const BuildSeen build{.ok = false,
                          .exit_code = 1,
                          .role = "app",
                          .dockerfile = "task1/Dockerfile",
                          .failed_step = line,
                          .output = output};
    return why("t1-builds", build, task).corrected;
  };
  CHECK(corrected("RUN pip3 flask", "ERROR: unknown command \"flask\"\n") ==
        "RUN pip3 install flask");
  CHECK(corrected("RUN rm /usr/lib/python3/EXTERNALLY-MANAGED",
                  "rm: cannot remove '/usr/lib/python3/EXTERNALLY-MANAGED': No such file\n") ==
        "RUN rm -f /usr/lib/python3/EXTERNALLY-MANAGED");
  CHECK(corrected("RUN apt-get install python3 python3-pip",
                  "Do you want to continue? [Y/n] Abort.\n") ==
        "RUN apt-get install -y python3 python3-pip");
  CHECK(corrected("COPY a.py b.py /app",
                  "When using COPY with more than one source file, the destination must be a "
                  "directory and end with a /\n") == "COPY a.py b.py /app/");
  CHECK(corrected("RUN pip3 install flask", "error: externally-managed-environment\n") ==
        "RUN rm -f /usr/lib/python*/EXTERNALLY-MANAGED\nRUN pip3 install flask");
}

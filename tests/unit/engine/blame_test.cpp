#include "checker/engine/blame.hpp"

#include "checker/engine/build_output.hpp"
#include "checker/engine/dockerfile_refusals.hpp"
#include "checker/util/text.hpp"
#include "tests/support/catch.hpp"

#include <optional>
#include <string>

using namespace pinko;
using namespace pinko::engine;

namespace {

constexpr std::optional<ErrorCode> kStudent = std::nullopt;

/// A build in the style of BuildKit whose last instruction prints something and fails.
std::string buildkit(const std::string& instruction, const std::string& printed, int code = 1) {
  const std::string exit =
      "process \"/bin/sh -c x\" did not complete successfully: exit code: " + std::to_string(code);
  return "#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n\n"
         "#2 [internal] load metadata for docker.io/library/ubuntu:latest\n#2 DONE 0.1s\n\n"
         "#4 [1/3] FROM docker.io/library/ubuntu:latest\n#4 CACHED\n\n"
         "#5 [2/3] RUN echo fine\n#5 0.100 fine\n#5 DONE 0.2s\n\n"
         "#6 [3/3] " +
         instruction + "\n#6 0.211 " + printed + "\n#6 ERROR: " + exit + "\n------\n > [3/3] " +
         instruction + ":\n0.211 " + printed + "\n------\nERROR: failed to solve: " + exit + "\n";
}

/// The same in the style of the classic builder.
std::string classic(const std::string& instruction, const std::string& printed, int code = 1) {
  return "Sending build context to Docker daemon  3.072kB\nStep 1/3 : FROM ubuntu:latest\n"
         " ---> 0123456789ab\nStep 2/3 : RUN echo fine\n ---> Running in 0123456789ac\nfine\n"
         "Step 3/3 : " +
         instruction + "\n ---> Running in 0123456789ad\n" + printed +
         "\nThe command '/bin/sh -c x' returned a non-zero code: " + std::to_string(code) + "\n";
}

/// The verdict on both, which has to be the same.
Blame on_both(const std::string& instruction,
              const std::string& printed,
              int code = 1,
              bool without_index = false) {
  const std::string modern = buildkit(instruction, printed, code);
  const std::string old = classic(instruction, printed, code);
  Blame one = blame({.output = modern, .exit_code = 1, .without_python_index = without_index});
  const Blame two =
      blame({.output = old, .exit_code = code, .without_python_index = without_index});
  CHECK(one.ours == two.ours);
  CHECK(one.step == instruction);
  CHECK(two.step == instruction);
  return one;
}

/// A base image that could not be had, with the builder's words.
std::optional<ErrorCode> on_base(const std::string& words) {
  const std::string modern =
      "#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n\n"
      "#2 [internal] load metadata for docker.io/library/ubunut:latest\n#2 ERROR: " +
      words +
      "\n------\n > [internal] load metadata for docker.io/library/ubunut:latest:\n------\n"
      "failed to solve: ubunut: " +
      words + "\n";
  const std::string old =
      "Sending build context to Docker daemon  2kB\nStep 1/2 : FROM ubunut\n" + words + "\n";
  const Blame one = blame({.output = modern, .exit_code = 1});
  const Blame two = blame({.output = old, .exit_code = 1});
  CHECK(one.ours == two.ours);
  CHECK(one.step.starts_with("FROM "));
  return one.ours;
}

}  // namespace

TEST_CASE("a reader of Dockerfiles that could not be fetched is nobody's fault") {
  const auto words = [](const std::string& title, const std::string& error) {
    return "#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n\n#2 " + title +
           "\n#2 ERROR: " + error + "\n------\n > " + title +
           ":\n------\nfailed to solve: " + error + "\n";
  };
  const std::string error =
      "failed to do request: Head \"https://registry.example/v2/docker/dockerfile/manifests/1\": "
      "dial "
      "tcp: lookup registry.example: no such host";
  for (const char* title :
       {"resolve image config for docker.io/docker/dockerfile:1",
        "resolve image config for docker-image://docker.io/docker/dockerfile:1"}) {
    const Blame found = blame({.output = words(title, error), .exit_code = 1});
    CHECK(found.ours == ErrorCode::registry);
    CHECK(found.fetching_reader);
    CHECK(found.step.empty());
  }
  const Blame base =
      blame({.output = words("[internal] load metadata for docker.io/library/nginx:latest", error),
             .exit_code = 1});
  CHECK(base.ours == ErrorCode::registry);
  CHECK_FALSE(base.fetching_reader);
}

TEST_CASE("a Dockerfile is read without the reader that it names, line by line as before") {
  const auto without = [](const std::string& text) {
    return dockerfile_without_reader({.dockerfile_text = text});
  };
  CHECK(without("# syntax=docker/dockerfile:1\nFROM ubuntu\n") == "#\nFROM ubuntu\n");
  CHECK(without("\xEF\xBB\xBF#Syntax = docker/dockerfile:1.4\r\n#escape=`\r\n\r\nFROM ubuntu") ==
        "#escape=`\r\n#\n\r\nFROM ubuntu");
  CHECK(without("# syntax=docker/dockerfile:1") == "#\n");
  CHECK(without("FROM ubuntu\n# syntax=docker/dockerfile:1\n").empty());
  CHECK(without("# about\n# syntax=docker/dockerfile:1\nFROM ubuntu\n").empty());
  CHECK(without("# escape=`\nFROM ubuntu\n").empty());
}

TEST_CASE("a Dockerfile that counts on the official image's start is told from others") {
  const auto counts = [](const std::string& line) {
    return counts_on_start_scripts({.dockerfile_text = "FROM nginx:latest\n" + line + "\n"});
  };
  CHECK(counts("COPY proxy.conf /etc/nginx/templates/default.conf.template"));
  CHECK(counts("COPY 10-wait.sh /docker-entrypoint.d/"));
  CHECK(counts("ENTRYPOINT [\"/docker-entrypoint.sh\", \"nginx\"]"));
  CHECK_FALSE(counts("# COPY proxy.conf /etc/nginx/templates/"));
  CHECK_FALSE(counts("COPY proxy.conf /etc/nginx/conf.d/default.conf"));
  // A script of the student's own by that name.
  const std::string starts = "\nENTRYPOINT [\"/docker-entrypoint.sh\"]";
  CHECK_FALSE(counts("COPY docker-entrypoint.sh /docker-entrypoint.sh" + starts));
  CHECK_FALSE(counts("COPY . /" + starts));
  CHECK_FALSE(counts("RUN echo exec nginx > /docker-entrypoint.sh" + starts));
}

TEST_CASE("a package of Ubuntu alone says nothing of the student where Debian stands in for it") {
  const auto ours = [](const std::string& package, bool stand_in) {
    return on_both("RUN apt-get install -y x",
                   "E: Unable to locate package pyton3\nE: Unable to locate package " + package,
                   100,
                   stand_in)
        .ours;
  };
  for (const char* package :
       {"software-properties-common", "language-pack-en", "python3.12-venv"}) {
    CHECK(ours(package, true) == ErrorCode::registry);
    CHECK_FALSE(ours(package, false));
  }
  CHECK_FALSE(ours("python3-flsk", true));
  CHECK_FALSE(ours("python3.", true));
}

TEST_CASE("a server that ends of what is other on this machine is nobody's fault") {
  const std::string resolve =
      "nginx: [emerg] invalid parameter \"resolve\" in /etc/nginx/conf.d/x:2\n";
  const std::string writes = "OSError: [Errno 30] Read-only file system: '/app/api.log'\n";
  const auto code = [](const EndedServer& server) {
    const auto error = ended_by_us(server);
    return error ? std::optional(error->code) : std::nullopt;
  };
  CHECK(code({.name = "proxy", .log = resolve, .stand_in = "nginx:latest"}) == ErrorCode::registry);
  CHECK_FALSE(code({.name = "proxy", .log = resolve}));  // the real image, or a dated one
  CHECK_FALSE(code({.name = "proxy", .log = resolve, .stand_in = "nginx:1.25"}));
  CHECK_FALSE(code({.name = "proxy",
                    .log = "nginx: [emerg] invalid parameter \"wieght=1\" in x:2\n",
                    .stand_in = "nginx:latest"}));
  CHECK(code({.name = "api", .log = writes, .kept_from_writing = true}) == ErrorCode::engine);
  CHECK_FALSE(code({.name = "api", .log = writes}));  // it asked for a read-only mount itself
  CHECK_FALSE(code({.name = "api", .log = "SyntaxError\n", .kept_from_writing = true}));
  CHECK(code({.name = "api", .without_volume = true}) == ErrorCode::engine);
}

TEST_CASE("a command that does not exist is the student's, with its step") {
  const Blame verdict = on_both("RUN apt-get-update", "/bin/sh: 1: apt-get-update: not found", 127);
  CHECK(verdict.ours == kStudent);
  CHECK(verdict.cause.find("apt-get-update") != std::string::npos);
}

TEST_CASE("apt: a misspelt package is the student's, a dead mirror is not") {
  CHECK(on_both("RUN apt-get install -y pyton3", "E: Unable to locate package pyton3", 100).ours ==
        kStudent);
  CHECK(on_both("RUN apt-get update",
                "W: Failed to fetch http://mirror.example/InRelease  Temporary failure resolving "
                "'mirror.example'",
                100)
            .ours == ErrorCode::package_mirror);
  CHECK(on_both("RUN apt-get update && apt-get install -y python3",
                "W: Some index files failed to download.\nE: Unable to locate package python3",
                100)
            .ours == ErrorCode::package_mirror);
  CHECK(on_both("RUN apt-get install -y python3",
                "E: Failed to fetch http://mirror.example/p.deb  503  Service Unavailable",
                100)
            .ours == ErrorCode::package_mirror);
  CHECK(on_both("RUN apt-get install python3", "Do you want to continue? [Y/n] Abort.", 1).ours ==
        kStudent);
}

TEST_CASE("words of a step that went well say nothing") {
  const std::string output =
      "#5 [2/3] RUN apt-get update\n#5 1.0 W: Temporary failure resolving 'mirror.example'\n"
      "#5 DONE 2.0s\n\n#6 [3/3] RUN pip4 install flask\n#6 0.2 /bin/sh: 1: pip4: not found\n"
      "#6 ERROR: process \"/bin/sh -c pip4 install flask\" did not complete successfully: exit "
      "code: 127\n";
  CHECK(blame({.output = output, .exit_code = 1}).ours == kStudent);
}

TEST_CASE("pip: a misspelt package is the student's where an index answers") {
  const std::string words = "ERROR: No matching distribution found for falsk";
  CHECK(on_both("RUN pip3 install falsk", words).ours == kStudent);
  CHECK(on_both("RUN pip3 install falsk", words, 1, true).ours == ErrorCode::package_mirror);
}

TEST_CASE("pip: without an index only flask's own family can be judged") {
  const auto ours = [](const std::string& requirement) {
    return on_both("RUN pip3 install " + requirement,
                   "ERROR: No matching distribution found for " + requirement,
                   1,
                   true)
        .ours;
  };
  CHECK(ours("flask==2.0") == ErrorCode::package_mirror);
  CHECK(ours("gunicorn") == ErrorCode::package_mirror);
  CHECK(ours("Flask_Cors") == kStudent);
}

TEST_CASE("pip: an index that does not answer is not the student's") {
  CHECK(on_both("RUN pip3 install flask",
                "WARNING: Retrying (Retry(total=0)) after connection broken by "
                "'NewConnectionError('Failed to establish a new connection')'\nERROR: No matching "
                "distribution found for flask")
            .ours == ErrorCode::package_mirror);
  CHECK(on_both("RUN pip3 install flask", "error: externally-managed-environment").ours ==
        kStudent);
}

TEST_CASE(
    "pip: an index without any version of flask is broken, and one of one's own is one's own") {
  const std::string none =
      "ERROR: Could not find a version that satisfies the requirement flask (from versions: none)\n"
      "ERROR: No matching distribution found for flask";
  for (const bool without_index : {false, true}) {
    CHECK(on_both("RUN pip3 install flask", none, 1, without_index).ours ==
          ErrorCode::package_mirror);
    CHECK(on_both("RUN pip3 install --no-index flask", none, 1, without_index).ours == kStudent);
    CHECK(on_both("RUN pip3 install -i http://localhost/ flask", none, 1, without_index).ours ==
          kStudent);
  }
  CHECK(on_both("RUN pip3 install falsk", replace_all(none, "flask", "falsk")).ours == kStudent);
  CHECK(on_both("RUN pip3 install flask==99",
                replace_all(replace_all(none, "flask", "flask==99"), "none", "0.1, 3.1.0"))
            .ours == kStudent);
  CHECK(on_both("RUN pip3 install flask==2.0", replace_all(none, "flask", "flask==2.0")).ours ==
        ErrorCode::package_mirror);
}

TEST_CASE("a base image: an impossible name is the student's, a silent registry is not") {
  CHECK(on_base("pull access denied, repository does not exist or may require authorization") ==
        kStudent);
  CHECK(on_base("manifest for ubuntu:2404 not found: manifest unknown") == kStudent);
  CHECK(on_base("failed to resolve source metadata for docker.io/library/ubunut:latest: "
                "docker.io/library/ubunut:latest: not found") == kStudent);
  CHECK(on_base("failed to prepare extraction snapshot \"extract-1 sha256:2\": parent snapshot "
                "sha256:3 does not exist: not found") == ErrorCode::engine);
  CHECK(on_base("content digest sha256:4: not found") == ErrorCode::engine);
  CHECK(on_base("failed to do request: Head \"https://registry.example/v2/\": dial tcp: lookup "
                "registry.example: no such host") == ErrorCode::registry);
  CHECK(on_base("toomanyrequests: You have reached your pull rate limit") == ErrorCode::registry);
  CHECK(on_base("net/http: TLS handshake timeout") == ErrorCode::registry);
  CHECK(on_base("unexpected status: 503 Service Unavailable") == ErrorCode::registry);
}

TEST_CASE(
    "an image to copy from: a silent registry is nobody's points, a missing file is the "
    "student's") {
  const std::string step = "Step 2/3 : COPY --from=python:3.9 /usr /x\n";
  const auto verdict_on = [&](const std::string& words, bool timed_out) {
    return blame({.output = "Step 1/3 : FROM ubuntu:latest\n ---> 0123456789ab\n" + step + words,
                  .exit_code = 1,
                  .timed_out = timed_out});
  };
  CHECK(verdict_on("invalid from flag value python:3.9: Get \"https://registry.example/v2/\": dial "
                   "udp 192.0.2.1:53: connect: network is unreachable\n",
                   false)
            .ours == ErrorCode::registry);
  CHECK(blame({.output =
                   "#5 FROM docker.io/library/python:3.9\n#5 ERROR: failed to do request: Head: "
                   "connect: network is unreachable\n------\n > FROM "
                   "docker.io/library/python:3.9:\n------\nfailed to load cache key\n",
               .exit_code = 1})
            .ours == ErrorCode::registry);
  CHECK(verdict_on("3.9: Pulling from library/python\n", true).ours == ErrorCode::registry);
  const Blame missing = verdict_on("COPY failed: stat usr/y: file does not exist\n", false);
  CHECK(missing.ours == kStudent);
  CHECK(missing.step == "COPY --from=python:3.9 /usr /x");
  CHECK(verdict_on("invalid from flag value bild: pull access denied for bild, repository does not "
                   "exist or may require 'docker login'\n",
                   false)
            .ours == kStudent);
}

TEST_CASE("a program that the image lacks is the student's, in whatever words") {
  CHECK(on_both("RUN [\"pithon3\"]",
                "OCI runtime create failed: exec: \"pithon3\": executable file not found in $PATH",
                127)
            .ours == kStudent);
  for (const char* words : {"\"/app/setup.sh\": stat /app/setup.sh: no such file or directory",
                            "\"./setup.sh\": permission denied"}) {
    for (const char* init : {"", "error during container init: "}) {
      CHECK(
          on_both("RUN [\"./setup.sh\"]",
                  std::string("failed to create shim task: OCI runtime create failed: runc create "
                              "failed: unable to start container process: ") +
                      init + "exec: " + words + ": unknown",
                  1)
              .ours == kStudent);
    }
  }
}

TEST_CASE("Podman's steps are read as well") {
  const auto podman = [](std::string_view printed, const std::string& stage, int status) {
    const std::string output = stage + "STEP 1/9: FROM ubuntu:latest\n" + stage +
                               "STEP 2/9: RUN apt-get update\n" + std::string(printed) +
                               "\nError: building at STEP \"RUN apt-get update\": while running " +
                               "runtime: exit status " + std::to_string(status) + "\n";
    return blame({.output = output, .exit_code = 1});
  };
  for (const char* stage : {"", "[2/2] "}) {
    const Blame mirror = podman("Temporary failure resolving 'deb.debian.org'", stage, 100);
    CHECK(mirror.ours == ErrorCode::package_mirror);
    CHECK(mirror.step == "RUN apt-get update");
    CHECK(podman("E: Invalid operation updste", stage, 100).ours == kStudent);
    CHECK(podman("Killed", stage, 137).ours == ErrorCode::host_memory);
  }
  for (const char* words : {R"(\"/app/setup.sh\": stat /app/setup.sh: no such file or directory")",
                            R"(\"nosuch\": executable file not found in $PATH")",
                            R"(\"/etc/hostname\": permission denied")"}) {
    const Blame verdict = podman(
        "error running container: from /usr/bin/runc creating container for [x]: time=\"2026-11-22T"
        "23:50:35Z\" level=error msg=\"runc create failed: unable to start container process: "
        "exec: " +
            std::string(words) + "\n: exit status 1",
        "",
        1);
    CHECK(verdict.ours == kStudent);
  }
  CHECK(blame({.output =
                   "STEP 1/2: FROM ubuntu:latest\nError: creating build container: initializing "
                   "source docker://ubuntu:latest: pinging container registry: dial tcp: "
                   "lookup registry.invalid: no such host\n",
               .exit_code = 125})
            .ours == ErrorCode::registry);
}

TEST_CASE("host troubles are nobody's points") {
  CHECK(on_both("RUN apt-get update", "write /var/lib/x: no space left on device", 100).ours ==
        ErrorCode::disk_full);
  CHECK(on_both("RUN make", "fork: Cannot allocate memory", 2).ours == ErrorCode::host_memory);
  CHECK(on_both("RUN make", "Killed", 137).ours == ErrorCode::host_memory);
  CHECK(
      blame({.output = "STEP 2/9: RUN make\nerror running container: from /usr/bin/runc creating "
                       "container for [/bin/sh -c make]: error setting rlimits for ready process: "
                       "error setting rlimit type 6: operation not permitted\n: exit status 1\n",
             .exit_code = 1})
          .ours == ErrorCode::engine);
  CHECK(blame({.output = "ERROR: Cannot connect to the Docker daemon at unix:///x. Is the docker "
                         "daemon running?",
               .exit_code = 1})
            .ours == ErrorCode::engine);
  CHECK(blame({.output = "#6 [2/2] RUN x\n#6 ERROR: rpc error: code = Unavailable desc = error "
                         "reading from server: EOF",
               .exit_code = 1})
            .ours == ErrorCode::engine);
}

TEST_CASE("what the Dockerfile itself says is the student's") {
  for (const char* words :
       {"#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\nfailed to solve: "
        "dockerfile parse error on line 2: unknown instruction: RUNN",
        "Error response from daemon: dockerfile parse error line 2: unknown instruction: RUNN",
        "#6 [2/2] COPY nope.txt /\n#6 ERROR: failed to calculate checksum of ref x: "
        "\"/nope.txt\": not found",
        "Step 2/2 : COPY nope.txt /\nCOPY failed: file not found in build context"}) {
    INFO(words);
    const Blame verdict = blame({.output = words, .exit_code = 1});
    CHECK(verdict.ours == kStudent);
    CHECK_FALSE(verdict.cause.empty());
  }
}

TEST_CASE("a build that does not end: downloads are the network's, loops the student's") {
  const auto ours = [](const std::string& running) {
    return blame({.output = running, .exit_code = 137, .timed_out = true}).ours;
  };
  CHECK(ours("#2 [internal] load metadata for docker.io/library/ubuntu:latest\n") ==
        ErrorCode::registry);
  CHECK(ours("#5 [2/2] RUN apt-get update\n#5 9.9 0% [Connecting to mirror.example]\n") ==
        ErrorCode::package_mirror);
  CHECK(ours("Step 2/2 : RUN while :; do :; done\n ---> Running in 0123456789ad\n") == kStudent);
  CHECK(ours("") == ErrorCode::registry);
}

TEST_CASE("a builder that the engine does not know is no mistake of the student") {
  for (const char* words :
       {"failed to dial gRPC: unable to upgrade to h2c, received 404\n",
        "request returned 400 Bad Request for API route and version http://x/v1.41/build, check if "
        "the server supports the requested API version\n"}) {
    CHECK(blame({.output = words, .exit_code = 1}).ours == ErrorCode::engine);
  }
}

TEST_CASE("steps of stages and of odd output are found") {
  CHECK(read_failed_build("#7 [stage-1 2/4] RUN x\n#7 ERROR: y\n").step == "RUN x");
  CHECK(read_failed_build("").step.empty());
  CHECK(read_failed_build("\x1b[91mStep 1/1 : RUN a\n#9\n# 1 x\n").step == "RUN a");
}

TEST_CASE("an image that the engine lost behind the last instruction is the engine's") {
  const std::string output =
      "#5 [2/2] RUN echo fine\n#5 CACHED\n\n#6 exporting to image\n#6 exporting layers done\n"
      "#6 naming to docker.io/library/x done\n#6 DONE 0.0s\n"
      "failed to get digest sha256:0a1b: open /var/lib/docker/image/overlay2/imagedb/content/"
      "sha256/0a1b: no such file or directory\n";
  CHECK(blame({.output = output, .exit_code = 1}).ours == ErrorCode::engine);
  CHECK(on_both("RUN cat notes", "layer of paint: failed to get any\n").ours == kStudent);
}

TEST_CASE("a command of which the builder shows nothing is looked at again") {
  // Another build ran the same instruction at the same time, and got what it printed.
  const std::string output =
      "#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n\n"
      "#4 [1/3] FROM docker.io/library/ubuntu\n#4 CACHED\n"
      "executor failed running [/bin/sh -c pip3 install flask]: exit code: 1\n";
  const Blame unheard = blame({.output = output, .exit_code = 1});
  CHECK(unheard.ours == ErrorCode::engine);
  CHECK(unheard.step == "RUN pip3 install flask");
  CHECK(on_both("RUN false", "").ours == kStudent);
}

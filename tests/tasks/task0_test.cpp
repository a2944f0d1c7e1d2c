#include "tests/support/catch.hpp"
#include "tests/tasks/tables.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

FileSeen dockerfile(std::string text) {
  return file("task0/Dockerfile", std::move(text));
}

OutputSeen printed(std::string out, int exit_code = 0) {
  OutputSeen seen;
  seen.out = std::move(out);
  seen.exit_code = exit_code;
  return seen;
}

BuildSeen failed_build(std::string step, std::string output) {
  BuildSeen seen;
  seen.exit_code = 1;
  seen.role = "app";
  seen.dockerfile = "task0/Dockerfile";
  seen.failed_step = std::move(step);
  seen.output = std::move(output);
  return seen;
}

}  // namespace

TEST_CASE("t0-dockerfile wants the file under exactly its name") {
  CHECK(is_passed(judged("t0-dockerfile", model_file(0, "Dockerfile"))));
  CHECK(is_failed(judged("t0-dockerfile", missing("task0/Dockerfile"))));
  CHECK(is_failed(judged("t0-dockerfile", dockerfile(" \n"))));
  FileSeen small = dockerfile("FROM ubuntu\n");
  small.state = FileState::wrong_case;
  small.actual = "task0/dockerfile";
  const Finding finding = judged("t0-dockerfile", small);
  CHECK(is_failed(finding));
  CHECK(finding.hint.find("git mv task0/dockerfile task0/Dockerfile") != std::string::npos);
}

TEST_CASE("t0-base-image takes any spelling of the latest ubuntu, and no other") {
  CHECK(is_passed(judged("t0-base-image", model_file(0, "Dockerfile"))));
  CHECK(is_passed(judged("t0-base-image", dockerfile("from docker.io/library/ubuntu\n"))));
  const Finding dated = judged("t0-base-image", dockerfile("\nFROM ubuntu:22.04\n"));
  CHECK(is_failed(dated));
  REQUIRE(dated.where.size() == 1);
  CHECK(to_string(dated.where.front()) == "task0/Dockerfile:2:6");
  CHECK(is_failed(judged("t0-base-image", dockerfile("FROM debian:latest\n"))));
  CHECK(is_failed(judged("t0-base-image", dockerfile("RUN true\n"))));
}

TEST_CASE("t0-apt-update wants apt-get update in a RUN line") {
  CHECK(is_passed(judged("t0-apt-update", model_file(0, "Dockerfile"))));
  CHECK(is_passed(judged("t0-apt-update", dockerfile("FROM ubuntu\nRUN apt-get -q update\n"))));
  const Finding apt = judged("t0-apt-update", dockerfile("FROM ubuntu\nRUN apt update\n"));
  CHECK(is_failed(apt));
  CHECK(says(apt, "asks for apt-get"));
  CHECK(says(judged("t0-apt-update", dockerfile("FROM ubuntu\nRUN apt-get-update\n")), "blank"));
  CHECK(says(judged("t0-apt-update", dockerfile("FROM ubuntu\nCMD apt-get update\n")), "starts"));
  CHECK(is_failed(judged("t0-apt-update", dockerfile("FROM ubuntu\n# RUN apt-get update\n"))));
}

TEST_CASE("t0-apt-upgrade wants apt-get upgrade that answers yes") {
  CHECK(is_passed(judged("t0-apt-upgrade", model_file(0, "Dockerfile"))));
  CHECK(is_passed(
      judged("t0-apt-upgrade", dockerfile("FROM ubuntu\nRUN apt-get --yes \\\n  upgrade\n"))));
  const Finding finding =
      judged("t0-apt-upgrade", dockerfile("FROM ubuntu\nRUN apt-get upgrade\n"));
  CHECK(is_failed(finding));
  CHECK(says(finding, "-y"));
  CHECK(is_failed(judged("t0-apt-upgrade", dockerfile("FROM ubuntu\nRUN apt-get update -y\n"))));
}

TEST_CASE("apt-get counts by what RUN comes to: variables, loops and scripts") {
  const auto both = [](const std::string& text, const Sources& task = {}) {
    return is_passed(judged("t0-apt-update", dockerfile(text), task)) &&
           is_passed(judged("t0-apt-upgrade", dockerfile(text), task));
  };
  CHECK(both(
      "ARG APT=apt-get\nFROM ubuntu\nARG APT=apt-get\nRUN $APT update && ${APT} upgrade -y\n"));
  CHECK(
      both("FROM ubuntu\nENV OPTS=\"-q -y\"\nRUN A=apt-get; $A $OPTS update; $A upgrade $OPTS\n"));
  CHECK(both("FROM ubuntu\nRUN for c in update 'upgrade -y'; do apt-get $c; done\n"));
  CHECK_FALSE(both("FROM ubuntu\nRUN for c in update upgrade; do apt-get $c; done\n"));
  CHECK_FALSE(both("ARG APT=apt-get\nFROM ubuntu\nRUN $APT update && $APT upgrade -y\n"));

  Sources task;
  task.folder = "task0";
  task.texts["setup.sh"] = "#!/bin/sh\nset -e\napt-get update\napt-get upgrade -y\n";
  CHECK(both("FROM ubuntu\nCOPY setup.sh /\nRUN sh -e /setup.sh\n", task));
  CHECK(both("FROM ubuntu\nCOPY setup.sh /opt/init\nRUN chmod +x /opt/init && /opt/init\n", task));
  const std::string ran = "FROM ubuntu\nCOPY setup.sh .\nRUN . ./setup.sh\n";
  CHECK(judged("t0-apt-update", dockerfile(ran), task).actual == "task0/setup.sh:3:1");
  CHECK_FALSE(both("FROM ubuntu\nCOPY setup.sh /\nRUN chmod +x /setup.sh\n", task));
  CHECK_FALSE(both("FROM ubuntu\nCOPY setup.sh /\nCMD sh /setup.sh\n", task));
  task.texts["setup.sh"] = "#!/bin/sh\napt update\n";
  const Finding apt = judged("t0-apt-update", dockerfile(ran), task);
  CHECK(says(apt, "asks for apt-get"));
  REQUIRE(apt.where.size() == 1);
  CHECK(to_string(apt.where.front()) == "task0/setup.sh:2:1");
}

TEST_CASE("t0-builds names the cause and the line of a build that fails") {
  BuildSeen good;
  good.ok = true;
  CHECK(is_passed(judged("t0-builds", good)));
  const Sources task = with(model(0), "Dockerfile", "FROM ubuntu:latest\n\nRUN apt-get-update\n");
  const Finding finding =
      judged("t0-builds",
             failed_build("RUN apt-get-update", "#5 0.2 /bin/sh: 1: apt-get-update: not found\n"),
             task);
  CHECK(is_failed(finding));
  CHECK(says(finding, "apt-get-update"));
  CHECK(finding.follows == std::vector<std::string>{"apt-update"});
  REQUIRE(finding.where.size() == 1);
  CHECK(finding.where.front().line == 3);
}

TEST_CASE("t0-builds does not blame a here-document on the student") {
  const char* text = "FROM ubuntu:latest\nRUN <<EOF\napt-get update\napt-get upgrade -y\nEOF\n";
  const Sources task = with(model(0), "Dockerfile", text);
  const auto unknown = [&](int line, const std::string& word) {
    return judged("t0-builds",
                  failed_build("",
                               "dockerfile parse error line " + std::to_string(line) +
                                   ": unknown instruction: " + word + '\n'),
                  task);
  };
  CHECK(unknown(3, "APT-GET").kind == Finding::Kind::errored);
  CHECK(unknown(4, "APT-GET").kind == Finding::Kind::errored);
  CHECK(is_failed(unknown(6, "APT-GET")));
}

TEST_CASE("t0-hello wants the line and a good end") {
  CHECK(is_passed(judged("t0-hello", printed("Hello, World!\n"))));
  const Finding near = judged("t0-hello", printed("Hello World!\n"), model(0));
  CHECK(is_failed(near));
  CHECK(near.cause == "\",\" is missing behind \"Hello\"");
  CHECK(is_failed(judged("t0-hello", printed("Hello, World\n"))));
  CHECK(is_failed(judged("t0-hello", printed("Hello, World!\n", 3))));
  OutputSeen endless = printed("Hello, World!\n");
  endless.timed_out = true;
  CHECK(says(judged("t0-hello", endless), "goes on"));
}

TEST_CASE("t0-hello knows why nothing is printed") {
  const Sources build_time =
      with(model(0), "Dockerfile", "FROM ubuntu:latest\nRUN echo \"Hello, World!\"\n");
  const Finding finding = judged("t0-hello", printed(""), build_time);
  CHECK(is_failed(finding));
  CHECK(says(finding, "while the image is built"));
  REQUIRE(finding.where.size() == 1);
  CHECK(finding.where.front().line == 2);
  OutputSeen refused;
  refused.start_error = "exec: \"[echo\": executable file not found in $PATH";
  CHECK(is_failed(judged("t0-hello", refused, model(0))));
}

TEST_CASE("t0-hello takes the standard error stream, with a note") {
  OutputSeen seen;
  seen.err = "Hello, World!\n";
  const Finding finding = judged("t0-hello", seen);
  CHECK(is_passed(finding));
  CHECK(finding.notes.size() == 1);
}

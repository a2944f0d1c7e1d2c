#include "checker/discovery/dockerfile.hpp"

#include "checker/discovery/shell_words.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace pinko;
using namespace pinko::discovery;

namespace {

using Words = std::vector<std::string>;

bool told(const Dockerfile& file, std::string_view words, int line) {
  for (const Problem& problem : file.problems) {
    if (problem.where.line == line && problem.message.find(words) != std::string::npos) return true;
  }
  return false;
}

std::vector<ShellCommand> run_commands(const Dockerfile& file) {
  std::vector<ShellCommand> all;
  for (const Instruction* instruction : final_instructions(file)) {
    if (instruction->keyword != "RUN") continue;
    for (ShellCommand& command : shell_commands(*instruction)) {
      all.push_back(std::move(command));
    }
  }
  return all;
}

}  // namespace

TEST_CASE("a plain Dockerfile is read without a problem") {
  const Dockerfile file = parse_dockerfile(
      "FROM ubuntu:latest\nRUN apt-get update\nRUN apt-get upgrade -y\nCMD [\"echo\", \"Hi\"]\n",
      "task0/Dockerfile");
  CHECK(file.problems.empty());
  REQUIRE(file.instructions.size() == 4);
  CHECK(file.instructions[1].keyword == "RUN");
  CHECK(to_string(file.instructions[2].where) == "task0/Dockerfile:3:1");
  CHECK(file.instructions[3].exec_form);
  CHECK(file.instructions[3].exec == Words{"echo", "Hi"});
  CHECK(final_base(file) == "ubuntu:latest");
  CHECK(final_base_place(file).column == 6);
}

TEST_CASE("indentation, case, comments, blank lines and CRLF are no problem") {
  const Dockerfile file = parse_dockerfile(
      "\xEF\xBB\xBF# a comment\r\n  from ubuntu\r\n\r\n\trun apt-get update \\\r\n# within\r\n\r\n"
      "   && apt-get -y upgrade\r\n");
  CHECK(file.problems.empty());
  CHECK(file.text.has_bom);
  CHECK(file.text.has_crlf);
  CHECK(final_base(file) == "ubuntu");
  const std::vector<ShellCommand> commands = run_commands(file);
  REQUIRE(commands.size() == 2);
  CHECK(as_apt(commands[0])->verb == "update");
  CHECK(as_apt(commands[1])->verb == "upgrade");
  CHECK(as_apt(commands[1])->assume_yes);
  CHECK(commands[1].joined_by == '&');
  CHECK(commands[1].where.line == 7);
  CHECK(commands[1].where.column == 7);
}

TEST_CASE("the escape directive changes the continuation character") {
  const Dockerfile file = parse_dockerfile(
      "# syntax=docker/dockerfile:1\n# escape=`\nFROM ubuntu\nRUN echo a `\n  b\nRUN echo c\\\n");
  CHECK(file.syntax == "docker/dockerfile:1");
  CHECK(file.escape == '`');
  REQUIRE(file.instructions.size() == 3);
  CHECK(file.instructions[1].arguments == "echo a   b");
  const Dockerfile late = parse_dockerfile("FROM ubuntu\n# escape=`\nRUN echo a \\\n b\n");
  CHECK(late.escape == '\\');
  CHECK(late.instructions.size() == 2);
}

TEST_CASE("here-documents end where their word stands") {
  const Dockerfile file = parse_dockerfile(
      "FROM ubuntu\nRUN <<EOF\napt-get update\napt-get upgrade -y\nEOF\n"
      "COPY <<-'END' /app/x\n\tFROM nothing\n\tEND\nRUN cat <<A > /f\napt-get install x\nA\nCMD "
      "run\n");
  CHECK(file.problems.empty());
  REQUIRE(file.instructions.size() == 5);
  CHECK(file.instructions[2].heredocs.at(0).body == "FROM nothing\n");
  CHECK_FALSE(file.instructions[2].heredocs.at(0).expand);
  CHECK(copy_step(file.instructions[2]).sources == Words{"END"});
  const std::vector<ShellCommand> commands = run_commands(file);
  REQUIRE(commands.size() == 3);
  CHECK(as_apt(commands[1])->verb == "upgrade");
  CHECK(commands[1].where.line == 4);
  CHECK(commands[2].words == Words{"cat"});
  CHECK(commands[2].redirected);
  CHECK(told(parse_dockerfile("FROM ubuntu\nRUN <<EOF\nls\n"), "here-document", 2));
}

TEST_CASE("the last stage counts, through stages and ARG") {
  const Dockerfile file = parse_dockerfile(
      "ARG TAG=latest\nARG BASE=\"ubuntu\"\nFROM python:3.9 AS build\nRUN pip install x\n"
      "FROM ${BASE}:${TAG} AS Base\nENV A=1\nFROM base\nCOPY --from=build --chown=1:1 /a /b\n");
  CHECK(file.problems.empty());
  CHECK(final_base(file) == "ubuntu:latest");
  CHECK(final_base_place(file).line == 5);
  CHECK(run_commands(file).empty());
  const Instruction* copy = last_of(file, "COPY");
  REQUIRE(copy != nullptr);
  const CopyStep step = copy_step(*copy);
  CHECK(step.from == "build");
  CHECK(step.chown == "1:1");
  CHECK(step.sources == Words{"/a"});
  CHECK(step.destination == "/b");
  CHECK(final_base(parse_dockerfile("ARG T\nFROM ubuntu:${T:-22.04}\n")) == "ubuntu:22.04");
}

TEST_CASE("working folder, ports and environment follow the instructions") {
  const Dockerfile file = parse_dockerfile(
      "FROM ubuntu\nENV ROOT=/srv PORT=5252\nARG NAME=x\nWORKDIR $ROOT\nWORKDIR ../app/./$NAME\n"
      "EXPOSE $PORT 80/tcp 8000-8002\nENV OLD style value\n");
  CHECK(working_dir(file) == "/app/x");
  CHECK(exposed_ports(file) == std::vector<std::uint16_t>{5252, 80});
  CHECK(environment(file).at("OLD") == "style value");
  CHECK(environment(file).count("NAME") == 0);
  CHECK(working_dir(parse_dockerfile("FROM ubuntu\n")) == "/");
}

TEST_CASE("the EXPOSE that holds no port is found behind others") {
  const auto line_of = [](const std::string& text) {
    const Dockerfile file = parse_dockerfile("FROM ubuntu\nENV PORT=80\n" + text);
    const Instruction* found = expose_without_port(file);
    return found == nullptr ? 0 : found->where.line;
  };
  CHECK(line_of("EXPOSE 80\nEXPOSE $PORT 8000-8002/udp 9/SCTP\n") == 0);
  CHECK(line_of("EXPOSE 80\nEXPOSE 5252/tup\n") == 4);
  CHECK(line_of("EXPOSE $PORT\nEXPOSE 70000\nEXPOSE 5252\n") == 4);
  CHECK(line_of("EXPOSE 80/udp\nEXPOSE $NONE\n") == 4);
  CHECK(line_of("EXPOSE 5252 # the API\n") == 3);
}

TEST_CASE("typical slips are named with their line") {
  const Dockerfile glued =
      parse_dockerfile("FROM ubuntu\nRUN apt-get-update\nRUN pip3 flask-cors\n");
  CHECK(told(glued, "write: apt-get update", 2));
  CHECK(told(glued, "pip3 install flask-cors", 3));
  CHECK(told(parse_dockerfile("FROM ubuntu\nRNU ls\n"), "is it RUN?", 2));
  CHECK(told(parse_dockerfile("FROM ubuntu\nCOPY api.py\n"), "a destination", 2));
  CHECK(told(parse_dockerfile("RUN ls\nFROM ubuntu\n"), "before the first FROM", 1));
  CHECK(told(parse_dockerfile("FROM ubuntu latest\n"), "FROM takes", 1));
  CHECK(told(parse_dockerfile(""), "no instruction", 1));
  CHECK(parse_dockerfile("# FROM x\n", "task4/Dockerfile").problems.front().where.path ==
        "task4/Dockerfile");
  CHECK(parse_dockerfile("FROM ubuntu\nCMD ['echo', 'x']\n").instructions[1].broken_exec);
}

TEST_CASE("text that is no Dockerfile is called so") {
  const Dockerfile cat =
      parse_dockerfile("cat <<EOF > Dockerfile\nFROM ubuntu:latest\nRUN apt-get update\nEOF\n");
  REQUIRE(cat.problems.size() == 1);
  CHECK(told(cat, "writes a Dockerfile", 1));
  const Dockerfile prose = parse_dockerfile("Hello there\nthis is my work\n");
  REQUIRE(prose.problems.size() == 1);
  CHECK(told(prose, "no Dockerfile", 1));
}

TEST_CASE("garbage and bombs end soon") {
  std::string bomb = "FROM ubuntu\nENV A=xxxxxxxxxx\n";
  for (int i = 0; i < 4000; ++i) {
    bomb += "ENV A=$A$A$A\nWORKDIR a/$A\n";
  }
  CHECK(working_dir(parse_dockerfile(bomb)).size() < 20'000);
  const Dockerfile huge = parse_dockerfile(std::string(100'000'000, '\\'));
  CHECK(huge.truncated);
  CHECK(parse_dockerfile(std::string(20'000'000, '\n')).instructions.empty());
  std::string lines = "FROM ubuntu\nRUN \\\n";
  for (int i = 0; i < 500'000; ++i)
    lines += "\\\n";
  CHECK(parse_dockerfile(lines + "true\n").instructions.size() == 2);
  std::string quotes(2'000'000, '(');
  CHECK_FALSE(parse_dockerfile("FROM ubuntu\nRUN $" + quotes + "\n").stages.empty());
}

TEST_CASE("a value that is put into itself stays short") {
  std::string file = "FROM ubuntu\nENV P=" + std::string(4000, 'p') + '\n';
  for (int i = 0; i < 4000; ++i)
    file += "ENV A=$P$A\n";
  CHECK(environment(parse_dockerfile(file)).at("A").size() < 10'000);
}

TEST_CASE("loops within loops make no more than a person would write") {
  const auto loops = [](std::size_t count, const std::string& words) {
    std::string text;
    for (const char name : std::string_view("ABCDEFGHIJ").substr(0, count))
      text += std::string("for ") + name + " in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do ";
    return text + words;
  };
  const auto counted = shell_commands("for A in 1 2 3; do for B in x y; do echo $A$B; done; done");
  REQUIRE(counted.size() == 6);
  CHECK(counted[3].words == Words{"echo", "2y"});
  // The last name stands for nothing, so that not one command comes of 16^7 combinations.
  CHECK(shell_commands(loops(7, "for Z in; do echo $A $B $C $D $E $F $G $Z; done")).size() < 2);
  std::string many;
  for (int i = 0; i < 200'000; ++i)
    many += " x";
  CHECK(shell_commands(loops(1, "echo $A" + many)).size() < 20);
}

TEST_CASE("a shell line is cut into commands") {
  const auto commands = shell_commands(
      "set -e; DEBIAN_FRONTEND=noninteractive sudo -E apt-get install -qy python3=3.1 'a b' && "
      "if true; then /usr/bin/pip3 install --break-system-packages Flask_Cors>=4 2>/dev/null; fi "
      "| tee out > log # apt-get update");
  REQUIRE(commands.size() == 5);
  CHECK(commands[1].sudo);
  CHECK(commands[1].assignments == Words{"DEBIAN_FRONTEND=noninteractive"});
  const auto apt = as_apt(commands[1]);
  REQUIRE(apt);
  CHECK(apt->assume_yes);
  CHECK(apt->packages == Words{"python3", "a b"});
  CHECK(program_of(commands[2]) == "true");
  const auto pip = as_pip(commands[3]);
  REQUIRE(pip);
  CHECK(pip->packages.at(0) == "flask-cors");
  CHECK(pip->break_system_packages);
  CHECK(commands[4].joined_by == '|');
  CHECK(commands[4].redirected);
}

TEST_CASE("a shell within a shell is looked into") {
  const auto commands = shell_commands("bash -lc \"apt-get update && apt-get -y upgrade\"");
  REQUIRE(commands.size() == 2);
  CHECK(as_apt(commands[1])->verb == "upgrade");
  const Dockerfile exec =
      parse_dockerfile("FROM ubuntu\nRUN [\"/bin/sh\", \"-c\", \"apt-get update\"]\n");
  REQUIRE(run_commands(exec).size() == 1);
  CHECK(as_apt(run_commands(exec)[0])->verb == "update");
  CHECK(shell_commands("eval 'apt-get update; apt-get' upgrade").size() == 2);
  for (const char* line :
       {"timeout -k 5 900 apt-get update",
        "nice -n 5 apt-get update",
        "nice -5 ionice -c2 -n 7 apt-get update",
        "time -p stdbuf -oL apt-get update",
        "sudo -E env -u HOME A=1 timeout --signal=KILL 9m /usr/bin/apt-get update"}) {
    INFO(line);
    CHECK(program_of(shell_commands(line).at(0)) == "apt-get");
  }
  CHECK(shell_commands("timeout -k").empty());
  CHECK(program_of(shell_commands("echo timeout 5 apt-get update").at(0)) == "echo");
  CHECK(shell_commands("echo \"apt-get update\"").at(0).words == Words{"echo", "apt-get update"});
}

TEST_CASE("apt and pip are known by any spelling") {
  const auto apt = [](std::string_view text) { return as_apt(shell_commands(text).at(0)); };
  CHECK(apt("apt-get -o Acquire::Retries=3 --yes upgrade")->verb == "upgrade");
  CHECK(apt("apt-get -o APT::Yes=1 upgrade")->assume_yes == false);
  CHECK(apt("apt-get upgrade -qq")->assume_yes);
  CHECK(apt("apt-get upgrade --yes=true")->assume_yes);
  CHECK_FALSE(apt("apt-get upgrade --yes=false")->assume_yes);
  CHECK(apt("apt-get -o APT::Get::Assume-Yes=true upgrade")->assume_yes);
  CHECK(apt("apt-get -oapt::get::assume-yes=1 upgrade")->assume_yes);
  CHECK_FALSE(apt("apt-get -o APT::Get::Assume-Yes=no upgrade")->assume_yes);
  CHECK_FALSE(apt("apt-get upgrade -o")->assume_yes);
  CHECK(apt("apt upgrade -y")->program == "apt");
  CHECK_FALSE(apt("apt-cache policy"));
  const auto pip = [](std::string_view text) { return as_pip(shell_commands(text).at(0)); };
  CHECK(pip("python3 -m pip install flask")->packages == Words{"flask"});
  CHECK(pip("/opt/venv/bin/pip install -r requirements.txt")->requirements ==
        Words{"requirements.txt"});
  CHECK(pip("pip3 install flask==3.0 'flask-cors[async]'")->packages ==
        Words{"flask", "flask-cors"});
  CHECK(pip("pip3 flask-cors")->verb == "flask-cors");
  CHECK_FALSE(pip("python3 api.py"));
  CHECK_FALSE(pip("pipx install flask"));
}

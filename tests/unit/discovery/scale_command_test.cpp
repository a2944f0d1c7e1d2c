#include "checker/discovery/scale_command.hpp"

#include "tests/support/catch.hpp"

#include <string>

using namespace pinko;
using namespace pinko::discovery;

namespace {

std::string fault_of(std::string_view text) {
  const ScaleCommand command = parse_scale_command(text, "task6/2-api-servers.txt");
  if (command.problems.empty()) return "";
  CHECK_FALSE(command.right);
  CHECK_FALSE(command.problems.front().message.empty());
  return std::string(name_of(command.problems.front().fault));
}

}  // namespace

TEST_CASE("the canonical command is known byte for byte") {
  const ScaleCommand command = parse_scale_command("docker-compose up --scale back-end=2\n");
  CHECK(command.right);
  CHECK(command.canonical);
  CHECK(command.differences.empty());
  CHECK_FALSE(command.compose_v2);
  const ScaleCommand cut = parse_scale_command("docker-compose up --scale back-end=2");
  CHECK(cut.right);
  CHECK_FALSE(cut.canonical);
  CHECK(cut.text.no_final_newline);
}

TEST_CASE("what is free is right, and its difference is named") {
  for (const char* text : {"docker compose up --scale back-end=2\n",
                           "docker-compose up -d --scale back-end=2\n",
                           "docker-compose up --build --scale=back-end=2 --detach\n",
                           "docker-compose -f docker-compose.yml up --scale back-end=2\n",
                           "docker-compose --file=docker-compose.yml -p x up --scale back-end=2\n",
                           "docker-compose up --scale 'back-end=2'\n",
                           "\n  docker-compose up --scale back-end=2  \n\n",
                           "# two servers\ndocker-compose up --scale back-end=2\n",
                           "#!/bin/bash\ndocker-compose up --scale back-end=2\n",
                           "sudo docker-compose up --scale back-end=2\n",
                           "docker-compose up --scale back-end=2\r\n",
                           "docker-compose up \\\n  --scale back-end=2\n",
                           "docker-compose up --scale back-end=2\n# that is all \\\n",
                           "docker-compose up --scale back-end=2 \\\n# two\n",
                           "docker-compose up --scale back-end=2 # two\n",
                           "docker-compose up --scale back-end=5 --scale back-end=2\n",
                           "docker-compose up --scale proxy=1 --scale back-end=2\n",
                           "docker-compose up --scale back-end=2 back-end front-end proxy\n",
                           "/usr/bin/docker-compose up -V -t 5 --scale back-end=2\n",
                           "TAG=1 docker-compose up --scale back-end=2\n"}) {
    CAPTURE(text);
    const ScaleCommand command = parse_scale_command(text);
    CHECK(command.right);
    CHECK_FALSE(command.canonical);
    CHECK_FALSE(command.differences.empty());
  }
}

TEST_CASE("what starts the command, and where its output goes, is free") {
  for (const char* text : {"docker-compose up --scale back-end=2 > log.txt 2>&1\n",
                           "docker-compose up --scale back-end=2 >/dev/null\n",
                           "nohup docker-compose up --scale back-end=2 &> out.log &\n",
                           "time docker-compose up --scale back-end=2\n",
                           "sudo env TAG=1 docker compose up --scale back-end=2\n",
                           "docker-compose.exe up --scale back-end=2\n",
                           "docker --context default -H=x compose up --scale back-end=2\n",
                           "docker compose up --quiet-build --scale back-end=2 --\n"}) {
    CAPTURE(text);
    CHECK(parse_scale_command(text).right);
  }
  CHECK(fault_of("docker --context default up --scale back-end=2\n") == "prose");
  CHECK(fault_of("docker-compose up --scale back-end=2 | tee log.txt\n") == "several_commands");
}

TEST_CASE("what is not free is a fault of its own kind") {
  CHECK(fault_of("") == "empty");
  CHECK(fault_of("\n# only words\n") == "empty");
  CHECK(fault_of("To start two servers run the command below\n") == "prose");
  CHECK(fault_of("$ docker-compose up --scale back-end=2\n") == "prose");
  CHECK(fault_of("`docker-compose up --scale back-end=2`\n") == "prose");
  CHECK(fault_of("docker-compose build\ndocker-compose up --scale back-end=2\n") ==
        "several_commands");
  CHECK(fault_of("docker-compose up --scale back-end=2\n// two servers\n") == "several_commands");
  CHECK(fault_of("docker-compose build\ndocker-compose up\n") == "no_scale");
  CHECK(fault_of("docker-compose up --scale api=2\ndocker-compose ps\n") == "wrong_service");
  CHECK(fault_of("cd task6 && docker-compose up --scale back-end=2\n") == "several_commands");
  CHECK(fault_of("docker-compose up --scale back-end=2; ls\n") == "several_commands");
  CHECK(fault_of("echo \"docker-compose up --scale back-end=2\" > 2-api-servers.txt\n") ==
        "redirection");
  CHECK(fault_of("docker-compose up --scale 'back-end=2\n") == "unfinished_quote");
  CHECK(fault_of("docker-compose up -scale back-end=2\n") == "unknown_option");
  CHECK(fault_of("docker-compose up --scales back-end=2\n") == "unknown_option");
  CHECK(fault_of("docker-compose --scale back-end=2 up\n") == "unknown_option");
  CHECK(fault_of("docker-compose up \xE2\x80\x94scale back-end=2\n") == "unknown_option");
  CHECK(fault_of("docker-compose up --scale\n") == "missing_value");
  CHECK(fault_of("docker-compose scale back-end=2\n") == "no_up");
  CHECK(fault_of("docker-compose\n") == "no_up");
  CHECK(fault_of("docker-compose up --no-start --scale back-end=2\n") == "no_up");
  CHECK(fault_of("docker-compose up\n") == "no_scale");
  CHECK(fault_of("docker-compose up back-end=2\n") == "no_scale");
  CHECK(fault_of("docker-compose up --scale backend=2\n") == "wrong_service");
  CHECK(fault_of("docker-compose up --scale back-end=3\n") == "wrong_number");
  CHECK(fault_of("docker-compose up --scale back-end 2\n") == "wrong_number");
  CHECK(fault_of("docker-compose up --scale back-end=two\n") == "wrong_number");
  CHECK(fault_of("docker-compose up --scale back-end=2 --scale back-end=3\n") == "wrong_number");
  CHECK(fault_of("docker-compose up --scale back-end=2 front-end\n") == "left_out");
  CHECK(fault_of("docker-compose up --scale back-end=2 --scale proxy=0\n") == "left_out");
}

TEST_CASE("a fault has its place") {
  const ScaleCommand command =
      parse_scale_command("# two\n docker-compose up --scale api=2\n", "task6/2-api-servers.txt");
  REQUIRE(command.problems.size() == 1);
  CHECK(to_string(command.problems[0].where) == "task6/2-api-servers.txt:2:28");
  CHECK(command.problems[0].message.find("api") != std::string::npos);
}

TEST_CASE("UTF-16 is named, and still decoded for the message") {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string("docker-compose up --scale back-end=2\r\n")) {
    wide += c;
    wide += '\0';
  }
  const ScaleCommand command = parse_scale_command(wide);
  REQUIRE(command.problems.size() == 1);
  CHECK(command.problems[0].fault == ScaleFault::utf16);
  CHECK(command.command == "docker-compose up --scale back-end=2");
  CHECK_FALSE(command.right);
}

TEST_CASE("other demands and odd bytes") {
  CHECK(parse_scale_command("docker-compose up --scale api=5\n", "", {"api", 5}).canonical);
  CHECK_FALSE(parse_scale_command(std::string(100'000'000, 'x')).right);
  CHECK_FALSE(parse_scale_command(std::string(1'000'000, '\0')).right);
  const ScaleCommand bom = parse_scale_command(
      "\xEF\xBB\xBF"
      "docker-compose up --scale back-end=2\n");
  CHECK(bom.right);
  CHECK_FALSE(bom.canonical);
}

#include "checker/causes/places.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

Sources with_text(std::string path, std::string text) {
  Sources task;
  task.folder = "task4";
  task.texts[std::move(path)] = std::move(text);
  return task;
}

Location line_of(std::string path, int line) {
  return {.path = std::move(path), .line = line};
}

}  // namespace

TEST_CASE("a key of a Compose file goes on to the next key of its column") {
  const Sources task = with_text("docker-compose.yml",
                                 "services:\n"
                                 "  api:\n"
                                 "    ports:\n"
                                 "    - \"5252:5252\"\n"
                                 "\n"
                                 "      # of the API\n"
                                 "    - \"5253:5252\"\n"
                                 "\n"
                                 "    build: .\n"
                                 "# the end\n");
  const auto last_line = [&task](int line) {
    return causes::place::section_at(task, line_of("task4/docker-compose.yml", line)).end_line;
  };
  CHECK(last_line(3) == 7);  // a list may stand in the column of its key
  CHECK(last_line(2) == 9);
  CHECK(last_line(1) == 9);
  CHECK(last_line(9) == 9);
}

TEST_CASE("a long file is read once, however many of its lines are passed over") {
  std::string text = "services:\n";
  for (int i = 0; i < 100'000; ++i)
    text += "#\n";
  const Sources task = with_text("docker-compose.yml", text + "  api:\n");
  const Location all = causes::place::section_at(task, line_of("task4/docker-compose.yml", 1));
  CHECK(all.end_line == 100'002);
}

TEST_CASE("a new instruction comes before the one that starts something") {
  const auto placement = [](const std::string& text) {
    const Sources task = with_text("Dockerfile", text);
    return causes::place::before_start_of(
        discovery::parse_dockerfile(text, "task4/Dockerfile"), task, "task4/Dockerfile");
  };
  const Placement started = placement("FROM nginx:latest\nEXPOSE 80\nCMD [\"nginx\"]\n");
  CHECK(started.how == Placing::above);
  CHECK(started.at.line == 3);
  const Placement bare = placement("FROM nginx:latest\nEXPOSE 80\n\n\n");
  CHECK(bare.how == Placing::below);
  CHECK(bare.at.line == 2);
}

TEST_CASE("lines without a place of their own take that of the first line of the first place") {
  const Location first{.path = "task4/Dockerfile", .line = 3, .column = 5, .end_line = 6};
  const Placement open = resolved({}, first);
  CHECK(open.how == Placing::replace);
  CHECK(open.at == Location{.path = "task4/Dockerfile", .line = 3, .end_line = 3});
  CHECK(in_place_of(first).at.end_line == 6);
  CHECK(resolved(below(line_of("task4/api.py", 9)), first).at.path == "task4/api.py");
}

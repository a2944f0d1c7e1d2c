#include "checker/expect/words.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using namespace pinko::expect;

TEST_CASE("a difference names the characters and where they stand") {
  CHECK(difference(kGreeting, "Hello World!") == "\",\" is missing behind \"Hello\"");
  CHECK(difference(kGreeting, "Hello, World") == "\"!\" is missing behind \"Hello, World\"");
  CHECK(difference(kGreeting, "Hello, World! ") ==
        "a blank does not belong behind \"Hello, World!\"");
  CHECK(difference(kGreeting, "Hello,  World!") ==
        "another blank does not belong behind \"Hello, \"");
  CHECK(difference(kGreeting, "'Hello, World!'") ==
        "\"'\" in front of it and \"'\" behind it do not belong there");
  CHECK(difference(kGreeting, "Hello, world!") ==
        "\"w\" stands where \"W\" should be behind \"Hello, \"");
  CHECK(difference(kGreeting, "hello, World!") ==
        "\"h\" stands where \"H\" should be at the start");
  CHECK(difference(kGreeting, "HELLO, WORLD!") == "only capital letters differ");
}

TEST_CASE("texts that are equal, or too different, have no difference to name") {
  CHECK(difference(kGreeting, kGreeting).empty());
  CHECK(difference(kGreeting, "").empty());
  CHECK(difference(kGreeting, "Goodbye").empty());
  CHECK(difference(kGreeting, std::string(1000, 'H')).empty());
}

TEST_CASE("places are found by line and column") {
  Sources task;
  task.folder = "task1";
  task.texts["api.py"] = "import x\n  app.run(port=5000)\n";
  const auto place = find_place(task, "api.py", "port=");
  REQUIRE(place.has_value());
  CHECK(to_string(*place) == "task1/api.py:2:11");
  CHECK_FALSE(find_place(task, "api.py", "host=").has_value());
  CHECK_FALSE(find_place(task, "other.py", "port=").has_value());
  CHECK(to_string(find_first(task, "api.py", {"host=", "app.run("}).front()) == "task1/api.py:2:3");
  CHECK(to_string(find_first(task, "api.py", {"nothing"}).front()) == "task1/api.py");
  CHECK(find_first(task, "other.py", {"nothing"}).empty());
}

TEST_CASE("small helpers on text") {
  CHECK(line_with("a 1\n b 2 \na 3\n", "a") == "a 3");
  CHECK(line_with("a\n", "b").empty());
  CHECK(counted(1, "file") == "1 file");
  CHECK(counted(2, "file") == "2 files");
  CHECK(shown("") == "nothing");
}

TEST_CASE("several signs that are missing are all named") {
  CHECK(difference("Hello, World!", "Hello World") ==
        "\",\" behind \"Hello\" and \"!\" behind \"Hello, World\" are missing");
  CHECK(difference("Hello, World!", "Hello").empty());
}

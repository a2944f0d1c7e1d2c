#include "checker/util/text.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;

TEST_CASE("trim takes white space off both ends only") {
  CHECK(trim("  a b\r\n") == "a b");
  CHECK(trim(" \t\n").empty());
}

TEST_CASE("lines lose their ends, and a final newline begins no further line") {
  CHECK(split_lines("a\r\nb\n") == std::vector<std::string_view>{"a", "b"});
  CHECK(split_lines("a\n\nb") == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split_lines("").empty());
}

TEST_CASE("a tail begins at a line and says what it left out") {
  CHECK(tail("short", 10) == "short");
  CHECK(tail("first line\nsecond\nthird\n", 14) == "[11 bytes left out]\nsecond\nthird\n");
}

TEST_CASE("a path's last name stands behind its last slash") {
  CHECK(base_name("task1/back-end/api.py") == "api.py");
  CHECK(base_name("api.py") == "api.py");
  CHECK(base_name("task1/").empty());
  CHECK(base_name("").empty());
}

TEST_CASE("what stands between two marks is found only where both are") {
  CHECK(between("x <y> <z>", "<", ">") == "y");
  CHECK(between("x <y z", "<", ">").empty());
  CHECK(between("x y>", "<", ">").empty());
}

TEST_CASE("every place is replaced, and what was put there is not looked at again") {
  CHECK(replace_all("a.b..", ".", "..") == "a..b....");
  CHECK(replace_all("aaa", "aa", "b") == "ba");
  CHECK(replace_all("ab", "", "x") == "ab");
  CHECK(replace_all("ab", "x", "y") == "ab");
  CHECK(replace_all("", "x", "y").empty());
  std::string lines;
  for (int i = 0; i < 2'000'000; ++i)
    lines += "\r\n";
  CHECK(replace_all(lines, "\r\n", "\n") == std::string(2'000'000, '\n'));
}

TEST_CASE("what is printable holds nothing that a terminal or an XML reader would act on") {
  CHECK(printable("a\x1b[31mred\x1b[0m\r\n") == "ared\n");
  CHECK(printable("title\x1b]0;owned\x07!") == "title!");
  CHECK(printable(std::string_view("nul\0\x08", 5)) == "nul");
  CHECK(printable("bad \xFF\xC0\xAF") == "bad \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(printable("\xE2\x80\xAE"
                  "evil") == "evil");
  CHECK(printable("caf\xC3\xA9") == "caf\xC3\xA9");
}

TEST_CASE("quoted text spells out what the eye cannot see") {
  CHECK(in_quotes("Hello\r\n\t\"x\"") == R"("Hello\r\n\t\"x\"")");
  CHECK(in_quotes("\xFF\x01") == R"("\xff\x01")");
}

TEST_CASE("a shell gets back what was quoted for it") {
  CHECK(shell_quoted("task6/docker-compose.yml") == "task6/docker-compose.yml");
  CHECK(shell_quoted("it's") == R"('it'\''s')");
  CHECK(shell_quoted("") == "''");
}

TEST_CASE("what may not stand in an address is encoded, byte by byte") {
  CHECK(percent_encoded("aZ09/b c", "/") == "aZ09/b%20c");
  CHECK(percent_encoded("s\xC3\xBC%", "") == "s%C3%BC%25");
  CHECK(percent_encoded(std::string_view("\0\xFF", 2), "-") == "%00%FF");
  CHECK(percent_encoded("", "").empty());
}

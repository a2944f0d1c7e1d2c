#include "checker/report/wrap.hpp"

#include "tests/support/catch.hpp"

using namespace pinko::report;
using Lines = std::vector<std::string>;

TEST_CASE("words are wrapped at spaces") {
  CHECK(wrap("one two three", 7) == Lines{"one two", "three"});
  CHECK(wrap("one two three", 80) == Lines{"one two three"});
  CHECK(wrap("", 7).empty());
}

TEST_CASE("a path longer than the line stays in one piece") {
  CHECK(wrap("see task2/front-end/Dockerfile:12:3 there", 10) ==
        Lines{"see", "task2/front-end/Dockerfile:12:3", "there"});
}

TEST_CASE("code between backticks stays on one line") {
  CHECK(wrap("type `git add front-end` now", 20) == Lines{"type", "`git add front-end`", "now"});
  CHECK(wrap("a lone ` is a character", 12) == Lines{"a lone ` is", "a character"});
}

TEST_CASE("folded lines are never too wide: broken at a space, behind a slash, or anywhere") {
  CHECK(fold("see task2/front-end/Dockerfile:12:3 there", 20) ==
        Lines{"see", "task2/front-end/", "Dockerfile:12:3", "there"});
  CHECK(fold("`git add a b c d e f g`", 12) == Lines{"`git add a b", "c d e f g`"});
  CHECK(fold("aaaaaaaaaa", 4) == Lines{"aaaa", "aaaa", "aa"});
  CHECK(fold("a\n\nb", 4) == Lines{"a", "", "b"});
  CHECK(fold("\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2", 4) ==
        Lines{"\xE6\xBC\xA2\xE5\xAD\x97", "\xE6\xBC\xA2"});
  for (const std::size_t width : {1, 2, 3, 7}) {
    for (const std::string& line : fold("some words/and/a pathwithoutanyplacetobreak", width))
      CHECK(columns(line) <= width);
  }
}

TEST_CASE("a folded command still is one command, and what is quoted stays in one piece") {
  CHECK(fold_command("docker build -f ./back-end/Dockerfile -t name:tag ./back-end", 30) ==
        Lines{"docker build -f \\", "  ./back-end/Dockerfile -t \\", "  name:tag ./back-end"});
  CHECK(fold_command("git add 'a long name' b", 14) ==
        Lines{"git add \\", "  'a long name' \\", "  b"});
  CHECK(fold_command("short", 14) == Lines{"short"});
  CHECK(fold_command("cd a-single-word-that-is-longer", 14) ==
        Lines{"cd \\", "  a-single-word-that-is-longer"});
  CHECK(fold_command("docker build    ", 14) == Lines{"docker build \\", "  "});
}

TEST_CASE("line ends and indentation are kept") {
  CHECK(wrap("a\n\n  b c d", 5) == Lines{"a", "", "  b c", "  d"});
}

TEST_CASE("columns are counted as a terminal shows them") {
  CHECK(columns("abc") == 3);
  CHECK(columns("\xC3\xA9") == 1);
  CHECK(columns("e\xCC\x81") == 1);
  CHECK(columns("\xE6\xBC\xA2\xE5\xAD\x97") == 4);
  CHECK(columns("\xF0\x9F\x90\xB3") == 2);
}

TEST_CASE("texts are padded and shortened by columns") {
  CHECK(padded("\xC3\xA9", 3) == "\xC3\xA9  ");
  CHECK(padded("long", 2) == "long");
  CHECK(shortened("abcdef", 5) == "ab...");
  CHECK(shortened("abcde", 5) == "abcde");
  CHECK(shortened("\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2", 5, "~") == "\xE6\xBC\xA2\xE5\xAD\x97~");
}

#include "checker/discovery/source_text.hpp"

#include "tests/support/catch.hpp"

#include <string>

using namespace pinko;
using namespace pinko::discovery;

TEST_CASE("a plain text has no oddities") {
  CHECK(facts_of("one\ntwo\n") == TextFacts{});
  CHECK(facts_of("") == TextFacts{});
  CHECK(facts_of("gr\xC3\xBC\xC3\x9F \xF0\x9F\x90\xB3\n") == TextFacts{});
}

TEST_CASE("oddities of a text are told apart") {
  CHECK(facts_of("\xEF\xBB\xBFone\n").has_bom);
  CHECK(facts_of("one\r\n").has_crlf);
  CHECK_FALSE(facts_of("one\rtwo\n").has_crlf);
  CHECK(facts_of("one").no_final_newline);
  CHECK(facts_of(std::string("o\0e\n", 4)).has_nul);
  CHECK(facts_of("\xC3(\n").invalid_utf8);
  CHECK(facts_of("\xED\xA0\x80\n").invalid_utf8);
  CHECK(facts_of("\xC0\x80\n").invalid_utf8);
  CHECK(facts_of("cut short \xE2\x82").invalid_utf8);
}

TEST_CASE("UTF-16 is named and still read") {
  const std::string little("\xFF\xFEu\0p\0\r\0\n\0", 10);
  const TextFacts facts = facts_of(little);
  CHECK(facts.utf16);
  CHECK(facts.has_crlf);
  CHECK_FALSE(facts.no_final_newline);
  CHECK(decode_utf16(little) == "up\r\n");
  CHECK(decode_utf16(std::string("\xFE\xFF\0u\0p", 6)) == "up");
  CHECK(facts_of(std::string("u\0p\0!\0", 6)).utf16);
  CHECK(decode_utf16(std::string("\xFF\xFE\x3D\xD8\x33\xDC", 6)) == "\xF0\x9F\x90\xB3");
  CHECK(decode_utf16(std::string("\xFF\xFE\x3D\xD8", 4)) == "\xEF\xBF\xBD");
}

TEST_CASE("lines and columns count from one, in bytes") {
  const LineIndex index("ab\ncd\n\ne", "task0/Dockerfile");
  CHECK(to_string(index.at(0)) == "task0/Dockerfile:1:1");
  CHECK(to_string(index.at(4)) == "task0/Dockerfile:2:2");
  CHECK(to_string(index.at(6)) == "task0/Dockerfile:3:1");
  CHECK(to_string(index.at(7)) == "task0/Dockerfile:4:1");
  CHECK(to_string(index.at(999)) == "task0/Dockerfile:4:2");
  const Location word = index.span(3, 5);
  CHECK(word.end_line == 2);
  CHECK(word.end_column == 3);
}

TEST_CASE("a byte order mark has no column") {
  const LineIndex index("\xEF\xBB\xBFup", "");
  CHECK(index.at(0).column == 1);
  CHECK(index.at(3).column == 1);
  CHECK(index.at(4).column == 2);
}

TEST_CASE("places are right far into a text, on short and on endless lines") {
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += "line\n";
  }
  text += std::string(3000, 'x');
  const LineIndex index(text, "");
  CHECK(index.at(5 * 4000).line == 4001);
  CHECK(index.at(5 * 4000).column == 1);
  CHECK(index.at(5 * 1234 + 3).column == 4);
  CHECK(index.at(5 * 5000 + 2999).line == 5001);
  CHECK(index.at(5 * 5000 + 2999).column == 3000);
}

#include "checker/app/page.hpp"

#include "checker/report/wrap.hpp"
#include "checker/util/text.hpp"
#include "tasks/tasks.hpp"
#include "tests/support/catch.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace pinko;
using namespace pinko::app;

namespace {

std::string page_of(const Task& task) {
  const char* top = std::getenv("PINKO_SOURCE_DIR");
  REQUIRE(top != nullptr);
  std::ifstream file(std::string(top) + "/tasks/task" + std::to_string(task.number) + "/README.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a section goes from its heading to the next, past headings in code") {
  const std::string page = "# T\n## a-b\none\n```\n## c\n```\n### Why\ntwo\n\n\n## d\nthree\n";
  CHECK(find_section(page, "a-b") == "## a-b\none\n```\n## c\n```\n### Why\ntwo\n");
  CHECK(find_section(page, "c").empty());
  CHECK(find_section(page, "a").empty());
}

TEST_CASE("prose is folded, code is not") {
  CHECK(render_page("one two\nthree\n\n```sh\nlong line of code   here\n\nnext\n```\n",
                    20,
                    false) == "one two three\n\n    long line of code   here\n\n    next\n");
  CHECK(render_page("one two three four five six seven", 20, false) ==
        "one two three four\nfive six seven\n");
}

TEST_CASE("further lines of a list's item stand below its words") {
  CHECK(render_page("- one two three\n  four five six\n- seven\n", 20, false) ==
        "- one two three four\n  five six\n- seven\n");
  CHECK(render_page("12. one two three four five\n", 24, false) ==
        "12. one two three four\n    five\n");
}

TEST_CASE("a command between backticks is not torn apart") {
  CHECK(render_page("Find it with `docker ps` here.", 20, false) ==
        "Find it with\n`docker ps` here.\n");
}

TEST_CASE("with colours, headings are bold and code has its colour in place of backticks") {
  CHECK(render_page("### Why\nsee `a b`.\n```\nx\n```\n", 40, true) ==
        "\x1b[1mWhy\x1b[0m\nsee \x1b[36ma b\x1b[0m.\n    \x1b[36mx\x1b[0m\n");
  CHECK(render_page("`aaaa bbbb cccc dddd eeee`", 20, true) ==
        "\x1b[36maaaa bbbb cccc dddd\x1b[0m\n\x1b[36meeee\x1b[0m\n");
}

TEST_CASE("every page of every check fits the terminal, but for its code, and loses no word") {
  for (const Task& task : tasks::all_tasks()) {
    const std::string page = page_of(task);
    for (const Check& check : task.checks) {
      const std::string section = find_section(page, check.text.id);
      REQUIRE(!section.empty());
      for (const std::size_t width : {80, 50}) {
        const std::string plain = render_page(section, width, false);
        for (const std::string_view line : split_lines(plain)) {
          INFO(check.text.id << ": " << line);
          CHECK((line.starts_with("    ") || report::columns(line) <= width));
        }
        const std::string colored = printable(render_page(section, width, true));
        CHECK(colored.find('\x1b') == std::string::npos);
        for (const char* title : {"\nWhy\n", "\nHow to fix\n", "\nExample\n"})
          CHECK(plain.find(title) != std::string::npos);
      }
    }
  }
}

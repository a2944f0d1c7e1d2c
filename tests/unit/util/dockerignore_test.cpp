#include "checker/util/dockerignore.hpp"

#include "tests/support/catch.hpp"

#include <string>

using pinko::line_that_ignores;

TEST_CASE("a pattern of .dockerignore leaves files and folders out") {
  CHECK(line_that_ignores("*.py\n", "api.py") == 1);
  CHECK(line_that_ignores("# all\n\n./api.py\n", "api.py") == 3);
  CHECK(line_that_ignores("/site/\r\n", "site/assets/style.css") == 1);
  CHECK(line_that_ignores("**/*.css\n", "site/assets/style.css") == 1);
  CHECK(line_that_ignores("**\n", "api.py") == 1);
  CHECK(line_that_ignores("s?te/a*\n", "site/assets/style.css") == 1);
  CHECK(line_that_ignores("\xEF\xBB\xBF*.py\r\n", "api.py") == 1);
}

TEST_CASE("what no pattern fits, or a later one takes in again, is given to the build") {
  CHECK_FALSE(line_that_ignores("", "api.py"));
  CHECK_FALSE(line_that_ignores("#*.py\n!\n/\n", "api.py"));
  CHECK_FALSE(line_that_ignores("*.css\n", "site/style.css"));
  CHECK_FALSE(line_that_ignores("site/assets/style.css\n", "site/assets"));
  CHECK_FALSE(line_that_ignores("*\n!api.py\n", "api.py"));
  CHECK(line_that_ignores("!api.py\n*\n", "api.py") == 2);
}

TEST_CASE("patterns that fit in very many ways are settled at once") {
  std::string pattern;
  std::string path;
  for (int i = 0; i < 60; ++i) {
    pattern += "**/a/";
    path += "a/a/";
  }
  CHECK_FALSE(line_that_ignores(pattern + "b\n", path + "c"));
  CHECK(line_that_ignores(pattern + "**/c\n", path + "b/c") == 1);
}

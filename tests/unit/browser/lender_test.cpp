#include "checker/browser/lender.hpp"

#include "checker/util/base64.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <fstream>

using namespace pinko;
using namespace pinko::browser;

TEST_CASE("a whole jQuery of a release that there is can be lent") {
  for (const char* url : {"https://code.jquery.com/jquery-3.6.0.min.js",
                          "http://code.jquery.com/jquery-1.12.4.js",
                          "https://ajax.googleapis.com/ajax/libs/jquery/3.7.1/jquery.min.js",
                          "https://cdnjs.cloudflare.com/ajax/libs/jquery/2.2.4/jquery.js",
                          "https://cdn.jsdelivr.net/npm/jquery@3.5.1/dist/jquery.min.js",
                          "https://unpkg.com/jquery@3.6.4/dist/jquery.js"}) {
    INFO(url);
    CHECK(is_lent(url));
  }
}

TEST_CASE("what the internet would not bring, or not so, is not lent") {
  for (const char* url : {"https://code.jquery.com/jquery-3.6.0.slim.min.js",
                          "https://code.jquery.com/jquery-3.9.0.min.js",
                          "https://code.jquery.com/jquery-3.6.min.js",
                          "https://code.jquery.com/jquery.min.js",
                          "https://code.jquery.com/ui/1.13.2/jquery-ui.js",
                          "https://example.org/jquery-3.6.0.min.js",
                          "http://localhost:9000/assets/js/jquery-2.1.0.min.js",
                          "file://code.jquery.com/jquery-3.6.0.min.js",
                          "code.jquery.com/jquery-3.6.0.min.js",
                          ""}) {
    INFO(url);
    CHECK_FALSE(is_lent(url));
  }
}

TEST_CASE("the browser's question is answered with the file, or sent on its way") {
  const TempDir folder("lender");
  const auto file = folder.path() / "jquery.js";
  std::ofstream(file) << "window.$ = 1;";
  const Lender lender(file);
  const auto begin = lender.beginning("S", "W");
  REQUIRE(begin.size() == 2);
  CHECK(begin[0].method == "Fetch.enable");
  CHECK(begin[0].session == "S");
  CHECK(begin[0].params.find("*://code.jquery.com/jquery-*") != std::string::npos);
  CHECK(begin[1].method == "Page.addScriptToEvaluateOnNewDocument");
  CHECK(begin[1].params.find("ajax.googleapis.com/ajax/libs/jquery/") != std::string::npos);
  const auto lent = lender.answer(
      RequestPaused{.id = "7", .url = "https://code.jquery.com/jquery-3.6.0.min.js"}, "S");
  REQUIRE(lent);
  CHECK(lent->method == "Fetch.fulfillRequest");
  CHECK(lent->params.find(to_base64("window.$ = 1;")) != std::string::npos);
  const auto passed = lender.answer(
      RequestPaused{.id = "8", .url = "https://code.jquery.com/jquery-3.6.0.slim.js"}, "S");
  REQUIRE(passed);
  CHECK(passed->method == "Fetch.continueRequest");
  CHECK_FALSE(lender.answer(LoadFired{}, "S"));
  CHECK(Lender(folder.path() / "none.js").beginning("S", "W").empty());
}

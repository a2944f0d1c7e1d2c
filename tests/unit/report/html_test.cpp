#include "checker/report/html_parts.hpp"
#include "checker/report/writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/reports.hpp"

#include <string>
#include <vector>

using namespace pinko;

namespace {

std::string page(const Report& report) {
  return report::find_writer("html")->write(report, {});
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Every `<…>` of a page outside of its style.
std::vector<std::string> tags(const std::string& text) {
  std::vector<std::string> found;
  std::size_t at = text.find("</style>");
  while ((at = text.find('<', at)) != std::string::npos) {
    const std::size_t end = text.find('>', at);
    found.push_back(text.substr(at, end - at + 1));
    at = end;
  }
  return found;
}

}  // namespace

TEST_CASE("text is escaped for content and for quoted attributes") {
  CHECK(report::escaped("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
  CHECK(report::prose("use `<b>` not\n<i>") == "use <code>&lt;b&gt;</code> not<br>&lt;i&gt;");
  CHECK(report::prose("a lone ` stays") == "a lone ` stays");
  CHECK(report::prose("").empty());
}

TEST_CASE("a page holds no markup that a submission wrote") {
  for (const std::string& tag : tags(page(test::hostile_report()))) {
    INFO(tag);
    CHECK_FALSE(tag.starts_with("<script"));
    CHECK_FALSE(tag.starts_with("<img"));  // the picture is none, so it is left out
    CHECK_FALSE(holds(tag, "onerror"));
    CHECK_FALSE(holds(tag, "style="));
  }
}

TEST_CASE("a page needs nothing from elsewhere and says so to the browser") {
  const std::string text = page(test::failed_report());
  CHECK(holds(text, "default-src 'none'; style-src 'sha256-"));
  CHECK_FALSE(holds(text, "unsafe"));
  for (const std::string& tag : tags(text)) {
    INFO(tag);
    CHECK((!holds(tag, "src=") || holds(tag, "src=\"data:image/png;base64,")));
    CHECK((!holds(tag, "href=") || holds(tag, "href=\"#") || holds(tag, "href=\"data:,")));
  }
}

TEST_CASE("tags are closed in the order in which they were opened") {
  for (const test::NamedReport& named : test::all_reports()) {
    INFO(named.name);
    std::vector<std::string> open;
    for (const std::string& tag : tags(page(named.report))) {
      const bool closing = tag.starts_with("</");
      const std::size_t start = closing ? 2 : 1;
      const std::string name = tag.substr(start, tag.find_first_of(" />", start) - start);
      if (name == "br" || name == "img" || tag.ends_with("/>")) continue;
      if (!closing) {
        open.push_back(name);
      } else if (name != "style" && name != "head" && name != "html") {
        REQUIRE_FALSE(open.empty());
        CHECK(open.back() == name);
        open.pop_back();
      }
    }
    CHECK(open.empty());
  }
}

TEST_CASE("a page has the three hints, the source line and the pictures") {
  const std::string text = page(test::failed_report());
  for (const char* part : {"Hint 1",
                           "Hint 2",
                           "Hint 3",
                           "It should say",
                           "class=\"source here\"",
                           "RUN <mark>apt-get-update</mark>",
                           ">RUN apt-get update<",
                           "<svg role=\"img\"",
                           "proxy asks front-end /, broken: answered 502",
                           "browser asks back-end :5252, broken: its image was not built",
                           "1.9 ms: back-end B writes its log line",
                           "one connection, kept for all 8",
                           "a fresh connection for each of 3 requests",
                           "build 1.8 s, failed",
                           "How the run went",
                           "two places do not fit together",
                           "Ada L.",
                           "data:image/png;base64,",
                           "Log of front-end",
                           "Your teacher will not see"}) {
    INFO(part);
    CHECK(holds(text, part));
  }
}

TEST_CASE("what nobody could look at is not blamed on the student in a page") {
  const std::string text = page(test::errored_report());
  CHECK(holds(text, "This says nothing about your work."));
  CHECK(holds(text, "not graded"));
}

TEST_CASE("hints unfold in their order: which way, where, what it should say") {
  const std::string text = page(test::failed_report());
  const std::size_t check = text.find("id=\"t6-round-robin\"");
  REQUIRE(check != std::string::npos);
  const std::size_t first = text.find("Look at how the proxy is told of the servers.", check);
  const std::size_t second = text.find("Look at task6/proxy/proxy.conf:2:5", check);
  REQUIRE(first != std::string::npos);
  REQUIRE(second != std::string::npos);
  CHECK(first < second);
  CHECK(text.rfind("<summary>Hint 1", first) > check);
  CHECK(text.rfind("<summary>Hint 2", second) > first);
}

TEST_CASE("a mark never cuts a character in two") {
  Report report = test::failed_report();
  Verdict& builds = report.tasks[1].checks[1];
  builds.excerpt.lines[2] = "RUN \xC3\xA9\xC3\xA9";
  builds.where[0].column = 6;
  builds.where[0].end_column = 8;
  CHECK_FALSE(holds(page(report), "<mark>"));
}

TEST_CASE("a report of one task has no picture of the run beside its own phases") {
  const std::string text = page(test::passed_report());
  CHECK_FALSE(holds(text, "How the run went"));
  CHECK(holds(text, "What took how long"));
}

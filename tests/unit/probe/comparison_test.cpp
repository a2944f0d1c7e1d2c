#include "checker/probe/comparison.hpp"

#include "checker/core/comparison.hpp"
#include "checker/util/temp_dir.hpp"
#include "reference/stack.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/own_address.hpp"
#include "tests/support/tiny_server.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>

using namespace pinko;
using pinko::test::TinyAnswer;
using pinko::test::TinyServer;

namespace {

const std::string kAddress = test::own_address();
constexpr std::string_view kPage = "<!DOCTYPE html>\n<title>Softy Pinko</title>\n";
constexpr std::string_view kStyle = "h1 { color: pink; }\n";

/// A site of a page and a style sheet, and the reference that serves it.
class Fixture {
 public:
  Fixture() {
    write("index.html", kPage);
    write("style.css", kStyle);
    site.files = {{"index.html", kPage.size()}, {"style.css", kStyle.size()}};
    reference::StackOptions options;
    options.listen = kAddress;
    options.port = 0;
    options.web_port = 0;
    options.api_port = 0;
    options.replicas = 1;
    options.site = folder_.path().string();
    auto opened = reference::Stack::open(options, -1);
    REQUIRE(opened);
    stack_ = std::move(*opened);
    stack_->service().start();
  }

  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream(folder_.path() / name) << bytes;
  }

  [[nodiscard]] std::uint16_t port(std::size_t index) const {
    return stack_->addresses().at(index).endpoint.port();
  }

  [[nodiscard]] ComparisonSeen compare_with(std::uint16_t page, std::uint16_t api) const {
    const auto client = probe::make_http_client();
    return probe::see(
        {.page_port = page, .api_port = api, .origin = "http://localhost:9000"},
        {.site = site, .address = kAddress, .reference = {kAddress, port(1), port(2)}},
        *client,
        Deadline::in(std::chrono::seconds(20)));
  }

  SiteSeen site;

 private:
  TempDir folder_{"compared"};
  std::unique_ptr<reference::Stack> stack_;
};

/// What a student's stack answers when all is well, in other words than the reference.
TinyAnswer right(std::string_view target) {
  if (target == "/" || target == "/index.html") return {.body = std::string(kPage)};
  if (target == "/style.css") return {.type = "text/css", .body = std::string(kStyle)};
  if (target == "/api/hello") return {.body = "Hello, World!"};
  return {.status = 404, .body = "not here", .headers = "Server: another\r\n"};
}

/// The worst of everything that was asked.
Weight worst(const ComparisonSeen& seen) {
  Weight weight = Weight::free;
  for (const ComparedRequest& request : seen.requests)
    weight = std::max(weight, weight_of(request));
  return weight;
}

/// The only request that differs, in words.
std::string differing(const ComparisonSeen& seen) {
  std::string words;
  for (const ComparedRequest& request : seen.requests) {
    if (weight_of(request) != Weight::free) words += in_words(request) + ';';
  }
  return words;
}

/// Compares the reference with a server on one port for all, whose answers were changed.
template <class Change>
ComparisonSeen mutated(const Fixture& fixture, Change change) {
  const TinyServer server(kAddress, 18080, [&](std::string_view method, std::string_view target) {
    TinyAnswer answer = right(target);
    change(answer, method, target);
    return answer;
  });
  return fixture.compare_with(18080, 18080);
}

}  // namespace

TEST_CASE("the reference compared with itself differs in nothing, by itself and by its proxy") {
  const Fixture fixture;
  const ComparisonSeen direct = fixture.compare_with(fixture.port(1), fixture.port(2));
  CHECK(direct.requests.size() == 13);
  CHECK(differing(direct).empty());
  const ComparisonSeen proxied = fixture.compare_with(fixture.port(0), fixture.port(0));
  CHECK(proxied.requests.size() == 13);
  CHECK(differing(proxied).empty());
  CHECK(proxied.left_out.empty());
}

TEST_CASE("every request is asked, in every way, of a server that is right") {
  const Fixture fixture;
  std::vector<std::string> asked;
  {
    const TinyServer server(
        kAddress, 18080, [](std::string_view, std::string_view target) { return right(target); });
    const ComparisonSeen seen = fixture.compare_with(18080, 18080);
    CHECK(differing(seen).empty());
    asked = server.asked();
  }
  const auto times = [&](const char* line) { return std::ranges::count(asked, line); };
  CHECK(times("GET /") == 3);
  CHECK(times("HEAD /") == 1);
  CHECK(times("GET /style.css") == 1);
  CHECK(times("GET /index.html") == 1);
  CHECK(times("GET /no-such-page.html") == 1);
  CHECK(times("GET /api/hello") == 4);
  CHECK(times("HEAD /api/hello") == 1);
  CHECK(times("GET /api/unknown") == 1);
}

TEST_CASE("a file with other bytes is a failure, and asked for twice") {
  const Fixture fixture;
  const ComparisonSeen seen = mutated(fixture, [](TinyAnswer& answer, auto, auto target) {
    if (target == "/style.css") answer.body = "h1 { color: blue; }\n";
  });
  CHECK(worst(seen) == Weight::failure);
  CHECK(differing(seen) == "GET /style.css on port 18080, on a kept connection;");
}

TEST_CASE("an answer that is wrong once is a note") {
  const Fixture fixture;
  std::atomic<int> count{0};
  const ComparisonSeen seen = mutated(fixture, [&](TinyAnswer& answer, auto, auto target) {
    if (target == "/style.css" && count++ == 0) answer.status = 503;
  });
  CHECK(worst(seen) == Weight::note);
  CHECK(count == 2);
}

TEST_CASE("what nginx refuses for now is asked again, and compared when it answers") {
  const Fixture fixture;
  std::atomic<int> count{0};
  const ComparisonSeen seen = mutated(fixture, [&](TinyAnswer& answer, auto method, auto target) {
    if (method == "HEAD" || target != "/api/hello" || count++ % 2 == 1) return;
    answer.status = 503;
    answer.body = "<center>nginx</center>";
  });
  CHECK(worst(seen) == Weight::free);
  CHECK(count == 8);
}

TEST_CASE("HEAD that is refused, and a missing page that is answered, are notes") {
  const Fixture fixture;
  const ComparisonSeen head = mutated(fixture, [](TinyAnswer& answer, auto method, auto) {
    if (method == "HEAD") answer.status = 405;
  });
  CHECK(worst(head) == Weight::note);
  const ComparisonSeen missing = mutated(fixture, [](TinyAnswer& answer, auto, auto) {
    if (answer.status == 404) answer = right("/");
  });
  CHECK(worst(missing) == Weight::note);
  CHECK(differing(missing) ==
        "GET /no-such-page.html on port 18080;"
        "GET /api/unknown on port 18080, on a kept connection;");
}

TEST_CASE("a type that a browser minds is a note") {
  const Fixture fixture;
  const ComparisonSeen seen = mutated(fixture, [](TinyAnswer& answer, auto, auto target) {
    if (target == "/style.css") answer.type = "text/plain";
  });
  CHECK(worst(seen) == Weight::note);
}

TEST_CASE("where nobody answers, one request is enough to know") {
  const Fixture fixture;
  const ComparisonSeen seen = fixture.compare_with(18081, 18081);
  CHECK(seen.requests.size() == 2);
  CHECK(worst(seen) == Weight::failure);
}

TEST_CASE("files beyond the limits are left out, and that is said") {
  Fixture fixture;
  fixture.write("large.bin", std::string(1024 * 1024 + 1, 'x'));
  fixture.site.files.push_back({"large.bin", 1024 * 1024 + 1});
  const ComparisonSeen seen = fixture.compare_with(fixture.port(1), fixture.port(2));
  CHECK(seen.requests.size() == 13);
  CHECK(seen.left_out.starts_with("1 file of the site"));
}

TEST_CASE("a time that is over says so, and blames nobody") {
  const Fixture fixture;
  const auto client = probe::make_http_client();
  const TinyServer silent(kAddress, 18080, [](std::string_view, std::string_view) {
    return TinyAnswer{.silent = true};
  });
  const ComparisonSeen seen =
      probe::see({.page_port = 18080, .api_port = 18080, .origin = "http://localhost"},
                 {.site = fixture.site,
                  .address = kAddress,
                  .reference = {kAddress, fixture.port(0), fixture.port(0)}},
                 *client,
                 Deadline::in(std::chrono::milliseconds(200)));
  CHECK(seen.requests.empty());
  CHECK_FALSE(seen.left_out.empty());
}

TEST_CASE("a file's name may hold what an address may not") {
  Fixture fixture;
  const std::string name = "s\xC3\xBC\xC3\x9F 100%#?.css";
  fixture.write(name, kStyle);
  fixture.site.files = {{name, kStyle.size()}};
  const ComparisonSeen seen = fixture.compare_with(fixture.port(1), fixture.port(2));
  const auto file = std::ranges::find(seen.requests, AskedFor::file, &ComparedRequest::what);
  REQUIRE(file != seen.requests.end());
  CHECK(file->target == "/s%C3%BC%C3%9F%20100%25%23%3F.css");
  CHECK(file->reference.status == 200);
  CHECK(file->same_body);
}

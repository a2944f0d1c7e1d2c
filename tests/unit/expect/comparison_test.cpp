#include "checker/expect/comparison.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using expect::answers_as_reference;

namespace {

ComparedRequest request(AskedFor what, AskedHow how, int own, int reference) {
  ComparedRequest request;
  request.what = what;
  request.how = how;
  request.port = 80;
  request.target = what == AskedFor::page ? "/" : "/api/unknown";
  request.own.status = own;
  request.reference.status = reference;
  request.same_body = own == reference;
  return request;
}

}  // namespace

TEST_CASE("alike passes without a note, and says what was left out") {
  ComparisonSeen seen{.requests = {request(AskedFor::page, AskedHow::fresh, 200, 200)},
                      .left_out = "2 files of the site"};
  const Finding finding = answers_as_reference(seen);
  CHECK(finding.kind == Finding::Kind::passed);
  CHECK(finding.notes.empty());
  CHECK(finding.actual == "1 request, answered alike; not compared: 2 files of the site");
  CHECK(finding.follows == std::vector<std::string>{"page-served", "api-hello"});
}

TEST_CASE("a failure names the request, both answers and where it follows from") {
  const ComparisonSeen seen{.requests = {request(AskedFor::page, AskedHow::fresh, 200, 200),
                                         request(AskedFor::page, AskedHow::kept, 502, 200)},
                            .left_out = {}};
  const Finding finding = answers_as_reference(seen);
  CHECK(finding.kind == Finding::Kind::failed);
  CHECK(finding.expected == "GET / on port 80, on a kept connection: status 200");
  CHECK(finding.actual == "status 502");
  CHECK(finding.cause == "the answer depends on the way of asking: asked otherwise it is right");
  CHECK(finding.follows == std::vector<std::string>{"page-served"});
  CHECK(finding.evidence ==
        "GET / on port 80, on a kept connection\n--- yours\nHTTP 502\n\n\n--- the reference's\n"
        "HTTP 200\n\n\n\n");
  CHECK(finding.by_hand == "curl -si http://localhost/ http://localhost/");
}

TEST_CASE("the command by hand asks as the request was asked") {
  const auto command = [](AskedHow how, std::uint16_t port) {
    ComparedRequest wrong = request(AskedFor::hello, how, 502, 200);
    wrong.port = port;
    wrong.target = "/api/hello";
    return answers_as_reference({.requests = {wrong}, .left_out = {}}).by_hand;
  };
  CHECK(command(AskedHow::fresh, 5252) == "curl -si http://localhost:5252/api/hello");
  CHECK(command(AskedHow::fresh, 80) == "curl -si http://localhost/api/hello");
  CHECK(command(AskedHow::other_origin, 5252) ==
        "curl -si -H 'Origin: http://localhost:9000' http://localhost:5252/api/hello");
}

TEST_CASE("what differs alike in several ways of asking is said once") {
  const ComparisonSeen seen{.requests = {request(AskedFor::no_route, AskedHow::fresh, 200, 404),
                                         request(AskedFor::no_route, AskedHow::kept, 200, 404)},
                            .left_out = {}};
  const Finding finding = answers_as_reference(seen);
  CHECK(finding.kind == Finding::Kind::passed);
  REQUIRE(finding.notes.size() == 1);
  CHECK(finding.notes.front() ==
        "GET /api/unknown on port 80: status 200, the reference's 404. 404 tells browsers, search "
        "engines and scripts that there is nothing here.");
}

TEST_CASE("many notes are cut short, and their number is told") {
  ComparisonSeen seen;
  for (int status = 200; status < 210; ++status)
    seen.requests.push_back(request(AskedFor::no_route, AskedHow::fresh, status, 404));
  const Finding finding = answers_as_reference(seen);
  CHECK(finding.notes.size() == 5);
  CHECK(finding.notes.back().starts_with("and 6 more differences"));
}

#include "tests/support/catch.hpp"
#include "tests/tasks/tables.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kConf = "front-end/softy-pinko-front-end.conf";

SiteServedSeen served(int page_status, bool page_equal) {
  SiteServedSeen seen;
  seen.files = {
      {.path = "", .status = page_status, .equal = page_equal, .expected_size = 9, .size = 9},
      {.path = "assets/a.css", .status = 200, .equal = true}};
  return seen;
}

SiteCopySeen copied(bool index, bool style) {
  SiteCopySeen seen;
  seen.in_image = "/var/www/html/softy-pinko-front-end";
  seen.folder_exists = true;
  seen.files = {{.path = "index.html", .in_image = index, .equal = index},
                {.path = "assets/a.css", .in_image = style, .equal = style}};
  return seen;
}

BuildSeen failed_build(const char* role, const char* output) {
  BuildSeen seen;
  seen.exit_code = 1;
  seen.dockerfile = std::string("task2/") + role + "/Dockerfile";
  seen.output = output;
  return seen;
}

}  // namespace

TEST_CASE("t2-back-end-files wants both files in their new folder") {
  const FileSeen dockerfile = model_file(2, "back-end/Dockerfile");
  CHECK(is_passed(judged("t2-back-end-files", dockerfile, model(2))));
  CHECK(is_failed(judged("t2-back-end-files", missing("task2/back-end/Dockerfile"), model(2))));
  const Sources left = with(without(model(2), "back-end/api.py"), "api.py", "x");
  const Finding finding = judged("t2-back-end-files", dockerfile, left);
  CHECK(is_failed(finding));
  CHECK(finding.hint.find("git mv task2/api.py task2/back-end/api.py") != std::string::npos);
}

TEST_CASE("t2-back-end-base-image, t2-back-end-builds and t2-api-hello repeat task 1") {
  CHECK(is_passed(judged("t2-back-end-base-image", model_file(2, "back-end/Dockerfile"))));
  const FileSeen dated = file("task2/back-end/Dockerfile", "FROM ubuntu:20.04\n");
  CHECK(is_failed(judged("t2-back-end-base-image", dated)));
  BuildSeen good;
  good.ok = true;
  CHECK(is_passed(judged("t2-back-end-builds", good)));
  CHECK(is_failed(judged("t2-back-end-builds", failed_build("back-end", "boom"))));
  CHECK(is_passed(judged("t2-api-hello", answer("Hello, World!"))));
  HttpSeen refused;
  refused.problem = "connection refused";
  refused.log = "[back-end]\n * Running on http://127.0.0.1:5252\n";
  const Finding local = judged("t2-api-hello", refused, model(2));
  CHECK(is_failed(local));
  CHECK(says(local, "127.0.0.1"));
}

TEST_CASE("t2-front-end-files tells a gitlink from files") {
  CHECK(is_passed(judged("t2-front-end-files", model_site(2))));
  SiteSeen link = model_site(2);
  link.state = SiteState::gitlink;
  link.gitlink_commit = "0123456789012345678901234567890123456789";
  link.files.clear();
  const Finding finding = judged("t2-front-end-files", link);
  CHECK(is_failed(finding));
  CHECK(says(finding, ".git folder"));
  CHECK(finding.hint.find("git rm --cached") != std::string::npos);
  SiteSeen absent;
  absent.folder = "task2/front-end/softy-pinko-front-end";
  CHECK(is_failed(judged("t2-front-end-files", absent)));
  SiteSeen unseen = model_site(2);
  unseen.committed = false;
  CHECK(says(judged("t2-front-end-files", unseen), "never"));
  link.from_template = true;
  const Finding given = judged("t2-front-end-files", link);
  CHECK(is_passed(given));
  CHECK(given.notes.size() == 1);
}

TEST_CASE("t2-front-end-dockerfile, t2-front-end-base-image and t2-conf-file look at files") {
  const FileSeen dockerfile = model_file(2, "front-end/Dockerfile");
  CHECK(is_passed(judged("t2-front-end-dockerfile", dockerfile)));
  CHECK(is_failed(judged("t2-front-end-dockerfile", missing("task2/front-end/Dockerfile"))));
  CHECK(is_passed(judged("t2-front-end-base-image", dockerfile)));
  const FileSeen alpine = file("task2/front-end/Dockerfile", "FROM nginx:alpine\n");
  CHECK(is_failed(judged("t2-front-end-base-image", alpine)));
  CHECK(is_passed(judged("t2-conf-file", model_file(2, kConf))));
  CHECK(is_failed(judged("t2-conf-file", missing(std::string("task2/") + kConf))));
}

TEST_CASE("t2-front-end-builds follows from files that are not there") {
  BuildSeen good;
  good.ok = true;
  CHECK(is_passed(judged("t2-front-end-builds", good)));
  const Finding finding =
      judged("t2-front-end-builds",
             failed_build("front-end",
                          "COPY failed: file not found in build context or excluded by "
                          ".dockerignore: stat softy-pinko-front-end.conf: file does not "
                          "exist"));
  CHECK(is_failed(finding));
  CHECK(finding.follows == std::vector<std::string>{"conf-file"});
}

TEST_CASE("t2-conf-in-image compares the copies") {
  CopySeen seen;
  seen.source = model_file(2, kConf);
  CHECK(is_failed(judged("t2-conf-in-image", seen, model(2))));
  const Sources folder =
      edited(model(2), "front-end/Dockerfile", "conf.d/default.conf", "conf.d/default.conf/");
  CHECK(judged("t2-conf-in-image", seen, folder).cause_id == "nginx-conf-is-folder");
  CHECK(judged("t2-conf-in-image", seen, model(2)).cause_id.empty());
  seen.in_image = true;
  seen.bytes = seen.source.bytes;
  CHECK(is_passed(judged("t2-conf-in-image", seen, model(2))));
  seen.bytes = "server { location / { root   /usr/share/nginx/html; } }";
  const Finding stock = judged("t2-conf-in-image", seen, model(2));
  CHECK(is_failed(stock));
  CHECK(says(stock, "own file is there"));
  CHECK(stock.where.front().path == "task2/front-end/Dockerfile");
  CHECK(stock.where.front().line > 1);
}

TEST_CASE("t2-site-in-image wants every file") {
  CHECK(is_passed(judged("t2-site-in-image", copied(true, true))));
  CHECK(is_failed(judged("t2-site-in-image", copied(true, false))));
  SiteCopySeen elsewhere = copied(false, false);
  elsewhere.found_instead = {"/usr/share/nginx/html"};
  CHECK(judged("t2-site-in-image", elsewhere).actual.find("/usr/share/nginx/html") !=
        std::string::npos);
}

TEST_CASE("t2-listens reads nginx's own words") {
  ListenSeen good;
  good.running = true;
  good.listeners = {{.address = "0.0.0.0", .port = 9000}};
  CHECK(is_passed(judged("t2-listens", good)));
  ListenSeen ended;
  ended.exit_code = 1;
  ended.log =
      "2026/01/02 03:04:05 [emerg] 1#1: unknown directive \"//\" in "
      "/etc/nginx/conf.d/default.conf:2\n"
      "nginx: [emerg] unknown directive \"//\" in /etc/nginx/conf.d/default.conf:2\n";
  const Finding refused = judged("t2-listens", ended, model(2));
  CHECK(is_failed(refused));
  CHECK(says(refused, "no comments with //"));
  CHECK(to_string(refused.where.front()) == "task2/front-end/softy-pinko-front-end.conf:2:1");
  ListenSeen stock = good;
  stock.listeners.front().port = 80;
  const Finding other = judged("t2-listens", stock, model(2));
  CHECK(is_failed(other));
  CHECK(other.follows == std::vector<std::string>{"conf-in-image"});
}

TEST_CASE("t2-page-served knows the welcome page and broken configurations") {
  CHECK(is_passed(judged("t2-page-served", served(200, true))));
  SiteServedSeen welcome = served(200, false);
  welcome.welcome_page = true;
  const Finding stock = judged("t2-page-served", welcome, model(2));
  CHECK(is_failed(stock));
  CHECK(stock.follows.front() == "conf-in-image");
  const Sources tries =
      edited(model(2), kConf, "try_files $uri $uri/ =404", "try_files index.html =404");
  CHECK(says(judged("t2-page-served", served(404, false), tries), "try_files"));
  const Sources root =
      edited(model(2), kConf, "root /var/www/html/softy-pinko-front-end", "root /var/www/html");
  const Finding wrong = judged("t2-page-served", served(404, false), root);
  CHECK(says(wrong, "root names /var/www/html"));
  CHECK(wrong.where.front().line > 0);
}

TEST_CASE("t2-site-served wants every file byte for byte") {
  CHECK(is_passed(judged("t2-site-served", served(200, true))));
  SiteServedSeen broken = served(200, true);
  broken.files.back().equal = false;
  broken.files.back().status = 404;
  const Finding finding = judged("t2-site-served", broken, model(2));
  CHECK(is_failed(finding));
  CHECK(finding.evidence == "assets/a.css: 404");
}

TEST_CASE("t2-as-reference follows from page, files and API, and notes the rest") {
  ComparisonSeen seen = all_alike();
  CHECK(is_passed(judged("t2-as-reference", seen)));
  ComparedRequest missing = alike(AskedFor::no_page);
  missing.reference.status = 404;
  seen.requests.push_back(missing);
  const Finding finding = judged("t2-as-reference", seen);
  CHECK(is_passed(finding));
  CHECK(finding.notes.size() == 1);
  seen.requests[1].same_body = false;
  seen.requests[3].same_body = false;
  CHECK(judged("t2-as-reference", seen).follows ==
        std::vector<std::string>{"page-served", "site-served"});
}

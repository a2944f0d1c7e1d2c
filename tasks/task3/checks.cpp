#include "checker/expect/comparison.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/page.hpp"
#include "checker/expect/servers.hpp"
#include "tasks/commands.hpp"
#include "tasks/tasks.hpp"

namespace pinko::tasks {
namespace {

using namespace expect;

constexpr ImageSpec kImages[] = {
    {.role = "back-end", .context = "back-end", .dockerfile = "back-end/Dockerfile"},
    {.role = "front-end", .context = "front-end", .dockerfile = "front-end/Dockerfile"},
};
constexpr ServerSpec kServers[] = {
    {.role = "back-end", .port = 5252},
    {.role = "front-end", .port = 9000},
};

constexpr std::string_view kConf = "front-end/softy-pinko-front-end.conf";
constexpr std::string_view kOrigin = "http://localhost:9000";

constexpr Check kChecks[] = {
    check({.id = "t3-front-end-files",
           .points = 1,
           .title = "The site is in front-end/softy-pinko-front-end, and git has its files",
           .why = "Others see the changes that are in your commits, and no others.",
           .hint = "Add the site's files themselves, without the .git folder among them.",
           .needs = "",
           .by_hand = "git ls-files --stage front-end"},
          ReadSite{},
          [](const SiteSeen& seen) { return is_in_git(seen); }),

    check(
        {.id = "t3-back-end-builds",
         .points = 1,
         .title = "docker build makes the back end's image",
         .why = "The page's script asks this server; without its image there is nobody to answer.",
         .hint = "Build it by hand and mend the first instruction that fails.",
         .needs = "",
         .by_hand = "docker build -f ./back-end/Dockerfile -t softy-pinko-back-end:task3 "
                    "./back-end"},
        BuildImage{"back-end"},
        [](const BuildSeen& seen, const Sources& task) { return builds(seen, task); }),

    check({.id = "t3-front-end-builds",
           .points = 1,
           .title = "docker build makes the front end's image",
           .why = "A changed page reaches the container only through a new image.",
           .hint = "Build it by hand and mend the first instruction that fails.",
           .needs = "",
           .by_hand = "docker build -f ./front-end/Dockerfile -t softy-pinko-front-end:task3 "
                      "./front-end"},
          BuildImage{"front-end"},
          [](const BuildSeen& seen, const Sources& task) { return builds(seen, task); }),

    check({.id = "t3-heading",
           .points = 2,
           .title = "The page has a heading h1 whose id is dynamic-content",
           .why = "The script finds the place for the API's answer by that id.",
           .hint = "Add `<h1 id=\"dynamic-content\"></h1>` to index.html.",
           .needs = "",
           .by_hand = "grep -n 'dynamic-content' front-end/softy-pinko-front-end/index.html"},
          ReadSite{},
          [](const SiteSeen& seen) { return has_heading(seen); }),

    check({.id = "t3-heading-place",
           .points = 1,
           .title = "The new heading stands before the heading \"We provide the best\"",
           .why = "The order in the file is the order on the screen.",
           .hint = "Move the new line directly above the old heading.",
           .needs = "t3-heading",
           .by_hand = "grep -n '<h1' front-end/softy-pinko-front-end/index.html"},
          ReadSite{},
          [](const SiteSeen& seen) { return heading_comes_first(seen); }),

    check({.id = "t3-script",
           .points = 1,
           .title = "A script of the page asks the API for /api/hello",
           .why = "The page itself is a fixed file; a script fetches what changes.",
           .hint = "Ask for http://localhost:5252/api/hello in the last script of the page.",
           .needs = "",
           .by_hand = "grep -n 'api/hello' front-end/softy-pinko-front-end/index.html",
           .refuter = "t3-browser"},
          ReadSite{},
          [](const SiteSeen& seen, const Sources& task) { return asks_api(seen, task); }),

    check({.id = "t3-api-hello",
           .points = 1,
           .title = "The back end answers GET /api/hello with Hello, World!",
           .why = "Without the API's answer the page has nothing to show.",
           .hint = "Run the container in the foreground and read what it prints.",
           .needs = "t3-back-end-builds",
           .by_hand = "curl -i http://localhost:5252/api/hello"},
          HttpGet{.port = 5252, .target = "/api/hello"},
          [](const HttpSeen& seen, const Sources& task) { return answers_hello(seen, task); }),

    check({.id = "t3-cors",
           .points = 2,
           .title = "The API's answer allows pages of another origin to read it",
           .why = "Port 9000 and port 5252 are two origins; a browser hides answers across them.",
           .hint = "Install flask-cors with pip3, and call CORS(app) in api.py.",
           .needs = "t3-api-hello",
           .by_hand = "curl -si -H 'Origin: http://localhost:9000' "
                      "http://localhost:5252/api/hello | grep -i access-control"},
          HttpGet{.port = 5252, .target = "/api/hello", .origin = kOrigin},
          [](const HttpSeen& seen, const Sources& task) {
            return allows_origin(seen, kOrigin, task);
          }),

    check({.id = "t3-page-served",
           .points = 1,
           .title = "http://localhost:9000/ is the site's index.html with your changes",
           .why = "What the browser gets has to be the page that you edited.",
           .hint = "Build the image again after each change of the page.",
           .needs = "t3-front-end-builds",
           .by_hand = "curl -s http://localhost:9000/ | "
                      "cmp - front-end/softy-pinko-front-end/index.html"},
          FetchSite{.port = 9000},
          [](const SiteServedSeen& seen, const Sources& task) {
            return serves_page(seen, kConf, task);
          }),

    check({.id = "t3-site-served",
           .points = 1,
           .title = "Every file of the site is served, byte for byte",
           .why = "A page without its styles and scripts is half a page; jQuery is one of them.",
           .hint = "Let one location / serve all files below root, and name no exceptions.",
           .needs = "t3-page-served",
           .by_hand = kCompareSiteOn9000},
          FetchSite{.port = 9000},
          [](const SiteServedSeen& seen, const Sources& task) {
            return serves_site(seen, kConf, task);
          }),

    check({.id = "t3-browser",
           .points = 2,
           .title = "In a browser, the heading dynamic-content ends up holding the API's answer",
           .why = "It is what a visitor sees when all parts work together.",
           .hint = "Open http://localhost:9000, press F12, and read the console.",
           .needs = "t3-page-served",
           .by_hand =
               "chromium --headless --virtual-time-budget=5000 --dump-dom http://localhost:9000 | "
               "grep dynamic-content"},
          LoadPage{.port = 9000},
          [](const PageSeen& seen, const Sources& task) { return shows_greeting(seen, task); }),

    check({.id = "t3-as-reference",
           .points = 1,
           .title = "However a browser asks, page and API answer as the reference stack does",
           .why = "Browsers keep connections, and open new ones: an answer must not depend on it.",
           .hint = "Ask as the report says, and lay the two answers side by side.",
           .needs = "t3-page-served",
           .by_hand = "curl -si http://localhost:9000/"},
          CompareWithReference{
              .page_port = 9000, .api_port = 5252, .origin = kOrigin, .allowed = true},
          [](const ComparisonSeen& seen) { return answers_as_reference(seen); }),
};

static_assert(well_formed(kChecks, "t3-", 15));

}  // namespace

constinit const Task kTask3{.number = 3,
                            .title = "Connecting front end and back end",
                            .points = 15,
                            .fixture = {.images = kImages, .servers = kServers},
                            .checks = kChecks};

}  // namespace pinko::tasks

#include "checker/expect/compose.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/page.hpp"
#include "checker/expect/servers.hpp"
#include "tasks/tasks.hpp"

namespace pinko::tasks {
namespace {

using namespace expect;

constexpr ServerSpec kServers[] = {
    {.role = "back-end", .port = 5252},
    {.role = "front-end", .port = 9000},
};

constexpr std::string_view kConf = "front-end/softy-pinko-front-end.conf";

constexpr Check kChecks[] = {
    check({.id = "t4-front-end-files",
           .points = 1,
           .title = "The site is in front-end/softy-pinko-front-end, and git has its files",
           .why = "Others get the files that are in your commits, and no others.",
           .hint = "Add the site's files themselves, without the .git folder among them.",
           .needs = "",
           .by_hand = "git ls-files --stage front-end"},
          ReadSite{},
          [](const SiteSeen& seen) { return is_in_git(seen); }),

    check({.id = "t4-compose-file",
           .points = 1,
           .title = "There is a file task4/docker-compose.yml",
           .why = "It holds what you typed by hand so far: images, ports, and their order.",
           .hint = "Create the file docker-compose.yml in the folder task4.",
           .needs = "",
           .by_hand = "ls -la"},
          ReadCompose{},
          [](const ComposeSeen& seen) { return has_compose_file(seen); }),

    check({.id = "t4-compose-valid",
           .points = 1,
           .title = "Compose can read the file",
           .why = "Compose starts nothing from a file that it cannot read.",
           .hint = "Let Compose read the file and mend the line that it names.",
           .needs = "t4-compose-file",
           .by_hand = "docker-compose config"},
          ReadCompose{},
          [](const ComposeSeen& seen) { return is_accepted(seen); }),

    check({.id = "t4-services",
           .points = 1,
           .title = "One service for the back end, one for the front end, with build and ports",
           .why = "A service says how its image is made and which port of your computer leads in.",
           .hint = "Give both services build and ports: \"5252:5252\" and \"9000:9000\".",
           .needs = "t4-compose-file",
           .by_hand = "docker-compose config"},
          ReadCompose{},
          [](const ComposeSeen& seen) { return has_both_services(seen); }),

    check({.id = "t4-depends-on",
           .points = 1,
           .title = "One service waits for the other with depends_on",
           .why = "It makes Compose start them in the order in which they need each other.",
           .hint = "Give the front end `depends_on` with the back end's service name.",
           .needs = "t4-compose-file",
           .by_hand = "grep -n -A 2 'depends_on' docker-compose.yml"},
          ReadCompose{},
          [](const ComposeSeen& seen) { return has_depends_on(seen); }),

    check(
        {.id = "t4-builds",
         .points = 1,
         .title = "docker-compose build makes both images",
         .why = "Compose runs docker build for each service that has a build section.",
         .hint = "Build by hand and mend the first instruction that fails.",
         .needs = "t4-compose-valid",
         .by_hand = "docker-compose build"},
        BuildProject{},
        [](const ProjectBuildSeen& seen, const Sources& task) { return all_build(seen, 2, task); }),

    check({.id = "t4-up",
           .points = 1,
           .title = "docker-compose up starts both containers, and they keep running",
           .why = "The page works only while both servers run, at the same time.",
           .hint = "Read the log of the container that stopped.",
           .needs = "t4-builds",
           .by_hand = "docker-compose up --build"},
          StartProject{.replicas = 1},
          [](const ProjectSeen& seen, const Sources& task) { return comes_up(seen, 2, task); }),

    check({.id = "t4-api-hello",
           .points = 1,
           .title = "http://localhost:5252/api/hello answers Hello, World!",
           .why = "The API works as before, now started by one command.",
           .hint = "Map the port: `\"5252:5252\"` below ports of the back end.",
           .needs = "t4-builds",
           .by_hand = "curl -i http://localhost:5252/api/hello"},
          HttpGet{.port = 5252, .target = "/api/hello"},
          [](const HttpSeen& seen, const Sources& task) { return answers_hello(seen, task); }),

    check({.id = "t4-page-served",
           .points = 1,
           .title = "http://localhost:9000/ is the site's index.html, byte for byte",
           .why = "The page is served as before, now started by one command.",
           .hint = "Map the port: `\"9000:9000\"` below ports of the front end.",
           .needs = "t4-builds",
           .by_hand = "curl -s http://localhost:9000/ | "
                      "cmp - front-end/softy-pinko-front-end/index.html"},
          FetchSite{.port = 9000},
          [](const SiteServedSeen& seen, const Sources& task) {
            return serves_page(seen, kConf, task);
          }),

    check({.id = "t4-browser",
           .points = 1,
           .title = "In a browser, the heading dynamic-content ends up holding the API's answer",
           .why = "It is what a visitor sees when all parts work together.",
           .hint = "Open http://localhost:9000, press F12, and read the console.",
           .needs = "t4-page-served",
           .by_hand =
               "chromium --headless --virtual-time-budget=5000 --dump-dom http://localhost:9000 | "
               "grep dynamic-content"},
          LoadPage{.port = 9000},
          [](const PageSeen& seen, const Sources& task) { return shows_greeting(seen, task); }),
};

static_assert(well_formed(kChecks, "t4-", 10));

}  // namespace

constinit const Task kTask4{.number = 4,
                            .title = "Making it simpler with Docker Compose",
                            .points = 10,
                            .fixture = {.images = {}, .servers = kServers, .compose = true},
                            .checks = kChecks};

}  // namespace pinko::tasks

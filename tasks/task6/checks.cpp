#include "checker/expect/comparison.hpp"
#include "checker/expect/compose.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/page.hpp"
#include "checker/expect/replicas.hpp"
#include "checker/expect/servers.hpp"
#include "tasks/tasks.hpp"

namespace pinko::tasks {
namespace {

using namespace expect;

constexpr ServerSpec kServers[] = {{.role = "proxy", .port = 80}};

constexpr std::string_view kConf = "proxy/proxy.conf";
constexpr std::string_view kCommandFile = "2-api-servers.txt";
/// What each request was answered with, and then by whom, by the time of their logs.
constexpr std::string_view kTurnsByHand =
    "curl -s -o /dev/null -w '%{http_code}\\n' 'http://localhost/api/hello?[1-20]'; "
    "docker-compose logs -t back-end | grep 'GET /api' | sort -k 3";

constexpr SampleReplicas kTurns{.replicas = 2, .count = 20};
constexpr SampleReplicas kShares{.replicas = 2, .count = 40, .fresh_connections = true};
constexpr SampleReplicas kFive{.replicas = 5, .count = 20};

constexpr Check kChecks[] = {
    check({.id = "t6-front-end-files",
           .points = 1,
           .title = "The site is in front-end/softy-pinko-front-end, and git has its files",
           .why = "Others get the files that are in your commits, and no others.",
           .hint = "Add the site's files themselves, without the .git folder among them.",
           .needs = "",
           .by_hand = "git ls-files --stage front-end"},
          ReadSite{},
          [](const SiteSeen& seen) { return is_in_git(seen); }),

    check({.id = "t6-command-file",
           .points = 1,
           .title = "There is a file task6/2-api-servers.txt",
           .why = "A command that is written down can be run again by anybody.",
           .hint = "Write your command into 2-api-servers.txt, beside docker-compose.yml.",
           .needs = "",
           .by_hand = "ls -la"},
          ReadFile{kCommandFile},
          [](const FileSeen& seen) { return is_there(seen); }),

    check({.id = "t6-command-newline",
           .points = 1,
           .title = "The file ends with a newline",
           .why = "The task asks for it; a line of text ends with a newline.",
           .hint = "Press Enter behind the command and save, or append a newline: "
                   "`echo >> 2-api-servers.txt`.",
           .needs = "t6-command-file",
           .by_hand = "tail -c 1 2-api-servers.txt | od -c"},
          ReadFile{kCommandFile},
          [](const FileSeen& seen) { return ends_with_newline(seen); }),

    check({.id = "t6-command",
           .points = 3,
           .title = "The file holds one command that starts two servers of the service back-end",
           .why = "Two servers share the work of one, and one command is all that it takes.",
           .hint = "Write `docker-compose up --scale back-end=2`, and nothing else.",
           .needs = "t6-command-file",
           .by_hand = "cat -A 2-api-servers.txt"},
          ReadFile{kCommandFile},
          [](const FileSeen& seen) { return starts_two_servers(seen); }),

    check({.id = "t6-service-name",
           .points = 1,
           .title = "The Compose file has a service named back-end",
           .why = "The command names the service; it must be called so in the file.",
           .hint = "Call the service back-end, once, with its build.",
           .needs = "",
           .by_hand = "docker-compose config --services"},
          ReadCompose{},
          [](const ComposeSeen& seen) { return has_service(seen, "back-end"); }),

    check(
        {.id = "t6-builds",
         .points = 1,
         .title = "docker-compose build makes all three images",
         .why = "All copies of a server start from one image.",
         .hint = "Build by hand and mend the first instruction that fails.",
         .needs = "",
         .by_hand = "docker-compose build"},
        BuildProject{},
        [](const ProjectBuildSeen& seen, const Sources& task) { return all_build(seen, 3, task); }),

    check(
        {.id = "t6-replicas",
         .points = 2,
         .title = "Your command brings up two running containers of back-end, and one proxy",
         .why = "Scaling means that one image runs in several containers, side by side.",
         .hint = "Remove container_name and fixed ports from the service back-end.",
         .needs = "t6-command",
         .by_hand = "docker-compose up -d --build --scale back-end=2; sleep 3; "
                    "docker-compose ps; docker-compose logs; docker-compose down",
         .judged_anyway = true},
        StartProject{.replicas = 2},
        [](const ProjectSeen& seen, const Sources& task) { return runs_replicas(seen, 2, task); }),

    check({.id = "t6-page-served",
           .points = 1,
           .title = "http://localhost/ is the site's index.html, byte for byte",
           .why = "More API servers must not change what a visitor sees.",
           .hint = "Pass location / on to `http://front-end:9000`.",
           .needs = "t6-builds",
           .by_hand = "curl -s http://localhost/ | "
                      "cmp - front-end/softy-pinko-front-end/index.html"},
          FetchSite{.port = 80},
          [](const SiteServedSeen& seen, const Sources& task) {
            return serves_page(seen, kConf, task);
          }),

    check({.id = "t6-api-hello",
           .points = 1,
           .title = "http://localhost/api/hello answers Hello, World!",
           .why = "Whichever server has its turn, the answer is the same.",
           .hint = "Pass location /api on to `http://back-end:5252`, with no path behind the port.",
           .needs = "t6-builds",
           .by_hand = "curl -i http://localhost/api/hello"},
          HttpGet{.port = 80, .target = "/api/hello"},
          [](const HttpSeen& seen, const Sources& task) {
            return answers_hello_by_proxy(seen, task);
          }),

    check({.id = "t6-no-host-ports",
           .points = 1,
           .title = "Front end and back ends cannot be reached from your computer, only the proxy",
           .why = "A request that reaches a server directly is not balanced.",
           .hint = "Remove ports from front end and back end; expose is enough.",
           .needs = "",
           .by_hand = "docker-compose ps"},
          ListPorts{},
          [](const PortsSeen& seen, const Sources& task) { return hides_servers(seen, task); }),

    check({.id = "t6-browser",
           .points = 1,
           .title = "In a browser, the heading dynamic-content ends up holding the API's answer",
           .why = "It proves that page, proxy and API servers still work together.",
           .hint = "Open http://localhost, press F12, and read the console.",
           .needs = "t6-page-served",
           .by_hand = "chromium --headless --virtual-time-budget=5000 --dump-dom http://localhost "
                      "| grep dynamic-content"},
          LoadPage{.port = 80},
          [](const PageSeen& seen, const Sources& task) {
            return shows_greeting_by_proxy(seen, task);
          }),

    check({.id = "t6-as-reference",
           .points = 1,
           .title = "However a browser asks, page and API answer as the reference stack does",
           .why = "Browsers keep connections, and open new ones: an answer must not depend on it.",
           .hint = "Ask as the report says, and lay the two answers side by side.",
           .needs = "t6-page-served",
           .by_hand = "curl -si http://localhost/"},
          CompareWithReference{.page_port = 80, .api_port = 80, .origin = "http://localhost"},
          [](const ComparisonSeen& seen) { return answers_as_reference(seen); }),

    check(
        {.id = "t6-round-robin",
         .points = 6,
         .title = "The two API servers take turns: A, B, A, B, and so on",
         .why = "Taking turns spreads the work evenly without measuring anything.",
         .hint = "Name the service once in proxy_pass, and let the proxy start after the others.",
         .needs = "t6-builds",
         .by_hand = kTurnsByHand},
        kTurns,
        [](const ReplicaSample& seen, const Sources& task) { return takes_turns(seen, 2, task); }),

    check({.id = "t6-shares-evenly",
           .points = 1,
           .title = "Over many fresh connections, both servers get about the same number",
           .why = "A server that gets more than its share is the first to be overloaded.",
           .hint = "Remove weights and other methods of balancing from proxy.conf.",
           .needs = "t6-round-robin",
           .by_hand = "for i in $(seq 40); do curl -s -o /dev/null http://localhost/api/hello; "
                      "done; docker-compose logs back-end | grep 'GET /api' | cut -d'|' -f1 | "
                      "sort | uniq -c"},
          kShares,
          [](const ReplicaSample& seen, const Sources& task) {
            return shares_evenly(seen, 2, task);
          }),

    check(
        {.id = "t6-five-replicas",
         .points = 3,
         .title = "With --scale back-end=5, all five API servers take turns",
         .why = "Scaling should need one number in one command, and no other change.",
         .hint = "Write the service's name once in proxy.conf, not the containers' names.",
         .needs = "t6-builds",
         .by_hand = kTurnsByHand},
        kFive,
        [](const ReplicaSample& seen, const Sources& task) { return takes_turns(seen, 5, task); }),
};

static_assert(well_formed(kChecks, "t6-", 25));

}  // namespace

constinit const Task kTask6{.number = 6,
                            .title = "Scale horizontally",
                            .points = 25,
                            .fixture = {.images = {},
                                        .servers = kServers,
                                        .compose = true,
                                        .replicas = 2,
                                        .more_replicas = 5},
                            .checks = kChecks};

}  // namespace pinko::tasks

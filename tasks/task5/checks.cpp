#include "checker/expect/comparison.hpp"
#include "checker/expect/compose.hpp"
#include "checker/expect/dockerfile.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/page.hpp"
#include "checker/expect/servers.hpp"
#include "tasks/commands.hpp"
#include "tasks/tasks.hpp"

namespace pinko::tasks {
namespace {

using namespace expect;

constexpr ServerSpec kServers[] = {{.role = "proxy", .port = 80}};

constexpr std::string_view kConf = "proxy/proxy.conf";
constexpr std::string_view kConfInImage = "/etc/nginx/conf.d/default.conf";

constexpr Check kChecks[] = {
    check({.id = "t5-front-end-files",
           .points = 1,
           .title = "The site is in front-end/softy-pinko-front-end, and git has its files",
           .why = "Others get the files that are in your commits, and no others.",
           .hint = "Add the site's files themselves, without the .git folder among them.",
           .needs = "",
           .by_hand = "git ls-files --stage front-end"},
          ReadSite{},
          [](const SiteSeen& seen) { return is_in_git(seen); }),

    check({.id = "t5-compose-valid",
           .points = 1,
           .title = "There is a task5/docker-compose.yml, and Compose can read it",
           .why = "It describes all three servers; nothing starts without it.",
           .hint = "Let Compose read the file and mend the line that it names.",
           .needs = "",
           .by_hand = "docker-compose config"},
          ReadCompose{},
          [](const ComposeSeen& seen) { return is_accepted(seen); }),

    check({.id = "t5-proxy-service",
           .points = 1,
           .title = "The Compose file has a service named proxy, on port 80 of your computer",
           .why = "It is the one door through which visitors come in.",
           .hint = "Add the service proxy with build, and ports with \"80:80\".",
           .needs = "",
           .by_hand = "grep -n -A 8 'proxy:' docker-compose.yml"},
          ReadCompose{},
          [](const ComposeSeen& seen, const Sources& task) { return has_proxy(seen, task); }),

    check({.id = "t5-proxy-base-image",
           .points = 1,
           .title = "The proxy's image starts from the latest nginx",
           .why = "nginx is a web server and a proxy: its configuration decides.",
           .hint = "Begin proxy/Dockerfile with `FROM nginx:latest`.",
           .needs = "",
           .by_hand = "grep -n -i '^ *FROM' proxy/Dockerfile"},
          ReadFile{"proxy/Dockerfile"},
          [](const FileSeen& seen) { return is_latest_of(seen, "nginx"); }),

    check(
        {.id = "t5-builds",
         .points = 1,
         .title = "docker-compose build makes all three images",
         .why = "Compose runs docker build for each service that has a build section.",
         .hint = "Build by hand and mend the first instruction that fails.",
         .needs = "t5-compose-valid",
         .by_hand = "docker-compose build"},
        BuildProject{},
        [](const ProjectBuildSeen& seen, const Sources& task) { return all_build(seen, 3, task); }),

    check({.id = "t5-proxy-conf-in-image",
           .points = 1,
           .title = "The proxy's image has your proxy.conf at /etc/nginx/conf.d/default.conf",
           .why = "nginx reads that place; left alone, its welcome page's configuration is there.",
           .hint = "Copy it: `COPY ./proxy.conf /etc/nginx/conf.d/default.conf`.",
           .needs = "t5-compose-valid",
           .by_hand = "docker-compose run --rm --no-deps proxy "
                      "cat /etc/nginx/conf.d/default.conf"},
          CompareCopy{.role = "proxy", .source = kConf, .in_image = kConfInImage},
          [](const CopySeen& seen, const Sources& task) {
            return is_in_image(seen, kConfInImage, task);
          }),

    check({.id = "t5-up",
           .points = 1,
           .title = "docker-compose up starts all three containers, and they keep running",
           .why = "The site works only while all three servers run, at the same time.",
           .hint = "Read the log of the container that stopped.",
           .needs = "t5-builds",
           .by_hand = "docker-compose up --build"},
          StartProject{.replicas = 1},
          [](const ProjectSeen& seen, const Sources& task) { return comes_up(seen, 3, task); }),

    check({.id = "t5-page-served",
           .points = 1,
           .title = "http://localhost/ is the site's index.html, byte for byte",
           .why = "The proxy fetches the page from the front end and hands it on unchanged.",
           .hint = "Pass location / on to `http://front-end:9000`.",
           .needs = "t5-builds",
           .by_hand = "curl -s http://localhost/ | "
                      "cmp - front-end/softy-pinko-front-end/index.html"},
          FetchSite{.port = 80},
          [](const SiteServedSeen& seen, const Sources& task) {
            return serves_page(seen, kConf, task);
          }),

    check({.id = "t5-site-served",
           .points = 1,
           .title = "Every file of the site comes through the proxy, byte for byte",
           .why = "A page without its styles and scripts is half a page.",
           .hint = "Let location / pass on everything that does not begin with /api.",
           .needs = "t5-page-served",
           .by_hand = kCompareSiteOn80},
          FetchSite{.port = 80},
          [](const SiteServedSeen& seen, const Sources& task) {
            return serves_site(seen, kConf, task);
          }),

    check({.id = "t5-api-hello",
           .points = 1,
           .title = "http://localhost/api/hello answers Hello, World!, through the proxy",
           .why = "The proxy decides by the path which server gets a request.",
           .hint = "Pass location /api on to `http://back-end:5252`, with no path behind the port.",
           .needs = "t5-builds",
           .by_hand = "curl -i http://localhost/api/hello"},
          HttpGet{.port = 80, .target = "/api/hello"},
          [](const HttpSeen& seen, const Sources& task) {
            return answers_hello_by_proxy(seen, task);
          }),

    check({.id = "t5-no-host-ports",
           .points = 2,
           .title = "Front end and back end cannot be reached from your computer, only the proxy",
           .why = "What nobody can reach directly can be moved or multiplied without telling them.",
           .hint = "Remove ports from front end and back end; expose is enough.",
           .needs = "t5-compose-valid",
           .by_hand = "docker-compose ps"},
          ListPorts{},
          [](const PortsSeen& seen, const Sources& task) { return hides_servers(seen, task); }),

    check({.id = "t5-page-url",
           .points = 1,
           .title = "The page asks for /api/hello at its own address",
           .why = "The page then works behind any proxy, whatever its name and port.",
           .hint = "Ask for \"/api/hello\", without host and port.",
           .needs = "",
           .by_hand = "grep -n 'api/hello' front-end/softy-pinko-front-end/index.html",
           .refuter = "t5-browser"},
          ReadSite{},
          [](const SiteSeen& seen, const Sources& task) { return asks_own_origin(seen, task); }),

    check({.id = "t5-browser",
           .points = 1,
           .title = "In a browser, the heading dynamic-content ends up holding the API's answer",
           .why = "It is what a visitor sees when all parts work together.",
           .hint = "Open http://localhost, press F12, and read the console.",
           .needs = "t5-page-served",
           .by_hand = "chromium --headless --virtual-time-budget=5000 --dump-dom http://localhost "
                      "| grep dynamic-content"},
          LoadPage{.port = 80},
          [](const PageSeen& seen, const Sources& task) {
            return shows_greeting_by_proxy(seen, task);
          }),

    check({.id = "t5-as-reference",
           .points = 1,
           .title = "However a browser asks, page and API answer as the reference stack does",
           .why = "Browsers keep connections, and open new ones: an answer must not depend on it.",
           .hint = "Ask as the report says, and lay the two answers side by side.",
           .needs = "t5-page-served",
           .by_hand = "curl -si http://localhost/"},
          CompareWithReference{.page_port = 80, .api_port = 80, .origin = "http://localhost"},
          [](const ComparisonSeen& seen) { return answers_as_reference(seen); }),
};

static_assert(well_formed(kChecks, "t5-", 15));

}  // namespace

constinit const Task kTask5{.number = 5,
                            .title = "Proxy server",
                            .points = 15,
                            .fixture = {.images = {}, .servers = kServers, .compose = true},
                            .checks = kChecks};

}  // namespace pinko::tasks

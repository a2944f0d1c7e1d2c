#include "checker/expect/comparison.hpp"
#include "checker/expect/dockerfile.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/images.hpp"
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
constexpr std::string_view kConfInImage = "/etc/nginx/conf.d/default.conf";

constexpr Check kChecks[] = {
    check({.id = "t2-back-end-files",
           .points = 1,
           .title = "task2/back-end holds the Dockerfile and api.py of task 1",
           .why = "Each server has a folder of its own from now on.",
           .hint = "Move the Dockerfile and api.py into the folder back-end with git mv.",
           .needs = "",
           .by_hand = "ls -la back-end"},
          ReadFile{"back-end/Dockerfile"},
          [](const FileSeen& seen, const Sources& task) { return has_back_end_files(seen, task); }),

    check({.id = "t2-back-end-base-image",
           .points = 1,
           .title = "The back end still starts from the latest Ubuntu",
           .why = "Moving the files changes nothing about what they ask for.",
           .hint = "Begin back-end/Dockerfile with `FROM ubuntu:latest`.",
           .needs = "",
           .by_hand = "grep -n -i '^ *FROM' back-end/Dockerfile"},
          ReadFile{"back-end/Dockerfile"},
          [](const FileSeen& seen) { return is_latest_of(seen, "ubuntu"); }),

    check({.id = "t2-back-end-builds",
           .points = 1,
           .title = "docker build makes the back end's image from its new folder",
           .why = "Only an image that builds can be run, here and on any other machine.",
           .hint = "Build it by hand and mend the first instruction that fails.",
           .needs = "",
           .by_hand = "docker build -f ./back-end/Dockerfile -t softy-pinko-back-end:task2 "
                      "./back-end"},
          BuildImage{"back-end"},
          [](const BuildSeen& seen, const Sources& task) { return builds(seen, task); }),

    check({.id = "t2-api-hello",
           .points = 1,
           .title = "The back end still answers GET /api/hello with Hello, World!",
           .why = "Tidying up must not change what a program does.",
           .hint = "Run the container in the foreground and read what it prints.",
           .needs = "t2-back-end-builds",
           .by_hand = "curl -i http://localhost:5252/api/hello"},
          HttpGet{.port = 5252, .target = "/api/hello"},
          [](const HttpSeen& seen, const Sources& task) { return answers_hello(seen, task); }),

    check({.id = "t2-front-end-files",
           .points = 1,
           .title = "The site is in front-end/softy-pinko-front-end, and git has its files",
           .why = "Others get the files that are in your commits, and no others.",
           .hint = "Add the site's files themselves, without the .git folder among them.",
           .needs = "",
           .by_hand = "git ls-files --stage front-end"},
          ReadSite{},
          [](const SiteSeen& seen) { return is_in_git_or_template(seen); }),

    check({.id = "t2-front-end-dockerfile",
           .points = 1,
           .title = "There is a file task2/front-end/Dockerfile, spelled exactly so",
           .why = "Each image has a Dockerfile of its own, in its own folder.",
           .hint = "Create the file, or rename it with git mv, in the folder front-end.",
           .needs = "",
           .by_hand = "ls -la front-end"},
          ReadFile{"front-end/Dockerfile"},
          [](const FileSeen& seen) { return is_there(seen); }),

    check({.id = "t2-front-end-base-image",
           .points = 1,
           .title = "The front end's image starts from the latest nginx",
           .why = "nginx is the web server of this exercise, ready-made in its own image.",
           .hint = "Begin front-end/Dockerfile with `FROM nginx:latest`.",
           .needs = "t2-front-end-dockerfile",
           .by_hand = "grep -n -i '^ *FROM' front-end/Dockerfile"},
          ReadFile{"front-end/Dockerfile"},
          [](const FileSeen& seen) { return is_latest_of(seen, "nginx"); }),

    check({.id = "t2-conf-file",
           .points = 1,
           .title = "There is a file task2/front-end/softy-pinko-front-end.conf",
           .why = "It tells nginx where to listen and which files to hand out.",
           .hint = "Create the file with one server section, in the folder front-end.",
           .needs = "",
           .by_hand = "ls -la front-end"},
          ReadFile{kConf},
          [](const FileSeen& seen) { return is_there(seen); }),

    check({.id = "t2-front-end-builds",
           .points = 1,
           .title = "docker build makes the front end's image",
           .why = "Only an image that builds can be run, here and on any other machine.",
           .hint = "Build it by hand and mend the first instruction that fails.",
           .needs = "t2-front-end-dockerfile",
           .by_hand = "docker build -f ./front-end/Dockerfile -t softy-pinko-front-end:task2 "
                      "./front-end"},
          BuildImage{"front-end"},
          [](const BuildSeen& seen, const Sources& task) { return builds(seen, task); }),

    check({.id = "t2-conf-in-image",
           .points = 1,
           .title = "The image has your configuration at /etc/nginx/conf.d/default.conf",
           .why = "nginx reads that place; left alone, its welcome page's configuration is there.",
           .hint = "Copy it: `COPY ./softy-pinko-front-end.conf /etc/nginx/conf.d/default.conf`.",
           .needs = "t2-conf-file",
           .by_hand = "docker run --rm softy-pinko-front-end:task2 "
                      "cat /etc/nginx/conf.d/default.conf"},
          CompareCopy{.role = "front-end", .source = kConf, .in_image = kConfInImage},
          [](const CopySeen& seen, const Sources& task) {
            return is_in_image(seen, kConfInImage, task);
          }),

    check(
        {.id = "t2-site-in-image",
         .points = 1,
         .title = "The image has the whole site under /var/www/html/softy-pinko-front-end",
         .why = "A container sees the files of its image, not those of your computer.",
         .hint = "Copy the folder: "
                 "`COPY ./softy-pinko-front-end /var/www/html/softy-pinko-front-end`.",
         .needs = "",
         .by_hand = "docker run --rm softy-pinko-front-end:task2 "
                    "ls -R /var/www/html/softy-pinko-front-end"},
        CompareSite{.role = "front-end"},
        [](const SiteCopySeen& seen, const Sources& task) { return site_is_in_image(seen, task); }),

    check({.id = "t2-listens",
           .points = 1,
           .title = "The container accepts connections on port 9000",
           .why = "It is the port at which visitors, and later the proxy, look for the page.",
           .hint = "Write `listen 9000;` into the server section.",
           .needs = "t2-front-end-builds",
           .by_hand = "docker run --rm -p 9000:9000 softy-pinko-front-end:task2"},
          ListListeners{"front-end"},
          [](const ListenSeen& seen, const Sources& task) {
            return listens(seen, {.port = 9000, .sources = kConf}, task);
          }),

    check({.id = "t2-page-served",
           .points = 1,
           .title = "http://localhost:9000/ is the site's index.html, byte for byte",
           .why = "It is what a visitor sees first.",
           .hint = "Set root to the site's folder in the image and index to index.html.",
           .needs = "t2-listens",
           .by_hand = "curl -s http://localhost:9000/ | "
                      "cmp - front-end/softy-pinko-front-end/index.html"},
          FetchSite{.port = 9000},
          [](const SiteServedSeen& seen, const Sources& task) {
            return serves_page(seen, kConf, task);
          }),

    check({.id = "t2-site-served",
           .points = 1,
           .title = "Every file of the site is served, byte for byte: styles, scripts, pictures",
           .why = "A page without its styles and scripts is half a page.",
           .hint = "Let one location / serve all files below root, and name no exceptions.",
           .needs = "t2-page-served",
           .by_hand = kCompareSiteOn9000},
          FetchSite{.port = 9000},
          [](const SiteServedSeen& seen, const Sources& task) {
            return serves_site(seen, kConf, task);
          }),

    check({.id = "t2-as-reference",
           .points = 1,
           .title = "However a browser asks, page and API answer as the reference stack does",
           .why = "Browsers keep connections, and open new ones: an answer must not depend on it.",
           .hint = "Ask as the report says, and lay the two answers side by side.",
           .needs = "t2-page-served",
           .by_hand = "curl -si http://localhost:9000/"},
          CompareWithReference{
              .page_port = 9000, .api_port = 5252, .origin = "http://localhost:9000"},
          [](const ComparisonSeen& seen) { return answers_as_reference(seen); }),
};

static_assert(well_formed(kChecks, "t2-", 15));

}  // namespace

constinit const Task kTask2{.number = 2,
                            .title = "Front end",
                            .points = 15,
                            .fixture = {.images = kImages, .servers = kServers},
                            .checks = kChecks};

}  // namespace pinko::tasks

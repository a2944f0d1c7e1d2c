#include "checker/expect/dockerfile.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/images.hpp"
#include "tasks/tasks.hpp"

namespace pinko::tasks {
namespace {

using namespace expect;

constexpr ImageSpec kImages[] = {{.role = "app", .context = ".", .dockerfile = "Dockerfile"}};

constexpr Check kChecks[] = {
    check({.id = "t0-dockerfile",
           .points = 1,
           .title = "There is a file task0/Dockerfile, spelled exactly so",
           .why = "docker build looks for a file of exactly that name.",
           .hint = "Create the file, or rename it with git mv, in the folder task0.",
           .needs = "",
           .by_hand = "ls -la"},
          ReadFile{"Dockerfile"},
          [](const FileSeen& seen) { return is_there(seen); }),

    check({.id = "t0-base-image",
           .points = 2,
           .title = "The image starts from the latest Ubuntu",
           .why = "FROM decides what everything else is built upon; a dated tag stays behind.",
           .hint = "Begin the Dockerfile with `FROM ubuntu:latest`.",
           .needs = "t0-dockerfile",
           .by_hand = "grep -n -i '^ *FROM' Dockerfile"},
          ReadFile{"Dockerfile"},
          [](const FileSeen& seen) { return is_latest_of(seen, "ubuntu"); }),

    check({.id = "t0-apt-update",
           .points = 1,
           .title = "The build refreshes the package list with apt-get update",
           .why = "Without a fresh list, apt knows no package that it could install or upgrade.",
           .hint = "Add the line `RUN apt-get update`.",
           .needs = "t0-dockerfile",
           .by_hand = "grep -n 'apt' Dockerfile"},
          ReadFile{"Dockerfile"},
          [](const FileSeen& seen, const Sources& task) { return updates_packages(seen, task); }),

    check(
        {.id = "t0-apt-upgrade",
         .points = 1,
         .title = "The build upgrades what is installed with apt-get upgrade -y",
         .why = "The upgrade brings the fixes made since the base image; -y answers its question.",
         .hint = "Add the line `RUN apt-get upgrade -y` after the update.",
         .needs = "t0-dockerfile",
         .by_hand = "grep -n 'apt' Dockerfile"},
        ReadFile{"Dockerfile"},
        [](const FileSeen& seen, const Sources& task) { return upgrades_packages(seen, task); }),

    check({.id = "t0-builds",
           .points = 2,
           .title = "docker build makes an image from the Dockerfile",
           .why = "Only an image that builds can be run, here and on any other machine.",
           .hint = "Build it by hand and mend the first instruction that fails.",
           .needs = "t0-dockerfile",
           .by_hand = "docker build -f ./Dockerfile -t softy-pinko:task0 ."},
          BuildImage{"app"},
          [](const BuildSeen& seen, const Sources& task) { return builds(seen, task); }),

    check({.id = "t0-hello",
           .points = 3,
           .title = "A container of the image prints Hello, World! and ends",
           .why = "What a container does when it starts is what the image is for.",
           .hint = "Let CMD print the line exactly: `CMD [\"echo\", \"Hello, World!\"]`.",
           .needs = "t0-builds",
           .by_hand = "docker run -it --rm softy-pinko:task0"},
          RunOnce{.role = "app", .timeout_s = 30},
          [](const OutputSeen& seen, const Sources& task) { return prints_hello(seen, task); }),
};

static_assert(well_formed(kChecks, "t0-", 10));

}  // namespace

constinit const Task kTask0{.number = 0,
                            .title = "Your first image",
                            .points = 10,
                            .fixture = {.images = kImages, .servers = {}},
                            .checks = kChecks};

}  // namespace pinko::tasks

#include "checker/run/shared_builds.hpp"

#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace pinko;
using engine::BuildOutcome;
using engine::BuildRequest;
using run::SharedBuilds;

namespace {

/// Folders to build, and what was done with them.
struct Workshop {
  TempDir dir{"shared-builds"};
  SharedBuilds builds;
  std::vector<std::string> built;
  std::vector<std::string> renamed;

  BuildRequest request(const std::string& name, const std::string& dockerfile) {
    std::filesystem::create_directories(dir.path() / name);
    std::ofstream(dir.path() / name / "Dockerfile") << dockerfile;
    return {
        .context = dir.path() / name, .dockerfile = dir.path() / name / "Dockerfile", .tag = name};
  }

  Result<BuildOutcome> make(const BuildRequest& request, bool ok = true, bool there = true) {
    return builds.make(request,
                       {.build = [&]() -> Result<BuildOutcome> {
                          built.push_back(request.tag);
                          return BuildOutcome{.ok = ok, .image = "image of " + request.tag};
                        },
                        .rename = [&](const std::string& image) -> Status {
                          renamed.push_back(image + " is " + request.tag);
                          if (there) return {};
                          return fail(ErrorCode::engine, "no such image");
                        }});
  }
};

}  // namespace

TEST_CASE("what equal folders give is built once, and named for each task") {
  Workshop shop;
  CHECK(shop.make(shop.request("task1", "FROM ubuntu\n"))->image == "image of task1");
  CHECK(shop.make(shop.request("task2", "FROM ubuntu\n"))->image == "image of task1");
  CHECK(shop.built == std::vector<std::string>{"task1"});
  CHECK(shop.renamed == std::vector<std::string>{"image of task1 is task2"});
}

TEST_CASE("what asks for something else is built by itself") {
  Workshop shop;
  const BuildRequest first = shop.request("task1", "FROM ubuntu\n");
  (void)shop.make(first);
  BuildRequest other = shop.request("task2", "FROM ubuntu\n");
  SECTION("another Dockerfile") {
    other = shop.request("task2", "FROM debian\n");
  }
  SECTION("one of another name") {
    other.dockerfile = other.context / "Other";
  }
  SECTION("one from outside") {
    other.dockerfile = shop.dir.path() / "Dockerfile";
  }
  SECTION("a text in its place") {
    other.dockerfile_text = "FROM x\n";
  }
  SECTION("an argument") {
    other.args = {{"A", "1"}};
  }
  SECTION("a stage") {
    other.target = "base";
  }
  (void)shop.make(other);
  CHECK(shop.built.size() == 2);
  CHECK(shop.renamed.empty());
}

TEST_CASE("a failure is nobody else's: an equal folder is built again") {
  Workshop shop;
  CHECK_FALSE(shop.make(shop.request("task1", "FROM x\n"), false)->ok);
  CHECK_FALSE(shop.make(shop.request("task2", "FROM x\n"), false)->ok);
  CHECK(shop.make(shop.request("task3", "FROM x\n"))->ok);
  CHECK(shop.make(shop.request("task4", "FROM x\n"))->ok);
  CHECK(shop.built == std::vector<std::string>{"task1", "task2", "task3"});
  CHECK(shop.renamed == std::vector<std::string>{"image of task3 is task4"});
}

TEST_CASE("a failure that took long is told to all: one more would take as long again") {
  Workshop shop{.builds = SharedBuilds(std::chrono::milliseconds(0))};
  CHECK_FALSE(shop.make(shop.request("task1", "FROM x\n"), false)->ok);
  const auto second = shop.make(shop.request("task2", "FROM x\n"));
  REQUIRE(second);
  CHECK_FALSE(second->ok);
  CHECK(shop.built == std::vector<std::string>{"task1"});
  CHECK(shop.renamed.empty());
  SECTION("and so is what kept it from being tried") {
    const BuildRequest first = shop.request("task3", "FROM mirror\n");
    const SharedBuilds::Ways hangs{
        .build = [] { return fail(ErrorCode::package_mirror, "the mirror hangs"); }, .rename = {}};
    CHECK_FALSE(shop.builds.make(first, hangs));
    const auto third = shop.make(shop.request("task4", "FROM mirror\n"));
    REQUIRE_FALSE(third);
    CHECK(third.error().code == ErrorCode::package_mirror);
  }
}

TEST_CASE("an image that is gone with its task is built again, for those behind as well") {
  Workshop shop;
  (void)shop.make(shop.request("task1", "FROM x\n"));
  CHECK(shop.make(shop.request("task2", "FROM x\n"), true, false)->image == "image of task2");
  CHECK(shop.make(shop.request("task3", "FROM x\n"))->image == "image of task2");
  CHECK(shop.built == std::vector<std::string>{"task1", "task2"});
}

TEST_CASE("who waits for a build that was thrown out of builds by itself") {
  Workshop shop;
  const BuildRequest first = shop.request("task1", "FROM x\n");
  std::future<Result<BuildOutcome>> second;
  const SharedBuilds::Ways thrown{
      .build = [&]() -> Result<BuildOutcome> {
        const BuildRequest equal = shop.request("task2", "FROM x\n");
        second = std::async(std::launch::async, [&shop, equal] { return shop.make(equal); });
        throw std::runtime_error("out of memory");
      },
      .rename = {}};
  CHECK_THROWS(shop.builds.make(first, thrown));
  CHECK(second.get()->image == "image of task2");
}

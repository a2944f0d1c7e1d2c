#include "checker/engine/containment.hpp"
#include "checker/engine/json_access.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/engine/containment_desk.hpp"

#include <fstream>
#include <string>

using namespace pinko;
using namespace pinko::engine;

TEST_CASE("a folder that waits for what containers write becomes a volume of the run") {
  const Desk desk;
  std::ofstream(desk.folder.path() / "api" / ".gitkeep") << "";
  const auto mounts = [&](const char* volume) {
    const auto made =
        contain(desk.request({{"services", {{"web", {{"image", "x"}, {"volumes", {volume}}}}}}}));
    REQUIRE(made);
    return parse_json(made->model)["services"]["web"]["volumes"][0].get<std::string>() +
           (made->volumes.empty() ? "" : " " + made->volumes[0]);
  };
  const std::string folder = (desk.folder.path() / "api").string();
  CHECK(mounts("./api:/var/log/nginx") == "folder-api:/var/log/nginx pinko-abc-task6-folder-api");
  CHECK(mounts("./api:/x:ro") == folder + ":/x:ro");
  std::ofstream(desk.folder.path() / "api" / "api.py") << "";
  CHECK(mounts("./api:/x") == folder + ":/x:ro");

  const auto kept = [&](const Json& web) {
    const auto made = contain(desk.request({{"services", {{"web", web}}}}));
    return made && made->kept_from_writing.contains("web");
  };
  CHECK(kept({{"image", "x"}, {"volumes", {"./api:/x"}}}));
  CHECK_FALSE(kept({{"image", "x"}, {"volumes", {"./api:/x:ro"}}}));
  CHECK_FALSE(kept({{"image", "x"}, {"volumes", {"./api:/x"}}, {"read_only", true}}));
}

TEST_CASE("a volume within a mounted folder that has no place for it is left out") {
  const Desk desk;
  std::ofstream(desk.folder.path() / "api" / "api.py") << "";
  const auto mounts = [&](const Json& volumes) {
    return desk.service({{"image", "x"}, {"volumes", volumes}})["volumes"].size();
  };
  CHECK(mounts({"./api:/app", "/app/__pycache__"}) == 1);
  CHECK(mounts({"/app/venv", "cache:/app/.cache", "./api:/app/"}) == 1);
  CHECK(mounts({"./api:/app", "/app/api.py", "/apples", "/data"}) == 4);
  const auto made = contain(
      desk.request({{"services", {{"web", {{"image", "x"}, {"volumes", {"./api:/a", "/a/b"}}}}}}}));
  REQUIRE(made);
  CHECK(made->without_volume.contains("web"));
  // In place of an empty folder to write to stands a volume, which has place for more.
  std::filesystem::create_directory(desk.folder.path() / "data");
  CHECK(mounts({"./data:/data", "cache:/data/cache"}) == 2);
  CHECK(mounts({"./data:/data:ro", "cache:/data/cache"}) == 1);
}

TEST_CASE("the machine's time zone is left out, and nothing else of it may be asked for") {
  const Desk desk;
  CHECK(desk.refusal({{"volumes",
                       {"/etc/localtime:/etc/localtime:ro", "/etc/timezone:/etc/timezone:ro"}}})
            .empty());
  CHECK_FALSE(desk.service({{"image", "x"}, {"volumes", {"/etc/localtime:/etc/localtime:ro"}}})
                  .contains("volumes"));
  for (const char* volume : {"/etc/localtime:/etc/localtime",
                             "/etc/localtime:/x:ro",
                             "/etc/shadow:/etc/localtime:ro",
                             "/etc/timezone:/etc/localtime:ro"}) {
    INFO(volume);
    CHECK_FALSE(desk.refusal({{"volumes", {volume}}}).empty());
  }
}

TEST_CASE("a health check is passed on without what older engines refuse") {
  const Desk desk;
  const Json health = {{"test", {"CMD", "true"}}, {"interval", "10s"}, {"start_interval", "1s"}};
  CHECK(desk.service({{"image", "x"}, {"healthcheck", health}})["healthcheck"] ==
        Json({{"test", {"CMD", "true"}}, {"interval", "10s"}}));
}

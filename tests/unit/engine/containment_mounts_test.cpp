#include "checker/engine/containment.hpp"
#include "checker/engine/json_access.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/engine/containment_desk.hpp"

#include <fstream>
#include <string>

using namespace pinko;
using namespace pinko::engine;

TEST_CASE("a folder that may be written to becomes a volume with a copy of it") {
  const Desk desk;
  const std::filesystem::path folder = desk.folder.path() / "api";
  std::ofstream(folder / "api.py") << "";
  const auto made = contain(
      desk.request({{"services",
                     {{"log", {{"image", "y"}, {"volumes", {"./api/:/var/log", "api:/data"}}}},
                      {"web", {{"image", "x"}, {"volumes", {"./api:/x", "./api:/y:ro"}}}}}}}));
  REQUIRE(made);
  const Json services = parse_json(made->model)["services"];
  const auto copy_at = [](const char* target) {
    return Json{{"type", "volume"},
                {"source", "folder-api"},
                {"target", target},
                {"volume", {{"nocopy", true}}}};
  };
  CHECK(services["web"]["volumes"] == Json({copy_at("/x"), folder.string() + ":/y:ro"}));
  CHECK(services["log"]["volumes"] == Json({copy_at("/var/log"), "api:/data"}));
  CHECK(made->kept_from_writing.empty());

  REQUIRE(made->volumes.size() == 2);
  CHECK(made->volumes[0].name == "pinko-abc-task6-api");
  CHECK(made->volumes[0].folder.empty());
  CHECK(made->volumes[1].name == "pinko-abc-task6-folder-api");
  CHECK(made->volumes[1].labels == Labels{{"pinko.run", "abc"}});
  CHECK(made->volumes[1].folder == folder);
  CHECK(made->volumes[1].image == "y");
}

TEST_CASE("folders of names that are alike have volumes of their own") {
  const Desk desk;
  std::filesystem::create_directory(desk.folder.path() / "API");
  const auto made = contain(desk.request(
      {{"services", {{"web", {{"image", "x"}, {"volumes", {"./api:/a", "./API:/b"}}}}}}}));
  REQUIRE(made);
  REQUIRE(made->volumes.size() == 2);
  CHECK(made->volumes[0].folder != made->volumes[1].folder);
}

TEST_CASE("what is not copied is mounted for reading alone") {
  const Desk desk;
  const std::filesystem::path file = desk.folder.path() / "api" / "api.py";
  std::ofstream(file) << "";
  const auto made = [&](const char* volume) {
    auto contained =
        contain(desk.request({{"services", {{"web", {{"image", "x"}, {"volumes", {volume}}}}}}}));
    REQUIRE(contained);
    return *std::move(contained);
  };
  const auto mount = [&](const char* volume) {
    return parse_json(made(volume).model)["services"]["web"]["volumes"][0];
  };
  CHECK(mount("./api/api.py:/x") == file.string() + ":/x:ro");
  CHECK(made("./api/api.py:/x").kept_from_writing.contains("web"));
  CHECK(made("./api/api.py:/x:ro").kept_from_writing.empty());
  CHECK(made("./api:/x:ro").kept_from_writing.empty());

  std::filesystem::resize_file(file, 65ULL << 20);
  CHECK(mount("./api:/x") == (desk.folder.path() / "api").string() + ":/x:ro");
  CHECK(made("./api:/x").kept_from_writing.contains("web"));
}

TEST_CASE("a volume within a mounted folder that has no place for it is left out") {
  const Desk desk;
  std::ofstream(desk.folder.path() / "api" / "api.py") << "";
  const auto mounts = [&](const Json& volumes) {
    return desk.service({{"image", "x"}, {"volumes", volumes}})["volumes"].size();
  };
  CHECK(mounts({"./api:/app:ro", "/app/__pycache__"}) == 1);
  CHECK(mounts({"/app/venv", "cache:/app/.cache", "./api:/app/:ro"}) == 1);
  CHECK(mounts({"./api:/app:ro", "/app/api.py", "/apples", "/data"}) == 4);
  CHECK(mounts({"./api:/app", "/app/__pycache__", "cache:/app/.cache"}) == 3);  // in the copy
  const auto made = contain(desk.request(
      {{"services", {{"web", {{"image", "x"}, {"volumes", {"./api:/a:ro", "/a/b"}}}}}}}));
  REQUIRE(made);
  CHECK(made->without_volume.contains("web"));
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

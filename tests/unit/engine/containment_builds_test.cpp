#include "checker/engine/dockerfile_refusals.hpp"
#include "tests/unit/engine/containment_desk.hpp"

#include <fstream>

using namespace pinko;
using namespace pinko::engine;

namespace {

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// A model whose one service is built from the folder api.
Json model_of(const Desk& desk, Json build = Json::object()) {
  build["context"] = desk.folder.path() / "api";
  return {{"services", {{"web", {{"build", std::move(build)}}}}}};
}

}  // namespace

TEST_CASE("a Dockerfile within the Compose file is built as it stands there") {
  const Desk desk;
  const Json model = {
      {"services",
       {{"web",
         {{"build",
           {{"context", desk.folder.path() / "api"}, {"dockerfile_inline", "FROM x$$y"}}}}}}}};
  const auto made = contain(desk.request(model));
  REQUIRE(made);
  CHECK(made->builds.at(0).request.dockerfile_text == "FROM x$y");
}

TEST_CASE("a dockerfile in small letters is what is built, and what is looked through") {
  const Desk desk;
  write(desk.folder.path() / "api" / "dockerfile", "# syntax=example.com/evil:1\nFROM x\n");
  const auto made = contain(desk.request(model_of(desk)));
  REQUIRE(made);
  const BuildRequest& request = made->builds.at(0).request;
  CHECK(request.dockerfile == desk.folder.path() / "api" / "dockerfile");
  CHECK_FALSE(refuse_dockerfile_of(request));
  // Where it is only asked for by the folder's name.
  CHECK_FALSE(refuse_dockerfile_of({.context = desk.folder.path() / "api"}));

  write(desk.folder.path() / "api" / "Dockerfile", "FROM x\n");
  const auto both = contain(desk.request(model_of(desk)));
  REQUIRE(both);
  CHECK(both->builds.at(0).request.dockerfile == desk.folder.path() / "api" / "Dockerfile");
  CHECK(refuse_dockerfile_of(both->builds.at(0).request));
}

TEST_CASE(
    "a Dockerfile that is a link out of the task's folder is refused under any of its names") {
  const Desk desk;
  for (const char* name : {"Dockerfile", "dockerfile", "other"}) {
    const auto link = desk.folder.path() / "api" / name;
    std::filesystem::create_symlink("/etc/hostname", link);
    const Json build = name == std::string("other") ? Json{{"dockerfile", name}} : Json::object();
    const auto made = contain(desk.request(model_of(desk, build)));
    REQUIRE_FALSE(made);
    CHECK(made.error().message.find("a Dockerfile outside") != std::string::npos);
    std::filesystem::remove(link);
  }
}

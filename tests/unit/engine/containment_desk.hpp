#pragma once

#include "checker/engine/containment.hpp"
#include "checker/engine/json_access.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <filesystem>
#include <string>
#include <utility>

namespace pinko::engine {

/// A task's folder on disk, and a request for a model in it.
struct Desk {
  TempDir folder{"containment"};

  Desk() { std::filesystem::create_directories(folder.path() / "api"); }

  [[nodiscard]] ContainmentRequest request(const Json& model, std::string source = {}) const {
    ContainmentRequest made;
    made.model = dump(model);
    made.folder = folder.path();
    made.repository_path = "task6";
    made.file = "task6/docker-compose.yml";
    made.sources = {{.file = made.file, .text = std::move(source)}};
    made.places = {
        {.service = "web", .key = "", .where = {.path = made.file, .line = 2}},
        {.service = "web", .key = "privileged", .where = {.path = made.file, .line = 7}}};
    made.project = "pinko-abc-task6";
    made.image_prefix = "pinko-check/abc/task6-";
    made.address = "127.77.3.9";
    made.labels = {{"pinko.run", "abc"}};
    return made;
  }

  [[nodiscard]] Json service(const Json& web) const {
    const auto made = contain(request({{"services", {{"web", web}}}}));
    REQUIRE(made.has_value());
    return parse_json(made->model)["services"]["web"];
  }

  /// The words of the refusal; empty when there is none.
  [[nodiscard]] std::string refusal(Json web, const Json& top = Json::object()) const {
    Json model = top;
    web["image"] = "x";
    model["services"]["web"] = std::move(web);
    const auto made = contain(request(model));
    if (made) return {};
    CHECK(made.error().code == ErrorCode::refused);
    return made.error().message;
  }
};

}  // namespace pinko::engine

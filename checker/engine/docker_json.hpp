#pragma once

#include "checker/engine/container_values.hpp"
#include "checker/engine/json_access.hpp"

#include <string>
#include <string_view>

/// Our values as the Engine API writes them, and back.
namespace pinko::engine {

/// What a container needs of the capabilities: enough for nginx (bind low ports, drop to its own
/// user, own its caches) and for Flask.
[[nodiscard]] const std::vector<std::string>& kept_capabilities();

/// Body of `POST /containers/create`; `cpus` is how many the host has, 0 when not known.
[[nodiscard]] Json create_body(const ContainerSpec& spec, int cpus);

/// What it takes to make a container once more.
struct CopyPlan {
  Json body = {};                           ///< of `POST /containers/create`
  std::map<std::string, Json> joined = {};  ///< bodies of `POST /networks/NAME/connect` without the
                                            ///< container, for all networks but its first
  std::string obstacle = {};                ///< what only one container can have; empty: none
};

/// From what the engine says of a container.
[[nodiscard]] CopyPlan plan_copy(const Json& inspected, const CopySpec& spec);

[[nodiscard]] ContainerState container_state(const Json& inspected);
[[nodiscard]] ImageConfig image_config(const Json& inspected);
[[nodiscard]] NetworkCounters network_counters(const Json& stats);
[[nodiscard]] EngineInfo engine_info(const Json& info, const Json& version);

/// The query part that asks a list for objects with a label.
[[nodiscard]] std::string label_filter(const std::string& label, const std::string& value);

}  // namespace pinko::engine

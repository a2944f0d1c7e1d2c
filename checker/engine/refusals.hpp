#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/containment.hpp"
#include "checker/engine/json_access.hpp"

#include <string>
#include <string_view>

namespace pinko::engine {

/// What a submission may not ask for (TRUST: refused before anything runs). The first such demand
/// is the Error, with its place and what to write instead.
[[nodiscard]] Status refuse_dangers(const Json& model, const ContainmentRequest& request);

/// More of something than the exercise could need, and a machine hold: services, replicas, ports.
[[nodiscard]] Status refuse_crowds(const Json& model, const ContainmentRequest& request);

/// A demand as the Error that refuses it; `service` is empty where the whole file asks.
[[nodiscard]] tl::unexpected<Error> refuse_demand(const ContainmentRequest& request,
                                                  const std::string& service,
                                                  std::string_view key,
                                                  std::string_view demand,
                                                  std::string_view instead);

}  // namespace pinko::engine

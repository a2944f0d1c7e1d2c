#pragma once

#include "checker/core/observation.hpp"

#include <cstddef>

namespace pinko::expect {

/// Fewer prove nothing.
inline constexpr std::size_t kLeastRequests = 20;

enum class RowSays { yes, no, unknown };

/// How many requests of a row nobody is known to have answered.
[[nodiscard]] std::size_t unknowns(const Turns& row);

/// Whether some fixed order of all replicas explains each request that is known. One request in ten
/// may be unknown: a lost line of a log proves nothing either way.
[[nodiscard]] RowSays in_order(const Turns& row, int replicas);

/// Whether the requests may have come to so many workers of nginx, each of which takes turns by
/// itself. In any stretch of a worker's turns two replicas differ by one request at most, so in any
/// stretch of the row by one for each worker.
[[nodiscard]] RowSays in_order_by_workers(const Turns& row, int replicas, int workers);

}  // namespace pinko::expect

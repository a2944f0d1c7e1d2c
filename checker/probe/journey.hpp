#pragma once

#include "checker/core/observation.hpp"
#include "checker/engine/container_values.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::probe {

/// One request by the client's clock.
struct RequestTimes {
  std::int64_t sent_ns = 0;  ///< since 1970
  double first_byte_s = 0;   ///< from then on
  double whole_s = 0;
};

/// What a container logged, by the name that it has in reports.
struct ServerLog {
  std::string who;
  std::vector<engine::LogLine> lines;
};

/// The way of the request whose log lines hold `mark`, in order of time: the client's moments, and
/// when each server wrote its line. Empty unless a server's line is there and its time lies within
/// what the client saw; engine and client have to go by one clock.
[[nodiscard]] std::vector<JourneyStop> journey_of(const RequestTimes& times,
                                                  std::string_view mark,
                                                  const std::vector<ServerLog>& logs);

}  // namespace pinko::probe

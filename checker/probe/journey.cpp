#include "checker/probe/journey.hpp"

#include <algorithm>

namespace pinko::probe {
namespace {

constexpr double kLogLag = 250;  ///< ms in which a log line may come behind the answer

/// True when a line holds the mark, and not only as the beginning of a longer number.
bool holds(std::string_view line, std::string_view mark) {
  const std::size_t at = line.find(mark);
  if (at == std::string_view::npos) return false;
  const std::string_view rest = line.substr(at + mark.size());
  return rest.empty() || rest.front() < '0' || rest.front() > '9';
}

}  // namespace

std::vector<JourneyStop> journey_of(const RequestTimes& times,
                                    std::string_view mark,
                                    const std::vector<ServerLog>& logs) {
  std::vector<JourneyStop> stops;
  for (const ServerLog& log : logs) {
    const auto line = std::ranges::find_if(
        log.lines, [mark](const engine::LogLine& one) { return holds(one.text, mark); });
    if (line == log.lines.end()) continue;
    const double ms = static_cast<double>(line->time_ns - times.sent_ns) / 1e6;
    if (ms < 0 || ms > times.whole_s * 1000 + kLogLag) continue;
    stops.push_back({.who = log.who, .what = "writes its log line", .ms = ms});
  }
  if (stops.empty()) return {};
  stops.push_back({.who = "client", .what = "sends the request", .ms = 0});
  stops.push_back(
      {.who = "client", .what = "gets the first byte", .ms = times.first_byte_s * 1000});
  stops.push_back({.who = "client", .what = "has the whole answer", .ms = times.whole_s * 1000});
  std::ranges::stable_sort(stops, {}, &JourneyStop::ms);
  return stops;
}

}  // namespace pinko::probe

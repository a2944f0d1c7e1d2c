#include "checker/report/html_parts.hpp"
#include "checker/report/svg_draw.hpp"
#include "checker/report/wrap.hpp"

#include <algorithm>
#include <cmath>

/// The journey of one request: a lane for each who took part, moments from left to right by the
/// clock, and the same as a list.
namespace pinko::report {
namespace {

constexpr int kLanesLeft = 130;
constexpr int kLanesRoom = 560;
constexpr int kLane = 44;
constexpr int kTop = 26;

/// Those who took part, in the order in which a request meets them: the client, the proxy, the
/// replica.
std::vector<std::string> lanes_of(const std::vector<JourneyStop>& journey) {
  std::vector<std::string> lanes{"client", "proxy"};
  for (const JourneyStop& stop : journey) {
    if (std::ranges::find(lanes, stop.who) == lanes.end()) lanes.push_back(stop.who);
  }
  std::erase_if(lanes, [&](const std::string& lane) {
    return std::ranges::find(journey, lane, &JourneyStop::who) == journey.end();
  });
  return lanes;
}

int lane_of(const std::vector<std::string>& lanes, const std::string& who) {
  return static_cast<int>(std::ranges::find(lanes, who) - lanes.begin());
}

int y_of(int lane) {
  return kTop + kLane * lane + kLane / 2;
}

std::string line_of(const JourneyStop& stop) {
  return short_time(stop.ms / 1000) + ": " + stop.who + ' ' + stop.what;
}

/// The moments as dots with their numbers. Where two are so near that they would cover each other,
/// the later stands a little to the right.
std::string dots(const std::vector<JourneyStop>& journey,
                 const std::vector<std::string>& lanes,
                 double last) {
  std::string lines;
  std::string points;
  int before_x = 0;
  int before_y = 0;
  constexpr int kNear = 24;
  for (std::size_t i = 0; i < journey.size(); ++i) {
    const JourneyStop& stop = journey[i];
    const double share = std::clamp(stop.ms / last, 0.0, 1.0);
    int x = kLanesLeft + static_cast<int>(std::lround(share * kLanesRoom));
    const int y = y_of(lane_of(lanes, stop.who));
    if (i > 0) x = std::max(x, before_x + kNear);
    x = std::min(x, kCanvas - 14);
    if (i > 0) {
      lines += svg_line({.x1 = before_x, .y1 = before_y, .x2 = x, .y2 = y}, "edge");
    }
    points += svg_circle(x, y, 11, "r0") + svg_label(x, y + 5, "on", std::to_string(i + 1));
    before_x = x;
    before_y = y;
  }
  return lines + points;
}

}  // namespace

std::string svg_journey(const NamedSample& named) {
  const std::vector<JourneyStop>& journey = named.sample.journey;
  constexpr std::size_t kMost = 12;
  if (journey.size() < 2 || journey.size() > kMost) return {};
  const std::vector<std::string> lanes = lanes_of(journey);
  std::string picture;
  for (const std::string& lane : lanes) {
    const int y = y_of(lane_of(lanes, lane));
    picture += svg_line({.x1 = kLanesLeft - 10, .y1 = y, .x2 = kCanvas, .y2 = y}, "lane") +
               svg_label(4, y + 5, "", shortened(lane, 14));
  }
  const double last = std::max(0.001, journey.back().ms);
  picture += dots(journey, lanes, last);
  std::string words;
  std::string list;
  for (const JourneyStop& stop : journey) {
    words += (words.empty() ? "" : "; ") + line_of(stop);
    list += element("li", "", escaped(line_of(stop)));
  }
  return html_figure({.caption = "The journey of one request, with times since it was sent",
                      .words = words,
                      .height = kTop + kLane * static_cast<int>(lanes.size()),
                      .picture = picture,
                      .below = element("ol", "", list)});
}

}  // namespace pinko::report

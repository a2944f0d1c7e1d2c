#include "checker/report/html_parts.hpp"
#include "checker/report/svg_draw.hpp"

#include <algorithm>

/// The timeline of a sample: request by request, which replica answered, over which connection.
namespace pinko::report {
namespace {

constexpr std::size_t kPerLine = 22;
constexpr std::size_t kMost = 66;
constexpr int kStep = 32;
constexpr int kLine = 36;

std::string letter_of(int replica) {
  if (replica < 0) return "?";
  return std::string(1, static_cast<char>('A' + replica % 26));
}

std::string connections_of(const Turns& turns) {
  const std::size_t requests = turns.who.size();
  if (turns.connections == 1) return "one connection, kept for all " + std::to_string(requests);
  if (turns.connections > 1 && static_cast<std::size_t>(turns.connections) >= requests) {
    return "a fresh connection for each of " + std::to_string(requests) + " requests";
  }
  if (turns.connections > 1) return std::to_string(turns.connections) + " connections";
  return {};
}

std::string rest_of(const Turns& turns) {
  std::string rest;
  if (turns.who.size() > kMost) rest = std::to_string(turns.who.size() - kMost) + " more";
  if (turns.failures > 0) {
    rest += (rest.empty() ? "" : ", ") + std::to_string(turns.failures) +
            (turns.failures == 1 ? " answer" : " answers") + " other than 200";
  }
  return rest;
}

/// The rows of one sample, one below the other.
struct Timeline {
  std::string picture;
  std::string words;
  int y = 0;

  void add(const Turns& turns) {
    if (y > 0) y += 10;
    note(connections_of(turns));
    const std::size_t shown = std::min(turns.who.size(), kMost);
    for (std::size_t i = 0; i < shown; ++i) {
      if (i > 0 && i % kPerLine == 0) y += kLine;
      const int x = 16 + static_cast<int>(i % kPerLine) * kStep;
      if (i % kPerLine > 0) {
        picture += svg_line({.x1 = x - kStep + 13, .y1 = y + 18, .x2 = x - 13, .y2 = y + 18},
                            turns.connections == 1 ? "kept" : "fresh");
      }
      const std::string letter = letter_of(turns.who[i]);
      picture +=
          svg_circle(x, y + 18, 13, color_class(turns.who[i])) + svg_label(x, y + 23, "on", letter);
      words += letter + ' ';
    }
    y += kLine;
    note(rest_of(turns));
  }

 private:
  void note(const std::string& text) {
    if (text.empty()) return;
    picture += svg_label(4, y + 14, "soft", text);
    words += text + ": ";
    y += 20;
  }
};

}  // namespace

std::string svg_turns(const NamedSample& named) {
  Timeline timeline;
  for (const Turns& turns : named.sample.rows) {
    if (!turns.who.empty()) timeline.add(turns);
  }
  if (timeline.picture.empty()) return {};
  return html_figure(
      {.caption = "Who answered, request by request: " + named.name,
       .words = "The replicas in the order in which they answered: " + timeline.words,
       .height = timeline.y + 4,
       .picture = timeline.picture,
       .below = {}});
}

}  // namespace pinko::report

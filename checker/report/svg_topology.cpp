#include "checker/report/html_parts.hpp"
#include "checker/report/svg_draw.hpp"
#include "checker/report/wrap.hpp"

#include <algorithm>

/// The topology: the browser on the left, then what it asks, then what stands behind a proxy.
namespace pinko::report {
namespace {

constexpr int kBoxWidth = 180;
constexpr int kNodeRow = 84;
constexpr int kColumn = 265;
constexpr int kLastStretch = 62;       ///< of a line, level, before the box that it leads to
constexpr int kMiddle = 23;            ///< of a box, from its top
constexpr std::size_t kNodeText = 21;  ///< columns that fit into a box
constexpr std::size_t kProblemText = 30;

struct Placed {
  std::string name;
  int x = 0;
  int y = 0;
};

bool is_asked_by(const TaskPictures& pictures, const std::string& node, std::string_view asker) {
  return std::ranges::any_of(
      pictures.edges, [&](const StackEdge& edge) { return edge.to == node && edge.from == asker; });
}

std::vector<Placed> place(const TaskPictures& pictures) {
  std::vector<Placed> placed{{"browser", 5, 20}};
  int first = 0;
  int second = 0;
  for (const StackNode& node : pictures.nodes) {
    const bool behind = !is_asked_by(pictures, node.name, "browser");
    int& row = behind ? second : first;
    placed.push_back({node.name, 5 + kColumn * (behind ? 2 : 1), 20 + kNodeRow * row++});
  }
  return placed;
}

const Placed* find(const std::vector<Placed>& placed, const std::string& name) {
  const auto found = std::ranges::find(placed, name, &Placed::name);
  return found == placed.end() ? nullptr : &*found;
}

/// A line from one box to another, with its label above the last stretch; a broken one has a cross
/// there and the reason below its end.
std::string draw(const StackEdge& edge, const Placed& from, const Placed& to) {
  const bool broken = !edge.problem.empty();
  const std::string_view kind = broken ? "broken" : "edge";
  const int start = from.x + kBoxWidth;
  const int bend = to.x - kLastStretch;
  const int y1 = from.y + kMiddle;
  const int y2 = to.y + kMiddle;
  std::string picture;
  if (y1 != y2) {
    picture += svg_line({.x1 = start, .y1 = y1, .x2 = bend, .y2 = y1}, kind) +
               svg_line({.x1 = bend, .y1 = y1, .x2 = bend, .y2 = y2}, kind);
  }
  picture += svg_line(
      {.x1 = y1 == y2 ? start : bend, .y1 = y2, .x2 = to.x, .y2 = y2, .arrow = true}, kind);
  picture += svg_label(bend + 6, y2 - 9, "soft", shortened(edge.label, 7));
  if (!broken) return picture;
  const int x = bend + kLastStretch / 2;
  picture += svg_line({.x1 = x - 6, .y1 = y2 - 6, .x2 = x + 6, .y2 = y2 + 6}, "cross") +
             svg_line({.x1 = x - 6, .y1 = y2 + 6, .x2 = x + 6, .y2 = y2 - 6}, "cross");
  return picture + svg_label(to.x, to.y + 61, "bad", shortened(edge.problem, kProblemText));
}

std::string draw(const StackNode& node, const Placed& at) {
  std::string name = node.name;
  if (node.replicas > 1) name += " x" + std::to_string(node.replicas);
  std::string below = node.running ? "" : "not running";
  for (const PublishedPort& port : node.ports) {
    if (port.host_port == 0 || !node.running) continue;
    if (!below.empty()) below += ' ';
    below += ':' + std::to_string(port.host_port);
    if (port.host_port != port.container_port) below += "->" + std::to_string(port.container_port);
  }
  return svg_box({.x = at.x, .y = at.y, .width = kBoxWidth}, node.running ? "box" : "box down") +
         svg_label(at.x + 10, at.y + 20, "", shortened(name, kNodeText)) +
         svg_label(
             at.x + 10, at.y + 38, node.running ? "soft" : "bad", shortened(below, kNodeText));
}

std::string in_words(const TaskPictures& pictures) {
  std::string words;
  for (const StackEdge& edge : pictures.edges) {
    words += words.empty() ? "" : "; ";
    words += edge.from + " asks " + edge.to + ' ' + edge.label;
    if (!edge.problem.empty()) words += ", broken: " + edge.problem;
  }
  return words.empty() ? "Nothing was seen to ask anything" : words;
}

}  // namespace

std::string svg_topology(const TaskReport& task) {
  const TaskPictures& pictures = task.pictures;
  if (pictures.nodes.empty()) return {};
  const std::vector<Placed> placed = place(pictures);
  std::string picture = svg_box({.x = 5, .y = 20, .width = kBoxWidth}, "box") +
                        svg_label(15, 40, "", "browser") + svg_label(15, 58, "soft", "on the host");
  for (const StackEdge& edge : pictures.edges) {
    const Placed* from = find(placed, edge.from);
    const Placed* to = find(placed, edge.to);
    if (from != nullptr && to != nullptr && from->x < to->x) picture += draw(edge, *from, *to);
  }
  for (const StackNode& node : pictures.nodes) {
    if (const Placed* at = find(placed, node.name)) picture += draw(node, *at);
  }
  int bottom = 0;
  for (const Placed& at : placed)
    bottom = std::max(bottom, at.y + kNodeRow);
  return html_figure({.caption = "The stack as it was found: host ports, services, who asks whom",
                      .words = in_words(pictures),
                      .height = bottom,
                      .picture = picture,
                      .below = {}});
}

}  // namespace pinko::report

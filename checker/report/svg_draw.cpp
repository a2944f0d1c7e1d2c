#include "checker/report/svg_draw.hpp"

#include "checker/report/html_parts.hpp"

#include <cmath>

namespace pinko::report {
namespace {

std::string attribute(std::string_view name, int value) {
  return ' ' + std::string(name) + "=\"" + std::to_string(value) + '"';
}

std::string of_kind(std::string_view kind) {
  return kind.empty() ? std::string() : " class=\"" + std::string(kind) + '"';
}

std::string point(int x, int y) {
  return std::to_string(x) + ' ' + std::to_string(y);
}

std::string tenths_of(double value) {
  const long tenths = std::lround(value * 10);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

}  // namespace

std::string svg_label(int x, int y, std::string_view kind, std::string_view text) {
  return "<text" + attribute("x", x) + attribute("y", y) + of_kind(kind) + '>' + escaped(text) +
         "</text>";
}

std::string svg_box(const Box& box, std::string_view kind) {
  return "<rect" + attribute("x", box.x) + attribute("y", box.y) + attribute("width", box.width) +
         attribute("height", box.height) + attribute("rx", box.round) + of_kind(kind) + "/>";
}

std::string svg_circle(int x, int y, int radius, std::string_view kind) {
  return "<circle" + attribute("cx", x) + attribute("cy", y) + attribute("r", radius) +
         of_kind(kind) + "/>";
}

std::string svg_line(const Line& line, std::string_view kind) {
  std::string path = "M" + point(line.x1, line.y1) + " L" + point(line.x2, line.y2);
  const double length = std::hypot(line.x2 - line.x1, line.y2 - line.y1);
  if (line.arrow && length > 0) {
    constexpr double kBack = 8;
    constexpr double kAside = 5;
    const double along_x = (line.x2 - line.x1) / length;
    const double along_y = (line.y2 - line.y1) / length;
    const auto corner = [&](double aside) {
      return point(static_cast<int>(std::lround(line.x2 - kBack * along_x - aside * along_y)),
                   static_cast<int>(std::lround(line.y2 - kBack * along_y + aside * along_x)));
    };
    path += " M" + corner(kAside) + " L" + point(line.x2, line.y2) + " L" + corner(-kAside);
  }
  return "<path" + of_kind(kind) + " d=\"" + path + "\"/>";
}

std::string html_figure(const Figure& figure) {
  return "<figure><figcaption>" + escaped(figure.caption) +
         "</figcaption><svg role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
         point(kCanvas, figure.height) + '"' + attribute("width", kCanvas) + " aria-label=\"" +
         escaped(figure.words) + "\">" + figure.picture + "</svg>" + figure.below + "</figure>\n";
}

std::string short_time(double seconds) {
  constexpr double kShort = 0.1;
  return seconds < kShort ? tenths_of(seconds * 1000) + " ms" : tenths_of(seconds) + " s";
}

std::string color_class(int index) {
  constexpr int kColors = 6;
  return index < 0 ? "rx" : "r" + std::to_string(index % kColors);
}

}  // namespace pinko::report

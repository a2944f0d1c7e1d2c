#pragma once

#include <string>
#include <string_view>

/// What the inline pictures of the HTML report are made of. Coordinates are in pixels of a canvas
/// that is `kCanvas` wide; browsers scale it.
namespace pinko::report {

inline constexpr int kCanvas = 720;

/// A line of text; a submission's words are escaped.
[[nodiscard]] std::string svg_label(int x, int y, std::string_view kind, std::string_view text);

/// A rectangle with round corners.
struct Box {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 46;
  int round = 8;
};
[[nodiscard]] std::string svg_box(const Box& box, std::string_view kind);

[[nodiscard]] std::string svg_circle(int x, int y, int radius, std::string_view kind);

/// A straight line; with `arrow` it has a head at its end.
struct Line {
  int x1 = 0;
  int y1 = 0;
  int x2 = 0;
  int y2 = 0;
  bool arrow = false;
};
[[nodiscard]] std::string svg_line(const Line& line, std::string_view kind);

/// A picture with a caption. `words` tell those who cannot see it what it shows; `below` is markup
/// that stands under it.
struct Figure {
  std::string caption;
  std::string words;
  int height = 0;
  std::string picture;
  std::string below;
};
[[nodiscard]] std::string html_figure(const Figure& figure);

/// "1.2 s" of seconds, "3.4 ms" of what is shorter than a tenth of one; whatever the locale.
[[nodiscard]] std::string short_time(double seconds);

/// One of the six colours that tell replicas and phases apart.
[[nodiscard]] std::string color_class(int index);

}  // namespace pinko::report

#include "checker/report/html_parts.hpp"
#include "checker/report/svg_draw.hpp"
#include "checker/report/wrap.hpp"

#include <algorithm>

/// Phases as bars over time: of one task, and of all tasks side by side.
namespace pinko::report {
namespace {

constexpr int kLeft = 110;
constexpr int kRoom = 430;
constexpr int kRow = 24;

/// A stretch of time, and where it begins and ends on the canvas.
struct Scale {
  double start = 0;
  double end = 0;

  void take(const Phase& phase) {
    start = end == 0 ? phase.start : std::min(start, phase.start);
    end = std::max(end, phase.end);
  }
  [[nodiscard]] bool empty() const { return end <= start; }
  [[nodiscard]] int x(double moment) const {
    const double share = std::clamp((moment - start) / (end - start), 0.0, 1.0);
    return kLeft + static_cast<int>(share * kRoom);
  }
};

std::string_view trouble_of(PhaseStatus status) {
  switch (status) {
    case PhaseStatus::done:
      return "";
    case PhaseStatus::failed:
      return ", failed";
    case PhaseStatus::errored:
      return ", could not look";
  }
  return "";
}

std::string bar(const Scale& scale, const Phase& phase, int y, const std::string& kind) {
  const int x = scale.x(phase.start);
  const int width = std::max(2, scale.x(phase.end) - x);
  const std::string marked = phase.status == PhaseStatus::done ? kind : kind + " hurt";
  return svg_box({.x = x, .y = y, .width = width, .height = 14, .round = 3}, marked);
}

/// Names of phases in the order in which they were first met: their place is their colour.
std::vector<std::string> names_of(const Report& report) {
  std::vector<std::string> names;
  for (const TaskReport& task : report.tasks) {
    for (const Phase& phase : task.phases) {
      if (std::ranges::find(names, phase.name) == names.end()) names.push_back(phase.name);
    }
  }
  return names;
}

int index_of(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<int>(std::ranges::find(names, name) - names.begin());
}

std::string legend(const std::vector<std::string>& names, int y) {
  std::string picture;
  constexpr int kStep = 110;
  for (std::size_t i = 0; i < names.size() && i < 6; ++i) {
    const int x = kLeft + static_cast<int>(i) * kStep;
    picture += svg_box({.x = x, .y = y + 4, .width = 14, .height = 14, .round = 3},
                       color_class(static_cast<int>(i))) +
               svg_label(x + 20, y + 16, "soft", shortened(names[i], 10));
  }
  return picture;
}

}  // namespace

std::string svg_phases(const TaskReport& task) {
  Scale scale;
  for (const Phase& phase : task.phases)
    scale.take(phase);
  if (scale.empty()) return {};
  std::string picture;
  std::string words;
  int y = 0;
  for (const Phase& phase : task.phases) {
    const std::string took =
        short_time(phase.end - phase.start) + std::string(trouble_of(phase.status));
    picture += svg_label(4, y + 15, "soft", shortened(phase.name, 12)) +
               bar(scale, phase, y + 4, "bar") +
               svg_label(std::min(scale.x(phase.end) + 8, kCanvas - 170), y + 15, "soft", took);
    words += (words.empty() ? "" : ", ") + phase.name + ' ' + took;
    y += kRow;
  }
  return html_figure({.caption = "What took how long",
                      .words = words,
                      .height = y + 2,
                      .picture = picture,
                      .below = {}});
}

std::string svg_run(const Report& report) {
  Scale scale;
  for (const TaskReport& task : report.tasks) {
    for (const Phase& phase : task.phases)
      scale.take(phase);
  }
  if (scale.empty()) return {};
  const std::vector<std::string> names = names_of(report);
  std::string picture;
  std::string words;
  int y = 0;
  for (const TaskReport& task : report.tasks) {
    if (task.phases.empty()) continue;
    const std::string name = "task" + std::to_string(task.number);
    double last = scale.start;
    for (const Phase& phase : task.phases) {
      picture += bar(scale, phase, y + 4, color_class(index_of(names, phase.name)));
      last = std::max(last, phase.end);
    }
    picture += svg_label(4, y + 15, "", name) +
               svg_label(scale.x(last) + 8, y + 15, "soft", short_time(seconds_of(task)));
    words += (words.empty() ? "" : ", ") + name + ' ' + short_time(seconds_of(task));
    y += kRow;
  }
  return html_figure({.caption = "The run: what each task did, side by side",
                      .words = words,
                      .height = y + kRow,
                      .picture = picture + legend(names, y),
                      .below = {}});
}

}  // namespace pinko::report

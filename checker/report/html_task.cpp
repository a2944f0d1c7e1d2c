#include "checker/report/html_parts.hpp"
#include "checker/util/base64.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::report {
namespace {

constexpr std::size_t kLog = 16384;
constexpr std::size_t kPicture = 4U << 20U;

std::string passed(const TaskReport& task) {
  std::string list;
  int count = 0;
  std::string remarks;
  for (const Verdict& verdict : task.checks) {
    if (verdict.outcome != Outcome::passed) continue;
    ++count;
    list += "<li>" + escaped(verdict.title) + ' ' + element("code", "", escaped(verdict.id)) +
            ", " + std::to_string(verdict.max_points) + "</li>";
    if (!verdict.notes.empty()) {
      remarks += element("p", "id", element("code", "", escaped(verdict.id))) + html_notes(verdict);
    }
  }
  if (count == 0) return {};
  return folded(count == 1 ? "1 check passed" : std::to_string(count) + " checks passed",
                "<ul>" + list + "</ul>") +
         remarks;
}

/// The page's picture; folded where all is well.
std::string screenshot(const TaskReport& task) {
  const std::string& png = task.pictures.screenshot_png;
  if (!is_png(png) || png.size() > kPicture) return {};
  const std::string picture =
      "<figure><img alt=\"Screenshot of the page after its scripts ran\" "
      "src=\"data:image/png;base64," +
      to_base64(png) + "\"></figure>\n";
  constexpr std::string_view kTitle = "The page as the browser showed it";
  if (task.outcome == Outcome::passed) return folded(kTitle, picture);
  return "<details open>" + element("summary", "", kTitle) + picture + "</details>\n";
}

/// The way of one request: of the first sample that knows it.
std::string journey(const TaskPictures& pictures) {
  for (const NamedSample& named : pictures.samples) {
    if (std::string picture = svg_journey(named); !picture.empty()) return picture;
  }
  return {};
}

std::string logs(const TaskPictures& pictures) {
  std::string all;
  for (const NamedLog& log : pictures.logs) {
    all += folded("Log of " + log.name, preformatted(printable(tail(log.text, kLog)), "log"));
  }
  return all;
}

}  // namespace

std::string folded(std::string_view summary, const std::string& content) {
  if (content.empty()) return {};
  return "<details>" + element("summary", "", escaped(summary)) + content + "</details>\n";
}

std::string preformatted(const std::string& text, std::string_view kind) {
  return text.empty() ? std::string() : element("pre", kind, escaped(text));
}

std::string html_task(const TaskReport& task) {
  const std::string number = std::to_string(task.number);
  std::string body =
      element("div",
              "title",
              element("h2", "", "Task " + number + ": " + escaped(task.title)) +
                  element("strong", name_of(task.outcome), escaped(points_of(task)))) +
      '\n';
  for (const Trouble& trouble : troubles(task))
    body += html_check(task, trouble);
  body += html_disagreement(task);
  body += passed(task);
  body += svg_topology(task);
  body += journey(task.pictures);
  for (const NamedSample& named : task.pictures.samples)
    body += svg_turns(named);
  body += html_comparison(task) + screenshot(task) + logs(task.pictures);
  if (const std::string phases = svg_phases(task); !phases.empty()) {
    body += folded("What took how long", phases);
  }
  return "<section id=\"task" + number + "\">" + body + "</section>\n";
}

}  // namespace pinko::report

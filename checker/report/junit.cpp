#include "checker/report/formats.hpp"
#include "checker/report/story.hpp"
#include "checker/util/text.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace pinko::report {
namespace {

/// Seconds with three digits, whatever the locale; evidence may name any, but none is negative.
std::string seconds(double value) {
  const auto milliseconds = std::llround(std::clamp(value, 0.0, 1e9) * 1000);
  const std::string digits = std::to_string(milliseconds % 1000);
  return std::to_string(milliseconds / 1000) + '.' + std::string(3 - digits.size(), '0') + digits;
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

void set_counts(pugi::xml_node node, const Counts& counts, double time) {
  set(node, "tests", std::to_string(counts.all));
  set(node, "failures", std::to_string(counts.failed));
  set(node, "errors", std::to_string(counts.errored));
  set(node, "skipped", std::to_string(counts.skipped));
  set(node, "time", seconds(time));
}

void property(pugi::xml_node properties, const char* name, const std::string& value) {
  pugi::xml_node node = properties.append_child("property");
  set(node, "name", name);
  set(node, "value", value);
}

void section(std::string& text, std::string_view label, const std::string& words) {
  if (words.empty()) return;
  text += text.empty() ? "" : "\n";
  text.append(label).append(": ").append(words);
}

void result(pugi::xml_node test, const TaskReport& task, const Verdict& verdict) {
  const auto add = [&](const char* name, std::string_view type) {
    pugi::xml_node node = test.append_child(name);
    set(node, "message", in_one_line(verdict));
    set(node, "type", std::string(type));
    node.text().set(in_words(task, verdict).c_str());
  };
  switch (verdict.outcome) {
    case Outcome::passed:
      return;
    case Outcome::failed:
    case Outcome::refused:
      return add("failure", name_of(verdict.outcome));
    case Outcome::errored:
      return add("error", verdict.error_code.empty() ? "errored" : verdict.error_code);
    case Outcome::unstable:
      return add("error", "unstable");
    case Outcome::skipped:
      set(test.append_child("skipped"), "message", in_one_line(verdict));
      return;
  }
}

/// True of the check that judges what the browser showed; its case carries the page's picture.
bool saw_the_page(const Verdict& verdict) {
  return verdict.probe.starts_with("page ");
}

/// Jenkins and GitLab fetch the file that such a mark names: a submission may print none.
std::string without_attachments(std::string text) {
  return replace_all(std::move(text), "[[ATTACHMENT|", "[ [ATTACHMENT|");
}

void testcase(pugi::xml_node suite,
              const TaskReport& task,
              const Verdict& verdict,
              const WriteOptions& options) {
  pugi::xml_node test = suite.append_child("testcase");
  set(test, "classname", "pinko.task" + std::to_string(task.number));
  set(test, "name", verdict.id + ": " + verdict.title);
  set(test, "time", seconds(verdict.seconds));
  if (!verdict.where.empty()) {
    set(test, "file", verdict.where.front().path);
    if (verdict.where.front().line > 0) {
      set(test, "line", std::to_string(verdict.where.front().line));
    }
  }
  result(test, task, verdict);
  std::string output;
  for (const std::string& note : verdict.notes)
    section(output, "note", note);
  if (!verdict.evidence.empty()) section(output, "output", '\n' + verdict.evidence);
  output = without_attachments(std::move(output));
  if (!options.screenshots.empty() && saw_the_page(verdict) &&
      !task.pictures.screenshot_png.empty()) {
    output += (output.empty() ? "" : "\n") + std::string("[[ATTACHMENT|") + options.screenshots +
              "/task" + std::to_string(task.number) + ".png]]";
  }
  if (!output.empty()) test.append_child("system-out").text().set(output.c_str());
}

void suite(pugi::xml_node suites,
           const Report& report,
           const TaskReport& task,
           const WriteOptions& options) {
  pugi::xml_node node = suites.append_child("testsuite");
  set(node, "name", "task" + std::to_string(task.number) + ": " + task.title);
  set_counts(node, counts_of(task), seconds_of(task));
  // The schema of Ant has neither fractions nor a zone.
  if (report.started.size() >= 19) set(node, "timestamp", report.started.substr(0, 19));
  set(node, "hostname", "localhost");
  set(node, "id", std::to_string(task.number));
  set(node, "package", "pinko");
  pugi::xml_node properties = node.append_child("properties");
  property(properties, "verdict", std::string(name_of(task.outcome)));
  property(properties, "points", std::to_string(task.points));
  property(properties, "max_points", std::to_string(task.max_points));
  for (const Verdict& verdict : task.checks)
    testcase(node, task, verdict, options);
}

}  // namespace

std::string junit(const Report& report, const WriteOptions& options) {
  pugi::xml_document document;
  pugi::xml_node suites = document.append_child("testsuites");
  set(suites, "name", "pinko-check");
  double time = 0;
  for (const TaskReport& task : report.tasks)
    time += seconds_of(task);
  set_counts(suites, counts_of(report), time);
  for (const TaskReport& task : report.tasks)
    suite(suites, report, task, options);
  std::ostringstream text;
  text << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  document.save(text, "  ", pugi::format_default | pugi::format_no_declaration);
  return text.str();
}

}  // namespace pinko::report

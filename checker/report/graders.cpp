#include "checker/report/formats.hpp"
#include "checker/report/json_value.hpp"
#include "checker/report/story.hpp"
#include "checker/util/base64.hpp"
#include "checker/util/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

/// What grading platforms read: Gradescope, PrairieLearn, GitHub Classroom.
namespace pinko::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMessage = 500;
constexpr std::size_t kOutput = 2000;     ///< PrairieLearn takes 1 MB for all
constexpr std::size_t kImages = 400'000;  ///< of these for pictures, in bytes of base64

int attainable(const TaskReport& task, const Verdict& verdict) {
  return counts(task, verdict) ? verdict.max_points : 0;
}

int earned(const TaskReport& task, const Verdict& verdict) {
  return counts(task, verdict) ? verdict.points : 0;
}

std::string words_of(const TaskReport& task, const Verdict& verdict) {
  if (verdict.outcome != Outcome::passed) return in_words(task, verdict);
  std::string text;
  for (const std::string& note : verdict.notes)
    text += (text.empty() ? "note: " : "\nnote: ") + note;
  return text;
}

double whole_time(const Report& report) {
  double sum = 0;
  for (const TaskReport& task : report.tasks)
    sum += seconds_of(task);
  return sum;
}

std::string summary_of(const Report& report) {
  std::string text;
  for (const TaskReport& task : report.tasks) {
    text += "task" + std::to_string(task.number) + ": " + points_of(task);
    if (const Verdict* lead = leading(task)) text += ", " + lead->id + ": " + in_one_line(*lead);
    text += '\n';
  }
  for (const std::string& note : report.notes)
    text += note + '\n';
  return text;
}

Json gradescope_test(const TaskReport& task, const Verdict& verdict, int ordinal) {
  Json test = {{"name", verdict.id + ": " + verdict.title},
               {"name_format", "text"},
               {"number", std::to_string(task.number) + '.' + std::to_string(ordinal)},
               {"score", earned(task, verdict)},
               {"max_score", attainable(task, verdict)}};
  // Without a status Gradescope derives one from the score; what nobody could look at has none.
  if (counts(task, verdict)) {
    test["status"] = verdict.outcome == Outcome::passed ? "passed" : "failed";
  }
  test["output"] = words_of(task, verdict);
  test["output_format"] = "text";
  test["tags"] = Json::array({"task" + std::to_string(task.number)});
  test["visibility"] = "visible";
  test["extra_data"] = {{"id", verdict.id}, {"outcome", name_of(verdict.outcome)}};
  return test;
}

Json prairielearn_test(const TaskReport& task, const Verdict& verdict) {
  return {{"name", verdict.id},
          {"description", verdict.title},
          {"points", earned(task, verdict)},
          {"max_points", attainable(task, verdict)},
          {"message", printable(head(in_one_line(verdict), kMessage))},
          {"output", printable(tail(words_of(task, verdict), kOutput))}};
}

/// The pages as the browser showed them, as many as there is room for.
Json images_of(const Report& report) {
  Json images = Json::array();
  std::size_t room = kImages;
  for (const TaskReport& task : report.tasks) {
    const std::string& png = task.pictures.screenshot_png;
    if (!is_png(png) || png.size() * 4 / 3 > room) continue;
    const std::string data = to_base64(png);
    room -= std::min(room, data.size());
    images.push_back({{"label", "task" + std::to_string(task.number) + ": the page"},
                      {"url", "data:image/png;base64," + data}});
  }
  return images;
}

std::string_view classroom_status(const TaskReport& task, const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::passed:
      return "pass";
    case Outcome::failed:
    case Outcome::refused:
      return "fail";
    case Outcome::skipped:
      return counts(task, verdict) ? "fail" : "error";
    case Outcome::errored:
    case Outcome::unstable:
      return "error";
  }
  return "error";
}

Json classroom_test(const TaskReport& task, const Verdict& verdict) {
  const Location where = place_of(task, verdict);
  return {{"name", verdict.id + ": " + verdict.title},
          {"status", classroom_status(task, verdict)},
          {"score", earned(task, verdict)},
          {"max_score", attainable(task, verdict)},
          {"message", verdict.outcome == Outcome::passed ? "" : in_words(task, verdict)},
          {"test_code", verdict.by_hand},
          {"filename", where.path},
          {"line_no", where.line},
          {"execution_time", verdict.seconds}};
}

template <class Make>
Json tests_of(const Report& report, Make make) {
  Json tests = Json::array();
  for (const TaskReport& task : report.tasks) {
    int ordinal = 0;
    for (const Verdict& verdict : task.checks)
      tests.push_back(make(task, verdict, ++ordinal));
  }
  return tests;
}

}  // namespace

std::string gradescope(const Report& report, const WriteOptions& /*options*/) {
  return dumped({{"score", report.points},
                 {"execution_time", std::lround(whole_time(report))},
                 {"output", summary_of(report)},
                 {"output_format", "text"},
                 {"test_output_format", "text"},
                 {"test_name_format", "text"},
                 {"visibility", "visible"},
                 {"stdout_visibility", "hidden"},
                 {"extra_data",
                  {{"verdict", name_of(report.outcome)},
                   {"max_score", report.max_points},
                   {"commit", report.submission.commit}}},
                 {"tests", tests_of(report, gradescope_test)},
                 {"leaderboard", Json::array()}});
}

std::string prairielearn(const Report& report, const WriteOptions& /*options*/) {
  const bool looked = report.outcome != Outcome::errored;
  const double share =
      report.max_points > 0 ? static_cast<double>(report.points) / report.max_points : 0;
  const auto make = [](const TaskReport& task, const Verdict& verdict, int /*ordinal*/) {
    return prairielearn_test(task, verdict);
  };
  return dumped({{"gradable", looked},
                 {"score", share},
                 {"format_errors", Json::array()},
                 {"message",
                  looked ? std::to_string(report.points) + " of " +
                               std::to_string(report.max_points) + " points"
                         : std::string("Not everything could be graded, and that is not your "
                                       "doing. Nothing was counted.")},
                 {"output", summary_of(report)},
                 {"images", images_of(report)},
                 {"tests", tests_of(report, make)}});
}

std::string classroom(const Report& report, const WriteOptions& /*options*/) {
  const auto make = [](const TaskReport& task, const Verdict& verdict, int /*ordinal*/) {
    return classroom_test(task, verdict);
  };
  const bool passed = report.outcome == Outcome::passed;
  const bool errored = report.outcome == Outcome::errored;
  return dumped({{"version", 1},
                 {"status",
                  passed    ? "pass"
                  : errored ? "error"
                            : "fail"},
                 {"max_score", report.max_points},
                 {"tests", tests_of(report, make)}});
}

}  // namespace pinko::report

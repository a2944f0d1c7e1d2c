#include "checker/report/writer.hpp"

#include "checker/report/clean.hpp"
#include "checker/report/formats.hpp"

#include <algorithm>

namespace pinko::report {
namespace {

template <auto format>
std::string cleanly(const Report& report, const WriteOptions& options) {
  return format(cleaned(report), options);
}

constexpr Writer kWriters[] = {
    {"console", "for people, in a terminal", cleanly<console>},
    {"html", "for people: one page, with pictures", cleanly<html>, false, true},
    {"json", "all of it, for programs (pinko-check/result/v1)", cleanly<json>},
    {"junit", "JUnit XML, as Jenkins and GitLab read it", cleanly<junit>},
    {"tap", "TAP 14, a subtest a task", cleanly<tap>},
    {"tap13", "TAP 13, for readers that know no subtests", cleanly<tap13>},
    {"sarif", "SARIF 2.1.0, for code scanning", cleanly<sarif>},
    {"github", "annotations in a GitHub workflow's log", cleanly<github>},
    {"markdown", "a summary in Markdown, as $GITHUB_STEP_SUMMARY takes it", cleanly<markdown>},
    {"gitlab", "GitLab's Code Quality report", cleanly<gitlab>},
    {"gradescope", "Gradescope's results.json", cleanly<gradescope>, true, false},
    {"prairielearn", "PrairieLearn's results.json", cleanly<prairielearn>, false, true},
    {"classroom", "what GitHub Classroom's reporter takes, before base64", cleanly<classroom>},
    {"check50", "the JSON of check50", cleanly<check50>},
    {"classroom50", "classroom50/result/v1", cleanly<classroom50>},
    {"dodona", "Dodona's judge output", cleanly<dodona>},
    {"csv", "a row for a class's table", cleanly<csv>},
};

}  // namespace

std::span<const Writer> all_writers() {
  return kWriters;
}

const Writer* find_writer(std::string_view name) {
  const auto* const found = std::ranges::find(kWriters, name, &Writer::name);
  return found == std::ranges::end(kWriters) ? nullptr : found;
}

}  // namespace pinko::report

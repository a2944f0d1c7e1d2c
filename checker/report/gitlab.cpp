#include "checker/report/fingerprint.hpp"
#include "checker/report/formats.hpp"
#include "checker/report/json_value.hpp"
#include "checker/report/story.hpp"

#include <nlohmann/json.hpp>

/// GitLab's Code Quality report: failures as major, the one to mend first of a task as critical,
/// what was refused as blocker, notes as info.
namespace pinko::report {
namespace {

using Json = nlohmann::ordered_json;

std::string_view severity_of(const TaskReport& task, const Verdict& verdict) {
  if (verdict.outcome == Outcome::refused) return "blocker";
  if (verdict.outcome == Outcome::passed) return "info";
  return verdict.id == task.cause ? "critical" : "major";
}

}  // namespace

std::string gitlab(const Report& report, const WriteOptions& /*options*/) {
  Json issues = Json::array();
  Ordinals ordinals;
  const auto add = [&](const TaskReport& task, const Verdict& verdict, const std::string& words) {
    const Location where = place_of(task, verdict);
    issues.push_back(
        {{"description", verdict.title + ": " + words},
         {"check_name", verdict.id},
         {"fingerprint", ordinals.fingerprint(verdict.id, where.path, words)},
         {"severity", severity_of(task, verdict)},
         {"location",
          {{"path", where.path}, {"lines", {{"begin", where.line > 0 ? where.line : 1}}}}}});
  };
  for (const TaskReport& task : report.tasks) {
    for (const Verdict& verdict : task.checks) {
      const bool lost = verdict.outcome == Outcome::failed || verdict.outcome == Outcome::refused;
      if (lost) add(task, verdict, in_one_line(verdict));
      if (verdict.outcome != Outcome::passed) continue;
      for (const std::string& note : verdict.notes)
        add(task, verdict, note);
    }
  }
  return dumped(issues);
}

}  // namespace pinko::report

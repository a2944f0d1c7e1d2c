#include "checker/report/formats.hpp"
#include "checker/report/html_parts.hpp"
#include "checker/util/base64.hpp"
#include "checker/util/sha256.hpp"
#include "checker/util/text.hpp"

/// One file that needs nothing else: no script, style by hash, pictures inline.
namespace pinko::report {
namespace {

/// The style's hash as a Content-Security-Policy names it (CSP 3, section 2.3.1).
std::string style_hash() {
  const std::string digits = sha256(html_style());
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  return "'sha256-" + to_base64(bytes) + "'";
}

std::string head_of(const Report& report) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src " +
         style_hash() +
         "; img-src data:; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<link rel=\"icon\" href=\"data:,\">\n"
         "<title>pinko-check: " +
         std::to_string(report.points) + " of " + std::to_string(report.max_points) +
         "</title>\n<style>" + std::string(html_style()) + "</style>\n</head>\n<body>\n";
}

std::string bar(const TaskReport& task) {
  const int share =
      task.max_points > 0 && !not_graded(task) ? task.points * 100 / task.max_points : 0;
  return "<svg aria-hidden=\"true\" viewBox=\"0 0 100 8\" width=\"100\" height=\"8\">"
         "<rect width=\"100\" height=\"8\" rx=\"4\" class=\"rest\"/><rect width=\"" +
         std::to_string(share) + "\" height=\"8\" rx=\"4\" class=\"done\"/></svg>";
}

std::string row_of(const TaskReport& task) {
  const std::string number = std::to_string(task.number);
  const Verdict* lead = leading(task);
  return "<tr><td><a href=\"#task" + number + "\">" + number + ' ' + escaped(task.title) +
         "</a></td><td>" + bar(task) + "</td><td class=\"number " +
         std::string(name_of(task.outcome)) + "\">" + escaped(points_of(task)) + "</td><td>" +
         (lead == nullptr
              ? std::string()
              : "<a href=\"#" + escaped(lead->id) + "\">" + escaped(lead->id) + "</a>") +
         "</td></tr>\n";
}

std::string table(const Report& report) {
  std::string rows;
  for (const TaskReport& task : report.tasks)
    rows += row_of(task);
  return "<table><thead><tr><th scope=\"col\">Task</th><th scope=\"col\">Done</th><th "
         "scope=\"col\" "
         "class=\"number\">Points</th><th scope=\"col\">Mend first</th></tr></thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

std::string header(const Report& report) {
  const SubmissionFacts& facts = report.submission;
  std::string about = escaped(facts.path);
  if (!facts.student.empty()) about = escaped(facts.student) + ", " + about;
  if (!facts.commit.empty()) {
    about += ", " + element("code", "", escaped(facts.commit.substr(0, 9)));
    about += facts.exported ? " (a clean copy)" : facts.dirty ? " with changes" : "";
  }
  if (!report.finished.empty()) about += ", " + escaped(report.finished);
  std::string notes;
  for (const std::string& note : report.notes)
    notes += element("p", "unstable", prose(note));
  for (const Error& error : report.infrastructure) {
    notes += element("p", "errored", "On our side: " + prose(error.message));
  }
  return "<header>" + element("h1", "", "pinko-check") +
         element("p",
                 "score " + std::string(name_of(report.outcome)),
                 std::to_string(report.points) + " of " + std::to_string(report.max_points)) +
         element("p", "soft", about) + notes + "</header>\n";
}

std::string paths(std::string_view title, const std::vector<std::string>& all) {
  if (all.empty()) return {};
  std::string list;
  for (const std::string& path : all)
    list += "<li>" + element("code", "", escaped(path)) + "</li>";
  return element("h3", "", escaped(title)) + "<ul>" + list + "</ul>\n";
}

std::string unseen(const SubmissionFacts& facts) {
  std::string body;
  for (const std::string& path : facts.gitlinks)
    body += element("h3", "", element("code", "", escaped(path)));
  if (!facts.gitlinks.empty()) {
    body += element("p", "", escaped(about_gitlinks(facts.gitlinks.size()))) +
            element("pre", "", escaped(join(mend_gitlinks(facts.gitlinks), "\n")));
  }
  body += paths("On disk, but not in the last commit", facts.unseen);
  body += paths("Changed since the last commit", facts.changed);
  if (body.empty()) return {};
  return "<section id=\"unseen\">" + element("h2", "", "Your teacher will not see") + body +
         "</section>\n";
}

/// What each task did when; one task has its own bars in its section.
std::string run_of(const Report& report) {
  return report.tasks.size() < 2 ? std::string() : folded("How the run went", svg_run(report));
}

std::string footer(const Report& report) {
  const Environment& seen = report.environment;
  std::string parts = "pinko-check " + escaped(report.tool_version);
  if (!report.tool_commit.empty()) parts += " (" + escaped(report.tool_commit.substr(0, 9)) + ")";
  for (const std::string& part :
       {seen.os,
        seen.engine + ' ' + seen.engine_version,
        seen.runtime,
        seen.compose_version.empty() ? std::string() : "Compose " + seen.compose_version,
        seen.browser}) {
    if (!trim(part).empty()) parts += ", " + escaped(part);
  }
  return element("footer", "soft", parts) + "\n</body>\n</html>\n";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string prose(std::string_view text) {
  std::string safe;
  for (std::size_t close = 0; !text.empty(); text.remove_prefix(close + 1)) {
    const std::size_t open = text.find('`');
    close = open == std::string_view::npos ? open : text.find('`', open + 1);
    if (close == std::string_view::npos) break;
    safe += escaped(text.substr(0, open)) +
            element("code", "", escaped(text.substr(open + 1, close - open - 1)));
  }
  return replace_all(safe + escaped(text), "\n", "<br>");
}

std::string element(std::string_view name, std::string_view kind, std::string_view content) {
  std::string text = "<" + std::string(name);
  if (!kind.empty()) text += " class=\"" + std::string(kind) + '"';
  text += '>';
  text += content;
  return text + "</" + std::string(name) + '>';
}

std::string_view word_of(Outcome outcome) {
  return outcome == Outcome::errored ? "not graded" : name_of(outcome);
}

std::string html(const Report& report, const WriteOptions& /*options*/) {
  std::string page = head_of(report) + header(report) + "<main>\n" + table(report) +
                     run_of(report) + unseen(report.submission);
  for (const TaskReport& task : report.tasks)
    page += html_task(task);
  return page + "</main>\n" + footer(report);
}

}  // namespace pinko::report

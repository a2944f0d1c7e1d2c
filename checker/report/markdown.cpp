#include "checker/report/formats.hpp"
#include "checker/report/story.hpp"
#include "checker/util/text.hpp"

/// A summary in GitHub's Markdown, for $GITHUB_STEP_SUMMARY and for comments.
namespace pinko::report {
namespace {

constexpr std::size_t kCap = 1000000;  ///< GitHub takes 1 MiB a step
constexpr std::size_t kOutput = 8192;

/// Punctuation that can begin markup, a link or a mention becomes a character reference.
std::string escaped(std::string_view text) {
  constexpr std::string_view kMarkup = "&<>\"'`*_[](){}|#~\\!@:";
  std::string safe;
  for (const char c : text) {
    if (c == '\n') {
      safe += "<br>";
    } else if (kMarkup.find(c) != std::string_view::npos) {
      safe += "&#" + std::to_string(static_cast<int>(c)) + ';';
    } else {
      safe += c;
    }
  }
  return replace_all(safe, "www.", "www&#46;");
}

std::string code(std::string_view text) {
  return "<code>" + escaped(text) + "</code>";
}

/// Text as it is, whatever it holds, but for `code` between backticks.
std::string plain(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const std::size_t open = text.find('`');
    const std::size_t close = open == std::string_view::npos ? open : text.find('`', open + 1);
    if (close == std::string_view::npos) break;
    safe += escaped(text.substr(0, open)) + code(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  return safe + escaped(text);
}

std::string mark(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "✅";
    case Outcome::failed:
      return "❌";
    case Outcome::refused:
      return "⛔";
    case Outcome::errored:
    case Outcome::unstable:
      return "⚠️";
    case Outcome::skipped:
      return "➖";
  }
  return "⚠️";
}

std::string table(const Report& report) {
  std::string text = "| Task | Points | |\n| --- | ---: | --- |\n";
  for (const TaskReport& task : report.tasks) {
    const Verdict* lead = leading(task);
    text += "| " + mark(task.outcome) + ' ' + std::to_string(task.number) + ' ' +
            plain(task.title) + " | " + points_of(task) + " | " +
            (lead == nullptr ? std::string() : plain(lead->id)) + " |\n";
  }
  return text + "| **Total** | **" + std::to_string(report.points) + " of " +
         std::to_string(report.max_points) + "** | |\n";
}

void row(std::string& text, const char* label, const std::string& value) {
  if (!value.empty()) text += std::string("- **") + label + ":** " + value + '\n';
}

std::string told(const TaskReport& task, const Trouble& trouble) {
  const Verdict& verdict = *trouble.verdict;
  const bool judged = verdict.outcome == Outcome::failed || verdict.outcome == Outcome::refused;
  std::string text = "\n#### " + mark(verdict.outcome) + ' ' + plain(verdict.title) + "\n\n";
  text += code(verdict.id) + "\n\n";
  row(text, judged ? "Cause" : "Not graded", plain(verdict.cause));
  row(text, "Expected", plain(verdict.expected));
  row(text, "Seen", plain(verdict.actual));
  for (const Location& where : verdict.where)
    row(text, "Place", code(to_string(where)));
  row(text, "Why", judged ? plain(verdict.why) : "");
  row(text, "Next", plain(next_step(verdict)));
  if (judged && !verdict.by_hand.empty()) {
    row(text, "By hand", "in " + code(task.folder) + ": " + code(verdict.by_hand));
  }
  std::string ids;
  for (const Verdict* waiting : trouble.waiting)
    ids += (ids.empty() ? "" : ", ") + code(waiting->id);
  row(text, "Checks that wait for this", ids);
  if (!verdict.evidence.empty()) {
    // On a line of its own `<pre>` goes on over empty lines (CommonMark 4.6).
    text += "\n<details><summary>What was printed</summary>\n\n<pre>" +
            replace_all(escaped(printable(tail(verdict.evidence, kOutput))), "<br>", "\n") +
            "</pre>\n\n</details>\n";
  }
  return text;
}

std::string disagreement(const TaskReport& task) {
  if (!task.disagreement) return {};
  std::string text = "\n#### In the files, two places do not fit together\n\n";
  row(text, "Cause", plain(task.disagreement->sentence));
  for (const Location& where : task.disagreement->where)
    row(text, "Place", code(to_string(where)));
  row(text, "Next", plain(task.disagreement->step));
  return text;
}

std::string unseen(const SubmissionFacts& facts) {
  std::string text;
  const auto list = [&text](const char* words, const std::vector<std::string>& paths) {
    for (const std::string& path : paths)
      text += "- " + code(path) + ": " + words + '\n';
  };
  list("a nested repository, an empty folder in every clone", facts.gitlinks);
  list("on disk, but not in the last commit", facts.unseen);
  list("differs from the last commit", facts.changed);
  return text.empty() ? text : "\n### Your teacher will not see\n\n" + text;
}

std::string heading(const TaskReport& task) {
  return "\n### Task " + std::to_string(task.number) + ": " + plain(task.title) + '\n';
}

}  // namespace

std::string markdown(const Report& report, const WriteOptions& /*options*/) {
  std::string text = "## pinko-check: " + std::to_string(report.points) + " of " +
                     std::to_string(report.max_points) + " points\n\n" + table(report);
  for (const std::string& note : report.notes)
    text += "\n> " + plain(note) + '\n';
  text += unseen(report.submission);
  bool whole = true;
  for (const TaskReport& task : report.tasks) {
    std::string part;
    for (const Trouble& trouble : troubles(task))
      part += told(task, trouble);
    part += disagreement(task);
    if (part.empty()) continue;
    part.insert(0, heading(task));
    whole = whole && text.size() + part.size() < kCap;
    if (whole) text += part;
  }
  return whole ? text : text + "\nMore than fits here: see the other reports.\n";
}

}  // namespace pinko::report

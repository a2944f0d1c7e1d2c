#include "checker/report/html_parts.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::report {
namespace {

std::string labelled(std::string_view label, const std::string& content) {
  return content.empty()
             ? std::string()
             : "<div>" + element("span", "label", escaped(label)) + content + "</div>\n";
}

bool begins_character(const std::string& text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

/// A line of source; of the place to mend, the columns that it names are marked.
std::string source_text(const std::string& text, const Location& where, bool marked) {
  const auto start = static_cast<std::size_t>(where.column - 1);
  const auto end = static_cast<std::size_t>(where.end_column - 1);
  const bool exact = marked && where.column > 0 && where.end_column > where.column &&
                     where.end_line <= where.line && end <= text.size() &&
                     begins_character(text, start) && begins_character(text, end);
  if (!exact) return escaped(text);
  const std::string_view whole = text;
  return escaped(whole.substr(0, start)) +
         element("mark", "", escaped(whole.substr(start, end - start))) +
         escaped(whole.substr(end));
}

/// The source lines around the place to mend.
std::string excerpt(const Verdict& verdict) {
  const Excerpt& source = verdict.excerpt;
  if (source.lines.empty() || verdict.where.empty()) return {};
  std::string lines;
  int line = source.first_line;
  const Location& where = verdict.where.front();
  for (const std::string& text : source.lines) {
    const bool here = line >= where.line && line <= std::max(where.line, where.end_line);
    lines += element("span",
                     here ? "source here" : "source",
                     element("span", "line", std::to_string(line)) +
                         source_text(text, where, line == where.line));
    ++line;
  }
  return element("pre", "", lines);
}

std::string list_of(const std::vector<Location>& places) {
  std::string list;
  for (const Location& where : places) {
    list += list.empty() ? "" : "<br>";
    list += element("code", "", escaped(to_string(where)));
  }
  return list;
}

/// The lines that are to be replaced as they are, where all of them are known.
std::string lines_now(const Verdict& verdict) {
  const Location& where = verdict.placement.at;
  const bool shown = !verdict.where.empty() && verdict.where.front().path == where.path;
  if (!shown || verdict.placement.how != Placing::replace) return {};
  std::string now;
  for (int line = where.line; line <= std::max(where.line, where.end_line); ++line) {
    const int index = line - verdict.excerpt.first_line;
    const auto count = static_cast<int>(verdict.excerpt.lines.size());
    if (where.line < 1 || index < 0 || index >= count) return {};
    now += (now.empty() ? "" : "\n") + verdict.excerpt.lines[static_cast<std::size_t>(index)];
  }
  return now;
}

/// "It should say, in place of line 7 of task4/docker-compose.yml"
std::string should_say(const Placement& placement) {
  std::string where = in_words(placement);
  if (where.empty()) return "It should say";
  where.pop_back();
  return (placement.how == Placing::replace ? "It should say, " : "Write, ") + where;
}

std::string correction(const Verdict& verdict) {
  if (verdict.corrected.empty()) return {};
  const std::string now = lines_now(verdict);
  return element("div",
                 "pair",
                 labelled("It says", preformatted(now)) +
                     labelled(should_say(verdict.placement), preformatted(verdict.corrected)));
}

/// The three levels of a hint, each to be unfolded: which way to look, the place and what to do
/// there, what its lines should say.
std::string hints(const Verdict& verdict) {
  constexpr std::string_view kTitles[] = {
      "Hint 1: which way to look", "Hint 2: where, and what to do", "Hint 3: what it should say"};
  std::string all;
  for (const HintLevel& hint : hints_of(verdict)) {
    const std::string content =
        hint.level == 3 ? correction(verdict) : element("p", "", prose(hint.text));
    all += folded(kTitles[static_cast<std::size_t>(hint.level - 1)], content);
  }
  return all;
}

std::string waiting(const Trouble& trouble) {
  std::string list;
  for (const Verdict* verdict : trouble.waiting) {
    list += "<li>" + element("code", "", escaped(verdict->id)) + ' ' + escaped(verdict->title) +
            "</li>";
  }
  const std::size_t count = trouble.waiting.size();
  return folded(
      count == 1 ? "1 check waits for this" : std::to_string(count) + " checks wait for this",
      list.empty() ? list : "<ul>" + list + "</ul>");
}

std::string worth(const TaskReport& task, const Verdict& verdict) {
  if (!counts(task, verdict)) return std::string(word_of(Outcome::errored));
  return std::string(word_of(verdict.outcome)) + ", " + std::to_string(verdict.points) + " of " +
         std::to_string(verdict.max_points);
}

/// How long looking took, and how often it was tried where that was more than once.
std::string looking(const Verdict& verdict) {
  if (verdict.attempts < 2) return {};
  return element("p",
                 "soft",
                 "Tried " + std::to_string(verdict.attempts) +
                     " times, because of something on "
                     "the checker's side.");
}

}  // namespace

std::string html_notes(const Verdict& verdict) {
  std::string list;
  for (const std::string& note : verdict.notes)
    list += "<p class=\"unstable\">Note: " + prose(note) + "</p>\n";
  return list;
}

std::string html_check(const TaskReport& task, const Trouble& trouble) {
  const Verdict& verdict = *trouble.verdict;
  const bool errored = verdict.outcome == Outcome::errored;
  std::string body = element("div",
                             "title",
                             element("h3", "", escaped(verdict.title)) +
                                 element("span", "outcome", escaped(worth(task, verdict)))) +
                     element("p", "id", element("code", "", escaped(verdict.id)));
  if (!verdict.cause.empty()) body += element("p", "cause", prose(verdict.cause));
  if (errored) body += "<p>This says nothing about your work.</p>\n";
  body += looking(verdict);
  const std::string pair = labelled("Expected", preformatted(verdict.expected)) +
                           labelled("Seen", preformatted(verdict.actual));
  if (!pair.empty()) body += element("div", "pair", pair);
  body += labelled("Place", list_of(verdict.where)) + excerpt(verdict);
  if (!errored && !verdict.why.empty()) body += labelled("Why", prose(verdict.why));
  body += errored ? labelled("Next", prose(next_step(verdict))) : hints(verdict);
  if (!errored && !verdict.by_hand.empty()) {
    body += folded("See it by hand, in " + task.folder + "/", preformatted(verdict.by_hand));
  }
  body += html_notes(verdict);
  body += folded("What was printed", preformatted(verdict.evidence, "log"));
  body += waiting(trouble);
  return "<article class=\"check " + std::string(name_of(verdict.outcome)) + "\" id=\"" +
         escaped(verdict.id) + "\">" + body + "</article>\n";
}

std::string html_disagreement(const TaskReport& task) {
  if (!task.disagreement) return {};
  const Diagnosis& found = *task.disagreement;
  return "<article class=\"check unstable\">" +
         element("h3", "", "In the files, two places do not fit together") +
         element("p", "cause", prose(found.sentence)) + labelled("Place", list_of(found.where)) +
         folded("What to do", found.step.empty() ? "" : element("p", "", prose(found.step))) +
         folded("What it should say",
                found.corrected.empty()
                    ? std::string()
                    : labelled(should_say(found.placement), preformatted(found.corrected))) +
         "</article>\n";
}

}  // namespace pinko::report

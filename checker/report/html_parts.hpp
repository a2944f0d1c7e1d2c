#pragma once

#include "checker/report/story.hpp"

#include <string>
#include <string_view>

/// The parts of the HTML report. All text goes through escaped(); no style or script stands in an
/// attribute, so that the policy can forbid both.
namespace pinko::report {

/// Text for an element's content or a quoted attribute.
[[nodiscard]] std::string escaped(std::string_view text);

/// Words: `code` between backticks becomes an element, line ends become breaks.
[[nodiscard]] std::string prose(std::string_view text);

/// `<name class="kind">content</name>`; the content is markup already.
[[nodiscard]] std::string element(std::string_view name,
                                  std::string_view kind,
                                  std::string_view content);

/// `<details>` with the summary given; nothing where there is no content.
[[nodiscard]] std::string folded(std::string_view summary, const std::string& content);

/// Lines as they are, in a `<pre>`; nothing where there are none.
[[nodiscard]] std::string preformatted(const std::string& text, std::string_view kind = {});

/// A check that did not pass, with all that is known of it.
[[nodiscard]] std::string html_check(const TaskReport& task, const Trouble& trouble);

/// What the notes of a check say.
[[nodiscard]] std::string html_notes(const Verdict& verdict);

/// Two of a task's files that do not fit together; nothing where none is known of.
[[nodiscard]] std::string html_disagreement(const TaskReport& task);

/// A task's section: the cause first, then what else, pictures, and what passed.
[[nodiscard]] std::string html_task(const TaskReport& task);

/// The stack as it was found: who publishes what, who asks whom, the broken edge marked.
[[nodiscard]] std::string svg_topology(const TaskReport& task);

/// Who answered each request of a sample.
[[nodiscard]] std::string svg_turns(const NamedSample& named);

/// The requests that went to the submission and to the reference stack, with both answers; where
/// they differ, side by side. Empty where nothing was compared.
[[nodiscard]] std::string html_comparison(const TaskReport& task);

/// The way of one request of a sample, with times; nothing where they are not known.
[[nodiscard]] std::string svg_journey(const NamedSample& named);

/// A task's phases as bars over time.
[[nodiscard]] std::string svg_phases(const TaskReport& task);

/// The phases of all tasks, side by side.
[[nodiscard]] std::string svg_run(const Report& report);

/// Style of the whole page; its hash stands in the page's policy.
[[nodiscard]] std::string_view html_style();

/// "passed" … as class and as word of an outcome: "not graded" for what nobody could look at.
[[nodiscard]] std::string_view word_of(Outcome outcome);

}  // namespace pinko::report

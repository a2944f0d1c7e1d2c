#include "checker/report/html_parts.hpp"

#include <algorithm>

namespace pinko::report {
namespace {

/// How a weight is shown: the class of an outcome that looks like it, and a word.
struct Look {
  std::string_view kind;
  std::string_view word;
};

Look look_of(Weight weight) {
  switch (weight) {
    case Weight::free:
      break;
    case Weight::note:
      return {"unstable", "note"};
    case Weight::failure:
      return {"failed", "differs"};
  }
  return {"passed", "alike"};
}

std::string cell(const std::string& content) {
  return element("td", "", content);
}

std::string row(const ComparedRequest& request) {
  const Look look = look_of(weight_of(request));
  return element("tr",
                 "",
                 cell(escaped(in_words(request))) + cell(escaped(in_words(request.own))) +
                     cell(escaped(in_words(request.reference))) +
                     element("td", look.kind, look.word));
}

std::string answer(std::string_view label, const ComparedAnswer& answer) {
  return "<div>" + element("span", "label", label) + element("pre", "", escaped(as_text(answer))) +
         "</div>";
}

/// What differs, in words, and the two answers beside each other.
std::string side_by_side(const ComparedRequest& request) {
  std::string words;
  for (const Difference& one : differences(request)) {
    if (one.weight == Weight::free) continue;
    words += element("p",
                     look_of(one.weight).kind,
                     escaped(one.what) + ": " + escaped(one.own) + ", the reference's " +
                         escaped(one.reference) + ". " + escaped(one.why));
  }
  if (words.empty()) return {};
  return element("h4", "", escaped(in_words(request))) + words +
         element("div",
                 "pair",
                 answer("Yours", request.own) + answer("The reference's", request.reference)) +
         '\n';
}

}  // namespace

std::string html_comparison(const TaskReport& task) {
  const ComparisonSeen& comparison = task.pictures.comparison;
  if (comparison.requests.empty()) return {};
  std::string rows;
  std::string pairs;
  Weight worst = Weight::free;
  const std::vector<const ComparedRequest*> shown = compared_rows(task);
  for (const ComparedRequest* request : shown) {
    rows += row(*request) + '\n';
    pairs += side_by_side(*request);
    worst = std::max(worst, weight_of(*request));
  }
  if (const std::size_t alike = comparison.requests.size() - shown.size(); alike > 0) {
    rows += "<tr><td colspan=\"3\">" + std::to_string(alike) + (alike == 1 ? " file" : " files") +
            " of the site</td>" + element("td", "passed", "alike") + "</tr>\n";
  }
  const std::string summary = "Compared with the reference stack: " + in_words(comparison);
  return std::string(worst == Weight::failure ? "<details open>" : "<details>") +
         element("summary", "", escaped(summary)) +
         "<table><thead><tr><th>Request</th><th>Yours</th><th>The reference's</th><th></th></tr>"
         "</thead><tbody>\n" +
         rows + "</tbody></table>\n" + pairs + "</details>\n";
}

}  // namespace pinko::report

#include "checker/expect/comparison.hpp"

#include "checker/core/comparison.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

constexpr std::size_t kMostNotes = 4;
constexpr std::size_t kMostShown = 3;

/// A request with one of its differences.
struct Found {
  const ComparedRequest* request = nullptr;
  Difference difference;
};

bool is_known(const std::vector<Found>& all, const Found& one) {
  return std::ranges::any_of(all, [&](const Found& other) {
    return one.request->target == other.request->target &&
           one.difference.what == other.difference.what &&
           one.difference.own == other.difference.own;
  });
}

/// Everything of one weight; what differs alike in several ways of asking is there once.
std::vector<Found> all_of(const ComparisonSeen& seen, Weight weight) {
  std::vector<Found> all;
  for (const ComparedRequest& request : seen.requests) {
    for (Difference& one : differences(request)) {
      if (one.weight != weight) continue;
      Found found{&request, std::move(one)};
      if (!is_known(all, found)) all.push_back(std::move(found));
    }
  }
  return all;
}

std::string in_words(const Found& found) {
  const Difference& one = found.difference;
  return in_words(*found.request) + ": " + std::string(one.what) + ' ' + one.own +
         ", the reference's " + one.reference + ". " + std::string(one.why);
}

/// True when the same was asked in another way, and the answer was right.
bool right_otherwise(const ComparisonSeen& seen, const ComparedRequest& wrong) {
  return std::ranges::any_of(seen.requests, [&](const ComparedRequest& other) {
    return other.target == wrong.target && other.how != wrong.how &&
           weight_of(other) != Weight::failure;
  });
}

std::vector<std::string> notes_of(const ComparisonSeen& seen) {
  std::vector<std::string> notes;
  const std::vector<Found> found = all_of(seen, Weight::note);
  for (const Found& one : found) {
    if (notes.size() == kMostNotes) break;
    notes.push_back(in_words(one));
  }
  if (found.size() > kMostNotes) {
    notes.push_back("and " + std::to_string(found.size() - kMostNotes) +
                    " more differences: the HTML report shows them all");
  }
  return notes;
}

/// Asks by hand as a request was asked that browsers send too: no other can fail. Over a kept
/// connection a second time as well.
std::string command_of(const ComparedRequest& request) {
  const std::string port = request.port == 80 ? "" : ':' + std::to_string(request.port);
  const std::string url = ' ' + shell_quoted("http://localhost" + port + request.target);
  if (request.how == AskedHow::other_origin) {
    return "curl -si -H 'Origin: http://localhost:9000'" + url;
  }
  return "curl -si" + url + (request.how == AskedHow::kept ? url : "");
}

std::string side_by_side(const std::vector<Found>& found) {
  std::string text;
  for (std::size_t i = 0; i < std::min(found.size(), kMostShown); ++i) {
    const ComparedRequest& request = *found[i].request;
    text += in_words(request) + "\n--- yours\n" + as_text(request.own) + "\n--- the reference's\n" +
            as_text(request.reference) + "\n\n";
  }
  return text;
}

}  // namespace

Finding answers_as_reference(const ComparisonSeen& seen) {
  const std::vector<Found> failures = all_of(seen, Weight::failure);
  std::vector<std::string> notes = notes_of(seen);
  if (failures.empty()) {
    std::string words = counted(seen.requests.size(), "request") + ", answered alike";
    if (!seen.left_out.empty()) words += "; not compared: " + seen.left_out;
    Finding finding = passed(std::move(words), std::move(notes));
    // What had no answer in time says nothing here where the check of that answer failed.
    if (!seen.left_out.empty()) finding.follows = {"page-served", "api-hello"};
    return finding;
  }
  const Found& first = failures.front();
  const std::string what(first.difference.what);
  Finding finding =
      failed(in_words(*first.request) + ": " + what + ' ' + first.difference.reference,
             what + ' ' + first.difference.own);
  if (failures.size() > 1) {
    finding.actual += ", and " + counted(failures.size() - 1, "difference") + " more";
  }
  finding.cause = first.difference.why;
  if (right_otherwise(seen, *first.request)) {
    finding.cause_id = "answer-depends-on-asking";
    finding.cause = "the answer depends on the way of asking: asked otherwise it is right";
  }
  finding.by_hand = command_of(*first.request);
  finding.evidence = side_by_side(failures);
  finding.notes = std::move(notes);
  for (const Found& one : failures)
    finding.follows.emplace_back(one.difference.judged_by);
  return finding;
}

}  // namespace pinko::expect

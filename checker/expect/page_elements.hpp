#pragma once

#include "checker/core/check.hpp"

#include <string_view>

namespace pinko::expect {

/// The id of the heading that the page needs.
inline constexpr std::string_view kHeadingId = "dynamic-content";

/// Why a page has no element of that id, as its text tells: the letters are there, and not as an
/// id. Sets place, cause and hint.
void explain_missing_element(Finding& finding, std::string_view bytes, std::string_view path);

/// The same for a page in the browser. Only where the page of the task's folder lacks the element
/// too: what was lost on the way is another matter.
void explain_no_element(Finding& finding, const Sources& task);

/// What became of an answer that came and is not what the element shows: what the element holds,
/// the page's scripts and the console tell. Leaves the finding as it is where they do not.
void explain_answer(Finding& finding, const PageSeen& seen, const Sources& task);

}  // namespace pinko::expect

#pragma once

#include "checker/core/check.hpp"

#include <optional>
#include <string>
#include <vector>

/// Why a page in the browser did not show the API's answer, as its requests and its console tell.
namespace pinko::expect {

/// Where the page's scripts ask for that address.
[[nodiscard]] std::vector<Location> place_of_url(const Sources& task, const std::string& url);

/// The line of the site's own file that the console names; nothing for jQuery's and others'.
[[nodiscard]] std::optional<Location> place_of_message(const ConsoleMessage& message,
                                                       const Sources& task);

// Each sets cause, hint, place and what follows.
/// A script used jQuery, which was not there.
void explain_no_jquery(Finding& finding, const PageSeen& seen, const Sources& task);
/// The request by which the API was asked did not bring its answer, or nobody showed it.
void explain_request(Finding& finding, const BrowserRequest& request, const Sources& task);
/// No script asked the API.
void explain_nothing_asked(Finding& finding, const PageSeen& seen, const Sources& task);

}  // namespace pinko::expect

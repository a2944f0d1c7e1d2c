#pragma once

#include "checker/core/check.hpp"

/// What is demanded of the page: its text, and what a browser makes of it.
namespace pinko::expect {

/// `<h1 id="dynamic-content">` is an element of the parsed page.
[[nodiscard]] Finding has_heading(const SiteSeen& seen);
/// It stands before the heading "We provide the best …".
[[nodiscard]] Finding heading_comes_first(const SiteSeen& seen);
/// A script asks the API, at the address that this task's browser reaches.
[[nodiscard]] Finding asks_api(const SiteSeen& seen, const Sources& task);
/// It does so on the page's own origin, which is the proxy.
[[nodiscard]] Finding asks_own_origin(const SiteSeen& seen, const Sources& task);

/// In a browser the heading ends up holding what the API answered.
[[nodiscard]] Finding shows_greeting(const PageSeen& seen, const Sources& task);
/// So it does, and no request leaves for the servers behind the proxy.
[[nodiscard]] Finding shows_greeting_by_proxy(const PageSeen& seen, const Sources& task);

}  // namespace pinko::expect

#pragma once

#include "checker/browser/browser.hpp"
#include "checker/browser/link.hpp"

#include <cstdint>

namespace pinko::browser {

/// A look at a page that the machine did not spoil. Chromium breaks off every connection when an
/// interface of the machine comes or goes, as it does with each network of containers; it says
/// ERR_NETWORK_CHANGED then, of the page itself or of what the page asked for. Such a look is
/// repeated, a few times and within the request's deadline; an Error `browser` when none was
/// undisturbed. All else as visit_page() has it.
[[nodiscard]] Result<PageSeen> visit_undisturbed(Link& link,
                                                 const PageRequest& request,
                                                 std::uint16_t proxy_port);

}  // namespace pinko::browser

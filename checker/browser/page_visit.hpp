#pragma once

#include "checker/browser/browser.hpp"
#include "checker/browser/link.hpp"

#include <cstdint>

namespace pinko::browser {

/// One look at one page with a browser that runs: opens a page with an empty profile whose network
/// is the proxy on 127.0.0.1 at `proxy_port`, watches it until it is at rest, and closes it. Error
/// `browser` when the browser is gone or does not answer, `cancelled` when a stop was asked for.
[[nodiscard]] Result<PageSeen> visit_page(Link& link,
                                          const PageRequest& request,
                                          std::uint16_t proxy_port);

}  // namespace pinko::browser

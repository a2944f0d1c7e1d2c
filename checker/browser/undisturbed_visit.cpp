#include "checker/browser/undisturbed_visit.hpp"

#include "checker/browser/page_visit.hpp"

#include <algorithm>
#include <string_view>

namespace pinko::browser {
namespace {

constexpr int kMostLooks = 8;
constexpr std::string_view kNetworkChanged = "ERR_NETWORK_CHANGED";

bool was_disturbed(const PageSeen& seen) {
  if (seen.problem.find(kNetworkChanged) != std::string::npos) return true;
  return std::ranges::any_of(seen.requests, [](const BrowserRequest& request) {
    return request.failure.find(kNetworkChanged) != std::string::npos;
  });
}

}  // namespace

Result<PageSeen> visit_undisturbed(Link& link,
                                   const PageRequest& request,
                                   std::uint16_t proxy_port) {
  for (int look = 0; look < kMostLooks && !request.deadline.passed(); ++look) {
    Result<PageSeen> seen = visit_page(link, request, proxy_port);
    if (!seen || !was_disturbed(*seen)) return seen;
  }
  return fail(ErrorCode::browser,
              "look at " + request.url +
                  ": networks of this machine came and went each time; run the checker again "
                  "when less goes on");
}

}  // namespace pinko::browser

#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/result.hpp"
#include "checker/probe/http.hpp"
#include "checker/util/deadline.hpp"

#include <filesystem>
#include <stop_token>
#include <string>

namespace pinko::probe {

/// What is asked for, and where.
struct ServedScene {
  const SiteSeen& site;
  const std::filesystem::path& root;  ///< where the site's files are read from
  std::string address;                ///< of the run: answers for localhost
  std::stop_token stop = {};          ///< nothing more is asked for then
};

/// Asks for "/" and for every file of the site, on one kept connection, and compares each answer
/// with the file on disk. Error `timeout` where the deadline passes before all were asked for and
/// nothing was wrong by then; what was wrong by then is seen.
[[nodiscard]] Result<SiteServedSeen> see(const FetchSite& p,
                                         const ServedScene& scene,
                                         HttpClient& client,
                                         Deadline deadline);

}  // namespace pinko::probe

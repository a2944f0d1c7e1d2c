#pragma once

#include "checker/core/observation.hpp"
#include "checker/probe/http.hpp"

#include <filesystem>
#include <string>

namespace pinko::probe {

/// Asks for "/" and for every file of `site`, on one kept connection, and compares each answer with
/// the file on disk. `root` is where the site's files are read from; the run's own address answers
/// for localhost.
[[nodiscard]] SiteServedSeen see(const FetchSite& p,
                                 const SiteSeen& site,
                                 const std::filesystem::path& root,
                                 HttpClient& client,
                                 const std::string& address);

}  // namespace pinko::probe

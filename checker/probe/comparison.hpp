#pragma once

#include "checker/core/observation.hpp"
#include "checker/probe/http.hpp"
#include "checker/util/deadline.hpp"

#include <cstdint>
#include <string>

namespace pinko::probe {

/// Where one of two stacks that are compared answers.
struct ComparedStack {
  std::string address;
  std::uint16_t page_port = 0;
  std::uint16_t api_port = 0;
};

/// What is compared with what.
struct ComparedScene {
  const SiteSeen& site;  ///< which files there are
  std::string address;   ///< of the submission's servers, on the statement's ports
  ComparedStack reference;
};

/// Sends the same requests to both stacks, one after another: a server that takes one client at a
/// time is never asked by two. Of the site's files the first 200 are asked for, none larger than 1
/// MiB and not more than 16 MiB in all. What a second try mends is marked so. When a stack lets a
/// request wait too long, or the deadline passes, the rest is left out.
[[nodiscard]] ComparisonSeen see(const CompareWithReference& p,
                                 const ComparedScene& scene,
                                 HttpClient& client,
                                 Deadline deadline);

}  // namespace pinko::probe

#pragma once

#include "checker/browser/browser.hpp"
#include "checker/core/probe.hpp"
#include "checker/run/scene.hpp"

namespace pinko::run {

/// What the browser is asked to look at for a task that is up.
[[nodiscard]] browser::PageRequest page_request(const LoadPage& p, Scene& scene);

}  // namespace pinko::run

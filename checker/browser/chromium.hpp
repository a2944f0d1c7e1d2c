#pragma once

#include "checker/browser/browser.hpp"
#include "checker/util/log.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace pinko::browser {

/// Which browser to use.
struct ChromiumOptions {
  std::string program;  ///< the user's own choice, a path or a name; empty: the first one found
};

/// The path of a Chromium or Google Chrome: the user's own choice, else the first found on our PATH
/// or in the usual places. Error `browser` says where it was looked for and what to install.
[[nodiscard]] Result<std::filesystem::path> find_chromium(const ChromiumOptions& options);

/// A headless Chromium, started once on first use (or by prepare()) and shared by all pages. Each
/// page gets a profile, a cache and a network of its own, in which `localhost` is the address asked
/// for and no other host exists. The destructor ends the browser with all its processes and removes
/// its profile. `log` must outlive the browser.
[[nodiscard]] std::unique_ptr<Browser> make_chromium(ChromiumOptions options, Log& log);

}  // namespace pinko::browser

#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/result.hpp"
#include "checker/util/deadline.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <future>
#include <stop_token>
#include <string>
#include <vector>

namespace pinko::browser {

/// How much of what a page does is kept. What lies beyond is counted and said, not stored.
struct PageCaps {
  std::size_t text = 16 * 1024;  ///< bytes of one text: of the element, of one console message
  std::size_t url = 2 * 1024;    ///< bytes of one address
  std::size_t requests = 500;    ///< requests listed; the page is ended at four times as many
  std::size_t console = 200;     ///< console messages listed
  std::size_t dialogs = 10;      ///< dialogs dismissed before the script that opens them is ended
  std::size_t navigations = 20;  ///< times that the page may leave for another
  std::size_t screenshot = 4 << 20;  ///< bytes of the picture; a larger one is left out
};

/// A page to look at.
struct PageRequest {
  std::string url;       ///< as the student would type it: "http://localhost:9000/"
  std::string address;   ///< the run's loopback address, which `localhost` stands for in this page
  std::string selector;  ///< of the element whose text is asked for
  Deadline deadline = Deadline::in(std::chrono::seconds(15));  ///< what was seen by then counts
  /// The ports of that address that exist for the page; empty: all. What listens on 0.0.0.0 answers
  /// on every loopback address, so a page could reach servers of the host's own otherwise.
  std::vector<std::uint16_t> ports = {};
  bool screenshot = true;
  PageCaps caps = {};
  /// Lent to pages that load jQuery from the internet; none where there is no such file.
  std::filesystem::path jquery = "/usr/share/javascript/jquery/jquery.min.js";
  /// What the element says when all is well: with it the page is at rest. Any other text is looked
  /// at for longer, as a script may still be about to change it. Empty: any text is as good.
  std::string wanted = {};
  /// A script of the page waits by the clock before it asks or shows: quiet is not yet rest.
  bool waits_by_clock = false;
  std::stop_token stop = {};  ///< ends the look with Error `cancelled`
  /// Networks of the machine come and go until then: where valid, a browser that this disturbs asks
  /// for the page once this is ready, and the deadline's time counts from then on.
  std::shared_future<void> ready = {};
};

/// The seam to a web browser. Implementations may be used from several threads at once, for pages
/// on different addresses.
class Browser {
 public:
  virtual ~Browser() = default;

  /// Begins to start the browser and returns at once. Never needed, but a load that follows later
  /// is fast. What goes wrong is said by load().
  virtual void prepare() = 0;

  /// Loads a page and looks at it until its element is filled or nothing moves any more. `loaded`
  /// is true once a document came, whatever its status; `problem` says why none came, or what kept
  /// the page from coming to rest ("still loading after 15.0 s"). A page that is slow, broken or
  /// hostile is an observation; Error `browser` means that there is no browser, or that it died
  /// twice.
  [[nodiscard]] virtual Result<PageSeen> load(const PageRequest& request) = 0;

  /// Ends the browser without waiting for its end: no more pages are expected. A load that comes
  /// all the same starts another.
  virtual void rest() = 0;

  /// "Chromium 156.0.8078.79", or empty when there is no browser that starts. May wait for a start
  /// that prepare() began.
  [[nodiscard]] virtual std::string version() = 0;

 protected:
  Browser() = default;
  Browser(const Browser&) = default;
  Browser& operator=(const Browser&) = default;
};

}  // namespace pinko::browser

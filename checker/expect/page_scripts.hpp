#pragma once

#include "checker/core/sources.hpp"
#include "checker/discovery/page.hpp"

#include <string_view>
#include <vector>

namespace pinko::expect {

/// The front end's page, from the task's folder.
inline constexpr std::string_view kFrontPage = "front-end/softy-pinko-front-end/index.html";

/// The page of the task's site and the scripts that come with it, read from the task's sources.
/// Those that they import or load themselves stand behind them, as scripts of the page.
struct PageScripts {
  std::string path;  ///< of index.html, from the repository's top
  discovery::Page page;
  discovery::ScriptTexts texts;

  [[nodiscard]] std::vector<discovery::ScriptCall> calls() const;
};

/// Reads a page; `index_path` counts from the repository's top.
[[nodiscard]] PageScripts read_scripts(std::string_view index_bytes,
                                       std::string_view index_path,
                                       const Sources& task);

/// The same for the page among the task's sources, wherever it stands; empty when it is not there.
[[nodiscard]] PageScripts read_scripts(const Sources& task);

/// The parts of an address that a script asks for.
struct AskedUrl {
  std::string host;  ///< lower case; empty: the page's own
  std::string port;  ///< digits; empty: none is written
  std::string path;  ///< without query and fragment
};
[[nodiscard]] AskedUrl parse_url(std::string_view url);

/// True for /api/hello, also without its first slash, which means the same on the page `/`.
[[nodiscard]] bool is_api_path(std::string_view path);
/// True where the host of an API's address stands in the path, for want of `http://`:
/// `localhost:5252/api/hello`, `http:/localhost/api/hello`.
[[nodiscard]] bool lacks_scheme(const AskedUrl& asked);
/// True for the names by which a computer calls itself.
[[nodiscard]] bool is_this_computer(std::string_view host);

}  // namespace pinko::expect

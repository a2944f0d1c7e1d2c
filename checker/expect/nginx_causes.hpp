#pragma once

#include "checker/expect/log_causes.hpp"
#include "checker/expect/reason.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace pinko::expect {

/// What nginx said before it ended, with the line of the student's file that it names.
[[nodiscard]] std::optional<Reason> recognise_nginx(std::string_view log,
                                                    const LogFiles& files,
                                                    const Sources& task);

// What nginx would do with a request, as far as its configuration's text tells.

/// Reads in a proxy's configuration why `/api/hello` would not be answered by the back end.
[[nodiscard]] Reason read_proxy_for_api(std::string_view conf, const Sources& task);

/// The proxy_pass that takes requests for the API, or the location without one; the whole file
/// where no location is for them.
[[nodiscard]] std::vector<Location> place_of_api(std::string_view conf, const Sources& task);

/// Reads in a configuration why a file of the site, "/assets/site.css", would not be served though
/// the page is.
[[nodiscard]] Reason read_file_conf(std::string_view conf,
                                    std::string_view path,
                                    const Sources& task);

/// Reads in a site's configuration why `/` would not be its index.html.
[[nodiscard]] Reason read_site_conf(std::string_view conf, const Sources& task);

/// Reads in a proxy's configuration why replicas would not take turns.
[[nodiscard]] Reason read_balance(std::string_view conf, const Sources& task);

/// The same where the replicas may take turns after one start and not after the next: a name that
/// stands twice in a list is looked up twice, each time in an order of its own.
[[nodiscard]] Reason read_luck(std::string_view conf,
                               std::string_view service,
                               const Sources& task);

/// Why a proxy that came up may not come up the next time, as configuration and Compose file say:
/// nginx looks names up when it starts, and nothing makes it start after the servers of that name.
/// Empty where it always comes up, and where nobody can tell.
[[nodiscard]] std::string note_on_start_order(std::string_view conf, const Sources& task);

}  // namespace pinko::expect

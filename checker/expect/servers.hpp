#pragma once

#include "checker/core/check.hpp"

#include <cstdint>
#include <string_view>

/// What is demanded of running servers: where they listen and what they answer.
namespace pinko::expect {

/// A server that a judgement speaks of, and where its causes are sought.
struct ServerFacts {
  std::uint16_t port = 0;
  std::string_view sources;  ///< the file that makes it what it is: "api.py", "proxy/proxy.conf"
};

/// The container runs and listens on its port for everybody, not for itself alone.
[[nodiscard]] Finding listens(const ListenSeen& seen,
                              const ServerFacts& server,
                              const Sources& task);

/// 200, and exactly `Hello, World!`; one newline behind it is allowed.
[[nodiscard]] Finding answers_hello(const HttpSeen& seen, const Sources& task);

/// The same through the proxy, whose configuration is where causes are sought.
[[nodiscard]] Finding answers_hello_by_proxy(const HttpSeen& seen, const Sources& task);

/// A page of `origin` may read the answer.
[[nodiscard]] Finding allows_origin(const HttpSeen& seen,
                                    std::string_view origin,
                                    const Sources& task);

/// `/` is the site's index.html, byte for byte. `conf` is the nginx configuration that serves it.
[[nodiscard]] Finding serves_page(const SiteServedSeen& seen,
                                  std::string_view conf,
                                  const Sources& task);
/// So is every file of the site.
[[nodiscard]] Finding serves_site(const SiteServedSeen& seen,
                                  std::string_view conf,
                                  const Sources& task);

/// Neither front end nor back end has a fixed port of the host, and nothing answers on theirs.
[[nodiscard]] Finding hides_servers(const PortsSeen& seen, const Sources& task);

}  // namespace pinko::expect

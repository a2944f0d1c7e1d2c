#pragma once

#include "checker/engine/json_access.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reading a normalised Compose model, in the shapes of Compose v1 and v2 alike.
namespace pinko::engine {

/// One entry of a service's `ports`.
struct ModelPort {
  std::string host;       ///< "80", "8000-8002", or empty: the engine chooses
  std::string container;  ///< "80", "80-82"
  std::string protocol = "tcp";

  [[nodiscard]] bool fixed() const { return !host.empty() && host != "0"; }
};

[[nodiscard]] std::optional<ModelPort> model_port(const Json& entry);

/// The first number of "80" or "8000-8002"; 0 when it is none.
[[nodiscard]] std::uint16_t first_port(std::string_view text);

/// One entry of a service's `volumes`.
struct ModelVolume {
  std::string type;    ///< "bind", "volume", "tmpfs", "npipe" …
  std::string source;  ///< a path or a name; empty for an anonymous volume
  std::string target;
  bool read_only = false;
};

[[nodiscard]] std::optional<ModelVolume> model_volume(const Json& entry);

/// The machine's time zone, mounted where it stands and for reading alone, as many files have it.
/// It tells nothing and changes nothing, and containers do without it here.
[[nodiscard]] bool is_time_zone(const ModelVolume& volume);

/// Names in a list, or keys of a mapping: `networks`, `depends_on`.
[[nodiscard]] std::vector<std::string> names_in(const Json& list_or_map);

/// "docker.io/library/nginx:latest" and "nginx" are one name: "nginx:latest".
[[nodiscard]] std::string plain_image(std::string_view name);

/// A service's name as images may have it: lower case, and nothing odd.
[[nodiscard]] std::string image_part(std::string_view service);

/// Compose writes a dollar sign twice in what it prints, so that it can be read again.
[[nodiscard]] std::string without_escapes(const std::string& text);

/// True for IPv4 networks that no one reaches from outside (RFC 1918).
[[nodiscard]] bool is_private_subnet(std::string_view subnet);

/// True when a path, its links followed, stands in the folder or below it.
[[nodiscard]] bool is_inside(const std::filesystem::path& path,
                             const std::filesystem::path& folder);

}  // namespace pinko::engine

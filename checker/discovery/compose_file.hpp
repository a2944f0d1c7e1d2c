#pragma once

#include "checker/core/location.hpp"
#include "checker/core/observation.hpp"
#include "checker/discovery/source_text.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::discovery {

/// The names under which Compose finds a file by itself: the statement's own, then the others.
inline constexpr std::array<std::string_view, 4> kComposeNames = {
    "docker-compose.yml", "docker-compose.yaml", "compose.yaml", "compose.yml"};
/// The same of the file that Compose lays over that one without being told to.
inline constexpr std::array<std::string_view, 4> kOverrideNames = {"docker-compose.override.yml",
                                                                   "docker-compose.override.yaml",
                                                                   "compose.override.yml",
                                                                   "compose.override.yaml"};

/// One entry of `ports`, short or long.
struct PortMapping {
  std::string text;              ///< as written
  std::string host_ip;           ///< "127.0.0.1", or empty
  std::uint16_t host_first = 0;  ///< 0: none is written, the engine chooses
  std::uint16_t host_last = 0;
  std::uint16_t container_first = 0;  ///< 0: could not be read
  std::uint16_t container_last = 0;
  std::string protocol = "tcp";
  bool sexagesimal = false;  ///< unquoted, and a number to base 60 in YAML 1.1: 22:22 is 1342
  Location where;

  [[nodiscard]] bool fixed() const { return host_first != 0; }
};

/// Reads "80", "8080:80/tcp", "127.0.0.1:80:80", "[::1]:80:80", "8000-8002:80-82".
[[nodiscard]] std::optional<PortMapping> parse_port(std::string_view text);

struct BuildSection {
  std::string context;     ///< as written; "." when only other keys are given
  std::string dockerfile;  ///< as written, or empty
  bool dockerfile_inline = false;
  std::string target;
  std::map<std::string, std::string> args;
  Location where;
};

/// One service in the text, in the order of the file.
struct Service {
  std::string name;
  std::optional<BuildSection> build;
  std::optional<Placed> image;
  std::optional<Placed> container_name;
  std::vector<PortMapping> ports;
  std::vector<Placed> expose;
  std::vector<Placed> depends_on;
  std::vector<Placed> networks;
  std::vector<Placed> volumes;
  std::map<std::string, std::string> environment;
  std::optional<int> replicas;  ///< deploy.replicas, else scale
  Location replicas_place;
  std::string command;       ///< words of a list joined with blanks
  std::vector<Placed> keys;  ///< every key of the service, merged ones included
  Location where;            ///< of the name

  /// The place of a key such as "ports"; of the service where there is no such key.
  [[nodiscard]] Location place_of(std::string_view key) const;
};

/// A Compose file as its text says, whatever Compose itself thinks of it.
struct ComposeFile {
  TextFacts text;
  bool readable = false;  ///< it is YAML, and a mapping
  std::optional<Placed> version;
  std::optional<Placed> name;  ///< of the project
  std::vector<Service> services;
  std::vector<Placed> networks;  ///< of the top level
  std::vector<Placed> volumes;
  std::vector<Placed>
      repeated;  ///< keys that stand in their mapping before: newer Compose refuses the file
  std::vector<Problem> problems;

  [[nodiscard]] const Service* find(std::string_view service) const;
};

/// Never fails. `variables` are what `${NAME}` stands for (an .env file's); others take their
/// default, or are empty.
[[nodiscard]] ComposeFile parse_compose(std::string_view bytes,
                                        std::string_view path = {},
                                        const std::map<std::string, std::string>& variables = {});

/// `upper` laid over `lower`, as Compose does with an override file: what has one value is
/// replaced, lists grow, services and maps are joined by their names. Each value keeps the place
/// where it stands.
[[nodiscard]] ComposeFile laid_over(ComposeFile lower, const ComposeFile& upper);

/// A task's Compose file, with the one that Compose lays over it where that is there.
[[nodiscard]] ComposeFile parse_compose(const ComposeSeen& seen);

/// The name that Compose gives the project of a file in that folder, which the names of its
/// containers begin with: the file's own, or else the folder's, without the signs that Compose
/// leaves out.
[[nodiscard]] std::string project_name(const ComposeFile& file, std::string_view folder);

/// "back-end", "front-end", "proxy", or "" when nothing tells: by exact name, the build context's
/// last folder, the container's port (5252, 9000, 80), then a likeness of the name.
[[nodiscard]] std::string guess_role(const Service& service);

/// The services as observations, with roles such that no two services share one. `folder` is that
/// of the Compose file, from the submission's root.
[[nodiscard]] std::vector<ComposeService> to_services(const ComposeFile& file,
                                                      std::string_view folder);

}  // namespace pinko::discovery

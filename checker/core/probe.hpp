#pragma once

#include "checker/core/observation.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// What a check may look at. A probe is plain data with a default order, so that two checks that
/// look at the same thing share one probe; `Seen` is what looking gives. Paths of files are from
/// the task's folder, with '/'. A `role` names an image, a container or a Compose service by its
/// part in the exercise: "app" (tasks 0 and 1), "back-end", "front-end", "proxy".
namespace pinko {

/// A file of the submission.
struct ReadFile {
  using Seen = FileSeen;
  std::string_view path;
  auto operator<=>(const ReadFile&) const = default;
};

/// The front end's folder: is the site really in the repository?
struct ReadSite {
  using Seen = SiteSeen;
  std::string_view folder = "front-end/softy-pinko-front-end";
  auto operator<=>(const ReadSite&) const = default;
};

/// `docker build` of a role's folder.
struct BuildImage {
  using Seen = BuildSeen;
  std::string_view role;
  auto operator<=>(const BuildImage&) const = default;
};

/// All images of a Compose file, as `docker-compose build` makes them.
struct BuildProject {
  using Seen = ProjectBuildSeen;
  auto operator<=>(const BuildProject&) const = default;
};

/// Runs an image to its end and keeps what it printed.
struct RunOnce {
  using Seen = OutputSeen;
  std::string_view role;
  int timeout_s = 10;
  auto operator<=>(const RunOnce&) const = default;
};

/// What the image of a back end holds: interpreters, flask and who installed it, the application's
/// folder.
struct InspectPython {
  using Seen = PythonSeen;
  std::string_view role;
  auto operator<=>(const InspectPython&) const = default;
};

/// A file of the submission beside the file of the image that it should have become.
struct CompareCopy {
  using Seen = CopySeen;
  std::string_view role;
  std::string_view source;    ///< in the task's folder
  std::string_view in_image;  ///< absolute
  auto operator<=>(const CompareCopy&) const = default;
};

/// Every file of the site beside its copy in the image.
struct CompareSite {
  using Seen = SiteCopySeen;
  std::string_view role;
  std::string_view folder = "front-end/softy-pinko-front-end";
  std::string_view in_image = "/var/www/html/softy-pinko-front-end";
  auto operator<=>(const CompareSite&) const = default;
};

/// Which addresses the processes of a running container listen on.
struct ListListeners {
  using Seen = ListenSeen;
  std::string_view role;
  auto operator<=>(const ListListeners&) const = default;
};

/// One GET over a connection of its own, on the run's own address.
struct HttpGet {
  using Seen = HttpSeen;
  std::uint16_t port = 80;
  std::string_view target = "/";
  std::string_view origin = {};  ///< an Origin header, where not empty
  auto operator<=>(const HttpGet&) const = default;
};

/// `/` and every file of the site, fetched and compared byte for byte.
struct FetchSite {
  using Seen = SiteServedSeen;
  std::uint16_t port = 80;
  std::string_view folder = "front-end/softy-pinko-front-end";
  std::string_view in_image = "/var/www/html/softy-pinko-front-end";
  auto operator<=>(const FetchSite&) const = default;
};

/// Which ports the stack publishes on the host, and what answers on 5252 and 9000 there.
struct ListPorts {
  using Seen = PortsSeen;
  auto operator<=>(const ListPorts&) const = default;
};

/// The page in a real browser, after its scripts ran.
struct LoadPage {
  using Seen = PageSeen;
  std::uint16_t port = 80;
  std::string_view selector = "#dynamic-content";
  std::string_view wanted = "Hello, World!";  ///< what the element says when all is well
  auto operator<=>(const LoadPage&) const = default;
};

/// The Compose file as Compose itself reads it.
struct ReadCompose {
  using Seen = ComposeSeen;
  auto operator<=>(const ReadCompose&) const = default;
};

/// The stack as `docker-compose up` brings it up.
struct StartProject {
  using Seen = ProjectSeen;
  int replicas = 1;  ///< of the back end, as by --scale
  auto operator<=>(const StartProject&) const = default;
};

/// Who answers a row of requests.
struct SampleReplicas {
  using Seen = ReplicaSample;
  std::string_view service = "back-end";
  std::uint16_t port = 80;
  std::string_view target = "/api/hello";
  int replicas = 2;
  int count = 20;
  bool fresh_connections = false;  ///< a connection per request; else all on one kept connection
  auto operator<=>(const SampleReplicas&) const = default;
};

/// The same requests to the submission's servers and to the reference stack, which serves the same
/// site: page, files, API, and what is not there, asked in several ways.
struct CompareWithReference {
  using Seen = ComparisonSeen;
  std::uint16_t page_port = 0;  ///< 0: there is no page
  std::uint16_t api_port = 80;
  std::string_view origin = {};  ///< of the page that asks the API
  bool allowed = false;          ///< the API has to allow that origin
  std::string_view folder = "front-end/softy-pinko-front-end";
  auto operator<=>(const CompareWithReference&) const = default;
};

using Probe = std::variant<ReadFile,
                           ReadSite,
                           BuildImage,
                           BuildProject,
                           RunOnce,
                           InspectPython,
                           CompareCopy,
                           CompareSite,
                           ListListeners,
                           HttpGet,
                           FetchSite,
                           ListPorts,
                           LoadPage,
                           ReadCompose,
                           StartProject,
                           SampleReplicas,
                           CompareWithReference>;

/// What a probe looks at, in words and without doubt: its key in the evidence, such as "GET
/// :80/api/hello".
[[nodiscard]] std::string describe(const Probe& probe);

}  // namespace pinko

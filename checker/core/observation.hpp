#pragma once

#include "checker/core/compared.hpp"
#include "checker/core/location.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What was seen. Values without behaviour, written to and read from evidence files as they are.
/// Texts are what the submission printed, byte for byte and capped: nothing here is safe to print
/// before a report has cleaned it.
namespace pinko {

enum class FileState {
  present,
  missing,
  wrong_case,  ///< `actual` differs from the name asked for in letter case only
  directory,
  special,       ///< a FIFO, a socket, a device
  link_outside,  ///< a link that leaves the repository, or leads nowhere
  too_large,     ///< beyond what such a file can sensibly be; not read
  unreadable,
};

struct FileSeen {
  FileState state = FileState::missing;
  std::string path;    ///< asked for, from the repository's top
  std::string actual;  ///< the near miss found instead, from the repository's top
  std::uint64_t size = 0;
  std::string bytes;
};

enum class SiteState { files, gitlink, empty, absent, elsewhere };

struct SiteFile {
  std::string path;  ///< below the site's folder
  std::uint64_t size = 0;
};

struct SiteSeen {
  SiteState state = SiteState::absent;
  std::string folder;          ///< asked for, from the repository's top
  std::string actual;          ///< where a site was found instead, when `elsewhere`
  std::string gitlink_commit;  ///< when the last commit holds a gitlink there
  bool committed = true;       ///< false: on disk, but not in the last commit
  bool from_template = false;  ///< supplied by --template, not by the student
  std::vector<SiteFile> files;
  std::vector<std::string> kept_out;  ///< by .dockerignore, and named by no file: not in `files`
  FileSeen index;                     ///< index.html at the site's root
};

struct BuildSeen {
  bool ok = false;
  int exit_code = 0;
  bool timed_out = false;
  std::string role;
  std::string dockerfile;              ///< from the repository's top
  std::string failed_step;             ///< the instruction that failed, as the builder printed it
  std::string output;                  ///< the tail
  std::vector<std::string> stand_ins;  ///< bases that were not the real image: "ubuntu:latest"
  double seconds = 0;
  int retried = 0;  ///< how often it was tried again because of something that was not its fault
};

/// Begins the last line of a build's output that the checker ended: why follows.
inline constexpr std::string_view kBuildEnded = "pinko-check ended the build: ";

struct ProjectBuildSeen {
  bool ok = false;
  std::string message;            ///< why nothing could be built at all, else empty
  std::vector<BuildSeen> images;  ///< by service; `role` holds the service's name
};

struct OutputSeen {
  std::string out;
  std::string err;
  int exit_code = 0;
  bool timed_out = false;
  bool out_of_memory = false;
  bool truncated = false;
  std::string start_error;  ///< the engine's words when the command could not even be started
};

/// One package of Python found in an image.
struct PythonPackage {
  std::string folder;     ///< "/usr/local/lib/python3.13/dist-packages/flask"
  std::string installer;  ///< what INSTALLER says: "pip", "debian", or empty
};

struct PythonSeen {
  std::string python3;  ///< path of the interpreter, or empty
  std::string pip3;     ///< path, or empty
  bool flask_importable = false;
  std::vector<PythonPackage> flask;  ///< every copy found
  bool flask_cors_importable = false;
  std::string working_dir;             ///< of the image's configuration
  std::vector<std::string> app_files;  ///< names below /app
  std::string problem;                 ///< what import printed when it failed
};

struct CopySeen {
  FileSeen source;
  bool in_image = false;
  std::string bytes;  ///< of the file in the image
};

struct CopiedFile {
  std::string path;  ///< below the site's folder
  bool in_image = false;
  bool equal = false;
};

struct SiteCopySeen {
  std::string in_image;  ///< the folder looked at
  bool folder_exists = false;
  std::vector<CopiedFile> files;  ///< every file of the submission's site
  std::vector<std::string>
      found_instead;  ///< other folders of the image that hold the site's index.html
};

struct Listener {
  std::string address;  ///< "0.0.0.0", "127.0.0.1", "::"
  std::uint16_t port = 0;
};

struct ListenSeen {
  bool running = false;
  int exit_code = 0;
  bool out_of_memory = false;
  std::string log;  ///< the tail, both streams
  std::vector<Listener> listeners;
};

/// Stands in the log of a server whose image names no command: it could not even be made.
inline constexpr std::string_view kNothingToStart = "the image has neither CMD nor ENTRYPOINT";

struct HttpSeen {
  bool answered = false;
  std::string problem;  ///< why not: "connection refused", "closed without an answer", "no answer
                        ///< within 5 s"
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
  bool body_truncated = false;
  std::string log;  ///< the tail of the servers' logs when the answer is not a 2xx
};

struct ServedFile {
  std::string path;  ///< below the site's folder; empty for "/"
  int status = 0;
  bool equal = false;
  std::uint64_t expected_size = 0;
  std::uint64_t size = 0;
  std::string problem;
};

struct SiteServedSeen {
  std::vector<ServedFile> files;  ///< "/" first
  std::string first_body;         ///< what "/" answered, the head of it
  bool welcome_page = false;      ///< "/" answered with nginx's own welcome page
  std::string log;                ///< of the task's containers, where "/" had no answer
};

struct PublishedPort {
  std::string service;
  std::uint16_t container_port = 0;
  std::uint16_t host_port = 0;
  bool chosen_by_engine = false;  ///< a lone number in the file: the engine picks a host port
};

struct PortsSeen {
  std::vector<PublishedPort> published;
  bool answers_5252 = false;
  bool answers_9000 = false;
};

struct BrowserRequest {
  std::string url;
  std::string method;
  std::string type;     ///< Document, Script, Stylesheet, Image, XHR, Fetch …
  int status = 0;       ///< 0 when there was no answer
  std::string failure;  ///< "net::ERR_CONNECTION_REFUSED", empty when it was answered
  std::string blocked;  ///< "cors", "mixed-content" … when the browser itself refused, else empty
};

struct ConsoleMessage {
  std::string level;  ///< log, warning, error, exception
  std::string text;
  std::string url;
  int line = 0;
};

struct PageSeen {
  bool loaded = false;
  bool still_loading = false;  ///< the time was over before the load event, and all seemed well
  std::string problem;         ///< why the page itself did not load
  std::string endless;         ///< what it was ended for: "opened more than 10 dialogs"
  int status = 0;
  int matches = 0;          ///< elements that match the selector
  std::string tag;          ///< of the first match, lower case: "h1"
  std::string text;         ///< of the first match after scripts ran
  std::string markup_text;  ///< of the first match before any script ran
  std::vector<BrowserRequest> requests;
  std::vector<ConsoleMessage> console;
  std::string screenshot_png;  ///< bytes; may be empty
};

struct ComposeService {
  std::string name;
  bool has_build = false;
  std::string context;     ///< from the repository's top
  std::string dockerfile;  ///< from the context
  std::string image;
  std::string container_name;
  std::string role;  ///< "back-end", "front-end", "proxy" or empty
  std::vector<PublishedPort> ports;
  std::vector<std::uint16_t> exposed;
  std::vector<std::string> depends_on;
  int replicas = 1;  ///< deploy.replicas or scale
  Location where;
};

/// Begins a refusal that an older Compose does not speak of: it takes the file, and cannot start
/// it.
inline constexpr std::string_view kSaidByNewer = "newer Compose: ";

struct ComposeSeen {
  FileSeen file;
  FileSeen override_file;  ///< that Compose lays over it by itself; missing for most
  bool accepted = false;
  std::string compose;                   ///< "2.26.1", "1.29.2"
  std::string message;                   ///< what Compose said when it refused
  Location where;                        ///< of the refusal, when it is known
  std::vector<ComposeService> services;  ///< also filled, as far as it goes, when Compose refused
};

struct ServiceState {
  std::string service;
  int running = 0;
  int exited = 0;
  int exit_code = 0;  ///< of the first that exited
  std::string log;    ///< the tail of the first that exited
};

struct ProjectSeen {
  bool ok = false;  ///< Compose said so, and every container still runs
  int exit_code = 0;
  std::string output;  ///< the tail of what Compose printed
  std::vector<ServiceState> services;
};

/// One row of requests: who answered each, as indices of replicas from 0; -1 when nobody is known
/// to have.
struct Turns {
  std::vector<int> who;
  int failures = 0;     ///< answers other than 200
  int connections = 0;  ///< how many were opened for the row; 1 when it was kept
};

/// A moment of one request on its way through the stack.
struct JourneyStop {
  std::string who;  ///< "client", "proxy", or the service and the letter of a replica: "back-end B"
  std::string what;  ///< "sends the request", "writes its log line", "has the whole answer"
  double ms = 0;     ///< since the request was sent
};

struct ReplicaSample {
  int asked = 0;            ///< started for it, as --replicas says; 0: as the probe says
  int replicas = 0;         ///< running when the sample was taken
  int nginx_workers = 0;    ///< of the proxy; 0 where it is not known
  std::string read_from;    ///< "logs" or "counters"
  std::vector<Turns> rows;  ///< the sample was taken this often
  std::vector<JourneyStop> journey = {};  ///< of its last request, by time; empty: not known
};

using Observation = std::variant<FileSeen,
                                 SiteSeen,
                                 BuildSeen,
                                 ProjectBuildSeen,
                                 OutputSeen,
                                 PythonSeen,
                                 CopySeen,
                                 SiteCopySeen,
                                 ListenSeen,
                                 HttpSeen,
                                 SiteServedSeen,
                                 PortsSeen,
                                 PageSeen,
                                 ComposeSeen,
                                 ProjectSeen,
                                 ReplicaSample,
                                 ComparisonSeen>;

}  // namespace pinko

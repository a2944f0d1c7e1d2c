#pragma once

#include "checker/util/deadline.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

/// Plain values that go into a container engine and come out of it.
namespace pinko::engine {

using Labels = std::map<std::string, std::string>;

/// Label of every object of a run: its id.
inline constexpr const char* kRunLabel = "pinko.run";
/// Label of every object of a run: the checker that made it (see owner.hpp).
inline constexpr const char* kOwnerLabel = "pinko.owned-by";
/// Label of every object of a run: when it was made, in seconds of Unix time.
inline constexpr const char* kMadeLabel = "pinko.made";
/// Label of images that only stand in for an official one; its value says how they were made.
inline constexpr const char* kStandInLabel = "pinko.stand-in";

/// What the engine says of itself.
struct EngineInfo {
  std::string name = {};  ///< "docker" or "podman"
  std::string version = {};
  std::string api_version = {};
  std::string os = {};              ///< "Debian GNU/Linux 12 (bookworm)"
  std::string architecture = {};    ///< "x86_64"
  std::string cgroup_version = {};  ///< "1", "2", or empty
  std::string storage_driver = {};
  std::string data_root = {};
  std::string runtime = {};                      ///< what containers are run with: "runc"
  std::optional<std::uint64_t> free_bytes = {};  ///< below data_root, when it is on this machine
  int cpus = 0;
  std::uint64_t memory_bytes = 0;
};

/// What a container may use. Zero means "no limit of ours".
struct Limits {
  std::uint64_t memory_bytes = 512ULL << 20;  ///< swap included
  int pids = 256;
  double cpus = 2.0;
  std::uint64_t log_bytes = 16ULL << 20;
  std::uint64_t file_bytes = 1ULL << 30;  ///< the largest file that a process may write
  bool drop_capabilities = true;  ///< all but what nginx and Flask need; no-new-privileges too
};

/// An image to build from a folder, as `docker build` does.
struct BuildRequest {
  std::filesystem::path context = {};
  std::filesystem::path dockerfile = {};  ///< empty: `Dockerfile` in the context
  std::string dockerfile_text = {};       ///< in place of that file, where it is not empty
  std::string tag = {};                   ///< our own name for it
  Labels labels = {};
  std::map<std::string, std::string> args = {};
  std::string target = {};
  bool without_python_index = false;  ///< the base has wheels of its own and no index behind it
  Deadline deadline = Deadline::in(std::chrono::minutes(10));
  std::size_t keep_output = 64 * 1024;
};

/// What a build did. A failure that is not the student's is an Error instead.
struct BuildOutcome {
  bool ok = false;
  int exit_code = 0;
  bool timed_out = false;
  std::string image = {};          ///< id, when ok
  std::string failed_step = {};    ///< the instruction that failed, as the builder printed it
  std::string ended_because = {};  ///< why it was ended, or not begun; empty: it ended by itself
  std::string output = {};         ///< the tail
  int retried = 0;
  double seconds = 0;
};

struct ImageConfig {
  std::string id = {};
  std::vector<std::string> tags = {};
  std::string working_dir = {};
  std::string user = {};
  std::vector<std::string> entrypoint = {};
  std::vector<std::string> cmd = {};
  std::vector<std::string> env = {};  ///< NAME=value
  std::vector<std::uint16_t> exposed = {};
  Labels labels = {};
};

struct Publish {
  std::string address = {};     ///< of the host: "127.77.3.9"
  std::uint16_t host_port = 0;  ///< 0: the engine chooses
  std::uint16_t container_port = 0;
};

/// A volume in a container, without what its image has there.
struct VolumeMount {
  std::string volume = {};
  std::string target = {};
};

/// A container to make from an image.
struct ContainerSpec {
  std::string image = {};
  std::string name = {};                                    ///< empty: the engine chooses
  std::optional<std::vector<std::string>> command = {};     ///< nothing: the image's own
  std::optional<std::vector<std::string>> entrypoint = {};  ///< nothing: the image's own
  std::string user = {};                                    ///< empty: the image's own
  std::vector<std::string> env = {};                        ///< NAME=value, on top of the image's
  std::string network = {};               ///< a network's name; empty: the engine's default; "none"
  std::vector<std::string> aliases = {};  ///< names by which others of the network find it
  std::vector<Publish> publish = {};
  std::vector<VolumeMount> mounts = {};
  Labels labels = {};
  Limits limits = {};
};

struct ContainerState {
  std::string id = {};
  std::string name = {};
  std::string image = {};
  bool running = false;
  bool never_started = false;  ///< and nobody tried; Compose v2 creates all before it starts any
  int exit_code = 0;
  bool out_of_memory = false;
  int pid = 0;             ///< of its first process on the host
  std::string error = {};  ///< the engine's words when it could not be started
  std::map<std::string, std::string> addresses = {};  ///< by network
  std::vector<Publish> published = {};
  Labels labels = {};
};

/// What a copy of a container has of its own.
struct CopySpec {
  std::string name;
  Labels labels = {};                     ///< replace those of the same keys
  std::vector<std::string> command = {};  ///< runs in place of what its image starts; its ports are
                                          ///< not published then
};

/// One line that a container printed.
struct LogLine {
  std::int64_t time_ns = 0;  ///< since 1970, by the engine's clock
  bool from_stderr = false;
  std::string text = {};
};

struct LogQuery {
  std::int64_t since_ns = 0;      ///< lines at this moment and later
  std::size_t keep = 256 * 1024;  ///< bytes of lines, the newest win
};

/// A command to run inside a running container.
struct ExecRequest {
  std::string container = {};
  std::vector<std::string> argv = {};
  std::string user = {};
  Deadline deadline = Deadline::in(std::chrono::seconds(10));
  std::size_t keep = 256 * 1024;
};

enum class FileKind { file, directory, link, special };

/// A file found in a container or an image.
struct ArchiveEntry {
  std::string path = {};  ///< below the folder asked for; empty for the folder itself
  FileKind kind = FileKind::file;
  std::uint64_t size = 0;
  std::string bytes = {};   ///< of a file, when not cut
  bool cut = false;         ///< the bytes were left out: beyond the caps
  std::string target = {};  ///< of a link
};

/// How much of a folder is read.
struct ArchiveCap {
  std::size_t entries = 20'000;
  std::size_t bytes_per_file = 8ULL << 20;
  std::size_t bytes = 64ULL << 20;
};

struct FolderListing {
  bool exists = false;
  bool is_directory = false;
  bool cut = false;  ///< there was more than the caps allow
  std::vector<ArchiveEntry> entries = {};
};

/// What went through a container's network interfaces since it started.
struct NetworkCounters {
  std::uint64_t received_bytes = 0;
  std::uint64_t received_packets = 0;
  std::uint64_t sent_bytes = 0;
  std::uint64_t sent_packets = 0;
};

enum class ObjectKind { container, network, volume, image };

/// An object of the engine, as lists give it.
struct EngineObject {
  ObjectKind kind = ObjectKind::container;
  std::string id = {};
  std::string name = {};
  Labels labels = {};
};

struct NetworkSpec {
  std::string name = {};
  Labels labels = {};
  std::string subnet = {};  ///< empty: a free one of the checker's own pool
  bool internal = false;    ///< the engine's own flag: no way out, and no published ports
  bool cut_egress = false;  ///< no masquerading: published ports work, the world beyond does not
};

struct VolumeSpec {
  std::string name = {};
  Labels labels = {};
  std::filesystem::path folder = {};  ///< of this machine, that it gets a copy of; empty: none
  std::string image = {};             ///< for the container that it takes to copy
};

}  // namespace pinko::engine

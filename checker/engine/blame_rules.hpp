#pragma once

#include "checker/core/result.hpp"

#include <array>
#include <optional>
#include <string_view>

/// What registries, mirrors, indices, builders and engines print, and whose fault that is.
namespace pinko::engine {

/// Words by which a line tells whose fault it is. Tables are read from the top: the first rule that
/// any line fits decides, whatever the line's place.
struct BlameRule {
  std::string_view words;
  std::optional<ErrorCode> ours;
  std::string_view cause;
};

inline constexpr std::optional<ErrorCode> kStudent = std::nullopt;

/// Wherever they stand in the output.
inline constexpr std::array kHostRules = {
    BlameRule{"no space left on device", ErrorCode::disk_full, "no room is left on the disk"},
    BlameRule{"No space left on device", ErrorCode::disk_full, "no room is left on the disk"},
    BlameRule{"don't have enough free space", ErrorCode::disk_full, "no room is left on the disk"},
    BlameRule{"disk quota exceeded", ErrorCode::disk_full, "the disk quota is used up"},
    BlameRule{"annot allocate memory", ErrorCode::host_memory, "the machine ran out of memory"},
    BlameRule{
        "Cannot connect to the Docker daemon", ErrorCode::engine, "the engine does not answer"},
    BlameRule{"permission denied while trying to connect",
              ErrorCode::engine,
              "the engine's socket may not be used by this user"},
    BlameRule{"error during connect", ErrorCode::engine, "the engine does not answer"},
    BlameRule{"error reading from server: EOF", ErrorCode::engine, "the engine went away"},
    BlameRule{"code = Unavailable", ErrorCode::engine, "the engine went away"},
    BlameRule{"transport is closing", ErrorCode::engine, "the engine went away"},
    BlameRule{"graceful_stop", ErrorCode::engine, "the engine was stopped"},
    BlameRule{"failed to dial gRPC", ErrorCode::engine, "the engine does not know this builder"},
    BlameRule{"for API route and version", ErrorCode::engine, "the engine refused the builder"},
    BlameRule{"no active session", ErrorCode::engine, "the engine lost the build"},
    // An image of the same content was removed while this one was put into the engine's store.
    BlameRule{"failed to get digest sha256:", ErrorCode::engine, "the engine lost the image"},
    BlameRule{"failed to get layer", ErrorCode::engine, "the engine lost a layer"},
    // The same of a store that is containerd's.
    BlameRule{"content digest sha256:", ErrorCode::engine, "the engine lost a layer"},
    BlameRule{"parent snapshot sha256:", ErrorCode::engine, "the engine lost a layer"},
    BlameRule{"failed to prepare extraction snapshot",
              ErrorCode::engine,
              "the engine could not keep a layer"},
    BlameRule{"layer does not exist", ErrorCode::engine, "the engine lost a layer"},
    // Podman, while another build removes what it made on the way.
    BlameRule{"container not known", ErrorCode::engine, "the engine lost the build"},
    BlameRule{"identifier is not a container", ErrorCode::engine, "the engine lost the build"},
    BlameRule{"layer not known", ErrorCode::engine, "the engine lost a layer"},
    BlameRule{"failed to register layer", ErrorCode::engine, "the engine could not keep a layer"},
    BlameRule{
        "error creating overlay mount", ErrorCode::engine, "the engine could not mount a layer"},
    BlameRule{"executable file not found", kStudent, "a command does not exist in the image"},
    BlameRule{"exec format error", kStudent, "a command is not made for this machine"},
    BlameRule{"start container process: exec: ", kStudent, "a command cannot be started"},
    BlameRule{"error during container init: exec: ", kStudent, "a command cannot be started"},
    BlameRule{"starting container process caused: exec: ", kStudent, "a command cannot be started"},
    BlameRule{"executable file `", kStudent, "a command does not exist in the image"},
    BlameRule{"open executable: ", kStudent, "a command cannot be started"},
    BlameRule{
        "OCI runtime create failed", ErrorCode::engine, "the engine could not start a container"},
    // Podman's words for it.
    BlameRule{"error setting rlimit", ErrorCode::engine, "the engine could not start a container"},
    BlameRule{
        "error running container: ", ErrorCode::engine, "the engine could not start a container"},
};

/// While an image is fetched: the last lines before the builder gives up.
inline constexpr std::array kRegistryRules = {
    BlameRule{"toomanyrequests", ErrorCode::registry, "the registry limits the rate of pulls"},
    BlameRule{
        "429 Too Many Requests", ErrorCode::registry, "the registry limits the rate of pulls"},
    BlameRule{"no such host", ErrorCode::registry, "the registry's name cannot be resolved"},
    BlameRule{"server misbehaving", ErrorCode::registry, "the registry's name cannot be resolved"},
    BlameRule{"TLS handshake timeout", ErrorCode::registry, "the registry does not answer"},
    BlameRule{"i/o timeout", ErrorCode::registry, "the registry does not answer"},
    BlameRule{"Client.Timeout exceeded", ErrorCode::registry, "the registry does not answer"},
    BlameRule{
        "request canceled while waiting", ErrorCode::registry, "the registry does not answer"},
    BlameRule{"context deadline exceeded", ErrorCode::registry, "the registry does not answer"},
    BlameRule{"connection refused", ErrorCode::registry, "the registry does not answer"},
    BlameRule{"connection reset", ErrorCode::registry, "the registry broke the connection off"},
    BlameRule{"network is unreachable", ErrorCode::registry, "the registry cannot be reached"},
    BlameRule{"no route to host", ErrorCode::registry, "the registry cannot be reached"},
    BlameRule{"x509:", ErrorCode::registry, "the registry's certificate is not trusted"},
    BlameRule{"500 Internal Server Error", ErrorCode::registry, "the registry failed"},
    BlameRule{"502 Bad Gateway", ErrorCode::registry, "the registry failed"},
    BlameRule{"503 Service Unavailable", ErrorCode::registry, "the registry failed"},
    BlameRule{"504 Gateway", ErrorCode::registry, "the registry failed"},
    BlameRule{
        "incorrect username or password", ErrorCode::registry, "the registry refused the login"},
    BlameRule{"unexpected EOF", ErrorCode::registry, "the registry broke the connection off"},
    BlameRule{"pull access denied", kStudent, "no registry has the base image"},
    BlameRule{"repository does not exist", kStudent, "no registry has the base image"},
    BlameRule{"insufficient_scope", kStudent, "no registry has the base image"},
    BlameRule{"manifest unknown", kStudent, "the base image has no such tag"},
    BlameRule{"manifest for ", kStudent, "the base image has no such tag"},
    BlameRule{"no match for platform", kStudent, "the base image is not made for this machine"},
    BlameRule{"invalid reference format", kStudent, "the base image's name is not a valid one"},
    BlameRule{"failed to do request", ErrorCode::registry, "the registry does not answer"},
    BlameRule{"failed to authorize", ErrorCode::registry, "the registry refused the login"},
    BlameRule{": not found\n", kStudent, "the base image has no such tag"},
};

/// While a command of the Dockerfile runs.
inline constexpr std::array kCommandRules = {
    BlameRule{"Temporary failure resolving",
              ErrorCode::package_mirror,
              "the package mirror's name cannot be resolved"},
    BlameRule{"Could not resolve '",
              ErrorCode::package_mirror,
              "the package mirror's name cannot be resolved"},
    BlameRule{"Some index files failed to download",
              ErrorCode::package_mirror,
              "the package lists could not be fetched"},
    BlameRule{
        "Could not connect to", ErrorCode::package_mirror, "the package mirror does not answer"},
    BlameRule{
        "Unable to connect to", ErrorCode::package_mirror, "the package mirror does not answer"},
    BlameRule{
        "Connection timed out", ErrorCode::package_mirror, "the package mirror does not answer"},
    BlameRule{"Connection failed",
              ErrorCode::package_mirror,
              "the package mirror broke the connection off"},
    BlameRule{
        "Hash Sum mismatch", ErrorCode::package_mirror, "the package mirror sent damaged data"},
    BlameRule{"File has unexpected size",
              ErrorCode::package_mirror,
              "the package mirror is being updated"},
    BlameRule{"is not valid yet", ErrorCode::package_mirror, "the clock of this machine is wrong"},
    BlameRule{"Failed to fetch", ErrorCode::package_mirror, "a package could not be fetched"},
    BlameRule{"Unable to fetch some archives",
              ErrorCode::package_mirror,
              "a package could not be fetched"},
    BlameRule{"Temporary failure in name resolution",
              ErrorCode::package_mirror,
              "the Python package index's name cannot be resolved"},
    BlameRule{"Failed to establish a new connection",
              ErrorCode::package_mirror,
              "the Python package index does not answer"},
    BlameRule{"NewConnectionError",
              ErrorCode::package_mirror,
              "the Python package index does not answer"},
    BlameRule{"NameResolutionError",
              ErrorCode::package_mirror,
              "the Python package index's name cannot be resolved"},
    BlameRule{
        "ReadTimeoutError", ErrorCode::package_mirror, "the Python package index does not answer"},
    BlameRule{"ConnectTimeoutError",
              ErrorCode::package_mirror,
              "the Python package index does not answer"},
    BlameRule{"Connection reset by peer",
              ErrorCode::package_mirror,
              "the Python package index broke the connection off"},
    BlameRule{"RemoteDisconnected",
              ErrorCode::package_mirror,
              "the Python package index broke the connection off"},
    BlameRule{"IncompleteRead",
              ErrorCode::package_mirror,
              "the Python package index broke the connection off"},
    BlameRule{"Cannot connect to proxy",
              ErrorCode::package_mirror,
              "the proxy before the package index does not answer"},
    BlameRule{"SSLCertVerificationError",
              ErrorCode::package_mirror,
              "the Python package index's certificate is not trusted"},
    BlameRule{"CERTIFICATE_VERIFY_FAILED",
              ErrorCode::package_mirror,
              "the Python package index's certificate is not trusted"},
    BlameRule{"Server Error: ", ErrorCode::package_mirror, "the Python package index failed"},
    BlameRule{"externally-managed-environment",
              kStudent,
              "pip refuses to install into the system's Python (externally-managed-environment)"},
    BlameRule{
        "Unable to locate package",
        kStudent,
        "apt knows no such package: misspelt, or no apt-get update in the same image before it"},
    BlameRule{"has no installation candidate", kStudent, "apt has no such package to install"},
    BlameRule{
        "Could not open requirements file", kStudent, "the requirements file is not in the image"},
    BlameRule{"Invalid requirement", kStudent, "pip cannot read the package's name"},
    BlameRule{"No matching distribution found for", kStudent, "pip finds no package of that name"},
    BlameRule{"Do you want to continue? [Y/n] Abort",
              kStudent,
              "apt-get asked for confirmation and nobody answered: -y is missing"},
    BlameRule{"Invalid operation", kStudent, "apt-get knows no such operation"},
    BlameRule{": not found", kStudent, "a command does not exist in the image"},
    BlameRule{"command not found", kStudent, "a command does not exist in the image"},
};

/// What the Dockerfile itself says.
inline constexpr std::array kDockerfileRules = {
    BlameRule{
        "unknown instruction", kStudent, "the Dockerfile has an instruction that does not exist"},
    BlameRule{"dockerfile parse error", kStudent, "the Dockerfile cannot be read"},
    BlameRule{"Dockerfile parse error", kStudent, "the Dockerfile cannot be read"},
    BlameRule{
        "no build stage in current context", kStudent, "the Dockerfile does not begin with FROM"},
    BlameRule{"file with no instructions", kStudent, "the Dockerfile is empty"},
    BlameRule{"cannot be empty", kStudent, "the Dockerfile is empty"},
    BlameRule{"failed to read dockerfile", kStudent, "the Dockerfile is not there"},
    BlameRule{
        "unable to evaluate symlinks in Dockerfile path", kStudent, "the Dockerfile is not there"},
    BlameRule{"COPY failed", kStudent, "a file to copy is not in the build's folder"},
    BlameRule{"ADD failed", kStudent, "a file to add is not in the build's folder"},
    BlameRule{
        "failed to compute cache key", kStudent, "a file to copy is not in the build's folder"},
    BlameRule{
        "failed to calculate checksum", kStudent, "a file to copy is not in the build's folder"},
    BlameRule{
        "failed to solve: lstat /", kStudent, "a folder to copy from is not in the build's folder"},
    BlameRule{"forbidden path outside the build context",
              kStudent,
              "a file to copy stands outside the build's folder"},
};

}  // namespace pinko::engine

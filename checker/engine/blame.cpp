#include "checker/engine/blame.hpp"

#include "checker/engine/build_output.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace pinko::engine {
namespace {

/// Words by which a line tells whose fault it is. Tables are read from the top: the first rule that
/// any line fits decides, whatever the line's place.
struct Rule {
  std::string_view words;
  std::optional<ErrorCode> ours;
  std::string_view cause;
};

constexpr std::optional<ErrorCode> kStudent = std::nullopt;

/// Wherever they stand in the output.
constexpr std::array kHostRules = {
    Rule{"no space left on device", ErrorCode::disk_full, "no room is left on the disk"},
    Rule{"No space left on device", ErrorCode::disk_full, "no room is left on the disk"},
    Rule{"don't have enough free space", ErrorCode::disk_full, "no room is left on the disk"},
    Rule{"disk quota exceeded", ErrorCode::disk_full, "the disk quota is used up"},
    Rule{"annot allocate memory", ErrorCode::host_memory, "the machine ran out of memory"},
    Rule{"Cannot connect to the Docker daemon", ErrorCode::engine, "the engine does not answer"},
    Rule{"permission denied while trying to connect",
         ErrorCode::engine,
         "the engine's socket may not be used by this user"},
    Rule{"error during connect", ErrorCode::engine, "the engine does not answer"},
    Rule{"error reading from server: EOF", ErrorCode::engine, "the engine went away"},
    Rule{"code = Unavailable", ErrorCode::engine, "the engine went away"},
    Rule{"transport is closing", ErrorCode::engine, "the engine went away"},
    Rule{"graceful_stop", ErrorCode::engine, "the engine was stopped"},
    Rule{"no active session", ErrorCode::engine, "the engine lost the build"},
    // An image of the same content was removed while this one was put into the engine's store.
    Rule{"failed to get digest sha256:", ErrorCode::engine, "the engine lost the image"},
    Rule{"failed to get layer", ErrorCode::engine, "the engine lost a layer"},
    Rule{"layer does not exist", ErrorCode::engine, "the engine lost a layer"},
    Rule{"failed to register layer", ErrorCode::engine, "the engine could not keep a layer"},
    Rule{"error creating overlay mount", ErrorCode::engine, "the engine could not mount a layer"},
    Rule{"executable file not found", kStudent, "a command does not exist in the image"},
    Rule{"exec format error", kStudent, "a command is not made for this machine"},
    Rule{"OCI runtime create failed", ErrorCode::engine, "the engine could not start a container"},
};

/// While an image is fetched: the last lines before the builder gives up.
constexpr std::array kRegistryRules = {
    Rule{"toomanyrequests", ErrorCode::registry, "the registry limits the rate of pulls"},
    Rule{"429 Too Many Requests", ErrorCode::registry, "the registry limits the rate of pulls"},
    Rule{"no such host", ErrorCode::registry, "the registry's name cannot be resolved"},
    Rule{"server misbehaving", ErrorCode::registry, "the registry's name cannot be resolved"},
    Rule{"TLS handshake timeout", ErrorCode::registry, "the registry does not answer"},
    Rule{"i/o timeout", ErrorCode::registry, "the registry does not answer"},
    Rule{"Client.Timeout exceeded", ErrorCode::registry, "the registry does not answer"},
    Rule{"request canceled while waiting", ErrorCode::registry, "the registry does not answer"},
    Rule{"context deadline exceeded", ErrorCode::registry, "the registry does not answer"},
    Rule{"connection refused", ErrorCode::registry, "the registry does not answer"},
    Rule{"connection reset", ErrorCode::registry, "the registry broke the connection off"},
    Rule{"network is unreachable", ErrorCode::registry, "the registry cannot be reached"},
    Rule{"no route to host", ErrorCode::registry, "the registry cannot be reached"},
    Rule{"x509:", ErrorCode::registry, "the registry's certificate is not trusted"},
    Rule{"500 Internal Server Error", ErrorCode::registry, "the registry failed"},
    Rule{"502 Bad Gateway", ErrorCode::registry, "the registry failed"},
    Rule{"503 Service Unavailable", ErrorCode::registry, "the registry failed"},
    Rule{"504 Gateway", ErrorCode::registry, "the registry failed"},
    Rule{"incorrect username or password", ErrorCode::registry, "the registry refused the login"},
    Rule{"unexpected EOF", ErrorCode::registry, "the registry broke the connection off"},
    Rule{"pull access denied", kStudent, "no registry has the base image"},
    Rule{"repository does not exist", kStudent, "no registry has the base image"},
    Rule{"insufficient_scope", kStudent, "no registry has the base image"},
    Rule{"manifest unknown", kStudent, "the base image has no such tag"},
    Rule{"manifest for ", kStudent, "the base image has no such tag"},
    Rule{"no match for platform", kStudent, "the base image is not made for this machine"},
    Rule{"invalid reference format", kStudent, "the base image's name is not a valid one"},
    Rule{"failed to do request", ErrorCode::registry, "the registry does not answer"},
    Rule{"failed to authorize", ErrorCode::registry, "the registry refused the login"},
};

/// While a command of the Dockerfile runs.
constexpr std::array kCommandRules = {
    Rule{"Temporary failure resolving",
         ErrorCode::package_mirror,
         "the package mirror's name cannot be resolved"},
    Rule{"Could not resolve '",
         ErrorCode::package_mirror,
         "the package mirror's name cannot be resolved"},
    Rule{"Some index files failed to download",
         ErrorCode::package_mirror,
         "the package lists could not be fetched"},
    Rule{"Could not connect to", ErrorCode::package_mirror, "the package mirror does not answer"},
    Rule{"Unable to connect to", ErrorCode::package_mirror, "the package mirror does not answer"},
    Rule{"Connection timed out", ErrorCode::package_mirror, "the package mirror does not answer"},
    Rule{"Connection failed",
         ErrorCode::package_mirror,
         "the package mirror broke the connection off"},
    Rule{"Hash Sum mismatch", ErrorCode::package_mirror, "the package mirror sent damaged data"},
    Rule{"File has unexpected size",
         ErrorCode::package_mirror,
         "the package mirror is being updated"},
    Rule{"is not valid yet", ErrorCode::package_mirror, "the clock of this machine is wrong"},
    Rule{"Failed to fetch", ErrorCode::package_mirror, "a package could not be fetched"},
    Rule{"Unable to fetch some archives",
         ErrorCode::package_mirror,
         "a package could not be fetched"},
    Rule{"Temporary failure in name resolution",
         ErrorCode::package_mirror,
         "the Python package index's name cannot be resolved"},
    Rule{"Failed to establish a new connection",
         ErrorCode::package_mirror,
         "the Python package index does not answer"},
    Rule{"NewConnectionError",
         ErrorCode::package_mirror,
         "the Python package index does not answer"},
    Rule{"NameResolutionError",
         ErrorCode::package_mirror,
         "the Python package index's name cannot be resolved"},
    Rule{"ReadTimeoutError", ErrorCode::package_mirror, "the Python package index does not answer"},
    Rule{"ConnectTimeoutError",
         ErrorCode::package_mirror,
         "the Python package index does not answer"},
    Rule{"Connection reset by peer",
         ErrorCode::package_mirror,
         "the Python package index broke the connection off"},
    Rule{"RemoteDisconnected",
         ErrorCode::package_mirror,
         "the Python package index broke the connection off"},
    Rule{"IncompleteRead",
         ErrorCode::package_mirror,
         "the Python package index broke the connection off"},
    Rule{"Cannot connect to proxy",
         ErrorCode::package_mirror,
         "the proxy before the package index does not answer"},
    Rule{"SSLCertVerificationError",
         ErrorCode::package_mirror,
         "the Python package index's certificate is not trusted"},
    Rule{"CERTIFICATE_VERIFY_FAILED",
         ErrorCode::package_mirror,
         "the Python package index's certificate is not trusted"},
    Rule{"Server Error: ", ErrorCode::package_mirror, "the Python package index failed"},
    Rule{"externally-managed-environment",
         kStudent,
         "pip refuses to install into the system's Python (externally-managed-environment)"},
    Rule{"Unable to locate package",
         kStudent,
         "apt knows no such package: misspelt, or no apt-get update in the same image before it"},
    Rule{"has no installation candidate", kStudent, "apt has no such package to install"},
    Rule{"Could not open requirements file", kStudent, "the requirements file is not in the image"},
    Rule{"Invalid requirement", kStudent, "pip cannot read the package's name"},
    Rule{"No matching distribution found for", kStudent, "pip finds no package of that name"},
    Rule{"Do you want to continue? [Y/n] Abort",
         kStudent,
         "apt-get asked for confirmation and nobody answered: -y is missing"},
    Rule{"Invalid operation", kStudent, "apt-get knows no such operation"},
    Rule{": not found", kStudent, "a command does not exist in the image"},
    Rule{"command not found", kStudent, "a command does not exist in the image"},
};

/// What the Dockerfile itself says.
constexpr std::array kDockerfileRules = {
    Rule{"unknown instruction", kStudent, "the Dockerfile has an instruction that does not exist"},
    Rule{"dockerfile parse error", kStudent, "the Dockerfile cannot be read"},
    Rule{"Dockerfile parse error", kStudent, "the Dockerfile cannot be read"},
    Rule{"no build stage in current context", kStudent, "the Dockerfile does not begin with FROM"},
    Rule{"file with no instructions", kStudent, "the Dockerfile is empty"},
    Rule{"cannot be empty", kStudent, "the Dockerfile is empty"},
    Rule{"failed to read dockerfile", kStudent, "the Dockerfile is not there"},
    Rule{"unable to evaluate symlinks in Dockerfile path", kStudent, "the Dockerfile is not there"},
    Rule{"COPY failed", kStudent, "a file to copy is not in the build's folder"},
    Rule{"ADD failed", kStudent, "a file to add is not in the build's folder"},
    Rule{"failed to compute cache key", kStudent, "a file to copy is not in the build's folder"},
    Rule{"failed to calculate checksum", kStudent, "a file to copy is not in the build's folder"},
    Rule{"forbidden path outside the build context",
         kStudent,
         "a file to copy stands outside the build's folder"},
};

/// The rule that speaks first, with the line that it was read from.
std::optional<Blame> judge(std::span<const Rule> rules, std::string_view text) {
  for (const Rule& rule : rules) {
    const std::size_t found = text.find(rule.words);
    if (found == std::string_view::npos) continue;
    const std::size_t newline = text.rfind('\n', found);
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    const std::string_view line = text.substr(begin, text.find('\n', found) - begin);
    const std::string shown = printable(trim(line.substr(0, 300)));
    return Blame{.ours = rule.ours, .cause = std::string(rule.cause) + ": " + shown, .step = {}};
  }
  return std::nullopt;
}

/// Packages whose wheels a stand-in carries, in any version.
bool is_carried(std::string_view requirement) {
  constexpr std::array<std::string_view, 10> kCarried = {"flask",
                                                         "flask-cors",
                                                         "werkzeug",
                                                         "jinja2",
                                                         "markupsafe",
                                                         "itsdangerous",
                                                         "click",
                                                         "blinker",
                                                         "six",
                                                         "colorama"};
  const std::string name = replace_all(to_lower(requirement), "_", "-");
  return std::ranges::find(kCarried, name) != kCarried.end();
}

/// On a base that has wheels alone, a package that it lacks may well exist elsewhere.
std::optional<Blame> judge_missing_wheel(std::string_view text) {
  constexpr std::string_view kWords = "No matching distribution found for ";
  const std::size_t found = text.find(kWords);
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(found + kWords.size());
  const std::string_view requirement = trim(rest.substr(0, rest.find_first_of(" \r\n")));
  if (is_carried(requirement)) return std::nullopt;
  return Blame{.ours = ErrorCode::package_mirror,
               .cause = "pip asked for " + quoted(requirement) +
                        ", which only a Python package index could give, and none answers here",
               .step = {}};
}

bool mentions_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// An index that knows no version at all of a package that every index has: it is broken, however
/// calmly pip takes that. Options by which a command names an index of its own are its author's.
std::optional<Blame> judge_empty_index(const FailedBuild& failed) {
  constexpr std::string_view kWords = "satisfies the requirement ";
  const std::size_t found = failed.text.find(kWords);
  if (found == std::string::npos) return std::nullopt;
  const std::string_view line =
      split_lines(std::string_view(failed.text).substr(found + kWords.size())).front();
  const std::string_view package = line.substr(0, line.find_first_of(" =<>!~[;("));
  const bool empty = line.find("(from versions: none)") != std::string_view::npos;
  const bool own_index = mentions_any(failed.step, {" -i", "--index-url", "--no-index", " -f"}) ||
                         mentions_any(failed.step, {"--find-links", "PIP_"});
  const bool old_python = mentions_any(failed.text, {"require a different python version"});
  if (!empty || !is_carried(package) || own_index || old_python) return std::nullopt;
  return Blame{.ours = ErrorCode::package_mirror,
               .cause = "the Python package index shows no version of " + quoted(package),
               .step = {}};
}

/// A build that did not end: hanging in a download is nobody's fault but the network's.
Blame judge_timeout(const FailedBuild& failed) {
  if (failed.fetching_base) {
    return {.ours = ErrorCode::registry,
            .cause = "the base image did not arrive before the deadline",
            .step = failed.step};
  }
  if (mentions_any(failed.step, {"apt-get", "apt ", "pip", "apk ", "curl ", "wget "})) {
    return {.ours = ErrorCode::package_mirror,
            .cause = "downloads did not end before the deadline",
            .step = failed.step};
  }
  if (failed.step.empty()) {
    return {.ours = ErrorCode::timeout,
            .cause = "the builder had not begun with any instruction at the deadline",
            .step = {}};
  }
  return {.ours = kStudent, .cause = "the instruction did not end in time", .step = failed.step};
}

}  // namespace

Blame blame(const BuildFailure& failure) {
  const FailedBuild failed = read_failed_build(failure.output);
  std::optional<Blame> verdict;
  // A file that only prints these words, in a step that went well, says nothing: host rules look
  // at the step that failed and at what the builder says at the very end.
  verdict = judge(kHostRules, failed.text);
  if (!verdict && failed.unheard) {
    verdict = Blame{.ours = ErrorCode::engine,
                    .cause = "the builder did not show what the command printed",
                    .step = {}};
  }
  if (!verdict && failure.timed_out) return judge_timeout(failed);
  if (!verdict && failed.fetching_base) verdict = judge(kRegistryRules, failed.text);
  if (!verdict && failed.in_command && failure.without_python_index) {
    verdict = judge_missing_wheel(failed.text);
  }
  if (!verdict && failed.in_command) verdict = judge_empty_index(failed);
  if (!verdict && failed.in_command) verdict = judge(kCommandRules, failed.text);
  if (!verdict) verdict = judge(kDockerfileRules, failed.text);
  if (!verdict && failed.killed) {
    verdict = Blame{.ours = ErrorCode::host_memory,
                    .cause = "the instruction was killed, as for lack of memory",
                    .step = {}};
  }
  if (!verdict) verdict = Blame{};
  verdict->step = failed.step;
  return *verdict;
}

}  // namespace pinko::engine

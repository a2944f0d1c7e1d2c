#include "checker/engine/blame.hpp"

#include "checker/engine/blame_rules.hpp"
#include "checker/engine/build_output.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <vector>

namespace pinko::engine {
namespace {

/// The rule that speaks first, with the line that it was read from.
std::optional<Blame> judge(std::span<const BlameRule> rules, std::string_view text) {
  for (const BlameRule& rule : rules) {
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
               .cause = "pip asked for " + in_quotes(requirement) +
                        ", which only a Python package index could give, and none answers here",
               .step = {}};
}

/// Packages of Ubuntu's archive that the one of Debian, which stands in for it, lacks.
bool is_of_ubuntu(std::string_view package) {
  constexpr std::array<std::string_view, 3> kBeginnings = {
      "software-properties-common", "language-pack-", "ubuntu-"};
  constexpr std::string_view kPython = "python3.";
  // Which release of Python has a package changes with Ubuntu's own release.
  const bool python = package.starts_with(kPython) && package.size() > kPython.size() &&
                      std::isdigit(static_cast<unsigned char>(package[kPython.size()])) != 0;
  return python || std::ranges::any_of(kBeginnings, [package](std::string_view beginning) {
           return package.starts_with(beginning);
         });
}

/// On a stand-in, a package that only the real image's archive has says nothing of the student.
std::optional<Blame> judge_missing_package(std::string_view text) {
  constexpr std::string_view kWords = "Unable to locate package ";
  for (std::size_t at = text.find(kWords); at != std::string_view::npos;
       at = text.find(kWords, at)) {
    at += kWords.size();
    const std::string_view rest = text.substr(at);
    const std::string_view package = trim(rest.substr(0, rest.find_first_of(" \r\n")));
    if (!is_of_ubuntu(package)) continue;
    return Blame{.ours = ErrorCode::registry,
                 .cause = "apt-get is to install " + in_quotes(package) +
                          ", which the archive behind what stands in for Ubuntu here does not have",
                 .step = {}};
  }
  return std::nullopt;
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
  const std::string_view rest = std::string_view(failed.text).substr(found + kWords.size());
  const std::string_view line = rest.substr(0, rest.find('\n'));
  const std::string_view package = line.substr(0, line.find_first_of(" =<>!~[;("));
  const bool empty = line.find("(from versions: none)") != std::string_view::npos;
  const bool own_index = mentions_any(failed.step, {" -i", "--index-url", "--no-index", " -f"}) ||
                         mentions_any(failed.step, {"--find-links", "PIP_"});
  const bool old_python = mentions_any(failed.text, {"require a different python version"});
  if (!empty || !is_carried(package) || own_index || old_python) return std::nullopt;
  return Blame{.ours = ErrorCode::package_mirror,
               .cause = "the Python package index shows no version of " + in_quotes(package),
               .step = {}};
}

/// A build that did not end: hanging in a download is nobody's fault but the network's.
Blame judge_timeout(const FailedBuild& failed) {
  if (failed.fetching_base) {
    return {.ours = ErrorCode::registry,
            .cause = "the base image did not arrive before the deadline",
            .step = failed.step};
  }
  const bool serves = mentions_any(failed.text, {"Serving Flask app", "Running on http"});
  if (!serves && mentions_any(failed.step, {"apt-get", "apt ", "pip", "apk ", "curl ", "wget "})) {
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

/// What nginx learned after the release that stand-ins are made of.
constexpr std::array<std::string_view, 3> kNewInNginx = {
    "invalid parameter \"resolve\"",
    "unknown directive \"keepalive_min_timeout\"",
    "unknown directive \"early_hints\""};

}  // namespace

std::optional<Error> ended_by_us(const EndedServer& server) {
  const std::string what = "run " + std::string(server.name) + ": ";
  if (server.kept_from_writing && server.log.find("Read-only file system") != std::string::npos) {
    return Error{.code = ErrorCode::engine,
                 .message = what +
                            "it writes to a file or a large folder of the task, and here these "
                            "are mounted for reading alone"};
  }
  if (server.without_volume) {
    return Error{.code = ErrorCode::engine,
                 .message = what +
                            "a volume of it has no place in a folder of the task that is mounted "
                            "for reading alone"};
  }
  const auto* const word = std::ranges::find_if(kNewInNginx, [&server](std::string_view words) {
    return server.log.find(words) != std::string_view::npos;
  });
  if (server.stand_in != "nginx:latest" || word == kNewInNginx.end()) return std::nullopt;
  return Error{.code = ErrorCode::registry,
               .message = what +
                          "its configuration is for a newer nginx than the one that stands in for "
                          "nginx:latest here (" +
                          std::string(*word) + ")"};
}

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
    if (!verdict) verdict = judge_missing_package(failed.text);
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
  verdict->fetching_reader = failed.fetching_reader;
  return *verdict;
}

}  // namespace pinko::engine

#pragma once

#include "checker/core/evidence.hpp"

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

/// One description of every value in an evidence file, for writing and for reading: `fields(x, v)`
/// calls v("name", x.member) for each member. A member's name in the file is its name in C++.
namespace pinko::report {

template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

/// The names of an enumeration's values, in order.
template <class E>
struct Names;

template <>
struct Names<FileState> {
  static constexpr std::array<std::string_view, 8> kAll{"present",
                                                        "missing",
                                                        "wrong_case",
                                                        "directory",
                                                        "special",
                                                        "link_outside",
                                                        "too_large",
                                                        "unreadable"};
};

template <>
struct Names<PhaseStatus> {
  static constexpr std::array<std::string_view, 3> kAll{"done", "failed", "errored"};
};

template <>
struct Names<SiteState> {
  static constexpr std::array<std::string_view, 5> kAll{
      "files", "gitlink", "empty", "absent", "elsewhere"};
};

template <>
struct Names<AskedFor> {
  static constexpr std::array<std::string_view, 5> kAll{
      "page", "file", "hello", "no_page", "no_route"};
};

template <>
struct Names<AskedHow> {
  static constexpr std::array<std::string_view, 6> kAll{
      "kept", "fresh", "head", "http_1_0", "origin", "other_origin"};
};

template <>
struct Names<ErrorCode> {
  static constexpr std::array<std::string_view, 12> kAll{"usage",
                                                         "refused",
                                                         "engine",
                                                         "registry",
                                                         "package_mirror",
                                                         "disk_full",
                                                         "host_memory",
                                                         "port_owner",
                                                         "browser",
                                                         "timeout",
                                                         "cancelled",
                                                         "internal"};
};

/// The names of the kinds of a sight: NotReached, each observation, Error.
inline constexpr std::array<std::string_view, std::variant_size_v<Observation>> kObservationNames{
    "file",
    "site",
    "build",
    "project_build",
    "output",
    "python",
    "copy",
    "site_copy",
    "listeners",
    "http",
    "site_served",
    "ports",
    "page",
    "compose",
    "project",
    "replicas",
    "comparison"};
inline constexpr std::string_view kNotReached = "not_reached";
inline constexpr std::string_view kError = "error";

// clang-format off
void fields(Is<Location> auto& x, auto& v) {
  v("path", x.path), v("line", x.line), v("column", x.column), v("end_line", x.end_line),
  v("end_column", x.end_column);
}
void fields(Is<FileSeen> auto& x, auto& v) {
  v("state", x.state), v("path", x.path), v("actual", x.actual), v("size", x.size),
  v("bytes", x.bytes);
}
void fields(Is<SiteFile> auto& x, auto& v) { v("path", x.path), v("size", x.size); }
void fields(Is<SiteSeen> auto& x, auto& v) {
  v("state", x.state), v("folder", x.folder), v("actual", x.actual),
  v("gitlink_commit", x.gitlink_commit), v("committed", x.committed),
  v("from_template", x.from_template), v("files", x.files), v("kept_out", x.kept_out),
  v("index", x.index);
}
void fields(Is<BuildSeen> auto& x, auto& v) {
  v("ok", x.ok), v("exit_code", x.exit_code), v("timed_out", x.timed_out), v("role", x.role),
  v("dockerfile", x.dockerfile), v("failed_step", x.failed_step), v("output", x.output),
  v("stand_ins", x.stand_ins), v("seconds", x.seconds), v("retried", x.retried);
}
void fields(Is<ProjectBuildSeen> auto& x, auto& v) {
  v("ok", x.ok), v("message", x.message), v("images", x.images);
}
void fields(Is<OutputSeen> auto& x, auto& v) {
  v("out", x.out), v("err", x.err), v("exit_code", x.exit_code), v("timed_out", x.timed_out),
  v("out_of_memory", x.out_of_memory), v("truncated", x.truncated),
  v("start_error", x.start_error);
}
void fields(Is<PythonPackage> auto& x, auto& v) {
  v("folder", x.folder), v("installer", x.installer);
}
void fields(Is<PythonSeen> auto& x, auto& v) {
  v("python3", x.python3), v("pip3", x.pip3), v("flask_importable", x.flask_importable),
  v("flask", x.flask), v("flask_cors_importable", x.flask_cors_importable),
  v("working_dir", x.working_dir), v("app_files", x.app_files), v("problem", x.problem);
}
void fields(Is<CopySeen> auto& x, auto& v) {
  v("source", x.source), v("in_image", x.in_image), v("bytes", x.bytes);
}
void fields(Is<CopiedFile> auto& x, auto& v) {
  v("path", x.path), v("in_image", x.in_image), v("equal", x.equal);
}
void fields(Is<SiteCopySeen> auto& x, auto& v) {
  v("in_image", x.in_image), v("folder_exists", x.folder_exists), v("files", x.files),
  v("found_instead", x.found_instead);
}
void fields(Is<Listener> auto& x, auto& v) { v("address", x.address), v("port", x.port); }
void fields(Is<ListenSeen> auto& x, auto& v) {
  v("running", x.running), v("exit_code", x.exit_code), v("out_of_memory", x.out_of_memory),
  v("log", x.log), v("listeners", x.listeners);
}
void fields(Is<HttpSeen> auto& x, auto& v) {
  v("answered", x.answered), v("problem", x.problem), v("status", x.status),
  v("headers", x.headers), v("body", x.body), v("body_truncated", x.body_truncated),
  v("log", x.log);
}
void fields(Is<ServedFile> auto& x, auto& v) {
  v("path", x.path), v("status", x.status), v("equal", x.equal),
  v("expected_size", x.expected_size), v("size", x.size), v("problem", x.problem);
}
void fields(Is<SiteServedSeen> auto& x, auto& v) {
  v("files", x.files), v("first_body", x.first_body), v("welcome_page", x.welcome_page),
  v("log", x.log);
}
void fields(Is<PublishedPort> auto& x, auto& v) {
  v("service", x.service), v("container_port", x.container_port), v("host_port", x.host_port),
  v("chosen_by_engine", x.chosen_by_engine);
}
void fields(Is<PortsSeen> auto& x, auto& v) {
  v("published", x.published), v("answers_5252", x.answers_5252),
  v("answers_9000", x.answers_9000);
}
void fields(Is<BrowserRequest> auto& x, auto& v) {
  v("url", x.url), v("method", x.method), v("type", x.type), v("status", x.status),
  v("failure", x.failure), v("blocked", x.blocked);
}
void fields(Is<ConsoleMessage> auto& x, auto& v) {
  v("level", x.level), v("text", x.text), v("url", x.url), v("line", x.line);
}
void fields(Is<PageSeen> auto& x, auto& v) {
  v("loaded", x.loaded), v("still_loading", x.still_loading), v("problem", x.problem), v("endless", x.endless), v("status", x.status), v("matches", x.matches),
  v("tag", x.tag), v("text", x.text), v("markup_text", x.markup_text), v("requests", x.requests),
  v("console", x.console), v("screenshot_png", x.screenshot_png);
}
void fields(Is<ComposeService> auto& x, auto& v) {
  v("name", x.name), v("has_build", x.has_build), v("context", x.context),
  v("dockerfile", x.dockerfile), v("image", x.image), v("container_name", x.container_name),
  v("role", x.role), v("ports", x.ports), v("exposed", x.exposed), v("depends_on", x.depends_on),
  v("replicas", x.replicas), v("where", x.where);
}
void fields(Is<ComposeSeen> auto& x, auto& v) {
  v("file", x.file), v("override_file", x.override_file), v("accepted", x.accepted), v("compose", x.compose), v("message", x.message),
  v("where", x.where), v("services", x.services);
}
void fields(Is<ServiceState> auto& x, auto& v) {
  v("service", x.service), v("running", x.running), v("exited", x.exited),
  v("exit_code", x.exit_code), v("log", x.log);
}
void fields(Is<ProjectSeen> auto& x, auto& v) {
  v("ok", x.ok), v("exit_code", x.exit_code), v("output", x.output), v("services", x.services);
}
void fields(Is<Turns> auto& x, auto& v) {
  v("who", x.who), v("failures", x.failures), v("connections", x.connections);
}
void fields(Is<JourneyStop> auto& x, auto& v) {
  v("who", x.who), v("what", x.what), v("ms", x.ms);
}
void fields(Is<ReplicaSample> auto& x, auto& v) {
  v("asked", x.asked), v("replicas", x.replicas), v("nginx_workers", x.nginx_workers),
  v("read_from", x.read_from), v("rows", x.rows), v("journey", x.journey);
}
void fields(Is<ComparedAnswer> auto& x, auto& v) {
  v("status", x.status), v("problem", x.problem), v("headers", x.headers), v("size", x.size),
  v("body", x.body), v("cut", x.cut);
}
void fields(Is<ComparedRequest> auto& x, auto& v) {
  v("what", x.what), v("how", x.how), v("port", x.port), v("target", x.target), v("own", x.own),
  v("reference", x.reference), v("same_body", x.same_body), v("once", x.once);
}
void fields(Is<ComparisonSeen> auto& x, auto& v) {
  v("requests", x.requests), v("left_out", x.left_out);
}
void fields(Is<NotReached> auto& x, auto& v) { v("reason", x.reason), v("because", x.because); }
void fields(Is<Error> auto& x, auto& v) {
  v("code", x.code), v("message", x.message), v("retried", x.retried);
}
void fields(Is<Phase> auto& x, auto& v) {
  v("name", x.name), v("start", x.start), v("end", x.end), v("status", x.status);
}
void fields(Is<Looking> auto& x, auto& v) {
  v("start", x.start), v("end", x.end), v("attempts", x.attempts);
}
void fields(Is<Sources> auto& x, auto& v) {
  v("folder", x.folder), v("exists", x.exists), v("meant", x.meant), v("texts", x.texts),
      v("spelled", x.spelled);
}
void fields(Is<TaskEvidence> auto& x, auto& v) {
  v("sights", x.sights), v("looks", x.looks), v("phases", x.phases), v("sources", x.sources),
  v("before", x.before);
}
void fields(Is<Environment> auto& x, auto& v) {
  v("os", x.os), v("engine", x.engine), v("engine_version", x.engine_version),
  v("compose", x.compose), v("compose_version", x.compose_version), v("browser", x.browser),
  v("runtime", x.runtime), v("stand_ins", x.stand_ins);
}
void fields(Is<SubmissionFacts> auto& x, auto& v) {
  v("path", x.path), v("student", x.student), v("commit", x.commit), v("dirty", x.dirty), v("exported", x.exported),
  v("nested_in", x.nested_in), v("gitlinks", x.gitlinks), v("unseen", x.unseen),
  v("changed", x.changed);
}
void fields(Is<decltype(Evidence::leftovers)> auto& x, auto& v) {
  v("containers", x.containers), v("networks", x.networks), v("volumes", x.volumes),
  v("images", x.images);
}
void fields(Is<Evidence> auto& x, auto& v) {
  v("submission", x.submission), v("environment", x.environment), v("started", x.started),
  v("finished", x.finished), v("checks", x.checks), v("tasks", x.tasks), v("infrastructure", x.infrastructure),
  v("leftovers", x.leftovers);
}
// clang-format on

}  // namespace pinko::report
